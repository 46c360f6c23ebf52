package org.hearth.app.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Role;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
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
        Determination determined = monitoring.determine(id, clock.today());
        model.addAttribute("determined", determined);
        model.addAttribute("asked", asked(determined, id));
        return "monitoring/determination :: panel";
    }

    /** What is to be asked, each question once, with the members that it is about; none of them for the household's own. */
    private Map<Text, List<String>> asked(Determination determined, UUID id) {
        Map<String, String> names = registry.household(id)
                .map(household -> household.members().stream()
                        .map(Household.Member::person)
                        .collect(Collectors.toMap(person -> person.id().toString(), Person::name)))
                .orElse(Map.of());
        Map<Text, List<String>> asked = new LinkedHashMap<>();
        for (Determination.Question question : determined.missing()) {
            List<String> about = asked.computeIfAbsent(
                    new Text(question.question().zh(), question.question().en()), key -> new ArrayList<>());
            if (question.member() != null && names.containsKey(question.member())) {
                about.add(Objects.requireNonNull(names.get(question.member())));
            }
        }
        return asked;
    }
}
