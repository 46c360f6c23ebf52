package org.hearth.app.chain;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Arrivals;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One household: its members on the left of the page, what rooms know of it in the middle, its chain on the right. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER', 'VISITOR', 'DUTY_DESK')")
class HouseholdController {

    private static final Set<Role> REGISTRARS = Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Registry registry;
    private final Proposals proposals;
    private final Arrivals arrivals;
    private final Chain chain;
    private final Regions regions;
    private final HearthClock clock;
    private final List<HouseholdPanel> panels;

    HouseholdController(
            Registry registry,
            Proposals proposals,
            Arrivals arrivals,
            Chain chain,
            Regions regions,
            HearthClock clock,
            List<HouseholdPanel> panels) {
        this.registry = registry;
        this.proposals = proposals;
        this.arrivals = arrivals;
        this.chain = chain;
        this.regions = regions;
        this.clock = clock;
        this.panels = panels.stream()
                .sorted(Comparator.comparingInt(HouseholdPanel::order))
                .toList();
    }

    /** The register lies below this room, so its share of the page is offered from here. */
    @Bean
    static HouseholdPanel historyPanel() {
        return new HouseholdPanel(90, new Text("变更历史", "History"), "/households/{id}/history", REGISTRARS);
    }

    @GetMapping("/households/{id}")
    String household(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        Household household = registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
        model.addAttribute("household", household);
        model.addAttribute("address", regions.path(household.region(), DivisionLevel.COUNTY));
        model.addAttribute("account", registry.account(id).orElse(null));
        model.addAttribute(
                "successor",
                registry.successorOf(id).flatMap(registry::household).orElse(null));
        boolean registrar = REGISTRARS.contains(who.role());
        model.addAttribute("changes", registrar);
        model.addAttribute("proposals", registrar ? proposals.waitingFor(id) : List.of());
        Arrivals.Arrival arrival = arrivals.ofWaiting(id).orElse(null);
        model.addAttribute("arrival", arrival);
        model.addAttribute("arrivedFrom", arrival == null ? "" : regions.path(arrival.from(), DivisionLevel.PROVINCE));
        model.addAttribute("receives", who.role() == Role.TOWNSHIP_OFFICER || who.role() == Role.COUNTY_OFFICER);
        model.addAttribute("chain", chain.of(id));
        model.addAttribute("today", clock.today());
        model.addAttribute(
                "panels",
                panels.stream()
                        .filter(panel -> panel.roles().contains(who.role()))
                        .toList());
        return "chain/household";
    }

    /** The whole identity number of a member, shown once, for a stated reason that the audit trail keeps. */
    @PostMapping("/persons/{id}/identity-number")
    @PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    String unmask(@PathVariable UUID id, @RequestParam(defaultValue = "") String reason, Model model) {
        if (reason.isBlank()) {
            throw new Problem(
                    "查看完整身份证号码须写明理由，理由会记入审计日志。",
                    "Seeing the whole identity number needs a reason, which goes into the audit trail.");
        }
        model.addAttribute(
                "number", registry.unmaskIdNumber(id, reason.strip()).orElseThrow(() -> new Missing("个号码", "number")));
        return "chain/number :: whole";
    }
}
