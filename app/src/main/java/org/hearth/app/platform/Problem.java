package org.hearth.app.platform;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that a person asked for cannot be done, and they can be told why. The page shows {@link #text()}; nothing that
 * was entered is lost.
 */
public class Problem extends RuntimeException {

    private final Text text;
    private final String field;
    private final transient List<Problem> parts;

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
        this.parts = List.of();
    }

    private Problem(List<Problem> parts) {
        super(parts.stream().map(Problem::getMessage).collect(Collectors.joining(" ")));
        this.text = new Text(
                parts.stream().map(part -> part.text.zh()).collect(Collectors.joining()),
                parts.stream().map(part -> part.text.en()).collect(Collectors.joining(" ")));
        this.field = parts.getFirst().field;
        this.parts = List.copyOf(parts);
    }

    /** As {@link #Problem(String, String)}, about what was entered in {@code field}: the page shows it there. */
    public static Problem at(String field, String zh, String en) {
        return new Problem(field, zh, en);
    }

    /** All that is wrong with one form at once: the page sums it up and marks each field. @param parts at least one */
    public static Problem all(List<Problem> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Problem(parts);
    }

    /** Each thing that is wrong; itself where it is one. */
    public List<Problem> parts() {
        return parts.isEmpty() ? List.of(this) : parts;
    }

    public Text text() {
        return text;
    }

    /** The name of the field that it is about; empty where it is about the whole. */
    public String field() {
        return field;
    }
}
