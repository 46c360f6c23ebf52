package org.hearth.linkage.unknown;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hearth.linkage.unknown.Feature.Level;

/** What can be recognised on a body, read out of plain words by {@code marks.csv}: kind, part and side of each mark. */
record Marks(List<Mark> all) {

    /**
     * One mark.
     *
     * @param words as it was written
     * @param kind what it is: a scar, a mole; empty where the words name none that is listed
     * @param part where on the body; empty where the words do not say
     * @param side left, right or both; empty where the words do not say
     */
    record Mark(String words, String kind, String part, String side) {

        private Level like(Mark other) {
            boolean read = !kind.isEmpty() && !other.kind.isEmpty();
            if (!read) {
                return words.equals(other.words) ? Level.SAME : Level.OTHER;
            }
            if (kind.equals(other.kind) && part.equals(other.part)) {
                return side.equals(other.side) ? Level.SAME : Level.CLOSE;
            }
            boolean samePart = !part.isEmpty() && part.equals(other.part);
            return kind.equals(other.kind) || samePart ? Level.NEAR : Level.OTHER;
        }
    }

    private static final Pattern BETWEEN = Pattern.compile("[，,、；;。.\\s及和与]+");
    private static final Map<String, String> KINDS = words("kind");
    private static final Map<String, String> PARTS = words("part");
    private static final Map<String, String> SIDES = words("side");

    static Marks read(String text) {
        return new Marks(Arrays.stream(BETWEEN.split(text.strip()))
                .filter(words -> !words.isEmpty() && !words.equals("无") && !words.equals("无明显特征"))
                .map(Marks::mark)
                .toList());
    }

    /** The best pair; nothing where one side has no marks, because what nobody wrote down may still be there. */
    Optional<Level> like(Marks other) {
        return all.stream().flatMap(mine -> other.all.stream().map(mine::like)).min(Level::compareTo);
    }

    private static Mark mark(String words) {
        // What names the kind must not be read as a part: the hand in 手术, an operation.
        String besides = words;
        for (String kind : KINDS.keySet()) {
            besides = besides.replace(kind, "");
        }
        return new Mark(words, first(KINDS, words), first(PARTS, besides), first(SIDES, words));
    }

    private static String first(Map<String, String> known, String words) {
        return known.entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> words(String what) {
        Map<String, String> words = new LinkedHashMap<>();
        Lexicon.read("marks.csv").stream()
                .filter(cells -> cells.get(0).equals(what))
                .forEach(cells -> words.put(cells.get(1), cells.get(2)));
        return words;
    }
}
