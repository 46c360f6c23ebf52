package org.hearth.linkage;

import java.text.Normalizer;
import java.util.Locale;

/** How far two ways of writing a person's name agree. A right number with a different name is for people to settle. */
public enum NameAgreement {
    /** The same characters. */
    SAME,
    /** The same name, written with other spaces, middle dots, widths or capitals: 买买提·艾力 and 买买提•艾力. */
    SAME_NAME_WRITTEN_DIFFERENTLY,
    /** Different names, or one of them is missing. */
    DIFFERENT;

    /** The ways in which keyboards, card readers and old systems write the dot between the parts of a name. */
    private static final String MIDDLE_DOTS = "\u00B7\u2022\u2027\u2219\u22C5\u30FB\u0387\u25CF\u2024.";

    /** Compares two names as two records write them. */
    public static NameAgreement of(String one, String other) {
        String name = normalise(one);
        if (name.isEmpty() || !name.equals(normalise(other))) {
            return DIFFERENT;
        }
        return one.equals(other) ? SAME : SAME_NAME_WRITTEN_DIFFERENTLY;
    }

    /** The one way of writing a name that two writings of it share: no spaces, half-width capitals, {@code ·} as the dot. */
    public static String normalise(String name) {
        StringBuilder normalised = new StringBuilder(name.length());
        Normalizer.normalize(name.replace('\u00B7', '.'), Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '\uFEFF')
                .map(c -> MIDDLE_DOTS.indexOf(c) >= 0 ? '\u00B7' : c)
                .forEach(normalised::appendCodePoint);
        return normalised.toString();
    }
}
