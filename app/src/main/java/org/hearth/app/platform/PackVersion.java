package org.hearth.app.platform;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A published version of the policy pack.
 *
 * @param number in the order of publishing; 0 is the installed one
 * @param name as it is called, e.g. {@code 2024.03}
 * @param contentHash of all its files
 * @param rules the version whose rules it carries; an earlier one where only values changed
 * @param effectiveFrom the first day on which it decides; values in it carry dates of their own
 * @param reason why it reaches back, where it does
 * @param askedBy who asked for it, and {@code approvedBy} the other person who approved; both absent of the installed one
 * @param withdrawalAskedBy who asked to withdraw it before it takes effect
 */
public record PackVersion(
        long number,
        String name,
        String contentHash,
        long rules,
        LocalDate effectiveFrom,
        String reason,
        @Nullable String askedBy,
        @Nullable String approvedBy,
        OffsetDateTime publishedAt,
        @Nullable String withdrawalAskedBy,
        String withdrawalReason,
        @Nullable String withdrawnBy,
        @Nullable OffsetDateTime withdrawnAt) {

    /** What {@link PolicyPack#publish} needs; the number and the time are given to it. */
    public record New(
            PackFiles files,
            boolean valuesOnly,
            LocalDate effectiveFrom,
            String reason,
            String askedBy,
            String approvedBy) {}

    public boolean isWithdrawn() {
        return withdrawnAt != null;
    }

    /** Whether it changed values alone. */
    public boolean isOfValuesOnly() {
        return rules != number;
    }
}
