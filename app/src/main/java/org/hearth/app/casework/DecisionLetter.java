package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hearth.app.benefit.Grant;
import org.hearth.app.benefit.Rhythm;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.DivisionLevel;
import org.hearth.letters.Language;
import org.hearth.letters.Letter;
import org.hearth.policy.Determination;
import org.hearth.policy.Determination.Benefit;
import org.springframework.stereotype.Component;

/** Writes the letter on a decided case from what was kept with the decision (最低生活保障审核确认办法 Art 21). */
@Component
class DecisionLetter {

    private final Assessor assessor;
    private final Procedures procedures;
    private final Monitoring monitoring;
    private final PolicyPack policy;
    private final Regions regions;

    DecisionLetter(
            Assessor assessor, Procedures procedures, Monitoring monitoring, PolicyPack policy, Regions regions) {
        this.assessor = assessor;
        this.procedures = procedures;
        this.monitoring = monitoring;
        this.policy = policy;
        this.regions = regions;
    }

    /** @throws Problem before the decision */
    Letter of(CaseFile file, Language language) {
        Outcome outcome = file.outcome();
        LocalDate on = file.decidedOn();
        Text reason = file.reason();
        if (outcome == null || on == null || reason == null) {
            throw new Problem("尚未审核确认，没有告知书。", "There is no letter before the decision.");
        }
        Assessment assessment = assessor.of(file, on);
        boolean approved = outcome == Outcome.APPROVED;
        List<Grant> granted = approved ? assessor.granted(file, assessment, on) : List.of();
        var decision = new Letter.Decision(
                regions.name(file.region().at(DivisionLevel.COUNTY)) + "民政局",
                file.number(),
                text(file.kind().title()),
                procedures.own(file.kind(), file.region().digits(), file.acceptedOn()).stream()
                        .map(org.hearth.app.benefit.Benefit::code)
                        .toList(),
                approved,
                isDue(file, assessment) == approved,
                text(reason),
                on,
                granted.stream()
                        .map(grant -> benefit(file, assessment.determination(), grant))
                        .toList(),
                file.reviewDueOn());
        return Letter.of(
                assessment.determination(),
                monitoring.document(file.householdId(), on),
                policy.pack().wording(),
                language,
                decision);
    }

    /** Whether the rules give what was asked for: its money, or the stratum where it brings none. */
    private static boolean isDue(CaseFile file, Assessment assessment) {
        return file.kind().rhythm().isPresent()
                ? !assessment.own().isEmpty()
                : file.kind()
                        .stratum()
                        .map(Stratum::code)
                        .filter(assessment.determination().stratum()::equals)
                        .isPresent();
    }

    private static Benefit benefit(CaseFile file, Determination determined, Grant grant) {
        String person = grant.personId() == null ? null : grant.personId().toString();
        Optional<Benefit> due = determined.benefits().stream()
                .filter(one -> one.benefit().equals(grant.benefit().code()) && Objects.equals(one.member(), person))
                .findFirst();
        return new Benefit(
                grant.benefit().code(),
                person,
                grant.amount().amount(),
                grant.rhythm().unit(),
                grant.rhythm() == Rhythm.MONTHLY ? grant.from() : null,
                grant.months(),
                due.map(Benefit::decidedBy).orElse(null),
                file.advance() ? "advance" : due.map(Benefit::procedure).orElse(null),
                file.advance() && file.paperedOn() == null ? file.paperworkDueOn() : null);
    }

    private static Determination.Text text(Text text) {
        return new Determination.Text(text.zh(), text.en());
    }
}
