package org.hearth.app.benefit;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How often money is paid. */
public enum Rhythm {
    MONTHLY("month", "每月", "a month"),
    ONCE("once", "一次", "once"),
    WINTER("winter", "每个采暖期", "a winter");

    private final String unit;
    private final Text title;

    Rhythm(String unit, String zh, String en) {
        this.unit = unit;
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As a determination spells it. */
    public String unit() {
        return unit;
    }

    /** The rhythm that a determination calls {@code month}, {@code once} or {@code winter}. */
    public static Rhythm ofUnit(String unit) {
        for (Rhythm rhythm : values()) {
            if (rhythm.unit.equals(unit)) {
                return rhythm;
            }
        }
        throw new IllegalArgumentException("no unit of payment " + unit);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
