package org.hearth.app.exchange;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hearth.app.platform.Problem;

/** Finds the header of a table among its first lines, and reads the names in it as everybody writes them. */
final class Header {

    /** Titles, the unit that filled it in and the day may stand above the header; more than this is no table. */
    static final int AMONG_FIRST = 10;

    /** More columns than any register has; a file with more is damaged, or meant to be. */
    static final int MOST_COLUMNS = 512;

    /** What a cell of the templates' row of explanations begins with, so that the row is not taken for somebody's. */
    static final String EXPLAINS = "※";

    private Header() {}

    /** A column's name in the one way of writing: half-width, without spaces and the marks around required ones. */
    static String normal(String name) {
        String half = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder normal = new StringBuilder(half.length());
        half.codePoints()
                .filter(c -> !Character.isWhitespace(c)
                        && !Character.isSpaceChar(c)
                        && !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && c != '*'
                        && c != '\'')
                .forEach(normal::appendCodePoint);
        return normal.toString();
    }

    /**
     * The place of the header among the first lines: the line that has a column of names, or else the first with two cells,
     * or else the first that is not empty.
     */
    static int placeIn(List<List<String>> lines) {
        int first = -1;
        int firstOfTwo = -1;
        for (int i = 0; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            long written = line.stream().filter(cell -> !normal(cell).isEmpty()).count();
            if (written >= 2 && line.stream().map(Header::normal).anyMatch(name -> name.endsWith("姓名"))) {
                return i;
            }
            first = first < 0 && written > 0 ? i : first;
            firstOfTwo = firstOfTwo < 0 && written >= 2 ? i : firstOfTwo;
        }
        return firstOfTwo >= 0 ? firstOfTwo : first;
    }

    /**
     * The names of a header line; a column without one is empty.
     *
     * @throws Problem when a name is there twice, or there are too many
     */
    static List<String> namesOf(List<String> line) {
        List<String> names = new ArrayList<>(line.stream().map(Header::normal).toList());
        while (!names.isEmpty() && names.getLast().isEmpty()) {
            names.removeLast();
        }
        if (names.size() > MOST_COLUMNS) {
            throw new Problem(
                    "文件有 " + names.size() + " 列，最多 " + MOST_COLUMNS + " 列。请按模板只保留需要的列。",
                    "The file has " + names.size() + " columns; at most " + MOST_COLUMNS
                            + " are read. Keep those of the template.");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new Problem(
                        "列名“" + name + "”出现了两次，无法判断用哪一列。请删去或改名其中一列后重新上传。",
                        "The column " + name
                                + " is there twice; which one counts? Remove or rename one and upload again.");
            }
        }
        return names;
    }

    /** Whether nothing is written in a line. */
    static boolean isEmpty(List<String> cells) {
        return cells.stream().allMatch(String::isBlank);
    }

    /** Whether one name may be the other mistyped: a character is wrong, missing or too much, or two have changed places. */
    static boolean isNear(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int from = 0;
        while (from < shorter && one.charAt(from) == other.charAt(from)) {
            from++;
        }
        int behind = 0;
        while (behind < shorter - from
                && one.charAt(one.length() - 1 - behind) == other.charAt(other.length() - 1 - behind)) {
            behind++;
        }
        String here = one.substring(from, one.length() - behind);
        String there = other.substring(from, other.length() - behind);
        return Math.max(here.length(), there.length()) <= 1
                || here.length() == 2 && there.contentEquals(new StringBuilder(here).reverse());
    }

    /** Whether a line is empty, or explains the columns as in our templates: it is nobody's row. */
    static boolean isNoRow(List<String> cells) {
        return cells.stream().map(String::strip).allMatch(cell -> cell.isEmpty() || cell.startsWith(EXPLAINS));
    }
}
