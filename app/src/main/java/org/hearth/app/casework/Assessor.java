package org.hearth.app.casework;

import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Grant;
import org.hearth.app.benefit.Rhythm;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Yuan;
import org.hearth.policy.Determination;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the rules about a case: before the decision as of the day, after it as they were when it was decided. */
@Component
class Assessor {

    private final Monitoring monitoring;
    private final Procedures procedures;

    Assessor(Monitoring monitoring, Procedures procedures) {
        this.monitoring = monitoring;
        this.procedures = procedures;
    }

    /** What was kept with the decision; until then what the rules in force and the facts known on {@code on} make of it. */
    Assessment of(CaseFile file, LocalDate on) {
        String kept = file.determination();
        LocalDate decided = file.decidedOn();
        return kept == null || decided == null
                ? of(file, monitoring.determine(file.householdId(), on), on)
                : of(file, Determination.parse(kept), decided);
    }

    private Assessment of(CaseFile file, Determination determined, LocalDate on) {
        String region = file.region().digits();
        return new Assessment(
                determined,
                grants(file, determined, procedures.own(file.kind(), region, file.acceptedOn()), on),
                grants(file, determined, procedures.beside(file.kind(), region, file.acceptedOn()), on));
    }

    private static List<Grant> grants(CaseFile file, Determination determined, List<Benefit> which, LocalDate on) {
        return determined.benefits().stream()
                .filter(due -> which.contains(Benefit.of(due.benefit())) && isFor(file, due))
                .map(due -> grant(due, on))
                .toList();
    }

    /**
     * The amount of the case: the rules', where they give one, else what the officers set.
     *
     * @param field where it was entered, for the error to stand at
     * @return null where the kind brings no money
     * @throws Problem when another amount was entered than the rules give, or none was and they give none
     */
    @Nullable
    Yuan amount(CaseFile file, Assessment assessment, @Nullable Yuan entered, String field) {
        if (file.kind().rhythm().isEmpty()) {
            return null;
        }
        Optional<Yuan> byTheRules = assessment.amount();
        if (byTheRules.isPresent()) {
            if (entered != null && !entered.equals(byTheRules.get())) {
                throw Problem.at(
                        field,
                        "按政策核定为 " + byTheRules.get() + " 元，不是 " + entered + " 元。核定依据可能刚有变化，请刷新页面核对后再办理。",
                        "By the rules it is " + byTheRules.get() + " yuan and not " + entered
                                + ". What it rests on may just have changed: reload the page and check.");
            }
            return byTheRules.get();
        }
        if (entered == null || !entered.isPositive()) {
            throw Problem.at(
                    field,
                    "按现有信息核定不出金额，请填写金额，并在理由中说明依据。",
                    "The rules give no amount from what is known: give one, and say in the reasons what it rests on.");
        }
        return entered;
    }

    /** What an approval gives: what the rules give, and where they give nothing of the kind's own, the amount that was set. */
    List<Grant> granted(CaseFile decided, Assessment assessment, LocalDate on) {
        Yuan amount = decided.amount();
        Optional<Rhythm> rhythm = decided.kind().rhythm();
        List<Grant> own = assessment.own();
        if (own.isEmpty() && amount != null && rhythm.isPresent()) {
            Benefit benefit = procedures
                    .own(decided.kind(), decided.region().digits(), decided.acceptedOn())
                    .getFirst();
            own = List.of(new Grant(benefit, decided.personId(), rhythm.get(), amount, from(rhythm.get(), on), null));
        }
        return Stream.concat(own.stream(), assessment.beside().stream()).toList();
    }

    /** A case for one person gives that person's money and no other's. */
    private static boolean isFor(CaseFile file, Determination.Benefit due) {
        UUID person = file.personId();
        return person == null || due.member() == null || due.member().equals(person.toString());
    }

    private static Grant grant(Determination.Benefit due, LocalDate on) {
        Rhythm rhythm = Rhythm.ofUnit(due.unit());
        LocalDate from = due.from();
        return new Grant(
                Benefit.of(due.benefit()),
                due.member() == null ? null : UUID.fromString(due.member()),
                rhythm,
                new Yuan(due.amount().setScale(2, RoundingMode.HALF_UP)),
                from == null ? from(rhythm, on) : from,
                due.months());
    }

    /** Monthly money begins with the month after the decision (最低生活保障审核确认办法 Art 21), a single sum at once. */
    private static LocalDate from(Rhythm rhythm, LocalDate on) {
        return switch (rhythm) {
            case MONTHLY -> on.plusMonths(1).withDayOfMonth(1);
            case ONCE, WINTER -> on;
        };
    }
}
