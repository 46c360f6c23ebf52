package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;

/**
 * One act upon households or persons. All that it opened, closed and changed is kept with it, so that it can be taken back.
 *
 * @param households those it is about; of a split and a merge, the one that stays first
 * @param persons those it is about; of two records made one, the one that stays first
 * @param on the day from which it holds
 * @param reason why, in the officer's words
 * @param undoneBy who took it back; absent while it stands
 */
public record Operation(
        UUID id,
        Kind kind,
        List<UUID> households,
        List<UUID> persons,
        LocalDate on,
        String reason,
        OffsetDateTime recordedAt,
        String recordedBy,
        @Nullable String undoneBy,
        @Nullable String undoneReason) {

    /** What kinds of acts there are. */
    public enum Kind {
        REGISTER("register", "新登记", "Registered"),
        PLACE("place", "地址变更", "Address changed"),
        JOIN("join", "成员增加", "Member joined"),
        LEAVE("leave", "成员减少", "Member left"),
        RELATE("relate", "户主或关系变更", "Head or relations changed"),
        SPLIT("split", "分户", "Household split"),
        MERGE("merge", "并户", "Households merged"),
        MOVE("move", "迁移", "Household moved"),
        MERGE_PERSONS("merge-persons", "合并重复的人员记录", "Two records of one person merged"),
        CORRECT("correct", "人员信息更正", "Person corrected");

        private final String code;
        private final Text title;

        Kind(String code, String zh, String en) {
            this.code = code;
            this.title = new Text(zh, en);
        }

        /** As the database spells it. */
        public String code() {
            return code;
        }

        public Text title() {
            return title;
        }

        static Kind of(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of operation " + code);
        }
    }

    public boolean isUndone() {
        return undoneBy != null;
    }
}
