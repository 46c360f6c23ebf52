package org.hearth.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** What the codes of a determination are called, in zh and en: {@code labels.yaml}, the one source for pages, letters and commands. */
public final class Labels {

    /** The kinds of code that a determination holds; {@code RELATION} is the household document's. */
    public enum Kind {
        STRATUM("stratum"),
        BENEFIT("benefit"),
        UNIT("unit"),
        DECIDED_BY("decided-by"),
        PROCEDURE("procedure"),
        DUTY("duty"),
        MARK("mark"),
        RELATION("relation");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    private static final Map<String, Determination.Text> LABELS = load();

    private Labels() {}

    /**
     * The name of a code.
     *
     * @throws IllegalArgumentException when {@code determination.schema.json} has no such code
     */
    public static Determination.Text of(Kind kind, String code) {
        Determination.Text label = LABELS.get(kind.key + "/" + code);
        if (label == null) {
            throw new IllegalArgumentException("no " + kind.key + " " + code);
        }
        return label;
    }

    /** As {@link #of}, with a capital in English: to stand alone. */
    public static Determination.Text title(Kind kind, String code) {
        Determination.Text label = of(kind, code);
        return new Determination.Text(
                label.zh(),
                label.en().substring(0, 1).toUpperCase(Locale.ROOT) + label.en().substring(1));
    }

    private static Map<String, Determination.Text> load() {
        var labels = new HashMap<String, Determination.Text>();
        try (InputStream file = Objects.requireNonNull(Labels.class.getResourceAsStream("labels.yaml"))) {
            JsonNode root = Json.yaml("labels.yaml", file);
            for (var kind : root.properties()) {
                for (var code : kind.getValue().properties()) {
                    labels.put(kind.getKey() + "/" + code.getKey(), Dictionary.words(code.getValue()));
                }
            }
            return Map.copyOf(labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
