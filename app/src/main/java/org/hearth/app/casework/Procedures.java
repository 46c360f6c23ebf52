package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.platform.PolicyPack;
import org.hearth.policy.Determination;
import org.hearth.policy.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How a kind of case is handled, as the pack has it for a place and a day: {@code case.KIND.public-notice},
 * {@code case.KIND.benefits} and {@code also}, {@code case.KIND.review} and {@code case.of-alert.INDICATOR}. Time limits are with {@link Clocks}.
 */
@Component
class Procedures {

    private static final String REVIEW = "review";

    private final PolicyPack policy;

    Procedures(PolicyPack policy) {
        this.policy = policy;
    }

    /** Whether an approval waits for a public notice. */
    boolean isPublic(CaseKind kind, String region, LocalDate on) {
        return Boolean.parseBoolean(policy.packOn(on)
                .parameters()
                .value("case." + kind.code() + ".public-notice", region, "rural", on)
                .value());
    }

    /** The kind's own money, the one that is asked for first; none for the edge of dibao. */
    List<Benefit> own(CaseKind kind, String region, LocalDate on) {
        return benefits(kind, "benefits", region, on);
    }

    /** What comes with the kind's stratum beside its own money, as heating relief does. */
    List<Benefit> beside(CaseKind kind, String region, LocalDate on) {
        return benefits(kind, "also", region, on);
    }

    private List<Benefit> benefits(CaseKind kind, String which, String region, LocalDate on) {
        return Stream.ofNullable(find("case." + kind.code() + "." + which, region, on))
                .flatMap(Procedures::words)
                .map(Benefit::of)
                .toList();
    }

    /**
     * When an approved case is looked at again (最低生活保障审核确认办法 Art 31): by the determination's own duty where it is the
     * stratum that was confirmed, else after {@code case.KIND.review}. Empty where the kind is not reviewed.
     */
    Optional<LocalDate> reviewDueOn(CaseKind kind, String region, Determination determined, LocalDate on) {
        boolean confirmed = kind.stratum()
                .filter(stratum -> stratum.code().equals(determined.stratum()))
                .isPresent();
        return determined.duties().stream()
                .filter(duty -> confirmed && duty.duty().equals(REVIEW) && duty.member() == null)
                .map(duty -> LocalDate.parse(duty.by()))
                .findFirst()
                .or(() -> Optional.ofNullable(find("case." + kind.code() + ".review", region, on))
                        .map(months -> on.plusMonths(months.number().intValueExact())));
    }

    /** The kinds of case that an alert can become, the first that fits first; none where it becomes no case. */
    List<CaseKind> ofAlert(String indicator, String region, LocalDate on) {
        return Stream.ofNullable(find("case.of-alert." + indicator, region, on))
                .flatMap(Procedures::words)
                .map(CaseKind::of)
                .toList();
    }

    // Procedures are the same in town and country, so either residence finds them.
    private Parameters.@Nullable Value find(String name, String region, LocalDate on) {
        return policy.packOn(on).parameters().find(name, region, "rural", on);
    }

    private static Stream<String> words(Parameters.Value value) {
        return Stream.of(value.value().split(" "));
    }
}
