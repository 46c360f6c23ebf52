package org.hearth.app.packs;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Long work on a draft over the register of a region.
 *
 * @param contentHash the draft's content that it looked at
 * @param heldFor the day whose rules and values counted
 * @param share how much of it is done, from 0 to 1
 * @param result what it found, as JSON; of a job that failed, {@code problem} in both languages
 */
public record Job(
        UUID id,
        RegionCode region,
        UUID draft,
        Kind kind,
        String contentHash,
        LocalDate heldFor,
        State state,
        Text step,
        double share,
        String askedBy,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable String result) {

    /** What is done. */
    public enum Kind {
        CHECK,
        SIMULATION
    }

    /** Where it stands. */
    public enum State {
        RUNNING("进行中", "Running"),
        DONE("已完成", "Done"),
        FAILED("没有完成", "Failed"),
        CANCELLED("已取消", "Cancelled");

        private final Text title;

        State(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    public long percent() {
        return Math.round(100 * share);
    }
}
