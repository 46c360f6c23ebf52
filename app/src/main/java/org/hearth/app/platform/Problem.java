package org.hearth.app.platform;

/**
 * Something that a person asked for cannot be done, and they can be told why. The page shows {@link #text()}; nothing that
 * was entered is lost.
 */
public class Problem extends RuntimeException {

    private final Text text;

    /**
     * @param zh what is wrong, where, and what to do, in Chinese
     * @param en the same in English
     */
    public Problem(String zh, String en) {
        super(en);
        this.text = new Text(zh, en);
    }

    public Text text() {
        return text;
    }
}
