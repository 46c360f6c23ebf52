package org.hearth.letters;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What every letter says, whatever the pack: {@code letter.properties}, and {@code letter_en.properties} in English. */
final class Phrases {

    private static final Map<Language, Phrases> BY_LANGUAGE = new EnumMap<>(
            Map.of(Language.ZH, new Phrases("letter.properties"), Language.EN, new Phrases("letter_en.properties")));

    private final Properties phrases = new Properties();

    private Phrases(String file) {
        try (var reader = new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            phrases.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Phrases in(Language language) {
        return Objects.requireNonNull(BY_LANGUAGE.get(language));
    }

    boolean has(String key) {
        return phrases.containsKey(key);
    }

    /** The phrase with {@code {0}} and {@code {1}} filled. */
    String say(String key, String... values) {
        String phrase = Objects.requireNonNull(phrases.getProperty(key), key);
        for (int i = 0; i < values.length; i++) {
            phrase = phrase.replace("{" + i + "}", values[i]);
        }
        return phrase;
    }
}
