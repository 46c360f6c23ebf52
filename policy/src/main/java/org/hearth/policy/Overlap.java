package org.hearth.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proves that two cells of one column cannot both hold. Where it cannot prove it, it says no. */
final class Overlap {

    private Overlap() {}

    static boolean apart(Form a, Form b) {
        Set<Long> these = values(a);
        Set<Long> those = values(b);
        if (these != null && those != null) {
            return these.stream().noneMatch(those::contains);
        }
        long[] x = range(a);
        long[] y = range(b);
        return x != null && y != null && (x[1] < y[0] || y[1] < x[0]);
    }

    private static @Nullable Set<Long> values(Form form) {
        return switch (form) {
            case Form.Comparison c
            when c.relation() == Form.Relation.EQUAL && c.right() instanceof Form.Constant k -> Set.of(k.value());
            case Form.Any any -> {
                var all = new HashSet<Long>();
                for (Form part : any.parts()) {
                    Set<Long> some = values(part);
                    if (some == null) {
                        yield null;
                    }
                    all.addAll(some);
                }
                yield all;
            }
            default -> null;
        };
    }

    private static long @Nullable [] range(Form form) {
        return switch (form) {
            case Form.Comparison(Form.Relation relation, Form left, Form.Constant k) ->
                switch (relation) {
                    case LESS -> new long[] {Long.MIN_VALUE, k.value() - 1};
                    case AT_MOST -> new long[] {Long.MIN_VALUE, k.value()};
                    case EQUAL -> new long[] {k.value(), k.value()};
                    case UNEQUAL -> null;
                };
            case Form.Comparison(Form.Relation relation, Form.Constant k, Form right) ->
                switch (relation) {
                    case LESS -> new long[] {k.value() + 1, Long.MAX_VALUE};
                    case AT_MOST -> new long[] {k.value(), Long.MAX_VALUE};
                    case EQUAL -> new long[] {k.value(), k.value()};
                    case UNEQUAL -> null;
                };
            case Form.All(List<Form> parts) -> {
                long[] both = {Long.MIN_VALUE, Long.MAX_VALUE};
                for (Form part : parts) {
                    long[] one = range(part);
                    if (one == null) {
                        yield null;
                    }
                    both = new long[] {Math.max(both[0], one[0]), Math.min(both[1], one[1])};
                }
                yield both;
            }
            default -> null;
        };
    }
}
