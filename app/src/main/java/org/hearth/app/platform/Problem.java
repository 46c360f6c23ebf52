package org.hearth.app.platform;

/**
 * Something that a person asked for cannot be done, and they can be told why. The page shows {@link #text()}; nothing that
 * was entered is lost.
 */
public class Problem extends RuntimeException {

    private final Text text;
    private final String field;

    /**
     * @param zh what is wrong, where, and what to do, in Chinese
     * @param en the same in English
     */
    public Problem(String zh, String en) {
        this("", zh, en);
    }

    private Problem(String field, String zh, String en) {
        super(en);
        this.text = new Text(zh, en);
        this.field = field;
    }

    /** As {@link #Problem(String, String)}, about what was entered in {@code field}: the page shows it there. */
    public static Problem at(String field, String zh, String en) {
        return new Problem(field, zh, en);
    }

    public Text text() {
        return text;
    }

    /** The name of the field that it is about; empty where it is about the whole. */
    public String field() {
        return field;
    }
}
