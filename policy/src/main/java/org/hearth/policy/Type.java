package org.hearth.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What a value is. Every value is held in one long; {@link Symbols} numbers the codes. */
sealed interface Type {

    /**
     * An exact decimal held as a whole number of {@code 10^-scale}, with the bounds that prove it fits a long.
     *
     * @param low the least it can be, in units of {@code 10^-scale}
     * @param high the most it can be
     */
    record Numeric(int scale, BigInteger low, BigInteger high) implements Type {

        /** Beyond this a product could leave the range of a 64-bit integer, here or in SQL. */
        private static final BigInteger LIMIT = BigInteger.TWO.pow(62);

        public Numeric {
            if (low.negate().compareTo(LIMIT) > 0 || high.compareTo(LIMIT) > 0) {
                throw new IllegalArgumentException(
                        "the value can grow beyond what a 64-bit integer holds; round a factor"
                                + " with decimal() or lower the max of a fact");
            }
        }

        static Numeric whole(long low, long high) {
            return new Numeric(0, BigInteger.valueOf(low), BigInteger.valueOf(high));
        }

        Numeric at(int wanted) {
            BigInteger factor = BigInteger.TEN.pow(wanted - scale);
            return new Numeric(wanted, low.multiply(factor), high.multiply(factor));
        }

        Numeric union(Numeric other) {
            int wanted = Math.max(scale, other.scale);
            Numeric a = at(wanted);
            Numeric b = other.at(wanted);
            return new Numeric(wanted, a.low.min(b.low), a.high.max(b.high));
        }
    }

    /** True or false. */
    record Truth() implements Type {}

    /** A day, held as days since 1970-01-01. */
    record Day() implements Type {}

    /** One of some codes. */
    record Code(List<String> values) implements Type {

        Code union(Code other) {
            var all = new ArrayList<>(values);
            other.values.stream().filter(value -> !all.contains(value)).forEach(all::add);
            return new Code(List.copyOf(all));
        }
    }

    /** Any number of some codes, held as one bit each in the order of {@code values}. */
    record Codes(List<String> values) implements Type {}

    /** The word for an error message. */
    default String word() {
        return switch (this) {
            case Numeric n -> "a number";
            case Truth t -> "a boolean";
            case Day d -> "a date";
            case Code c -> "a code";
            case Codes c -> "a list of codes";
        };
    }
}
