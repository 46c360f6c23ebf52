package org.hearth.app.casework.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.casework.AlertCases;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.AlertPanel;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The part of an alert's page that opens its case: one click, with everything known filled in. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class AlertCaseController {

    private final AlertCases cases;
    private final Monitoring monitoring;

    AlertCaseController(AlertCases cases, Monitoring monitoring) {
        this.cases = cases;
        this.monitoring = monitoring;
    }

    @Bean
    static AlertPanel alertCasePanel() {
        return new AlertPanel(10, "/alerts/{id}/case", Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/alerts/{id}/case")
    String panel(@PathVariable UUID id, Model model) {
        Alert alert = alert(id);
        model.addAttribute("alert", alert);
        model.addAttribute("file", cases.from(alert).orElse(null));
        model.addAttribute(
                "kind", alert.isClosed() ? null : cases.offered(alert).orElse(null));
        return "casework/alert :: panel";
    }

    @PostMapping("/alerts/{id}/case")
    ResponseEntity<Void> accept(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String note, HttpServletRequest request) {
        CaseFile file = cases.accept(alert(id), note);
        return NextPage.at(file.link(), request);
    }

    private Alert alert(UUID id) {
        return monitoring.alert(id).orElseThrow(() -> new Missing("条预警", "alert"));
    }
}
