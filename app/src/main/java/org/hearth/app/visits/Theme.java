package org.hearth.app.visits;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** The seven things that a visit looks at (民发〔2022〕73号). */
public enum Theme {
    HEALTH("健康状况", "Health"),
    LIVELIHOOD("生活保障", "Livelihood"),
    ENVIRONMENT("居住环境", "Living environment"),
    FIRE_SAFETY("消防安全", "Fire safety"),
    CARE_NEEDS("照护需求", "Care needs"),
    FAMILY_CARE("家庭赡养", "Family care"),
    SPECIAL("特殊情况", "Special circumstances");

    private final Text title;

    Theme(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code fire-safety}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Theme of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
