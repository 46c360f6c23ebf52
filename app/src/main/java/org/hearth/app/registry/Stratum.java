package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;
import org.hearth.policy.Labels;

/** The layers of the low-income population (国办发〔2023〕39号), in the order in which the first that applies is taken. */
public enum Stratum {
    TEKUN,
    DIBAO,
    MONITORED,
    EDGE,
    RIGID,
    OTHER;

    private final Text title;

    Stratum() {
        this.title = Text.of(Labels.title(Labels.Kind.STRATUM, code()));
    }

    public Text title() {
        return title;
    }

    /** As the contracts and the database spell it: {@code tekun}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is no stratum */
    public static Stratum of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
