package org.hearth.app.outreach;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** The state in which somebody was seen or met on the street. */
public enum Condition {
    SLEEPING_ROUGH("露宿街头", "Sleeping rough"),
    BEGGING("流浪乞讨", "Begging"),
    STRANDED("临时遇困", "Stranded"),
    SUDDEN_ILLNESS("突发疾病或受伤", "Suddenly ill or hurt"),
    MINOR("未成年人", "A minor");

    private final Text title;

    Condition(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Condition of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
