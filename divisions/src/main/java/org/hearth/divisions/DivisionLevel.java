package org.hearth.divisions;

/** The five levels of administrative division, and the nation above them. */
public enum DivisionLevel {
    NATION(0),
    PROVINCE(2),
    PREFECTURE(4),
    COUNTY(6),
    TOWNSHIP(9),
    VILLAGE(12);

    private final int digits;

    DivisionLevel(int digits) {
        this.digits = digits;
    }

    /** How many digits a code of this level has: 0, 2, 4, 6, 9 or 12. */
    public int digits() {
        return digits;
    }

    static DivisionLevel ofDigits(int digits) {
        for (DivisionLevel level : values()) {
            if (level.digits == digits) {
                return level;
            }
        }
        throw new IllegalArgumentException("a division code has 0, 2, 4, 6, 9 or 12 digits, not " + digits);
    }
}
