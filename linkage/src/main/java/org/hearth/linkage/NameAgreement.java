package org.hearth.linkage;

/** How far two ways of writing a person's name agree. A right number with a different name is for people to settle. */
public enum NameAgreement {
    /** The same characters. */
    SAME,
    /**
     * The same name, written with other spaces, middle dots, widths or capitals, in traditional or variant characters:
     * 买买提·艾力 and 买买提艾力, 馬小花 and 马小花.
     */
    SAME_NAME_WRITTEN_DIFFERENTLY,
    /** Different names, or one of them is missing. */
    DIFFERENT;

    /** Compares two names as two records write them. */
    public static NameAgreement of(String one, String other) {
        String name = normalise(one);
        if (name.isEmpty() || !name.equals(normalise(other))) {
            return DIFFERENT;
        }
        return one.equals(other) ? SAME : SAME_NAME_WRITTEN_DIFFERENTLY;
    }

    /** The one way of writing a name that its writings share: standard characters and half-width capitals, no spaces or dots. */
    public static String normalise(String name) {
        return Han.folded(name).replace("·", "");
    }
}
