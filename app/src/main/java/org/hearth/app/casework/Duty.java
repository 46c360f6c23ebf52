package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.Locale;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;

/**
 * One of the office's duties in a case, with its time limit.
 *
 * @param dueOn the last day
 * @param doneOn the day it was done
 * @param source the document that sets the limit
 * @param illustrative whether the limit stands in for a local one that is not known
 */
public record Duty(Name name, LocalDate dueOn, @Nullable LocalDate doneOn, String source, boolean illustrative) {

    /** The duties, in the order of the procedure. */
    public enum Name {
        INVESTIGATE("开展调查", "Start the investigation"),
        DATA_CHECK("启动信息核对", "Start the data check"),
        NOTICE("公示", "Public notice"),
        DECIDE("县级审核确认", "County decision"),
        TELL("书面告知", "Tell in writing"),
        WHOLE("全程办结", "Whole procedure"),
        PAPERWORK("补办手续", "Paperwork afterwards");

        private final Text title;

        Name(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Name of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Whether it was done after its last day, or is still not done on {@code today} after it. */
    public boolean isOverdue(LocalDate today) {
        LocalDate done = doneOn;
        return (done == null ? today : done).isAfter(dueOn);
    }
}
