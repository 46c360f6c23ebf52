package org.hearth.app.monitoring;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * One question about one household or person (预警).
 *
 * @param region the household's village
 * @param reason why it was raised
 * @param dueOn the last day for an answer
 * @param verifiedOn the day of the last home visit about it
 * @param department who it was pushed to
 * @param note the answer in words
 */
public record Alert(
        UUID id,
        RegionCode region,
        UUID householdId,
        @Nullable UUID personId,
        Indicator indicator,
        Level level,
        Text reason,
        AlertState state,
        LocalDate raisedOn,
        LocalDate dueOn,
        @Nullable LocalDate verifiedOn,
        @Nullable Disposition disposition,
        @Nullable Department department,
        @Nullable String note,
        @Nullable LocalDate closedOn) {

    /** Begins the code of an indicator that says: due this stratum, and not holding it. */
    static final String UNCOVERED = "uncovered-";

    /** Begins the code of an indicator that says: holding this stratum, and no longer due it. */
    static final String LAPSED = "lapsed-";

    /** The township office that has to answer it. */
    public RegionCode owner() {
        return region.at(DivisionLevel.TOWNSHIP);
    }

    public boolean isClosed() {
        return state == AlertState.CLOSED;
    }

    /** Whether it was answered after its last day, or is still unanswered on {@code today} after it. */
    public boolean isOverdue(LocalDate today) {
        LocalDate answered = closedOn;
        return (answered == null ? today : answered).isAfter(dueOn);
    }

    /** The stratum that the household seems to be due and does not hold, where that is the question. */
    public Optional<Stratum> uncovered() {
        return stratumAfter(UNCOVERED);
    }

    /** The stratum that the household holds and seems no longer to be due, where that is the question. */
    public Optional<Stratum> lapsed() {
        return stratumAfter(LAPSED);
    }

    private Optional<Stratum> stratumAfter(String prefix) {
        return indicator.code().startsWith(prefix)
                ? Optional.of(Stratum.of(indicator.code().substring(prefix.length())))
                : Optional.empty();
    }

    /** The page where it is answered. */
    public String link() {
        return "/alerts/" + id;
    }
}
