package org.hearth.app.casework;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What struck a household (社会救助暂行办法 Art 47). */
public enum EmergencyCause {
    FIRE("火灾", "Fire"),
    ACCIDENT("交通事故等意外", "Accident"),
    ILLNESS("突发重大疾病", "Sudden major illness"),
    DISASTER("自然灾害", "Natural disaster"),
    OTHER("其他特殊困难", "Other special hardship");

    private final Text title;

    EmergencyCause(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EmergencyCause of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
