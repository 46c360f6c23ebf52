package org.hearth.app.casework;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How a case was decided. */
public enum Outcome {
    APPROVED("予以确认", "Approved"),
    REFUSED("不予确认", "Refused");

    private final Text title;

    Outcome(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
