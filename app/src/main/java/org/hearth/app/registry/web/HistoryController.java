package org.hearth.app.registry.web;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Contacts;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.HouseholdTimeline;
import org.hearth.app.registry.Operation;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Undo;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What a household was on a day, what held when, and what was done to it, with the button that takes it back. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class HistoryController {

    /** An operation with what keeps it from being taken back. */
    record Done(Operation operation, List<Text> blocks) {}

    private final Registry registry;
    private final HouseholdTimeline timeline;
    private final Contacts contacts;
    private final Undo undo;
    private final Regions regions;
    private final HearthClock clock;

    HistoryController(
            Registry registry,
            HouseholdTimeline timeline,
            Contacts contacts,
            Undo undo,
            Regions regions,
            HearthClock clock) {
        this.registry = registry;
        this.timeline = timeline;
        this.contacts = contacts;
        this.undo = undo;
        this.regions = regions;
        this.clock = clock;
    }

    @GetMapping("/households/{id}/history")
    String history(
            @PathVariable UUID id,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
            @AuthenticationPrincipal SignedIn who,
            Model model) {
        LocalDate day = on == null ? clock.today() : on;
        Household then = registry.householdOn(id, day).orElseThrow(() -> new Missing("户家庭", "household"));
        model.addAttribute("then", then);
        model.addAttribute("day", day);
        model.addAttribute("today", clock.today());
        model.addAttribute("path", regions.path(then.region(), DivisionLevel.COUNTY));
        model.addAttribute("lines", timeline.of(id));
        model.addAttribute("contacts", contacts.of(id));
        model.addAttribute("officer", who.role() != Role.VILLAGE_WORKER);
        model.addAttribute(
                "done",
                undo.ofHousehold(id).stream()
                        .map(operation -> new Done(operation, undo.blocks(operation)))
                        .toList());
        return "registry/history :: history";
    }
}
