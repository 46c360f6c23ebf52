package org.hearth.linkage.unknown;

import java.util.Comparator;
import java.util.List;

/**
 * How much two descriptions speak for one person.
 *
 * @param weight the sum of the weights, in bits: each bit doubles the odds. It orders candidates and is no probability
 * @param reasons what it is the sum of, the weightiest first
 */
public record Likeness(double weight, List<Reason> reasons) {

    /**
     * What one feature says.
     *
     * @param weight above 0 speaks for one person, below 0 against
     */
    public record Reason(Feature feature, Feature.Level level, double weight) {}

    static Likeness of(List<Reason> reasons) {
        return new Likeness(
                reasons.stream().mapToDouble(Reason::weight).sum(),
                reasons.stream()
                        .sorted(Comparator.comparingDouble((Reason reason) -> -Math.abs(reason.weight())))
                        .toList());
    }
}
