package org.hearth.app.monitoring;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How far an alert has come. */
public enum AlertState {
    OPEN("待核查", "To be verified"),
    VERIFYING("已入户核查", "Verified at home"),
    CLOSED("已处置", "Closed");

    private final Text title;

    AlertState(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlertState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
