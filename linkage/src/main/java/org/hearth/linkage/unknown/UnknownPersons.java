package org.hearth.linkage.unknown;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Ranks who somebody without a name or a number may be: the front door of this package. */
public final class UnknownPersons {

    /** Where a candidate comes from. The smaller the pool, the more it says that somebody is in it. */
    public enum Source {
        /** Somebody who was reported missing. */
        REPORT,
        /** Somebody in the register. */
        REGISTER
    }

    /** Somebody whom the found person may be. */
    public static final class Candidate<T> {

        private final T id;
        private final Source source;
        private final long among;
        private final Traits traits;

        /**
         * A candidate; making one reads its words, so keep it for many comparisons.
         *
         * @param id what the caller knows them by
         * @param among how many there are in the pool that they come from, at least one
         */
        public Candidate(T id, Source source, long among, Description description) {
            this.id = id;
            this.source = source;
            this.among = among;
            this.traits = Traits.read(description);
        }

        /** What the caller knows them by. */
        public T id() {
            return id;
        }

        /** Where they come from. */
        public Source source() {
            return source;
        }

        /** What is known of them. */
        public Description description() {
            return traits.of();
        }
    }

    /** A candidate and how much speaks for them. */
    public record Ranked<T>(Candidate<T> candidate, Likeness likeness) {

        /** The likeness and how likely the pool is: what the order goes by. */
        public double order() {
            return likeness.weight() - Math.log(candidate.among) / Math.log(2);
        }
    }

    private final Weights weights;

    /** Ranks by {@code weights}. */
    public UnknownPersons(Weights weights) {
        this.weights = weights;
    }

    /** The likeliest, at most {@code most} of them, the likeliest first. */
    public <T> List<Ranked<T>> rank(Description found, Iterable<Candidate<T>> candidates, int most) {
        Traits traits = Traits.read(found);
        Comparator<Ranked<T>> worstFirst = Comparator.comparingDouble(Ranked::order);
        PriorityQueue<Ranked<T>> best = new PriorityQueue<>(worstFirst);
        for (Candidate<T> candidate : candidates) {
            best.add(new Ranked<>(candidate, weights.like(traits, candidate.traits)));
            if (best.size() > most) {
                best.poll();
            }
        }
        return best.stream().sorted(worstFirst.reversed()).toList();
    }
}
