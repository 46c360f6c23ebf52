package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Grant;
import org.hearth.app.benefit.Rhythm;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Stratum;
import org.springframework.stereotype.Component;

/** What follows from a decision in the rooms below: the register learns the stratum, and benefit what to pay. */
@Component
class CarryOut {

    private final Registry registry;
    private final Benefits benefits;
    private final Procedures procedures;

    CarryOut(Registry registry, Benefits benefits, Procedures procedures) {
        this.registry = registry;
        this.benefits = benefits;
        this.procedures = procedures;
    }

    /** Confirms the stratum of an approved case and entitles to what was granted, both from the day it begins. */
    void approved(CaseFile decided, List<Grant> grants, LocalDate on) {
        LocalDate from = grants.stream()
                .filter(grant -> grant.rhythm() == Rhythm.MONTHLY)
                .map(Grant::from)
                .findFirst()
                .orElse(on.plusMonths(1).withDayOfMonth(1));
        decided.kind()
                .stratum()
                .ifPresent(stratum -> registry.confirmStratum(
                        decided.householdId(), decided.personId(), stratum, from, decided.number()));
        grants.forEach(grant -> benefits.grant(decided.householdId(), grant, decided.number()));
    }

    /** Pays help that comes first from the township's reserve fund. */
    void payFirst(CaseFile file, Yuan amount, LocalDate on) {
        benefits.payAtOnce(file.householdId(), Benefit.TEMPORARY_ASSISTANCE, amount, on, file.number());
    }

    /** Ends a stratum that was verified to be no longer due, and its money, with the month. */
    void ended(UUID householdId, Stratum stratum, LocalDate on) {
        LocalDate lastDay = on.plusMonths(1).withDayOfMonth(1).minusDays(1);
        String region = registry.household(householdId)
                .map(Household::region)
                .orElseThrow()
                .digits();
        registry.endStratum(householdId, stratum, lastDay);
        CaseKind.confirming(stratum).stream()
                .flatMap(kind -> Stream.of(procedures.own(kind, region, on), procedures.beside(kind, region, on)))
                .flatMap(List::stream)
                .forEach(benefit -> benefits.end(householdId, benefit, lastDay));
    }
}
