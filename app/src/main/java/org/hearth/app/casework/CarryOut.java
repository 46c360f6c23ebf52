package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Stratum;
import org.springframework.stereotype.Component;

/** What follows from a decision in the rooms below: the register learns the stratum, and benefit what to pay. */
@Component
class CarryOut {

    private final Registry registry;
    private final Benefits benefits;

    CarryOut(Registry registry, Benefits benefits) {
        this.registry = registry;
        this.benefits = benefits;
    }

    /** Confirms the stratum of an approved case and begins its money, both from the first day of next month. */
    void approved(CaseFile decided, LocalDate on) {
        LocalDate from = on.plusMonths(1).withDayOfMonth(1);
        decided.kind()
                .stratum()
                .ifPresent(stratum -> registry.confirmStratum(
                        decided.householdId(), decided.personId(), stratum, from, decided.number()));
        Yuan amount = decided.amount();
        if (amount != null) {
            switch (decided.kind()) {
                case DIBAO ->
                    benefits.entitle(
                            decided.householdId(), decided.personId(), Benefit.DIBAO, amount, from, decided.number());
                case TEKUN ->
                    benefits.entitle(
                            decided.householdId(),
                            decided.personId(),
                            Benefit.TEKUN_BASIC,
                            amount,
                            from,
                            decided.number());
                case TEMPORARY_SPENDING, TEMPORARY_EMERGENCY -> payOnce(decided, amount, on);
                // An unattended child's money is not among the benefits that are paid here; the other two bring none.
                case UNATTENDED_CHILD, EDGE, RIGID -> {}
            }
        }
    }

    /** Pays a single sum: help that comes first from the township's reserve fund, any other with the county's next batch. */
    void payOnce(CaseFile file, Yuan amount, LocalDate on) {
        if (file.advance()) {
            benefits.payAtOnce(file.householdId(), Benefit.TEMPORARY_ASSISTANCE, amount, on, file.number());
            return;
        }
        benefits.payOnce(file.householdId(), Benefit.TEMPORARY_ASSISTANCE, amount, on, file.number());
    }

    /** Ends a stratum that was verified to be no longer due, and its money, with the month. */
    void ended(UUID householdId, Stratum stratum, LocalDate on) {
        LocalDate lastDay = on.plusMonths(1).withDayOfMonth(1).minusDays(1);
        registry.endStratum(householdId, stratum, lastDay);
        switch (stratum) {
            case DIBAO -> benefits.end(householdId, Benefit.DIBAO, lastDay);
            case TEKUN -> {
                benefits.end(householdId, Benefit.TEKUN_BASIC, lastDay);
                benefits.end(householdId, Benefit.TEKUN_CARE, lastDay);
            }
            case MONITORED, EDGE, RIGID, OTHER -> {}
        }
    }
}
