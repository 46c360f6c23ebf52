package org.hearth.linkage.unknown;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.hearth.linkage.unknown.Feature.Level;
import org.hearth.linkage.unknown.Likeness.Reason;

/**
 * How much each level of each feature speaks for one person, in bits: log2 of how often two descriptions of one person come
 * that near, over how often those of two persons do (Fellegi and Sunter, 1969).
 */
public final class Weights {

    /** A found person and a candidate. */
    public record Pair(Description found, Description candidate) {}

    private final Map<Feature, Map<Level, Double>> weights;

    private Weights(Map<Feature, Map<Level, Double>> weights) {
        this.weights = weights;
    }

    /** Those that are shipped: counted on made cases until a region has closed cases enough of its own. */
    public static Weights shipped() {
        Map<Feature, Map<Level, Double>> weights = new EnumMap<>(Feature.class);
        for (List<String> cells : Lexicon.read("weights.csv")) {
            weights.computeIfAbsent(
                            Feature.valueOf(cells.get(0).toUpperCase(Locale.ROOT)), key -> new EnumMap<>(Level.class))
                    .put(Level.valueOf(cells.get(1).toUpperCase(Locale.ROOT)), Double.valueOf(cells.get(2)));
        }
        return new Weights(weights);
    }

    /**
     * Those of cases whose truth is known.
     *
     * @param same pairs of one person
     * @param different pairs of two
     */
    public static Weights counted(Collection<Pair> same, Collection<Pair> different) {
        Map<Feature, Map<Level, Double>> weights = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            Map<Level, Count> ofSame = counts(feature, same);
            Map<Level, Count> ofDifferent = counts(feature, different);
            Map<Level, Double> levels = new EnumMap<>(Level.class);
            for (Level level : Level.values()) {
                levels.put(
                        level,
                        bits(
                                Objects.requireNonNull(ofSame.get(level)),
                                Objects.requireNonNull(ofDifferent.get(level))));
            }
            weights.put(feature, levels);
        }
        return new Weights(weights);
    }

    // A level that was never seen says nothing; one that was seen on one side alone counts as half a pair on the other.
    private static double bits(Count same, Count different) {
        return same.seen + different.seen == 0
                ? 0
                : Math.log((same.seen + 0.5) / (same.all + 0.5) / ((different.seen + 0.5) / (different.all + 0.5)))
                        / Math.log(2);
    }

    private record Count(long seen, long all) {}

    private static Map<Level, Count> counts(Feature feature, Collection<Pair> pairs) {
        Map<Level, Long> seen = new EnumMap<>(Level.class);
        for (Pair pair : pairs) {
            feature.compare(Traits.read(pair.found()), Traits.read(pair.candidate()))
                    .ifPresent(level -> seen.merge(level, 1L, Long::sum));
        }
        long all = seen.values().stream().mapToLong(Long::longValue).sum();
        Map<Level, Count> counts = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            counts.put(level, new Count(seen.getOrDefault(level, 0L), all));
        }
        return counts;
    }

    /** The weight of a level. */
    public double of(Feature feature, Level level) {
        return Objects.requireNonNull(
                Objects.requireNonNull(weights.get(feature), feature.name()).get(level), level.name());
    }

    Likeness like(Traits found, Traits candidate) {
        List<Reason> reasons = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            feature.compare(found, candidate)
                    .ifPresent(level -> reasons.add(new Reason(feature, level, of(feature, level))));
        }
        return Likeness.of(reasons);
    }
}
