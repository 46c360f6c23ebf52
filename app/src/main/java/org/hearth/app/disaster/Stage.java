package org.hearth.app.disaster;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How far the relief of a household has come; stages only go forward (最低生活保障等社会救助工作通知, 20 Oct 2022). */
public enum Stage {
    EMERGENCY("应急救助", "Emergency relief"),
    TRANSITIONAL("过渡期生活救助", "Transitional living relief"),
    RECOVERED("已恢复基本生活", "Living recovered"),
    STILL_IN_DIFFICULTY("仍有困难，转社会救助", "Still in difficulty, handed to social assistance");

    private final Text title;

    Stage(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database and the bulletin spell it: {@code still-in-difficulty}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Stage of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
