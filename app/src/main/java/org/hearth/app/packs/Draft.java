package org.hearth.app.packs;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A pack as it is being changed.
 *
 * @param region for whose policy it speaks: values and tables of that division and what lies in it
 * @param name what the version will be called
 * @param base the number of the version that it was begun from
 * @param effectiveFrom the first day on which it is to decide, once that is asked for
 * @param askedHash the content for which it is asked
 * @param version the number that it was published under
 */
public record Draft(
        UUID id,
        RegionCode region,
        String title,
        String name,
        long base,
        State state,
        String startedBy,
        OffsetDateTime startedAt,
        @Nullable LocalDate effectiveFrom,
        String reason,
        @Nullable String askedBy,
        @Nullable String askedHash,
        @Nullable Long version) {

    /** Where a draft stands. */
    public enum State {
        OPEN("草稿", "Draft"),
        ASKED("待批准", "To be approved"),
        PUBLISHED("已发布", "Published"),
        DROPPED("已放弃", "Dropped");

        private final Text title;

        State(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    /**
     * A file of a draft.
     *
     * @param revision counts its savings; 0 while it is as in the version that the draft was begun from
     */
    public record File(
            String path,
            String content,
            int revision,
            @Nullable String changedBy,
            @Nullable OffsetDateTime changedAt) {}

    public boolean isOpen() {
        return state == State.OPEN;
    }

    public String link() {
        return "/packs/drafts/" + id;
    }
}
