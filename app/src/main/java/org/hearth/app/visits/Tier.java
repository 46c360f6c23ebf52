package org.hearth.app.visits;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How often an elder is visited. The days between visits are the policy pack's {@code visit.tier-*-days}. */
public enum Tier {
    HIGH("高风险", "High risk"),
    KEY("重点", "Key group"),
    GENERAL("一般", "General");

    private final Text title;

    Tier(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database and the policy pack spell it: {@code high}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Tier of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
