package org.hearth.app.disaster;

import org.hearth.app.platform.Yuan;

/**
 * What a place gives a household, with the document that says so.
 *
 * @param least the least, equal to {@code most} where the amount is fixed
 * @param illustrative whether it stands in for a local value that is not known
 */
public record ReliefRange(Yuan least, Yuan most, String source, boolean illustrative) {

    public boolean contains(Yuan amount) {
        return amount.compareTo(least) >= 0 && amount.compareTo(most) <= 0;
    }

    public boolean isFixed() {
        return least.equals(most);
    }
}
