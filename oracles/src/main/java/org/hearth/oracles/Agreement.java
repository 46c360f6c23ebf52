package org.hearth.oracles;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hearth.policy.DecidedRow.Collected;
import org.jspecify.annotations.Nullable;

/** Whether an engine says what we say. */
final class Agreement {

    /** An engine carries a division out to 34 digits, where we keep the fraction; every amount is a thousand times coarser. */
    private static final BigDecimal NOTHING = BigDecimal.ONE.movePointLeft(12);

    private Agreement() {}

    /** Whether evidence is missing for all of it or, in a list of findings, for a part. */
    static boolean isOpen(@Nullable Object ours) {
        return ours == null || (ours instanceof Collected c && !c.open().isEmpty());
    }

    static boolean between(Object ours, @Nullable Object theirs) {
        return switch (ours) {
            case BigDecimal a ->
                theirs instanceof Number
                        && a.subtract(new BigDecimal(theirs.toString())).abs().compareTo(NOTHING) < 0;
            case Map<?, ?> a ->
                theirs instanceof Map<?, ?> b
                        && a.keySet().equals(b.keySet())
                        && a.entrySet().stream().allMatch(e -> between(e.getValue(), b.get(e.getKey())));
            case Collected a -> collected(a, theirs == null ? List.of() : theirs);
            default -> ours.equals(theirs);
        };
    }

    /** All that is sure, and nothing but what is sure or open. */
    private static boolean collected(Collected ours, Object theirs) {
        var rest = new ArrayList<Object>(theirs instanceof Collection<?> c ? c : List.of(theirs));
        for (Object sure : ours.sure()) {
            if (!remove(rest, sure)) {
                return false;
            }
        }
        ours.open().forEach(open -> remove(rest, open));
        return rest.isEmpty();
    }

    private static boolean remove(List<Object> rest, Object said) {
        for (int i = 0; i < rest.size(); i++) {
            if (between(said, rest.get(i))) {
                rest.remove(i);
                return true;
            }
        }
        return false;
    }
}
