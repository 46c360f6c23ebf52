package org.hearth.app.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * An amount of money in yuan, always with two decimals.
 *
 * @param amount the amount; its scale is 2
 */
public record Yuan(BigDecimal amount) implements Comparable<Yuan> {

    public static final Yuan ZERO = Yuan.ofFen(0);

    /** @throws ArithmeticException when the amount is not whole fen */
    public Yuan {
        amount = amount.setScale(2, RoundingMode.UNNECESSARY);
    }

    public static Yuan of(String amount) {
        return new Yuan(new BigDecimal(amount));
    }

    public static Yuan ofFen(long fen) {
        return new Yuan(BigDecimal.valueOf(fen, 2));
    }

    /** The amount in whole fen. */
    public long fen() {
        return amount.unscaledValue().longValueExact();
    }

    public Yuan plus(Yuan other) {
        return new Yuan(amount.add(other.amount));
    }

    public Yuan minus(Yuan other) {
        return new Yuan(amount.subtract(other.amount));
    }

    public Yuan times(long factor) {
        return new Yuan(amount.multiply(BigDecimal.valueOf(factor)));
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    @Override
    public int compareTo(Yuan other) {
        return amount.compareTo(other.amount);
    }

    /** With thousands separated, as it is printed on screens and in letters: {@code 1,910.00}. */
    @Override
    public String toString() {
        return new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
    }
}
