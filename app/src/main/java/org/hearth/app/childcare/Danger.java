package org.hearth.app.childcare;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What must be reported to the police at the first moment (国发〔2016〕13号, mandatory report). */
public enum Danger {
    ALONE_OR_MISSING("脱离监护单独居住生活或失踪", "Living alone without a guardian, or missing"),
    NO_GUARDIAN("监护人丧失监护能力或不履行监护责任", "Guardian has lost the ability, or does not look after the child"),
    VIOLENCE("疑似遭受家庭暴力", "Suspected violence at home"),
    INJURY("疑似遭受意外伤害或不法侵害", "Suspected injury or abuse");

    private final Text title;

    Danger(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code alone-or-missing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Danger of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
