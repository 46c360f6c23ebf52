package org.hearth.app.chain;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a household's assistance chain.
 *
 * @param personId the member it is about, where it is about one
 * @param on the day it happened
 * @param summary what happened, in one sentence that a township officer would write
 * @param amount money that was decided or paid
 * @param source the room and kind of thing that wrote it, e.g. {@code monitoring.alert}
 * @param sourceId that thing; one entry of a kind is kept for it, however often it is written
 * @param link the page where it can be seen; empty where there is none
 */
public record ChainEntry(
        UUID householdId,
        @Nullable UUID personId,
        RegionCode region,
        LocalDate on,
        ChainKind kind,
        Text summary,
        @Nullable Yuan amount,
        String source,
        UUID sourceId,
        String link) {}
