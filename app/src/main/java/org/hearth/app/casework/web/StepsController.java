package org.hearth.app.casework.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.casework.Casework;
import org.hearth.app.casework.Outcome;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The steps of a case, each sent from the case's page on the day it is done. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class StepsController {

    private final Casework casework;
    private final HearthClock clock;

    StepsController(Casework casework, HearthClock clock) {
        this.casework = casework;
        this.clock = clock;
    }

    @PostMapping("/cases/{id}/investigation")
    ResponseEntity<Void> investigation(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(defaultValue = "") String finding,
            HttpServletRequest request) {
        return NextPage.at(
                casework.recordInvestigation(id, List.of(first, second), finding, clock.today())
                        .link(),
                request);
    }

    @PostMapping("/cases/{id}/data-check")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> dataCheck(@PathVariable UUID id, HttpServletRequest request) {
        return NextPage.at(casework.recordDataCheck(id, clock.today()).link(), request);
    }

    @PostMapping("/cases/{id}/review")
    ResponseEntity<Void> review(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Boolean agreed,
            @RequestParam(defaultValue = "") String proposed,
            @RequestParam(defaultValue = "") String opinion,
            HttpServletRequest request) {
        if (agreed == null) {
            throw Problem.at("agreed", "请选择同意或不同意。", "Choose: agreed, or not.");
        }
        return NextPage.at(
                casework.review(id, agreed, optional("proposed", proposed), opinion, clock.today())
                        .link(),
                request);
    }

    @PostMapping("/cases/{id}/notice")
    ResponseEntity<Void> notice(@PathVariable UUID id, HttpServletRequest request) {
        return NextPage.at(casework.postNotice(id, clock.today()).link(), request);
    }

    @PostMapping("/cases/{id}/objection")
    ResponseEntity<Void> objection(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String objector,
            @RequestParam(defaultValue = "") String objection,
            HttpServletRequest request) {
        return NextPage.at(
                casework.object(id, objector, objection, clock.today()).link(), request);
    }

    @PostMapping("/cases/{id}/decision")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> decision(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Outcome outcome,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String reasonEn,
            HttpServletRequest request) {
        // The letter is in Chinese; where nobody wrote an English sentence, the Chinese one stands in both.
        Text reasons = new Text(reason, reasonEn.isBlank() ? reason : reasonEn);
        if (outcome == null) {
            throw Problem.at("outcome", "请选择予以确认或不予确认。", "Choose: approved, or refused.");
        }
        CaseFile decided = switch (outcome) {
            case APPROVED -> casework.approve(id, optional("amount", amount), reasons, clock.today());
            case REFUSED -> casework.refuse(id, reasons, clock.today());
        };
        return NextPage.at(decided.link(), request);
    }

    @PostMapping("/cases/{id}/told")
    ResponseEntity<Void> told(@PathVariable UUID id, HttpServletRequest request) {
        return NextPage.at(casework.recordTold(id, clock.today()).link(), request);
    }

    @PostMapping("/cases/{id}/recheck")
    ResponseEntity<Void> recheck(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String finding, HttpServletRequest request) {
        return NextPage.at(casework.recordReview(id, finding, clock.today()).link(), request);
    }

    @PostMapping("/cases/{id}/paperwork")
    ResponseEntity<Void> paperwork(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(defaultValue = "") String finding,
            HttpServletRequest request) {
        return NextPage.at(
                casework.completePaperwork(id, List.of(first, second), finding, clock.today())
                        .link(),
                request);
    }

    private static @Nullable Yuan optional(String field, String typed) {
        return typed.isBlank() ? null : Amounts.parse(field, typed);
    }
}
