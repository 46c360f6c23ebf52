package org.hearth.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter set otherwise than a pack has it, as a simulation asks: {@code dibao.standard=+10%} everywhere, or
 * {@code dibao.standard@6229:rural=700} in one division and for one residence.
 *
 * @param name as in the pack
 * @param region the digits of the division in which it is changed, with everything that lies in it; empty for the nation
 * @param residence {@code urban}, {@code rural}, or null for both
 * @param move how a value is changed
 */
public record ParameterChange(
        String name, String region, @Nullable String residence, Move move) {

    private static final Pattern WRITTEN =
            Pattern.compile("(?<name>[^@:=]+)(@(?<region>[^:=]*))?(:(?<residence>[^=]*))?=(?<value>.*)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** What is done to a value. */
    public sealed interface Move {

        /** The value itself, in the parameter's unit: one for the whole division. */
        record To(String value) implements Move {}

        /** So much more or less, in the parameter's unit, than each place has. */
        record By(BigDecimal step) implements Move {}

        /** So many per cent more or less than each place has. */
        record ByPercent(BigDecimal percent) implements Move {}
    }

    /**
     * Reads a change as it is written: {@code NAME[@REGION][:RESIDENCE]=VALUE}, where VALUE is a value, a step
     * ({@code +50}, {@code -50}) or a percentage ({@code +10%}, {@code -10%}).
     *
     * @throws IllegalArgumentException in one line, when it is not written so
     */
    public static ParameterChange parse(String written) {
        Matcher matcher = WRITTEN.matcher(written.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    written + ": a change is written NAME=VALUE, such as dibao.standard=+10%");
        }
        String region =
                matcher.group("region") == null ? "" : matcher.group("region").strip();
        String residence = matcher.group("residence") == null
                ? ""
                : matcher.group("residence").strip();
        if (!region.matches("([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?")) {
            throw new IllegalArgumentException(written + ": no division code: " + region);
        }
        if (!List.of("", "urban", "rural").contains(residence)) {
            throw new IllegalArgumentException(written + ": neither urban nor rural: " + residence);
        }
        return new ParameterChange(
                matcher.group("name").strip(),
                Parameters.prefix(region),
                residence.isEmpty() ? null : residence,
                move(written, matcher.group("value").strip().replace('％', '%')));
    }

    private static Move move(String written, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(written + ": there is no value after =");
        }
        boolean percent = value.endsWith("%");
        boolean signed = value.startsWith("+") || value.startsWith("-");
        if (!percent && !signed) {
            return new Move.To(value);
        }
        String number = value.substring(signed ? 1 : 0, value.length() - (percent ? 1 : 0));
        if (!signed || !NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException(
                    written + ": a step is written +50 or -50, a percentage +10% or -10%, not " + value);
        }
        BigDecimal step = value.startsWith("-") ? new BigDecimal(number).negate() : new BigDecimal(number);
        return percent ? new Move.ByPercent(step) : new Move.By(step);
    }

    /**
     * A place's value after the change, in plain digits.
     *
     * @param places the most decimal places that the parameter has; a percentage is rounded half up to them
     * @throws IllegalArgumentException when the value is no number, and is to be changed by one
     */
    String applied(Parameters.Value value, int places) {
        return switch (move) {
            case Move.To(String to) -> to;
            case Move.By(BigDecimal step) -> plain(number(value).add(step));
            case Move.ByPercent(BigDecimal percent) ->
                plain(number(value)
                        .multiply(BigDecimal.valueOf(100).add(percent))
                        .movePointLeft(2)
                        .setScale(places, RoundingMode.HALF_UP));
        };
    }

    static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private BigDecimal number(Parameters.Value value) {
        if (!isNumber(value.value())) {
            throw new IllegalArgumentException(
                    this + ": its value is " + value.value() + ", no number; write " + name + "=VALUE");
        }
        return value.number();
    }

    /** As it is written. */
    @Override
    public String toString() {
        String value = switch (move) {
            case Move.To(String to) -> to;
            case Move.By(BigDecimal step) -> signed(step);
            case Move.ByPercent(BigDecimal percent) -> signed(percent) + "%";
        };
        return name + (region.isEmpty() ? "" : "@" + region) + (residence == null ? "" : ":" + residence) + "=" + value;
    }

    private static String signed(BigDecimal number) {
        return (number.signum() < 0 ? "" : "+") + number.toPlainString();
    }
}
