package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A household's way from acceptance to decision.
 *
 * @param number the case number, for people to say and write
 * @param region the household's village
 * @param alertId the alert that it came from
 * @param request what is asked for, in the applicant's words
 * @param nearRelative whether a near relative of staff or of the village committee is concerned; these are registered
 *     separately (最低生活保障审核确认办法 Art 11)
 * @param special whether the longer limit for special cases applies
 * @param publicNotice whether an approval waits for a public notice, by the rule in force on the day of acceptance
 * @param round 1, and one more after each objection
 * @param agreed the township's opinion
 * @param proposed the amount that the township proposes
 * @param noticeTo the last day of the public notice
 * @param reason why it was so decided
 * @param determination what the rules made of the household when it was decided, as JSON
 * @param toldOn the day the applicant was told in writing
 * @param wholeDueOn the last day of the whole procedure
 * @param nextDuty what has to be done next, until {@code nextDueOn}
 * @param advance whether help came first and paperwork follows
 * @param reviewDueOn by when what was approved is looked at again
 */
public record CaseFile(
        UUID id,
        String number,
        RegionCode region,
        UUID householdId,
        @Nullable UUID personId,
        CaseKind kind,
        CaseState state,
        @Nullable UUID alertId,
        String request,
        boolean nearRelative,
        boolean special,
        boolean publicNotice,
        int round,
        LocalDate acceptedOn,
        @Nullable LocalDate investigatedOn,
        @Nullable LocalDate dataCheckedOn,
        @Nullable LocalDate reviewedOn,
        @Nullable Boolean agreed,
        @Nullable String opinion,
        @Nullable Yuan proposed,
        @Nullable LocalDate noticeFrom,
        @Nullable LocalDate noticeTo,
        @Nullable LocalDate decidedOn,
        @Nullable Outcome outcome,
        @Nullable Yuan amount,
        @Nullable Text reason,
        @Nullable String determination,
        @Nullable LocalDate toldOn,
        LocalDate wholeDueOn,
        Duty.@Nullable Name nextDuty,
        @Nullable LocalDate nextDueOn,
        boolean advance,
        @Nullable EmergencyCause cause,
        @Nullable LocalDate paperworkDueOn,
        @Nullable LocalDate paperedOn,
        @Nullable LocalDate reviewDueOn) {

    /** Whether what comes next should have been done before {@code today}. */
    public boolean isOverdue(LocalDate today) {
        LocalDate due = nextDueOn;
        return due != null && today.isAfter(due);
    }

    /** Whether the county can decide on {@code day}: after the public notice, or at once where there is none. */
    public boolean canBeDecidedOn(LocalDate day) {
        LocalDate lastDay = noticeTo;
        return switch (state) {
            case REVIEWED -> !publicNotice || Boolean.FALSE.equals(agreed);
            case PUBLIC_NOTICE -> lastDay != null && day.isAfter(lastDay);
            case ACCEPTED, INVESTIGATED, DECIDED, CLOSED -> false;
        };
    }

    /** The page of the case. */
    public String link() {
        return "/cases/" + id;
    }
}
