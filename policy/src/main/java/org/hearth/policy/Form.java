package org.hearth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The typed intermediate form: what a decision means, once. {@link JavaTarget} and {@link SqlTarget} both read it and
 * nothing else, so the one household decided with reasons and the nation screened at night cannot drift apart.
 *
 * <p>A value may be unknown. Logic is three-valued (Kleene), and every other form is unknown when a part it needs is.
 */
sealed interface Form {

    Type TRUTH = new Type.Truth();

    /** The long that stands for "not known" in a row. */
    long UNKNOWN = Long.MIN_VALUE;

    Type type();

    boolean nullable();

    /** A value, or {@link #UNKNOWN}. */
    record Constant(Type type, long value) implements Form {
        @Override
        public boolean nullable() {
            return value == UNKNOWN;
        }
    }

    /** Where a column lies, seen from the row that is being decided. */
    enum Reach {
        SELF,
        MEMBER,
        HOUSEHOLD
    }

    /** A column of the row itself, of the member it belongs to, or of its household. */
    record Column(Reach reach, Slot slot) implements Form {
        @Override
        public Type type() {
            return slot.type();
        }

        @Override
        public boolean nullable() {
            return slot.nullable();
        }
    }

    enum Operator {
        PLUS,
        MINUS,
        TIMES
    }

    /** Whole-number arithmetic on operands already brought to fitting scales. */
    record Arithmetic(Operator operator, Form left, Form right, Type type) implements Form {
        @Override
        public boolean nullable() {
            return left.nullable() || right.nullable();
        }
    }

    enum Relation {
        LESS,
        AT_MOST,
        EQUAL,
        UNEQUAL
    }

    /** A comparison of two values of one type and scale. */
    record Comparison(Relation relation, Form left, Form right) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return left.nullable() || right.nullable();
        }
    }

    /** True when all are, false as soon as one is false, and otherwise unknown. */
    record All(List<Form> parts) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return parts.stream().anyMatch(Form::nullable);
        }
    }

    /** True as soon as one is true, false when all are false, and otherwise unknown. */
    record Any(List<Form> parts) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return parts.stream().anyMatch(Form::nullable);
        }
    }

    record Not(Form part) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return part.nullable();
        }
    }

    /** Whether the value is not known; itself always known. */
    record IsUnknown(Form part) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** One of two values; unknown when the condition is. */
    record Choice(Form condition, Form then, Form otherwise, Type type) implements Form {
        @Override
        public boolean nullable() {
            return condition.nullable() || then.nullable() || otherwise.nullable();
        }
    }

    /** The greatest or least of some numbers of one scale; unknown when one of them is. */
    record Extreme(boolean greatest, List<Form> parts, Type type) implements Form {
        @Override
        public boolean nullable() {
            return parts.stream().anyMatch(Form::nullable);
        }
    }

    enum Rounding {
        FLOOR,
        HALF_EVEN
    }

    /** A whole quotient; the denominator is proved to be 1 or more. */
    record Quotient(Form numerator, Form denominator, Rounding rounding, Type type) implements Form {
        @Override
        public boolean nullable() {
            return numerator.nullable() || denominator.nullable();
        }
    }

    /** The whole years between two days, counted as a birthday is; less than none when the second comes first. */
    record Years(Form from, Form to) implements Form {
        @Override
        public Type type() {
            return Type.Numeric.whole(-10_000, 10_000);
        }

        @Override
        public boolean nullable() {
            return from.nullable() || to.nullable();
        }
    }

    /** Whether a list of codes has the code of this bit. */
    record Has(Form codes, int bit) implements Form {
        @Override
        public Type type() {
            return TRUTH;
        }

        @Override
        public boolean nullable() {
            return codes.nullable();
        }
    }

    /** All bits that any part has; the parts are known. */
    record Union(List<Form> parts, Type type) implements Form {
        @Override
        public boolean nullable() {
            return false;
        }
    }

    enum Fold {
        COUNT,
        SUM,
        SOME,
        EVERY,
        BITS
    }

    /**
     * A fold over the row's list of {@code child} rows.
     *
     * @param known holds a value when the list is known; null when it always is
     * @param filter a truth column of the child, or null for all rows
     * @param body a column of the child, or null when rows are counted
     */
    record Aggregate(
            Fold fold,
            Entity child,
            @Nullable Slot known,
            @Nullable Slot filter,
            @Nullable Slot body,
            Type type) implements Form {
        @Override
        public boolean nullable() {
            return fold != Fold.BITS
                    && (known != null || (filter != null && filter.nullable()) || (body != null && body.nullable()));
        }
    }

    /** Of a decision table: the number, from 1, of the first rule that surely holds; 0 when none does, which only happens while some are open. */
    record FirstRule(List<Form> conditions) implements Form {
        @Override
        public Type type() {
            return Type.Numeric.whole(0, conditions.size());
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * Of a decision table: one bit for each rule before the first sure one that may hold, for all that is known, and that
     * would decide otherwise.
     *
     * @param first the {@link FirstRule}
     * @param rivals by the number of the first sure rule, the rules that would decide otherwise
     */
    record OpenRules(Form first, List<Form> conditions, List<Long> rivals) implements Form {
        @Override
        public Type type() {
            return Type.Numeric.whole(0, 1L << conditions.size());
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** Of a decision table: what the first sure rule says; unknown while rules are open. */
    record Outcome(Form first, @Nullable Form open, List<Form> outputs, Type type) implements Form {
        @Override
        public boolean nullable() {
            return open != null || outputs.stream().anyMatch(Form::nullable);
        }
    }

    /** One bit for each condition that surely holds. */
    record Bits(List<Form> conditions, Type type) implements Form {
        @Override
        public boolean nullable() {
            return false;
        }
    }
}
