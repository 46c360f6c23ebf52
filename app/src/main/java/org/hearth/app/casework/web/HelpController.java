package org.hearth.app.casework.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.casework.DoubledHelp;
import org.hearth.app.casework.HelpReceived;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Registry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One household, one chain: help that is missing and help that is doubled, by household and by village. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class HelpController {

    private static final Set<Role> ROLES = Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final HelpReceived received;
    private final DoubledHelp doubled;
    private final Registry registry;
    private final Regions regions;
    private final HearthClock clock;

    HelpController(HelpReceived received, DoubledHelp doubled, Registry registry, Regions regions, HearthClock clock) {
        this.received = received;
        this.doubled = doubled;
        this.registry = registry;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate helpDoor() {
        return new Doorplate(32, new Text("漏助与重复", "Missed and doubled"), "/help", "lifebuoy", ROLES);
    }

    @Bean
    static HouseholdPanel helpPanel() {
        return new HouseholdPanel(15, new Text("政策落实", "Help due and received"), "/households/{id}/help", ROLES);
    }

    @GetMapping("/households/{id}/help")
    String household(@PathVariable UUID id, Model model) {
        registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
        model.addAttribute("lines", received.of(id, clock.today()));
        return "casework/help :: matrix";
    }

    @GetMapping("/help")
    String help(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "missing") String show,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        model.addAttribute("show", show);
        model.addAttribute("after", after);
        model.addAttribute("region", region);
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        if (show.equals("doubled")) {
            List<DoubledHelp.Finding> findings = doubled.in(region, clock.today());
            model.addAttribute("findings", findings);
            model.addAttribute("count", findings.size());
        } else {
            HelpReceived.Found found = received.missing(region, clock.today(), after);
            model.addAttribute("lines", found.lines());
            model.addAttribute("next", found.after());
        }
        return "casework/help";
    }

    /** How many households miss something, which takes longer than the first of them. */
    @GetMapping("/help/count")
    String count(@RequestParam(required = false) @Nullable String region, Model model) {
        model.addAttribute("count", received.countMissing(region, clock.today()));
        return "casework/help :: count";
    }

    @GetMapping("/help.csv")
    void export(
            @RequestParam(defaultValue = "missing") String show,
            @RequestParam(required = false) @Nullable String region,
            HttpServletResponse response) {
        List<Text> columns = List.of(
                new Text("户号", "Number"),
                new Text("户主", "Head"),
                new Text("所在村（社区）", "Village"),
                new Text("内容", "What"),
                new Text("说明", "Detail"));
        Csv.answer(response, "help-" + show + "-" + clock.today() + ".csv", columns, rows -> {
            if (show.equals("doubled")) {
                doubled.in(region, clock.today())
                        .forEach(f -> rows.add(
                                f.number(),
                                f.headName(),
                                regions.townshipPath(f.region()),
                                f.kind().title(),
                                f.detail()));
            } else {
                received.eachMissing(
                        region,
                        clock.today(),
                        line -> rows.add(
                                line.number(),
                                line.headName(),
                                regions.townshipPath(line.region()),
                                line.missing().stream()
                                        .map(place -> place.aid().toString())
                                        .collect(Collectors.joining("、")),
                                line.missing().stream()
                                        .map(place -> place.why().toString())
                                        .collect(Collectors.joining("；"))));
            }
        });
    }
}
