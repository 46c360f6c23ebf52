package org.hearth.app.monitoring;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Text;
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

    /** The page where it is answered. */
    public String link() {
        return "/alerts/" + id;
    }
}
