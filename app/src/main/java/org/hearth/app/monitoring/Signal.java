package org.hearth.app.monitoring;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A fact that may matter to a household: it becomes an alert, or joins the one that is open.
 *
 * @param source the room and kind of thing it comes from, e.g. {@code visits.visit}
 * @param sourceId that thing; the same signal given twice counts once
 * @param personId the member it is about, where it is about one
 * @param region the village of the household
 * @param reason why it is raised, in one plain sentence with the facts behind it
 * @param dueOn the last day for an answer; null takes the working days that the policy pack gives the level
 */
public record Signal(
        String source,
        UUID sourceId,
        UUID householdId,
        @Nullable UUID personId,
        RegionCode region,
        Indicator indicator,
        Text reason,
        Level level,
        @Nullable LocalDate dueOn) {}
