package org.hearth.app.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Contacts;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.Leaving;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.HouseholdSearch;
import org.hearth.app.registry.Operation;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Proposals.Proposal;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Undo;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What happens to a household: its address, members, relations, a split, a merger, a move, and taking each back. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class ChangesController {

    private static final String ALL = "hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')";

    private final Registry registry;
    private final HouseholdOperations operations;
    private final HouseholdSearch search;
    private final Contacts contacts;
    private final Undo undo;
    private final Proposals proposals;
    private final ProposalSteps steps;
    private final Villages villages;
    private final Regions regions;
    private final HearthClock clock;

    ChangesController(
            Registry registry,
            HouseholdOperations operations,
            HouseholdSearch search,
            Contacts contacts,
            Undo undo,
            Proposals proposals,
            ProposalSteps steps,
            Villages villages,
            Regions regions,
            HearthClock clock) {
        this.registry = registry;
        this.operations = operations;
        this.search = search;
        this.contacts = contacts;
        this.undo = undo;
        this.proposals = proposals;
        this.steps = steps;
        this.villages = villages;
        this.regions = regions;
        this.clock = clock;
    }

    /** What the page is filled in with, where it is opened to do what a record proposes. */
    @ModelAttribute("proposed")
    @PreAuthorize(ALL)
    @Nullable
    Proposal proposed(@RequestParam(required = false) @Nullable UUID proposal) {
        return proposal == null ? null : proposals.proposal(proposal).orElse(null);
    }

    @GetMapping("/households/{id}/change")
    @PreAuthorize(ALL)
    String change(
            @PathVariable UUID id,
            @ModelAttribute(name = "proposed", binding = false) @Nullable Proposal proposed,
            @AuthenticationPrincipal SignedIn who,
            Model model) {
        show(id, model);
        model.addAttribute("leavingBecause", steps.why(proposed));
        model.addAttribute("contacts", contacts.of(id));
        model.addAttribute("leavings", Leaving.values());
        model.addAttribute("officer", who.role() != Role.VILLAGE_WORKER);
        return "registry/change";
    }

    @PostMapping("/households/{id}/place")
    @PreAuthorize(ALL)
    ResponseEntity<Void> place(
            @PathVariable UUID id, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        Residence residence = form.residence();
        String reason = form.reason();
        var on = form.on();
        form.check();
        operations.changePlace(id, residence, form.text("address"), on, reason);
        return NextPage.at("/households/" + id, request);
    }

    @PostMapping("/households/{id}/contacts")
    @PreAuthorize(ALL)
    ResponseEntity<Void> contact(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID member,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String relation,
            @RequestParam(defaultValue = "") String phone,
            HttpServletRequest request) {
        contacts.add(id, member, name, relation, phone);
        return NextPage.at("/households/" + id + "/change", request);
    }

    @PostMapping("/households/{id}/contacts/{contact}/end")
    @PreAuthorize(ALL)
    ResponseEntity<Void> endContact(@PathVariable UUID id, @PathVariable UUID contact, HttpServletRequest request) {
        contacts.end(id, contact);
        return NextPage.at("/households/" + id + "/change", request);
    }

    @PostMapping("/households/{id}/relations")
    ResponseEntity<Void> relate(
            @PathVariable UUID id, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        String reason = form.reason();
        var on = form.on();
        form.check();
        operations.relate(id, relations(typed, household(id)), on, reason);
        return NextPage.at("/households/" + id, request);
    }

    @PostMapping("/households/{id}/leave")
    @PreAuthorize(ALL)
    ResponseEntity<Void> leave(
            @PathVariable UUID id, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        String person = form.required("person", "请选择离开的成员。", "Choose who leaves.");
        Leaving why = form.choice("why", Leaving.values(), Leaving.OTHER, "请选择原因。", "Choose why.");
        String reason = form.reason();
        var on = form.on();
        form.check();
        operations.leave(id, UUID.fromString(person), why, on, reason);
        return NextPage.at("/households/" + id, request);
    }

    @GetMapping("/households/{id}/split")
    String split(
            @PathVariable UUID id,
            @ModelAttribute(name = "proposed", binding = false) @Nullable Proposal proposed,
            @AuthenticationPrincipal SignedIn who,
            Model model) {
        show(id, model);
        model.addAttribute("townships", villages.of(who));
        model.addAttribute("chosen", steps.leaving(proposed, household(id)));
        model.addAttribute("village", villageNamed(proposed, who));
        model.addAttribute("affairs", operations.affairsOf(id));
        return "registry/split";
    }

    @PostMapping("/households/{id}/split")
    ResponseEntity<Void> doSplit(
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            @AuthenticationPrincipal SignedIn who,
            HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        Residence residence = form.residence();
        RegionCode village = village(form, who);
        String reason = form.reason();
        var on = form.on();
        form.check();
        UUID fresh = operations.split(
                id, relations(typed, household(id)), new Place(village, residence, form.text("address")), on, reason);
        return NextPage.at("/households/" + fresh, request);
    }

    @GetMapping("/households/{id}/merge")
    String merge(@PathVariable UUID id, @RequestParam(defaultValue = "") String with, Model model) {
        show(id, model);
        model.addAttribute("with", with);
        if (!with.isBlank()) {
            var found = search.find(new HouseholdSearch.Query(with, null, null, 0)).rows().stream()
                    .filter(row -> !row.id().equals(id))
                    .toList();
            model.addAttribute("found", found);
            model.addAttribute("regions", regions);
            if (found.size() == 1) {
                UUID other = found.getFirst().id();
                model.addAttribute("other", household(other));
                model.addAttribute("affairs", operations.affairsOf(other));
            }
        }
        return "registry/merge";
    }

    @PostMapping("/households/{id}/merge")
    ResponseEntity<Void> doMerge(
            @PathVariable UUID id,
            @RequestParam UUID from,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        String reason = form.reason();
        var on = form.on();
        form.check();
        operations.merge(from, id, relations(typed, household(from)), on, reason);
        return NextPage.at("/households/" + id, request);
    }

    @GetMapping("/households/{id}/move")
    String move(
            @PathVariable UUID id,
            @ModelAttribute(name = "proposed", binding = false) @Nullable Proposal proposed,
            @AuthenticationPrincipal SignedIn who,
            Model model) {
        show(id, model);
        model.addAttribute("village", villageNamed(proposed, who));
        model.addAttribute("townships", villages.of(who));
        model.addAttribute("affairs", operations.affairsOf(id));
        model.addAttribute("county", who.role() == Role.COUNTY_OFFICER);
        return "registry/move";
    }

    @PostMapping("/households/{id}/move")
    ResponseEntity<Void> doMove(
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            @AuthenticationPrincipal SignedIn who,
            HttpServletRequest request) {
        Household household = household(id);
        PersonForm form = new PersonForm(typed);
        Residence residence = form.residence();
        String elsewhere = form.text("elsewhere");
        RegionCode village = elsewhere.isEmpty() ? village(form, who) : elsewhere(form, elsewhere, who);
        String reason = form.reason();
        var on = form.on();
        form.check();
        // The new village may lie outside the region that one may see: the move itself is done over both.
        Scopes.run(
                new Scope(RegionCode.NATION, Scopes.actor()),
                () -> operations.move(household.id(), new Place(village, residence, form.text("address")), on, reason));
        return NextPage.at(
                who.regionCode().contains(village) ? "/households/" + id : "/households?moved=true", request);
    }

    /** The name of a village outside one's region, as its code is typed. */
    @GetMapping("/regions/village")
    String villageNamed(@RequestParam(defaultValue = "") String elsewhere, Model model) {
        model.addAttribute(
                "path",
                villages.village(elsewhere.strip())
                        .map(village -> regions.path(village.code(), DivisionLevel.PROVINCE))
                        .orElse(null));
        model.addAttribute("typed", elsewhere.strip());
        return "registry/number :: village";
    }

    @PostMapping("/operations/{id}/undo")
    ResponseEntity<Void> undo(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal SignedIn who,
            HttpServletRequest request) {
        Operation operation = undo.operation(id).orElseThrow(() -> new Missing("项办理", "operation"));
        if (operation.kind() == Operation.Kind.MOVE) {
            Scopes.run(new Scope(RegionCode.NATION, Scopes.actor()), () -> undo.undo(id, reason));
        } else {
            undo.undo(id, reason);
        }
        Optional<UUID> household = operation.households().stream().findFirst();
        String back = household
                .filter(h -> registry.household(h).isPresent())
                .map(h -> "/households/" + h)
                .or(() -> operation.persons().stream().findFirst().map(p -> "/persons/" + p))
                .orElse("/households");
        return NextPage.at(back, request);
    }

    /** The village of one's region that a record says they moved to; empty where it names none, or several. */
    private String villageNamed(@Nullable Proposal proposed, SignedIn who) {
        return proposed == null ? "" : villages.named(villages.of(who), proposed.place());
    }

    private void show(UUID id, Model model) {
        Household household = household(id);
        if (household.dissolvedOn() != null) {
            throw new Problem("这户家庭已注销，不能再办理。", "This household was dissolved; nothing can be done for it.");
        }
        model.addAttribute("household", household);
        model.addAttribute("address", regions.path(household.region(), DivisionLevel.COUNTY));
        model.addAttribute("residences", Residence.values());
        model.addAttribute("relations", Relation.values());
        model.addAttribute("today", clock.today());
    }

    /** The relation chosen for each member, in fields named {@code relation-ID}; those left empty are not named. */
    private static Map<UUID, Relation> relations(Map<String, String> typed, Household household) {
        Map<UUID, Relation> relations = new LinkedHashMap<>();
        for (Household.Member member : household.members()) {
            UUID person = member.person().id();
            String chosen = typed.getOrDefault("relation-" + person, "");
            for (Relation relation : List.of(Relation.values())) {
                if (relation.name().equals(chosen)) {
                    relations.put(person, relation);
                }
            }
        }
        return relations;
    }

    /** The village chosen of those offered, which are one's own region's: the move is made over more than that. */
    private RegionCode village(PersonForm form, SignedIn who) {
        String code = form.text("village");
        if (villages.village(code).isEmpty() || !who.regionCode().contains(new RegionCode(code))) {
            form.fault("village", "请选择所在的村（社区）。", "Choose the village.");
            return RegionCode.NATION;
        }
        return new RegionCode(code);
    }

    private RegionCode elsewhere(PersonForm form, String code, SignedIn who) {
        if (who.role() != Role.COUNTY_OFFICER) {
            form.fault("elsewhere", "迁往本乡镇以外由县级民政部门办理。", "Moves out of the township are the county's.");
        } else if (villages.village(code).isEmpty()) {
            form.fault("elsewhere", "没有这个村（社区）代码，请核对 12 位数字。", "No village has this code; check the 12 digits.");
        } else {
            return new RegionCode(code);
        }
        return RegionCode.NATION;
    }

    private Household household(UUID id) {
        return registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
    }
}
