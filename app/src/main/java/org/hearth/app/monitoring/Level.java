package org.hearth.app.monitoring;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How urgent an alert is, most urgent first. Screens show the word and a shape beside the colour. */
public enum Level {
    RED("红色", "Red"),
    ORANGE("橙色", "Orange"),
    YELLOW("黄色", "Yellow"),
    BLUE("蓝色", "Blue");

    private final Text title;

    Level(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database, the policy pack and the style sheet spell it: {@code red}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is no level */
    public static Level of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
