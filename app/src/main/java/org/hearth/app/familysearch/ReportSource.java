package org.hearth.app.familysearch;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Who reported somebody missing. */
public enum ReportSource {
    FAMILY("家属", "The family"),
    POLICE("公安机关", "The police"),
    STATION("救助站、福利机构", "A relief station or home");

    private final Text title;

    ReportSource(String zh, String en) {
        this.title = new Text(zh, en);
    }

    /** As it is shown to people. */
    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReportSource of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
