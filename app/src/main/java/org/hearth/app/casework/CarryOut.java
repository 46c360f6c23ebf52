package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Stratum;
import org.springframework.stereotype.Component;

/** What follows from a decision in the rooms below: the register learns the stratum. */
@Component
class CarryOut {

    private final Registry registry;

    CarryOut(Registry registry) {
        this.registry = registry;
    }

    /** Confirms the stratum of an approved case from the first day of next month. */
    void approved(CaseFile decided, LocalDate on) {
        LocalDate from = on.plusMonths(1).withDayOfMonth(1);
        decided.kind()
                .stratum()
                .ifPresent(stratum -> registry.confirmStratum(
                        decided.householdId(), decided.personId(), stratum, from, decided.number()));
    }

    /** Ends a stratum that was verified to be no longer due, with the month. */
    void ended(UUID householdId, Stratum stratum, LocalDate on) {
        registry.endStratum(
                householdId, stratum, on.plusMonths(1).withDayOfMonth(1).minusDays(1));
    }
}
