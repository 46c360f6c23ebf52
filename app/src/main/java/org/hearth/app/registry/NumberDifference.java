package org.hearth.app.registry;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;

/**
 * Where two identity numbers differ, without showing either: first six and last four as everywhere, the rest as dots, and the
 * places that differ.
 *
 * @param one the first, digit by digit
 * @param other the second
 * @param said where they differ, in words
 */
public record NumberDifference(List<Digit> one, List<Digit> other, Text said) {

    private static final int LENGTH = 18;

    /** A place of a number. @param shown the digit, or a dot where it is hidden */
    public record Digit(String shown, boolean differs) {}

    /** Compares two numbers as they are written; null or empty where one is missing. */
    static NumberDifference of(@Nullable String one, @Nullable String other) {
        String a = plain(one);
        String b = plain(other);
        boolean comparable = a.length() == LENGTH && b.length() == LENGTH;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; comparable && i < LENGTH; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                places.add(i + 1);
            }
        }
        return new NumberDifference(digits(a, places), digits(b, places), said(a, b, comparable, places));
    }

    private static Text said(String a, String b, boolean comparable, List<Integer> places) {
        if (a.isEmpty() || b.isEmpty()) {
            return new Text("", "");
        }
        if (!comparable) {
            return new Text(
                    "位数不同：" + a.length() + " 位与 " + b.length() + " 位",
                    a.length() + " and " + b.length() + " characters long");
        }
        if (places.isEmpty()) {
            return new Text("18 位全部相同", "all 18 places are the same");
        }
        if (places.size() > 4) {
            return new Text("有 " + places.size() + " 位不同", places.size() + " places differ");
        }
        String zh = String.join("、", places.stream().map(String::valueOf).toList());
        String en = String.join(", ", places.stream().map(String::valueOf).toList());
        return new Text("第 " + zh + " 位不同", "differs at " + en);
    }

    private static List<Digit> digits(String number, List<Integer> differing) {
        List<Digit> digits = new ArrayList<>();
        boolean isLong = number.length() > 10;
        for (int i = 0; i < number.length(); i++) {
            boolean shown = isLong && (i < 6 || i >= number.length() - 4);
            digits.add(new Digit(shown ? number.substring(i, i + 1) : "•", differing.contains(i + 1)));
        }
        return digits;
    }

    private static String plain(@Nullable String number) {
        return number == null
                ? ""
                : Normalizer.normalize(number, Normalizer.Form.NFKC)
                        .replaceAll("\\s", "")
                        .toUpperCase(Locale.ROOT);
    }
}
