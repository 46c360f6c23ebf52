package org.hearth.app.registry.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Household.Member;
import org.hearth.app.registry.HouseholdOperations.Leaving;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Proposals.Proposal;
import org.hearth.app.registry.Proposals.State;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The pages of the register where a proposal can be done, and what they are filled in with. */
@Component
class ProposalSteps {

    /** A page where it can be done. @param forOfficers whether it is not for village workers */
    record Step(Text title, String link, boolean forOfficers) {}

    private final Proposals proposals;
    private final Registry registry;

    ProposalSteps(Proposals proposals, Registry registry) {
        this.proposals = proposals;
        this.registry = registry;
    }

    /** The ways to do it, the likeliest first. */
    List<Step> of(Proposal proposal, Household household) {
        String home = "/households/" + household.id();
        String filled = "?proposal=" + proposal.id();
        if (proposal.state() == State.CHECK) {
            return List.of(new Step(new Text("打开家庭，核对变更历史", "Open the household and its history"), home, false));
        }
        Step leave = new Step(new Text("办理离开", "Enter that they left"), home + "/change" + filled + "#leave", false);
        Step split = new Step(new Text("办理分户", "Split the household"), home + "/split" + filled, true);
        Step move = new Step(new Text("全户迁移", "Move the household"), home + "/move" + filled, true);
        return switch (proposal.act()) {
            case ENTER_CHILD -> {
                List<Step> steps = new ArrayList<>();
                proposals
                        .alike(proposal.id())
                        .ifPresent(child -> steps.add(new Step(
                                new Text("在册的同名儿童加入本户", "Let the child of this name in the register join"),
                                home + "/members/new" + filled + "&person=" + child,
                                false)));
                steps.add(new Step(
                        new Text("录入" + proposal.name(), "Enter " + proposal.name()),
                        home + "/members/new" + filled,
                        false));
                yield steps;
            }
            case LIVE_TOGETHER ->
                spouse(proposal, household)
                        .map(others -> together(proposal, household, others, split))
                        .orElseGet(() -> List.of(
                                new Step(
                                        proposal.name().isEmpty()
                                                ? new Text("录入配偶", "Enter the spouse")
                                                : new Text(
                                                        "录入配偶" + proposal.name(),
                                                        "Enter the spouse " + proposal.name()),
                                        home + "/members/new" + filled,
                                        false),
                                new Step(
                                        new Text(
                                                proposal.names() + "随配偶迁出",
                                                proposal.names() + " left to live with the spouse"),
                                        leave.link(),
                                        false)));
            case PART -> List.of(split, leave);
            case MOVE_OUT -> isWhole(proposal, household) ? List.of(move, leave) : List.of(leave, move);
            case MOVE_WITHIN -> isWhole(proposal, household) ? List.of(move, split) : List.of(split, move);
            case LEAVE -> List.of(leave);
            case APPOINT_HEAD ->
                List.of(new Step(
                        new Text("确定新户主", "Name the new head"), home + "/change" + filled + "#relations", true));
            case CHANGE_ACCOUNT -> List.of(new Step(new Text("更换收款账户", "Change the account"), home + "/account", true));
        };
    }

    private Optional<Household> spouse(Proposal proposal, Household household) {
        return proposals
                .named(proposal.id())
                .flatMap(registry::householdOf)
                .filter(id -> !id.equals(household.id()))
                .flatMap(registry::household);
    }

    private List<Step> together(Proposal proposal, Household household, Household others, Step split) {
        UUID spouse = proposals.named(proposal.id()).orElseThrow();
        List<Step> steps = new ArrayList<>();
        steps.add(into(proposal, spouse, others, household));
        steps.add(into(proposal, proposal.personId(), household, others));
        if (household.size() > 1) {
            steps.add(new Step(
                    new Text("另立新户（先分户，再让配偶加入）", "A household of their own: split first, then let the spouse join"),
                    split.link(),
                    true));
        }
        return steps;
    }

    /** Somebody goes into the other's household; who lives alone brings the whole household. */
    private Step into(Proposal proposal, UUID person, Household from, Household into) {
        String name = registry.person(person).orElseThrow().name();
        String home = "/households/" + into.id();
        return from.size() == 1
                ? new Step(
                        new Text(
                                name + "户并入" + into.name() + "户",
                                "Merge " + name + "'s household into " + into.name() + "'s"),
                        home + "/merge?proposal=" + proposal.id() + "&with=" + from.number(),
                        true)
                : new Step(
                        new Text(name + "加入" + into.name() + "户", name + " joins " + into.name() + "'s household"),
                        home + "/members/new?proposal=" + proposal.id() + "&person=" + person,
                        false);
    }

    private static boolean isWhole(Proposal proposal, Household household) {
        return household.members().stream()
                .filter(member -> member.person().isAlive())
                .allMatch(member -> proposal.persons().contains(member.person().id()));
    }

    /** What a new member is to the head of the household, as far as the record tells. */
    Relation relation(Proposal proposal, Household household) {
        Optional<Relation> known = household.members().stream()
                .filter(member -> proposal.persons().contains(member.person().id()))
                .map(Member::relation)
                .findFirst();
        return switch (proposal.act()) {
            case ENTER_CHILD ->
                switch (known.orElse(Relation.OTHER)) {
                    case HEAD, SPOUSE -> Relation.CHILD;
                    case CHILD -> Relation.GRANDCHILD;
                    case PARENT, GRANDPARENT, GRANDCHILD, SIBLING, OTHER -> Relation.OTHER;
                };
            default ->
                known.filter(relation -> relation == Relation.HEAD).isPresent() ? Relation.SPOUSE : Relation.OTHER;
        };
    }

    /** Who leaves a household by a split, and what they are in the new one: the first of them its head. */
    Map<UUID, Relation> leaving(@Nullable Proposal proposal, Household household) {
        Map<UUID, Relation> leaving = new LinkedHashMap<>();
        if (proposal == null) {
            return leaving;
        }
        Set<UUID> named = Set.copyOf(proposal.persons());
        household.members().stream()
                .filter(member -> member.person().isAlive() && member.relation() != Relation.HEAD)
                .filter(member -> named.contains(member.person().id()))
                .forEach(member ->
                        leaving.put(member.person().id(), leaving.isEmpty() ? Relation.HEAD : Relation.OTHER));
        if (leaving.isEmpty()) {
            // The head stays: it is the other one who goes.
            household.members().stream()
                    .filter(member -> member.person().isAlive() && member.relation() == Relation.SPOUSE)
                    .findFirst()
                    .ifPresent(member -> leaving.put(member.person().id(), Relation.HEAD));
        }
        return leaving;
    }

    /** Why somebody leaves, as the record says. */
    @Nullable
    Leaving why(@Nullable Proposal proposal) {
        return proposal == null
                ? null
                : switch (proposal.act()) {
                    case MOVE_OUT -> Leaving.MOVED_OUT;
                    case LIVE_TOGETHER -> Leaving.MARRIED;
                    case PART, MOVE_WITHIN, LEAVE -> Leaving.OTHER;
                    case ENTER_CHILD, APPOINT_HEAD, CHANGE_ACCOUNT -> null;
                };
    }
}
