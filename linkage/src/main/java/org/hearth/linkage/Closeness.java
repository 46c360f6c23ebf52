package org.hearth.linkage;

import java.util.Locale;

/**
 * A way in which two values agree, less or more closely. Each is written twice, for two values in Java and for millions of
 * pairs in SQL; both give the same answer for the same values, of which none is missing.
 */
sealed interface Closeness {

    /** Whether two values agree in this way. */
    boolean holds(String left, String right);

    /** The same as a condition in DuckDB's SQL over two expressions. */
    String sql(String left, String right);

    /** What a person is told. */
    Words words();

    /** Whether values have to be ASCII: DuckDB measures in bytes. */
    default boolean needsPlain() {
        return false;
    }

    /** The same value. */
    record Same() implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.equals(right);
        }

        @Override
        public String sql(String left, String right) {
            return left + " = " + right;
        }

        @Override
        public Words words() {
            return new Words("相同", "the same");
        }
    }

    /** One character is another. */
    record Mistyped() implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.length() == right.length() && differing(left, right) == 1;
        }

        @Override
        public String sql(String left, String right) {
            return "case when strlen(%1$s) = strlen(%2$s) then hamming(%1$s, %2$s) = 1 else false end"
                    .formatted(left, right);
        }

        @Override
        public Words words() {
            return new Words("只有一位不同，疑似录错", "one character differs: it may be mistyped");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** Two neighbouring characters have changed places. */
    record Swapped() implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.length() == right.length()
                    && differing(left, right) == 2
                    && Distance.damerauLevenshtein(left, right) == 1;
        }

        @Override
        public String sql(String left, String right) {
            return ("case when strlen(%1$s) = strlen(%2$s) then hamming(%1$s, %2$s) = 2"
                            + " and damerau_levenshtein(%1$s, %2$s) = 1 else false end")
                    .formatted(left, right);
        }

        @Override
        public Words words() {
            return new Words("相邻两位颠倒", "two neighbouring characters have changed places");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** So many characters typed, left out, added or swapped at most. */
    record Edits(int most) implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return Distance.damerauLevenshtein(left, right) <= most;
        }

        @Override
        public String sql(String left, String right) {
            return "damerau_levenshtein(%s, %s) <= %d".formatted(left, right, most);
        }

        @Override
        public Words words() {
            return most == 1
                    ? new Words("相差一个字符", "one character apart")
                    : new Words("至多相差 " + most + " 个字符", "at most " + most + " characters apart");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** The similarity of Jaro and Winkler is at least so much, of 1. */
    record Similar(double least) implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return Distance.jaroWinkler(left, right) >= least;
        }

        @Override
        public String sql(String left, String right) {
            return "jaro_winkler_similarity(%s, %s) >= %s".formatted(left, right, Sql.number(least));
        }

        @Override
        public Words words() {
            return new Words(
                    String.format(Locale.ROOT, "相似（%.2f 以上）", least),
                    String.format(Locale.ROOT, "similar (%.2f or more)", least));
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** They begin or end with the same character, or are the same characters in the other order: 建国, 建军, 国建. */
    record SharesCharacter() implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.codePointAt(0) == right.codePointAt(0)
                    || left.codePointBefore(left.length()) == right.codePointBefore(right.length())
                    || new StringBuilder(left).reverse().toString().equals(right);
        }

        @Override
        public String sql(String left, String right) {
            return "(left(%1$s, 1) = left(%2$s, 1) or right(%1$s, 1) = right(%2$s, 1) or reverse(%1$s) = %2$s)"
                    .formatted(left, right);
        }

        @Override
        public Words words() {
            return new Words("有一个字相同", "one character is the same");
        }
    }

    /** One, of at least two characters, is how the other begins: 买买提 and 买买提艾力. */
    record Begins() implements Closeness {
        private static final int SHORTEST = 2;

        @Override
        public boolean holds(String left, String right) {
            return Math.min(left.codePointCount(0, left.length()), right.codePointCount(0, right.length())) >= SHORTEST
                    && (left.startsWith(right) || right.startsWith(left));
        }

        @Override
        public String sql(String left, String right) {
            return ("(least(length(%1$s), length(%2$s)) >= " + SHORTEST
                            + " and (starts_with(%1$s, %2$s) or starts_with(%2$s, %1$s)))")
                    .formatted(left, right);
        }

        @Override
        public Words words() {
            return new Words("一个是另一个的开头部分", "one is the beginning of the other");
        }
    }

    /** The first characters, so many, are the same: of a date the year (4) or the month (6), of a division the county (6). */
    record Prefix(int length) implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.length() >= length && left.regionMatches(0, right, 0, length);
        }

        @Override
        public String sql(String left, String right) {
            return "(strlen(%1$s) >= %3$d and strlen(%2$s) >= %3$d and left(%1$s, %3$d) = left(%2$s, %3$d))"
                    .formatted(left, right, length);
        }

        @Override
        public Words words() {
            return new Words("前 " + length + " 位相同", "the first " + length + " characters are the same");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** Month and day of a date have changed places. */
    record DayAndMonthSwapped() implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return left.length() == 8
                    && right.length() == 8
                    && left.regionMatches(0, right, 0, 4)
                    && left.regionMatches(4, right, 6, 2)
                    && left.regionMatches(6, right, 4, 2);
        }

        @Override
        public String sql(String left, String right) {
            return ("(strlen(%1$s) = 8 and strlen(%2$s) = 8"
                            + " and left(%1$s, 4) || substr(%1$s, 7, 2) || substr(%1$s, 5, 2) = %2$s)")
                    .formatted(left, right);
        }

        @Override
        public Words words() {
            return new Words("月和日颠倒", "month and day have changed places");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    /** Two whole numbers are at most so far apart. */
    record Within(int most) implements Closeness {
        @Override
        public boolean holds(String left, String right) {
            return isWhole(left) && isWhole(right) && Math.abs(Long.parseLong(left) - Long.parseLong(right)) <= most;
        }

        private static boolean isWhole(String text) {
            return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public String sql(String left, String right) {
            // The cast alone would take a hexadecimal number for one.
            return ("case when regexp_full_match(%1$s, '[0-9]{1,18}') and regexp_full_match(%2$s, '[0-9]{1,18}')"
                            + " then abs(%1$s::bigint - %2$s::bigint) <= %3$d else false end")
                    .formatted(left, right, most);
        }

        @Override
        public Words words() {
            return new Words("相差不超过 " + most, "at most " + most + " apart");
        }

        @Override
        public boolean needsPlain() {
            return true;
        }
    }

    private static int differing(String left, String right) {
        int differing = 0;
        for (int i = 0; i < left.length(); i++) {
            if (left.charAt(i) != right.charAt(i)) {
                differing++;
            }
        }
        return differing;
    }
}
