package org.hearth.linkage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How likely two records are of the same person, and why: the weights of the parts and the prior add up to the weight.
 *
 * @param weight in bits: one more doubles the odds, 0 is even odds
 * @param probability that they are of the same person, by the model
 * @param prior the weight before anything is compared
 * @param parts what each comparison says, in the config's order
 * @param objection why a person has to decide whatever the weight; the first review rule that holds
 */
public record Score(double weight, double probability, double prior, List<Part> parts, Optional<Reason> objection) {

    /**
     * What one comparison says.
     *
     * @param comparison its name in the config
     * @param name what is compared, in words
     * @param outcome the level reached, as the config has it; {@code other} or {@code missing}
     * @param level the same in words
     * @param weight in bits, with that for frequency: above 0 it speaks for the same person, below against
     * @param frequencyWeight what of it is due to the value being rarer (or more common) than others
     * @param left the value in the first record, as written there
     * @param right the value in the second
     */
    public record Part(
            String comparison,
            Words name,
            String outcome,
            Words level,
            double weight,
            double frequencyWeight,
            @Nullable String left,
            @Nullable String right) {}
}
