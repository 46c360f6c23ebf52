package org.hearth.linkage;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column holds, and so what its text is made into before records are compared: the parts, each a text that can be
 * compared byte by byte or is missing. The first part is the one meant where a config names the column alone.
 */
enum Kind {
    IDENTITY_NUMBER("identity-number", List.of("number", "born", "sex", "county")),
    CHINESE_NAME("chinese-name", List.of("full", "surname", "given", "sound", "rough")),
    TEXT("text", List.of("text", "letters", "start")),
    NUMBER("number", List.of("number")),
    DATE("date", List.of("date", "year", "month-day")),
    DIVISION("division", List.of("code", "town", "county", "prefecture")),
    PHONE("phone", List.of("phone")),
    SEX("sex", List.of("sex")),
    CATEGORY("category", List.of("value"));

    private static final int START = 4;
    private static final Pattern DATE_PARTS = Pattern.compile("(\\d{4})\\D+(\\d{1,2})\\D+(\\d{1,2})(?:\\D.*)?");
    private static final Pattern DATE_DIGITS = Pattern.compile("\\d{8}");
    private static final Pattern ONE_DIGIT_REPEATED = Pattern.compile("(.)\\1*");
    private static final int SHORTEST_IDENTITY_NUMBER = 15;

    private final String code;
    private final List<String> parts;

    Kind(String code, List<String> parts) {
        this.code = code;
        this.parts = parts;
    }

    String code() {
        return code;
    }

    List<String> parts() {
        return parts;
    }

    /** Whether a part holds ASCII only, so that a distance in bytes, which is what DuckDB measures, is one in letters. */
    boolean isPlain(String part) {
        return switch (this) {
            case CHINESE_NAME -> part.equals("sound") || part.equals("rough");
            case TEXT -> part.equals("letters");
            case CATEGORY -> false;
            default -> true;
        };
    }

    static Optional<Kind> of(String code) {
        for (Kind kind : values()) {
            if (kind.code.equals(code)) {
                return Optional.of(kind);
            }
        }
        return code.equals("postcode") ? Optional.of(NUMBER) : Optional.empty();
    }

    /** The parts of a text, in their order; all missing where the text says nothing. */
    @Nullable
    String[] read(@Nullable String text) {
        @Nullable String[] read = new String[parts.size()];
        if (text == null || text.isBlank()) {
            return read;
        }
        switch (this) {
            case IDENTITY_NUMBER -> identityNumber(text, read);
            case CHINESE_NAME ->
                ChineseName.read(text).ifPresent(name -> {
                    read[0] = name.full();
                    read[1] = orMissing(name.surname());
                    read[2] = orMissing(name.given());
                    read[3] = name.sound();
                    read[4] = name.roughSound();
                });
            case TEXT -> {
                read[0] = orMissing(Han.folded(text));
                read[1] = orMissing(Han.reading(Han.folded(text)).replaceAll("[^a-z0-9]", ""));
                read[2] = read[1] == null ? null : head(read[1], START);
            }
            case NUMBER -> read[0] = orMissing(plainCharacters(text));
            case DATE -> date(text, read);
            case DIVISION -> division(plainCharacters(text), read);
            case PHONE -> read[0] = phone(plainCharacters(text));
            case SEX -> read[0] = sex(text);
            case CATEGORY -> read[0] = orMissing(Han.folded(text));
        }
        return read;
    }

    private static void identityNumber(String text, @Nullable String[] read) {
        switch (IdentityNumber.read(text)) {
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> {
                String digits = number.digits();
                read[0] = digits;
                read[1] = digits.substring(6, 14);
                read[2] = number.sex() == IdentityNumber.Sex.MALE ? "M" : "F";
                read[3] = number.division().digits();
            }
            // A number with a mistyped digit still tells whose it may be, by the digits that are right.
            case IdentityNumber.Reading.Invalid invalid -> {
                String digits = plainCharacters(text);
                if (digits.length() >= SHORTEST_IDENTITY_NUMBER
                        && !ONE_DIGIT_REPEATED.matcher(digits).matches()) {
                    read[0] = digits;
                }
            }
        }
    }

    private static void date(String text, @Nullable String[] read) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        Matcher parts = DATE_PARTS.matcher(plain);
        String digits = parts.matches()
                ? parts.group(1) + twoDigits(parts.group(2)) + twoDigits(parts.group(3))
                : plain.replace(" ", "");
        if (DATE_DIGITS.matcher(digits).matches()
                && !ONE_DIGIT_REPEATED.matcher(digits).matches()) {
            read[0] = digits;
            read[1] = digits.substring(0, 4);
            read[2] = digits.substring(4);
        }
    }

    private static void division(String digits, @Nullable String[] read) {
        if (digits.isEmpty()) {
            return;
        }
        read[0] = digits;
        read[1] = digits.length() >= 9 ? digits.substring(0, 9) : null;
        read[2] = digits.length() >= 6 ? digits.substring(0, 6) : null;
        read[3] = digits.length() >= 4 ? digits.substring(0, 4) : null;
    }

    /** Without the country's code; zeros and other fillings are no number. */
    private static @Nullable String phone(String characters) {
        String digits = characters.replaceAll("\\D", "").replaceFirst("^(00)?86(?=1\\d{10}$)", "");
        return digits.length() < 7 || ONE_DIGIT_REPEATED.matcher(digits).matches() ? null : digits;
    }

    private static @Nullable String sex(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "男", "男性", "M", "MALE", "1" -> "M";
            case "女", "女性", "F", "FEMALE", "2" -> "F";
            default -> null;
        };
    }

    private static String plainCharacters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "");
    }

    private static String twoDigits(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    private static String head(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static @Nullable String orMissing(String text) {
        return text.isEmpty() ? null : text;
    }
}
