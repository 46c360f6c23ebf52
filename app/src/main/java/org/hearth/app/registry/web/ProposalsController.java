package org.hearth.app.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Proposals.Proposal;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.web.ProposalSteps.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What departments' records propose to be done in the register (待办登记事项), and what became of it. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class ProposalsController {

    /**
     * A line of the page.
     *
     * @param steps the pages where it can be done, the likeliest first
     * @param strata what the household holds, in words; empty where it holds nothing
     */
    record Item(Proposal proposal, @Nullable Household household, List<Step> steps, List<Text> strata) {}

    private static final Set<Role> OFFICERS = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Proposals proposals;
    private final ProposalSteps steps;
    private final Registry registry;
    private final Regions regions;
    private final HearthClock clock;

    ProposalsController(
            Proposals proposals, ProposalSteps steps, Registry registry, Regions regions, HearthClock clock) {
        this.proposals = proposals;
        this.steps = steps;
        this.registry = registry;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static TodaysWork proposedActs(Proposals proposals) {
        return (who, today) -> {
            Proposals.Waiting waiting =
                    OFFICERS.contains(who.role()) ? proposals.waiting() : new Proposals.Waiting(0, 0);
            return waiting.open() == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            waiting.overdue() > 0 ? TodaysWork.Urgency.OVERDUE : TodaysWork.Urgency.SOON,
                            new Text("待办登记事项", "Acts that records propose"),
                            waiting.open(),
                            waiting.overdue() > 0
                                    ? new Text(waiting.overdue() + " 件已超期", waiting.overdue() + " of them are overdue")
                                    : new Text(
                                            "部门报来出生、婚姻、迁移、去世，家庭档案尚未变更",
                                            "Births, marriages, moves and deaths that the register does not show yet"),
                            "/register/proposals"));
        };
    }

    @GetMapping("/register/proposals")
    String list(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "false") boolean settled,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Page<Proposal> found = proposals.find(!settled, region, Math.max(page, 0));
        Map<UUID, Household> households = registry.households(
                found.rows().stream().map(Proposal::householdId).collect(Collectors.toSet()));
        boolean officer = OFFICERS.contains(who.role());
        model.addAttribute("found", found);
        model.addAttribute(
                "items",
                found.rows().stream()
                        .map(proposal -> item(proposal, households.get(proposal.householdId()), officer))
                        .toList());
        model.addAttribute("settled", settled);
        model.addAttribute("region", region);
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        model.addAttribute("officer", officer);
        model.addAttribute("today", clock.today());
        return "registry/proposals";
    }

    @PostMapping("/register/proposals/{id}/dismiss")
    @PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    ResponseEntity<Void> dismiss(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, HttpServletRequest request) {
        proposals.dismiss(id, reason);
        return NextPage.at("/register/proposals", request);
    }

    private Item item(Proposal proposal, @Nullable Household household, boolean officer) {
        return new Item(
                proposal,
                household,
                household == null || !proposal.isWaiting()
                        ? List.of()
                        : steps.of(proposal, household).stream()
                                .filter(step -> officer || !step.forOfficers())
                                .toList(),
                household == null
                        ? List.of()
                        : household.strata().stream()
                                .map(held -> held.stratum().title())
                                .distinct()
                                .toList());
    }
}
