package org.hearth.app.outreach;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What came of an encounter. Nobody is taken anywhere against their will. */
public enum Outcome {
    SHELTER("接受救助，入站（点）安置", "Accepted shelter"),
    ITEMS("不愿入站，发放御寒物资", "Stayed, was given items"),
    HOSPITAL("送医救治", "Taken to hospital"),
    ESCORTED_HOME("护送返家", "Escorted home"),
    REFUSED("劝导后仍拒绝救助", "Refused help");

    private final Text title;

    Outcome(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
