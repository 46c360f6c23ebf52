package org.hearth.linkage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How good a linkage is, where the truth is known.
 *
 * @param truePairs how many pairs of records are of the same person
 * @param linked how many pairs were linked
 * @param linkedRightly how many of these are of the same person
 * @param reviewedRightly how many pairs of the same person are left for people to decide
 */
public record Quality(long truePairs, long linked, long linkedRightly, long reviewedRightly) {

    /** The share of the links that are right; 1 where there is none. */
    public double precision() {
        return share(linkedRightly, linked);
    }

    /** The share of the true pairs that were linked. */
    public double recall() {
        return share(linkedRightly, truePairs);
    }

    /** The share of the true pairs that were linked or shown to people. */
    public double recallWithReview() {
        return share(linkedRightly + reviewedRightly, truePairs);
    }

    /** The harmonic mean of precision and recall. */
    public double f1() {
        return share(2 * linkedRightly, linked + truePairs);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    /**
     * A pair of which the truth is known.
     *
     * @param weight its weight by the model
     * @param same whether both are of the same person
     */
    public record Labelled(double weight, boolean same) {}

    /**
     * What a threshold would give.
     *
     * @param weight pairs of this weight or more are linked
     * @param quality what comes of it
     */
    public record AtThreshold(double weight, Quality quality) {}

    /**
     * What each threshold would give: one row for each weight that occurs, from the highest on. The threshold to choose is the
     * lowest whose precision is still enough.
     *
     * @param truePairs how many pairs are of the same person, those that were never compared among them
     */
    public static List<AtThreshold> byThreshold(Collection<Labelled> pairs, long truePairs) {
        List<Labelled> sorted = pairs.stream()
                .sorted(Comparator.comparingDouble(Labelled::weight).reversed())
                .toList();
        List<AtThreshold> table = new ArrayList<>();
        long right = 0;
        for (int i = 0; i < sorted.size(); i++) {
            right += sorted.get(i).same() ? 1 : 0;
            if (i + 1 == sorted.size()
                    || sorted.get(i + 1).weight() < sorted.get(i).weight()) {
                table.add(new AtThreshold(sorted.get(i).weight(), new Quality(truePairs, i + 1, right, 0)));
            }
        }
        return table;
    }
}
