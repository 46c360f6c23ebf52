package org.hearth.divisions;

import java.util.Comparator;

/**
 * The code of an administrative division, held as the shortest prefix that names it: {@code 62} Gansu, {@code 6229}
 * Linxia, {@code 622927} Jishishan, then 9 digits for a township and 12 for a village.
 *
 * <p>The prefix of a code is the code of the division above it, so one comparison of prefixes answers "does this lie in
 * my region?", in Java and in SQL alike. Source: GB/T 2260 (to the county), GB/T 10114 and the statistical codes below it.
 *
 * @param digits 0, 2, 4, 6, 9 or 12 digits; empty for the whole nation
 */
public record RegionCode(String digits) implements Comparable<RegionCode> {

    /** The whole nation. */
    public static final RegionCode NATION = new RegionCode("");

    /** What was read is no division code. */
    public static final class Malformed extends IllegalArgumentException {

        private Malformed(String message) {
            super(message);
        }
    }

    /** @throws Malformed when it is no division code */
    public RegionCode {
        try {
            DivisionLevel.ofDigits(digits.length());
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Malformed("a division code has digits only: " + digits);
        }
    }

    /**
     * Reads a code as people write it: {@code 622900} and {@code 6229} are both Linxia.
     *
     * @param text 2, 4, 6, 9 or 12 digits; a six-digit code may end in zeros for a prefecture or a province
     * @throws Malformed when it is no division code
     */
    public static RegionCode parse(String text) {
        String code = text.strip();
        if (code.length() == 6 && code.endsWith("0000")) {
            code = code.substring(0, 2);
        } else if (code.length() == 6 && code.endsWith("00")) {
            code = code.substring(0, 4);
        }
        return new RegionCode(code);
    }

    /** The level that the length of the code tells. */
    public DivisionLevel level() {
        return DivisionLevel.ofDigits(digits.length());
    }

    /** Whether {@code other} is this division or lies in it. */
    public boolean contains(RegionCode other) {
        return other.digits.startsWith(digits);
    }

    /** The division of {@code level} that this one lies in, or this one where it is not below that level. */
    public RegionCode at(DivisionLevel level) {
        return digits.length() <= level.digits() ? this : new RegionCode(digits.substring(0, level.digits()));
    }

    /** The code as the tables of the standard print it: six digits with zeros to the county, and as it is below. */
    public String printed() {
        return digits.length() >= 6 || digits.isEmpty() ? digits : digits + "0".repeat(6 - digits.length());
    }

    @Override
    public int compareTo(RegionCode other) {
        return Comparator.<String>naturalOrder().compare(digits, other.digits);
    }

    @Override
    public String toString() {
        return printed();
    }
}
