package org.hearth.app.monitoring;

import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.policy.Determination;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The part of the household's page that says what the rules make of it today, and why. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class DeterminationController {

    private final Monitoring monitoring;
    private final HearthClock clock;
    private final Registry registry;

    DeterminationController(Monitoring monitoring, HearthClock clock, Registry registry) {
        this.monitoring = monitoring;
        this.clock = clock;
        this.registry = registry;
    }

    @Bean
    static HouseholdPanel determinationPanel() {
        return new HouseholdPanel(
                10,
                new Text("核定与说明", "Determination, explained"),
                "/households/{id}/determination",
                Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/households/{id}/determination")
    String determination(@PathVariable UUID id, Model model) {
        Household household = registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
        if (household.members().isEmpty()) {
            return "monitoring/determination :: nobody";
        }
        Determination determined = monitoring.determine(id, clock.today());
        model.addAttribute("determined", determined);
        model.addAttribute("asked", Monitoring.asked(determined, household));
        return "monitoring/determination :: panel";
    }
}
