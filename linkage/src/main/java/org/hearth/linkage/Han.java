package org.hearth.linkage;

import com.ibm.icu.text.Transliterator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Chinese characters as names use them: which are the same character written differently, and how they are read. */
final class Han {

    /** The ways in which keyboards, card readers and old systems write the dot between the parts of a name. */
    private static final String MIDDLE_DOTS = "\u00B7\u2022\u2027\u2219\u22C5\u30FB\u0387\u25CF\u2024\uFF0E\uFF65.";

    private static final Transliterator SIMPLIFIED = Transliterator.getInstance("Traditional-Simplified");
    private static final Transliterator READING = Transliterator.getInstance("Han-Latin");
    private static final Transliterator NAME_READING = Transliterator.getInstance("Han-Latin/Names");

    private static final Map<String, String> VARIANTS = table("name-variants.csv");
    private static final Map<String, String> SURNAME_READINGS = table("surname-readings.csv");
    private static final Set<String> COMPOUND_SURNAMES = lines("compound-surnames.txt").stream()
            .flatMap(line -> Arrays.stream(line.split(" ")))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<Integer, String> SIMPLE = new ConcurrentHashMap<>();
    private static final Map<Integer, String> SYLLABLES = new ConcurrentHashMap<>();
    private static final Map<String, String> SURNAME_SYLLABLES = new ConcurrentHashMap<>(SURNAME_READINGS);

    private Han() {}

    static boolean isMiddleDot(int c) {
        return MIDDLE_DOTS.indexOf(c) >= 0;
    }

    /**
     * The one way of writing a text that its writings share: traditional and variant characters as the standard ones,
     * half-width capitals, no spaces; dots as {@code ·}.
     */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        // NFKC would make a space and a mark of the dot, so the dots are put aside first.
        String dotted = text.codePoints()
                .map(c -> isMiddleDot(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String plain = Normalizer.isNormalized(dotted, Normalizer.Form.NFKC)
                ? dotted
                : Normalizer.normalize(dotted, Normalizer.Form.NFKC);
        plain.toUpperCase(Locale.ROOT).codePoints().forEach(c -> {
            if (isMiddleDot(c)) {
                folded.append('·');
            } else if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '\uFEFF') {
                folded.append(isHan(c) ? SIMPLE.computeIfAbsent(c, Han::simple) : Character.toString(c));
            }
        });
        return folded.toString();
    }

    /** How many characters of a folded text are its surname: two, four, one; none where it is no Chinese name. */
    static int surnameLength(String folded) {
        for (int length : new int[] {4, 2}) {
            if (folded.length() > length && COMPOUND_SURNAMES.contains(folded.substring(0, length))) {
                return length;
            }
        }
        return 1;
    }

    /** How a surname is read, without tones: {@code 单} is {@code shan}. */
    static String surnameReading(String surname) {
        return SURNAME_SYLLABLES.computeIfAbsent(
                surname, unread -> letters(NAME_READING.transliterate(unread)).trim());
    }

    /** How characters are read one by one, without tones, a space between them; other letters stay, in small ones. */
    static String reading(String text) {
        StringBuilder reading = new StringBuilder();
        boolean open = false;
        for (int c : text.codePoints().toArray()) {
            boolean han = isHan(c);
            if (han || open) {
                reading.append(' ');
            }
            reading.append(SYLLABLES.computeIfAbsent(c, Han::syllable));
            open = han;
        }
        return reading.toString().strip();
    }

    static boolean isHan(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    private static String simple(int c) {
        String character = Character.toString(c);
        String standard = VARIANTS.get(character);
        return standard != null ? standard : SIMPLIFIED.transliterate(character);
    }

    private static String syllable(int c) {
        String character = Character.toString(c);
        return letters(isHan(c) ? READING.transliterate(character) : character);
    }

    /** Small letters without tones; {@code ü} is {@code v}, as keyboards have it. */
    private static String letters(String latin) {
        String parts = Normalizer.normalize(latin.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replace("u\u0308", "v");
        return parts.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Map<String, String> table(String resource) {
        Map<String, String> table = new HashMap<>();
        lines(resource).stream()
                .skip(1)
                .map(line -> line.split(",", 3))
                .forEach(cells -> table.put(cells[0], cells[1]));
        return Map.copyOf(table);
    }

    private static List<String> lines(String resource) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Han.class.getResourceAsStream(resource), resource), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
