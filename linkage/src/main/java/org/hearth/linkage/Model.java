package org.hearth.linkage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hearth.linkage.LinkageConfig.Column;
import org.hearth.linkage.LinkageConfig.Comparison;
import org.hearth.linkage.LinkageConfig.Level;
import org.hearth.linkage.LinkageConfig.ReviewRule;
import org.jspecify.annotations.Nullable;

/**
 * A trained model after Fellegi and Sunter: how likely each outcome of each comparison is among records of the same person
 * (m) and of two persons (u), how common names are, and how likely two records are of the same person at all.
 *
 * <p>It compares two records in microseconds. {@link Linkage} compares millions by the same numbers in SQL, to the last bit.
 * A model never changes and may be shared between threads.
 */
public final class Model {

    private static final double LOG_2 = Math.log(2);

    /**
     * What was learned about one comparison: by level, with {@code other} last.
     *
     * @param m the chance of the outcome among records of the same person
     * @param u the chance of it among records of two persons
     */
    record Parameters(List<Double> m, List<Double> u) {

        double weight(int level) {
            return log2(m.get(level) / u.get(level));
        }
    }

    /**
     * How common the values of a feature are.
     *
     * @param values the share of records with the value
     * @param rest the share of each value that is not listed
     */
    record Frequencies(double rest, Map<String, Double> values) {}

    /** What a model is, apart from its config. */
    record Learned(
            double prior,
            Map<String, Parameters> comparisons,
            Map<String, Frequencies> frequencies,
            long leftRecords,
            long rightRecords) {}

    private final LinkageConfig config;
    private final Learned learned;
    private final List<Parameters> parameters;
    private final double priorWeight;

    Model(LinkageConfig config, Learned learned) {
        this.config = config;
        this.learned = learned;
        this.parameters = config.comparisons().stream()
                .map(comparison -> {
                    Parameters found = learned.comparisons().get(comparison.name());
                    if (found == null
                            || found.m().size() != comparison.levels().size() + 1
                            || found.u().size() != found.m().size()) {
                        throw new LinkageFailure(
                                "模型里没有比较项“" + comparison.name() + "”的参数，请重新训练。",
                                "The model has no parameters for " + comparison.name() + "; train it again.");
                    }
                    return found;
                })
                .toList();
        this.priorWeight = log2(learned.prior() / (1 - learned.prior()));
    }

    /**
     * Reads a model that {@link #write} wrote.
     *
     * @throws LinkageFailure when the file is no model, or one of another version
     */
    public static Model read(Path file) throws IOException {
        return ModelFile.read(file);
    }

    /**
     * The model for persons in China that comes with the library: trained on generated persons with generated errors
     * (docs/adr/0010-linkage.md). A register of real persons is better served by one trained on its own records; until there is
     * one, this one stands in, for a register of the right size ({@link #forRegisterOf}).
     */
    public static Model ofPersons() {
        return ModelFile.shipped("persons.model.json");
    }

    /** Writes the model, with its config, as JSON. */
    public void write(Path file) throws IOException {
        ModelFile.write(this, file);
    }

    /** The config that it was trained with. */
    public LinkageConfig config() {
        return config;
    }

    /**
     * The same model for a register of another size: among ten times as many persons, ten times as many agree by chance.
     *
     * @param persons how many the register holds
     */
    public Model forRegisterOf(long persons) {
        double prior = Math.min(0.5, learned.prior() * learned.rightRecords() / Math.max(1, persons));
        return new Model(
                config,
                new Learned(prior, learned.comparisons(), learned.frequencies(), learned.leftRecords(), persons));
    }

    /** Compares two records. */
    public Score score(LinkRecord left, LinkRecord right) {
        return explain(config.layout().prepare(left), config.layout().prepare(right));
    }

    /**
     * The keys of a record: only records with a key in common are worth comparing. They are short texts without the record's
     * values in clear, to be kept beside it and looked up; but whoever knows a number can make its key, so they need the same
     * protection as the record.
     */
    public Set<String> blockingKeys(LinkRecord record) {
        PreparedRecord prepared = config.layout().prepare(record);
        Set<String> keys = new LinkedHashSet<>();
        List<Layout.Key> all = config.layout().blockingKeys();
        for (int i = 0; i < all.size(); i++) {
            if (prepared.keys()[i] != 0) {
                keys.add(all.get(i).rule() + ":" + Long.toHexString(prepared.keys()[i]));
            }
        }
        return keys;
    }

    /**
     * Decides whose record it is.
     *
     * <p>One that a review rule objects to, that is not likely enough, or that has a second candidate close behind is for
     * people to decide.
     *
     * @param candidates records that have a key in common with it; others do no harm
     */
    public Finding find(LinkRecord record, Collection<LinkRecord> candidates) {
        Layout layout = config.layout();
        return find(
                layout.prepare(record), candidates.stream().map(layout::prepare).toList());
    }

    Finding find(PreparedRecord record, Collection<PreparedRecord> candidates) {
        double reviewFrom = weightOf(config.thresholds().review());
        List<Finding.Candidate> ranked = new ArrayList<>();
        @Nullable Reason held = null;
        double heldBy = Double.NEGATIVE_INFINITY;
        List<PreparedRecord> inOrder = candidates.stream()
                .sorted(Comparator.comparing(candidate -> candidate.record().id()))
                .toList();
        for (PreparedRecord candidate : inOrder) {
            int[] outcomes = outcomes(record, candidate);
            double weight = weight(outcomes, record, candidate);
            Optional<ReviewRule> objection = objection(outcomes);
            boolean holdsUp = objection.filter(ReviewRule::ofRecord).isPresent();
            if (holdsUp && weight > heldBy) {
                held = objection.get().reason();
                heldBy = weight;
            }
            if (weight >= reviewFrom || holdsUp) {
                ranked.add(new Finding.Candidate(candidate.record(), explain(record, candidate)));
            }
        }
        ranked.sort(Comparator.comparingDouble(candidate -> -candidate.score().weight()));
        return new Finding(decide(ranked, held), List.copyOf(ranked));
    }

    private Decision decide(List<Finding.Candidate> ranked, @Nullable Reason held) {
        if (ranked.isEmpty()) {
            return new Decision.None();
        }
        Score best = ranked.getFirst().score();
        if (best.objection().isPresent()) {
            return new Decision.Review(best.objection().get());
        }
        if (held != null) {
            return new Decision.Review(held);
        }
        if (best.weight() < weightOf(config.thresholds().link())) {
            return new Decision.Review(Reason.UNCERTAIN);
        }
        if (ranked.size() > 1
                && ranked.get(1).score().weight()
                        > best.weight() - config.thresholds().margin()) {
            return new Decision.Review(Reason.AMBIGUOUS);
        }
        return new Decision.Link();
    }

    Score explain(PreparedRecord left, PreparedRecord right) {
        int[] outcomes = outcomes(left, right);
        List<Score.Part> parts = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Comparison comparison = config.comparisons().get(i);
            double frequency = frequencyWeight(comparison, outcomes[i], left, right);
            parts.add(new Score.Part(
                    comparison.name(),
                    comparison.words(),
                    comparison.outcome(outcomes[i]),
                    levelWords(comparison, outcomes[i]),
                    partWeight(i, outcomes[i], left, right),
                    frequency,
                    written(comparison, left),
                    written(comparison, right)));
        }
        double weight = weight(outcomes, left, right);
        return new Score(
                weight,
                probability(weight),
                priorWeight,
                List.copyOf(parts),
                objection(outcomes).map(ReviewRule::reason));
    }

    private static Words levelWords(Comparison comparison, int outcome) {
        if (outcome < 0) {
            return new Words("无从比较", "nothing to compare");
        }
        return outcome == comparison.levels().size()
                ? new Words("不同", "different")
                : comparison.levels().get(outcome).words();
    }

    private @Nullable String written(Comparison comparison, PreparedRecord prepared) {
        Column column = config.column(comparison.of().column());
        for (String header : column.headers()) {
            String text = prepared.record().values().get(header);
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return prepared.value(config.layout().place(comparison.of(), 0));
    }

    double weight(PreparedRecord left, PreparedRecord right) {
        return weight(outcomes(left, right), left, right);
    }

    /** The sum in the order of the config, as the SQL has it: floating-point sums depend on their order. */
    private double weight(int[] outcomes, PreparedRecord left, PreparedRecord right) {
        double weight = priorWeight;
        for (int i = 0; i < outcomes.length; i++) {
            weight += partWeight(i, outcomes[i], left, right);
        }
        return weight;
    }

    private double partWeight(int comparison, int outcome, PreparedRecord left, PreparedRecord right) {
        return outcome < 0
                ? 0
                : parameters.get(comparison).weight(outcome)
                        + frequencyWeight(config.comparisons().get(comparison), outcome, left, right);
    }

    private double frequencyWeight(Comparison comparison, int outcome, PreparedRecord left, PreparedRecord right) {
        if (outcome < 0
                || outcome == comparison.levels().size()
                || !comparison.levels().get(outcome).byFrequency()) {
            return 0;
        }
        Level level = comparison.levels().get(outcome);
        Layout layout = config.layout();
        int variants = layout.variants(level.feature());
        for (int i = 0; i < variants; i++) {
            String value = left.value(layout.place(level.feature(), i));
            for (int j = 0; j < variants && value != null; j++) {
                if (value.equals(right.value(layout.place(level.feature(), j)))) {
                    return frequencyWeight(comparison, outcome, value);
                }
            }
        }
        return 0;
    }

    /** What the frequency of a value adds: agreement in a name that one in a thousand bears says more than in a common one. */
    private double frequencyWeight(Comparison comparison, int level, String value) {
        double u = parametersOf(comparison).u().get(level);
        Frequencies frequencies = frequencies(comparison.levels().get(level).feature());
        return log2(u / frequencies.values().getOrDefault(value, frequencies.rest()));
    }

    Map<String, Double> frequencyWeights(Comparison comparison, int level) {
        Map<String, Double> weights = new HashMap<>();
        frequencies(comparison.levels().get(level).feature())
                .values()
                .keySet()
                .forEach(value -> weights.put(value, frequencyWeight(comparison, level, value)));
        return weights;
    }

    double frequencyWeightOfRest(Comparison comparison, int level) {
        return log2(parametersOf(comparison).u().get(level)
                / frequencies(comparison.levels().get(level).feature()).rest());
    }

    private Frequencies frequencies(Feature feature) {
        Frequencies frequencies = learned.frequencies().get(feature.toString());
        if (frequencies == null) {
            throw new LinkageFailure(
                    "模型里没有 " + feature + " 的频率，请重新训练。",
                    "The model has no frequencies of " + feature + "; train it again.");
        }
        return frequencies;
    }

    Parameters parametersOf(Comparison comparison) {
        return parameters.get(config.comparisons().indexOf(comparison));
    }

    private int[] outcomes(PreparedRecord left, PreparedRecord right) {
        return config.comparisons().stream()
                .mapToInt(comparison -> outcome(comparison, left, right))
                .toArray();
    }

    private int outcome(Comparison comparison, PreparedRecord left, PreparedRecord right) {
        if (!says(comparison.of(), left)
                || !says(comparison.of(), right)
                || isTold(comparison, left, right)
                || comparison.unlessSame() != null
                        && agrees(new Closeness.Same(), comparison.unlessSame(), left, right)) {
            return -1;
        }
        for (int level = 0; level < comparison.levels().size(); level++) {
            Level candidate = comparison.levels().get(level);
            if (candidate.crossed() == null
                    ? agrees(candidate.closeness(), candidate.feature(), left, right)
                    : agrees(candidate.feature(), candidate.crossed(), left, right)
                            && agrees(candidate.crossed(), candidate.feature(), left, right)) {
                return level;
            }
        }
        return comparison.levels().size();
    }

    /** Where one value was taken from an identity number and the numbers are compared, its agreement is told already. */
    private boolean isTold(Comparison comparison, PreparedRecord left, PreparedRecord right) {
        Column column = config.column(comparison.of().column());
        if (column.orFrom() == null) {
            return false;
        }
        Layout layout = config.layout();
        int taken = layout.takenPlace(column);
        Column source = config.column(column.orFrom().column());
        int number =
                layout.place(new Feature(source.name(), source.kind().parts().getFirst()), 0);
        return (left.value(taken) != null || right.value(taken) != null)
                && left.value(number) != null
                && right.value(number) != null;
    }

    private boolean says(Feature feature, PreparedRecord record) {
        Layout layout = config.layout();
        for (int i = 0; i < layout.variants(feature); i++) {
            if (record.value(layout.place(feature, i)) != null) {
                return true;
            }
        }
        return false;
    }

    private boolean agrees(Closeness closeness, Feature feature, PreparedRecord left, PreparedRecord right) {
        Layout layout = config.layout();
        int variants = layout.variants(feature);
        for (int i = 0; i < variants; i++) {
            String one = left.value(layout.place(feature, i));
            for (int j = 0; j < variants && one != null; j++) {
                String other = right.value(layout.place(feature, j));
                if (other != null && closeness.holds(one, other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean agrees(Feature ofLeft, Feature ofRight, PreparedRecord left, PreparedRecord right) {
        String one = left.value(config.layout().place(ofLeft, 0));
        return one != null && one.equals(right.value(config.layout().place(ofRight, 0)));
    }

    private Optional<ReviewRule> objection(int[] outcomes) {
        for (ReviewRule rule : config.reviewRules()) {
            if (rule.outcomes().entrySet().stream()
                    .allMatch(outcome -> outcome.getValue().contains(outcomes[outcome.getKey()]))) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    Learned learned() {
        return learned;
    }

    double priorWeight() {
        return priorWeight;
    }

    /** The weight whose probability this is. */
    static double weightOf(double probability) {
        return log2(probability / (1 - probability));
    }

    /** The probability that a weight stands for. */
    static double probability(double weight) {
        return 1 / (1 + Math.pow(2, -weight));
    }

    private static double log2(double value) {
        return Math.log(value) / LOG_2;
    }
}
