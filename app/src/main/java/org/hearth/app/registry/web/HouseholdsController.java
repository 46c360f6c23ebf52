package org.hearth.app.registry.web;

import java.util.Set;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Arrivals;
import org.hearth.app.registry.HouseholdSearch;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of households of one's region. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class HouseholdsController {

    private final HouseholdSearch search;
    private final Arrivals arrivals;
    private final Regions regions;

    HouseholdsController(HouseholdSearch search, Arrivals arrivals, Regions regions) {
        this.search = search;
        this.arrivals = arrivals;
        this.regions = regions;
    }

    @Bean
    static Doorplate householdsDoor() {
        return new Doorplate(
                20,
                new Text("家庭档案", "Households"),
                "/households",
                "users",
                Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/households")
    String households(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @Nullable Stratum stratum,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        model.addAttribute("found", search.find(new HouseholdSearch.Query(text, region, stratum, Math.max(page, 0))));
        model.addAttribute("text", text);
        model.addAttribute("region", region);
        model.addAttribute("stratum", stratum);
        model.addAttribute("strata", Stratum.values());
        model.addAttribute("officer", who.role() != Role.VILLAGE_WORKER);
        model.addAttribute("arriving", arrivals.waiting());
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        return "registry/households";
    }
}
