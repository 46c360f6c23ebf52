package org.hearth.app.benefit.web;

import org.hearth.app.platform.Missing;
import org.hearth.app.region.Regions;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Back-pay by version of the policy: each household with the arithmetic of each month. It is paid with the next batch. */
@Controller
@PreAuthorize("hasAnyRole('COUNTY_OFFICER', 'POLICY_OFFICER')")
class BackPayController {

    private final BackPayList list;
    private final Regions regions;

    BackPayController(BackPayList list, Regions regions) {
        this.list = list;
        this.regions = regions;
    }

    @GetMapping("/back-pay")
    String versions(Model model) {
        model.addAttribute("versions", list.versions());
        return "benefit/back-pays";
    }

    @GetMapping("/back-pay/{version}")
    String households(@PathVariable long version, @RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute(
                "version",
                list.versions().stream()
                        .filter(candidate -> candidate.number() == version)
                        .findFirst()
                        .orElseThrow(() -> new Missing("次补发", "back-pay")));
        model.addAttribute("found", list.households(version, Math.max(page, 0)));
        model.addAttribute("regions", regions);
        return "benefit/back-pay";
    }
}
