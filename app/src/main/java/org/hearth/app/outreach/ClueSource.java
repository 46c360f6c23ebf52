package org.hearth.app.outreach;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Who told of somebody in need: the eyes that the winter operation counts on. */
public enum ClueSource {
    PUBLIC("群众", "Member of the public"),
    CADRE("乡镇、村（社区）干部", "Township or village cadre"),
    SANITATION("环卫工人", "Sanitation worker"),
    DRIVER("公交、出租车司机", "Bus or taxi driver"),
    NIGHT_SECURITY("夜间安保人员", "Night security staff");

    private final Text title;

    ClueSource(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ClueSource of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
