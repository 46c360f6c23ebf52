package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.AlertClosed;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How an alert becomes a case: which kind it would be, and what its answer sets going. */
@Component
public class AlertCases {

    private final Casework casework;
    private final CaseFiles files;
    private final Procedures procedures;
    private final CarryOut carryOut;
    private final Monitoring monitoring;
    private final Registry registry;
    private final HearthClock clock;

    AlertCases(
            Casework casework,
            CaseFiles files,
            Procedures procedures,
            CarryOut carryOut,
            Monitoring monitoring,
            Registry registry,
            HearthClock clock) {
        this.casework = casework;
        this.files = files;
        this.procedures = procedures;
        this.carryOut = carryOut;
        this.monitoring = monitoring;
        this.registry = registry;
        this.clock = clock;
    }

    /** The case that an alert became. */
    @Transactional(readOnly = true)
    public Optional<CaseFile> from(Alert alert) {
        return files.ofAlert(alert.id());
    }

    /**
     * What kind of case an open alert becomes when it is accepted: that of the stratum which seems due, or, for a household that
     * is otherwise in difficulty, the first of the pack's {@code case.of-alert.INDICATOR} that the rules give. Empty where it
     * becomes none, or such a case is under way.
     */
    @Transactional(readOnly = true)
    public Optional<CaseKind> offered(Alert alert) {
        Optional<CaseKind> seemsDue = alert.uncovered().flatMap(CaseKind::confirming);
        return (seemsDue.isPresent() ? seemsDue : fitting(alert)).filter(kind -> isFree(alert.householdId(), kind));
    }

    /**
     * Accepts an alert: it is answered by delivering, and the household's case is opened with what the alert says.
     *
     * @param note the answer in words
     * @throws Problem when it becomes no case
     */
    @Transactional
    public CaseFile accept(Alert alert, String note) {
        if (offered(alert).isEmpty()) {
            throw new Problem(
                    "这条预警不转为办件，或者这户家庭已有同类办件在办理。请在处置中选择处理方式。",
                    "This alert becomes no case, or such a case of the household is under way. Answer it in one of the four ways.");
        }
        monitoring.close(alert.id(), Disposition.DELIVER, note);
        return files.ofAlert(alert.id()).orElseThrow();
    }

    /** A household found left out, or in difficulty, becomes a case when the answer is to deliver; a stratum no longer due ends. */
    @EventListener
    void on(AlertClosed closed) {
        var alert = closed.alert();
        Disposition disposition = Objects.requireNonNull(alert.disposition());
        switch (disposition) {
            case DELIVER ->
                offered(alert)
                        .ifPresent(kind -> casework.accept(
                                new Casework.Application(
                                        Ids.next(),
                                        alert.householdId(),
                                        null,
                                        kind,
                                        alert.id(),
                                        alert.reason().zh(),
                                        false,
                                        false),
                                clock.today()));
            case END ->
                alert.lapsed().ifPresent(stratum -> carryOut.ended(alert.householdId(), stratum, clock.today()));
            case PUSH, CONFERENCE -> {}
        }
    }

    /** The first kind of the pack's list that the rules give a household which does not hold it, or that needs no stratum. */
    private Optional<CaseKind> fitting(Alert alert) {
        LocalDate today = clock.today();
        List<CaseKind> kinds =
                procedures.ofAlert(alert.indicator().code(), alert.region().digits(), today);
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        Household household = registry.household(alert.householdId()).orElseThrow();
        String stratum = monitoring.determine(alert.householdId(), today).stratum();
        return kinds.stream()
                .filter(kind -> kind.stratum()
                        .map(due -> due.code().equals(stratum) && !household.holds(due))
                        .orElse(true))
                .findFirst();
    }

    private boolean isFree(UUID householdId, CaseKind kind) {
        return files.ofHousehold(householdId).stream().noneMatch(file -> file.kind() == kind && file.outcome() == null);
    }
}
