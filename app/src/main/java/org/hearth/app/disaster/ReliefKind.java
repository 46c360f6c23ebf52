package org.hearth.app.disaster;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What relief is given as. */
public enum ReliefKind {
    BEREAVEMENT("因灾遇难人员家庭抚慰金", "Money for a bereaved household"),
    AFFECTED("受灾家庭应急救助金", "Emergency money"),
    TRANSITIONAL("过渡期生活救助金", "Transitional living relief"),
    GOODS("应急救助物资", "Relief goods");

    private final Text title;

    ReliefKind(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code bereavement}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReliefKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
