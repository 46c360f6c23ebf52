package org.hearth.linkage;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.hearth.divisions.RegionCode;

/**
 * A citizen's identity number (GB 11643): six digits of the division where it was first issued, eight of the birth date,
 * three of sequence (odd for a man), and a check character.
 *
 * <p>The division is that of the day of issue: it may have been withdrawn since, so only the province is checked. Numbers
 * under a reserved province code are synthetic and nobody's (docs/adr/0002-synthetic-identity-numbers.md).
 *
 * @param digits the eighteen characters: seventeen digits and a digit or {@code X}
 */
public record IdentityNumber(String digits) implements Comparable<IdentityNumber> {

    private static final int LENGTH = 18;
    private static final int LEGACY_LENGTH = 15;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";

    /** Codes beside the 31 provinces that numbers are issued under: Taiwan, Hong Kong, Macao, and residents from Taiwan. */
    private static final Set<String> OTHER_PROVINCE_CODES = Set.of("71", "81", "82", "83");

    /** Legacy numbers gave these sequences to people who were a hundred, born in the century before. */
    private static final Set<String> CENTENARIAN_SEQUENCES = Set.of("996", "997", "998", "999");

    /** Why a text is no identity number; in words that a clerk can act on. */
    public enum Fault {
        WRONG_LENGTH("身份证号码应为 18 位（旧号 15 位）", "An identity number has 18 characters (an old one 15)"),
        WRONG_CHARACTER("身份证号码只能含数字，末位可为 X", "An identity number has digits only; the last may be X"),
        UNKNOWN_PROVINCE("身份证号码前两位不是省份代码", "The first two digits are no province's code"),
        IMPOSSIBLE_BIRTH_DATE("身份证号码中的出生日期不存在", "The birth date in the number does not exist"),
        WRONG_CHECK_DIGIT(
                "身份证号码末位校验码不符，可能有录错的数字", "The last character does not fit the others: a digit may be mistyped");

        private final String zh;
        private final String en;

        Fault(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /** The reason in Chinese. */
        public String zh() {
            return zh;
        }

        /** The reason in English. */
        public String en() {
            return en;
        }
    }

    /** What became of reading a text as an identity number. */
    public sealed interface Reading {

        /**
         * It is one.
         *
         * @param number the number, eighteen characters even where the text was a legacy number
         */
        record Valid(IdentityNumber number) implements Reading {}

        /**
         * It is none.
         *
         * @param fault the first thing found wrong with it
         */
        record Invalid(Fault fault) implements Reading {}
    }

    /** Male or female, as the seventeenth digit tells. */
    public enum Sex {
        MALE,
        FEMALE
    }

    public IdentityNumber {
        Optional<Fault> fault = faultOf(digits);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get().en());
        }
    }

    /**
     * Reads a number as files and people write it: spaces are dropped, full-width characters and a small {@code x}
     * normalised, and a fifteen-digit number of before 1999 upgraded.
     */
    public static Reading read(String text) {
        String number = normalise(text);
        if (number.length() == LEGACY_LENGTH) {
            if (!number.chars().allMatch(IdentityNumber::isDigit)) {
                return new Reading.Invalid(Fault.WRONG_CHARACTER);
            }
            number = upgrade(number);
        }
        Optional<Fault> fault = faultOf(number);
        return fault.isPresent() ? new Reading.Invalid(fault.get()) : new Reading.Valid(new IdentityNumber(number));
    }

    /**
     * Reads a number that is known to be one.
     *
     * @throws IllegalArgumentException when it is none; the message says why, and does not repeat the text
     */
    public static IdentityNumber parse(String text) {
        return switch (read(text)) {
            case Reading.Valid(IdentityNumber number) -> number;
            case Reading.Invalid(Fault fault) -> throw new IllegalArgumentException(fault.en());
        };
    }

    /**
     * A number that is nobody's, under the reserved code of the county's province.
     *
     * @param county a county, six digits, of one of the 31 provinces
     * @param sequence 0 to 999, odd for a man
     */
    public static IdentityNumber synthetic(RegionCode county, LocalDate born, int sequence) {
        String digits = county.digits();
        String province = digits.length() == 6 ? SyntheticProvinces.byProvince().get(digits.substring(0, 2)) : null;
        if (province == null || sequence < 0 || sequence > 999) {
            throw new IllegalArgumentException(
                    "a county of a province and a sequence of 0 to 999 are needed, not " + county + " and " + sequence);
        }
        String body = province
                + digits.substring(2)
                + "%04d%02d%02d".formatted(born.getYear(), born.getMonthValue(), born.getDayOfMonth())
                + "%03d".formatted(sequence);
        return new IdentityNumber(body + checkCharacter(body));
    }

    /** The day of birth. */
    public LocalDate born() {
        return birthDate(digits);
    }

    /** The sex. */
    public Sex sex() {
        return (digits.charAt(16) - '0') % 2 == 1 ? Sex.MALE : Sex.FEMALE;
    }

    /** The county of first issue, perhaps withdrawn since; of a synthetic number, the real county that it stands for. */
    public RegionCode division() {
        String province = digits.substring(0, 2);
        return new RegionCode(
                SyntheticProvinces.bySynthetic().getOrDefault(province, province) + digits.substring(2, 6));
    }

    /** Whether this number was made up under a reserved code, and so is no person's. */
    public boolean isSynthetic() {
        return SyntheticProvinces.bySynthetic().containsKey(digits.substring(0, 2));
    }

    /** The number as screens and logs show it, without the birth date: {@code 622927********123X}. */
    public String masked() {
        return digits.substring(0, 6) + "********" + digits.substring(14);
    }

    @Override
    public int compareTo(IdentityNumber other) {
        return digits.compareTo(other.digits);
    }

    /** The masked form, so that no log shows a number by accident. */
    @Override
    public String toString() {
        return masked();
    }

    private static String normalise(String text) {
        StringBuilder number = new StringBuilder(LENGTH);
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '\uFEFF')
                .map(Character::toUpperCase)
                .forEach(number::appendCodePoint);
        return number.toString();
    }

    private static String upgrade(String legacy) {
        String century = CENTENARIAN_SEQUENCES.contains(legacy.substring(12)) ? "18" : "19";
        String body = legacy.substring(0, 6) + century + legacy.substring(6);
        return body + checkCharacter(body);
    }

    private static Optional<Fault> faultOf(String number) {
        if (number.length() != LENGTH) {
            return Optional.of(Fault.WRONG_LENGTH);
        }
        char last = number.charAt(LENGTH - 1);
        if (!number.chars().limit(LENGTH - 1).allMatch(IdentityNumber::isDigit) || !(isDigit(last) || last == 'X')) {
            return Optional.of(Fault.WRONG_CHARACTER);
        }
        String province = number.substring(0, 2);
        if (!SyntheticProvinces.byProvince().containsKey(province)
                && !SyntheticProvinces.bySynthetic().containsKey(province)
                && !OTHER_PROVINCE_CODES.contains(province)) {
            return Optional.of(Fault.UNKNOWN_PROVINCE);
        }
        try {
            int century = birthDate(number).getYear() / 100;
            if (century < 18 || century > 20) {
                return Optional.of(Fault.IMPOSSIBLE_BIRTH_DATE);
            }
        } catch (DateTimeException e) {
            return Optional.of(Fault.IMPOSSIBLE_BIRTH_DATE);
        }
        return last == checkCharacter(number) ? Optional.empty() : Optional.of(Fault.WRONG_CHECK_DIGIT);
    }

    private static LocalDate birthDate(String number) {
        return LocalDate.of(
                Integer.parseInt(number, 6, 10, 10),
                Integer.parseInt(number, 10, 12, 10),
                Integer.parseInt(number, 12, 14, 10));
    }

    private static char checkCharacter(String number) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (number.charAt(i) - '0');
        }
        return CHECK_CHARACTERS.charAt(sum % 11);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
