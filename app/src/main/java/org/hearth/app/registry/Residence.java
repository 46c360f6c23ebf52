package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Whether a household is counted as urban or rural; standards differ between the two. */
public enum Residence {
    URBAN("城市", "Urban"),
    RURAL("农村", "Rural");

    private final Text title;

    Residence(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the contracts and the database spell it: {@code urban}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Residence of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
