package org.hearth.linkage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How records are compared (docs/linkage.md): which columns hold what, how closely they may agree, which pairs are looked at
 * at all, and from which probability on records are linked. Read from YAML; everything wrong in it is told with its line.
 */
public final class LinkageConfig {

    static final String OTHER = "other";
    static final String MISSING = "missing";

    /**
     * A column of the files.
     *
     * @param headers what it may be called in a file, the first found counts
     * @param also headers of another value of the same thing, as a former name; the better agreement counts
     * @param orFrom where the value is taken from when it is missing, as the birth date from the identity number
     * @param optional whether a file may do without it
     */
    record Column(
            String name,
            Kind kind,
            List<String> headers,
            List<String> also,
            @Nullable Feature orFrom,
            boolean optional) {

        int variants() {
            return also.isEmpty() ? 1 : 2;
        }
    }

    /**
     * A level of agreement.
     *
     * @param text as the config has it
     * @param crossed where set, the value agrees with this one of the other record, and the other way about
     * @param byFrequency whether agreement in a rare value counts for more than in a common one
     */
    record Level(
            String text,
            Closeness closeness,
            Feature feature,
            @Nullable Feature crossed,
            boolean byFrequency) {

        Words words() {
            return crossed == null
                    ? closeness.words()
                    : new Words("与“" + crossed.column() + "”互换", "exchanged with " + crossed.column());
        }
    }

    /**
     * What is compared, with its levels from the closest to the least; what reaches none is {@code other}.
     *
     * @param of missing on either side, the comparison says nothing
     * @param unlessSame where this agrees, the comparison has nothing to add and says nothing
     */
    record Comparison(
            String name, Words words, Feature of, @Nullable Feature unlessSame, List<Level> levels) {

        /** The name of the outcome: a level's text, {@code other} or {@code missing}. */
        String outcome(int level) {
            return level < 0
                    ? MISSING
                    : level == levels.size() ? OTHER : levels.get(level).text();
        }
    }

    /**
     * Which pairs a person decides, whatever their score: those with each of these outcomes.
     *
     * @param ofRecord whether it keeps the record from being linked to anybody, not only to this candidate: a number that is
     *     someone else's has to be told even where the right person is found by other fields
     */
    record ReviewRule(Reason reason, boolean ofRecord, Map<Integer, Set<Integer>> outcomes) {}

    /**
     * How the model is trained.
     *
     * @param randomPairs about how many random pairs tell how often agreement is chance
     * @param pairsAPass at most so many pairs of each pass
     * @param passes blocking rules; within the pairs of each, all columns are learned about but those it names
     */
    record Training(long randomPairs, long pairsAPass, long seed, List<List<Feature>> passes) {}

    /**
     * From which probabilities on.
     *
     * @param link a pair is linked
     * @param review a pair is for people to decide
     * @param margin a second candidate within so much weight (in bits) of the first makes the match ambiguous
     */
    public record Thresholds(double link, double review, double margin) {}

    /** Where the truth stands, for data sets that know it: the same group 1 of the pattern is the same person. */
    record Truth(String header, Pattern pattern) {

        Optional<String> of(@Nullable String text) {
            if (text == null) {
                return Optional.empty();
            }
            Matcher match = pattern.matcher(text);
            return match.find() ? Optional.of(match.group(match.groupCount() > 0 ? 1 : 0)) : Optional.empty();
        }
    }

    private final String text;
    private final ConfigReader.Content content;
    private final Layout layout;

    private LinkageConfig(String text, ConfigReader.Content content) {
        this.text = text;
        this.content = content;
        this.layout = new Layout(this);
    }

    /**
     * Reads a config file.
     *
     * @throws LinkageFailure when something in it is wrong; the message names the line
     */
    public static LinkageConfig read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * Reads a config.
     *
     * @throws LinkageFailure when something in it is wrong; the message names the line
     */
    public static LinkageConfig parse(String yaml) {
        return new LinkageConfig(yaml, ConfigReader.read(yaml));
    }

    /** What the config calls itself. */
    public String name() {
        return content.name();
    }

    /** The headers of the columns that records may have, with those of former names; the keys of a {@link LinkRecord}. */
    public List<String> columns() {
        return content.columns().stream()
                .flatMap(column -> Stream.of(
                        column.headers().getFirst(),
                        column.also().isEmpty() ? "" : column.also().getFirst()))
                .filter(header -> !header.isEmpty())
                .toList();
    }

    /** The thresholds. */
    public Thresholds thresholds() {
        return content.thresholds();
    }

    String text() {
        return text;
    }

    /** The headers that the column of ids may have; none where records are known by the numbers of their rows. */
    List<String> ids() {
        return content.ids();
    }

    @Nullable
    Truth truth() {
        return content.truth();
    }

    List<Column> columnList() {
        return content.columns();
    }

    Column column(String name) {
        return content.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Comparison> comparisons() {
        return content.comparisons();
    }

    List<List<Feature>> blocking() {
        return content.blocking();
    }

    long largestBlock() {
        return content.largestBlock();
    }

    long mostPairs() {
        return content.mostPairs();
    }

    Training training() {
        return content.training();
    }

    List<ReviewRule> reviewRules() {
        return content.review();
    }

    Layout layout() {
        return layout;
    }

    /** Every feature that anything needs, once. */
    Set<Feature> features() {
        Set<Feature> features = new LinkedHashSet<>();
        for (Comparison comparison : comparisons()) {
            features.add(comparison.of());
            add(features, comparison.unlessSame());
            for (Level level : comparison.levels()) {
                features.add(level.feature());
                add(features, level.crossed());
            }
        }
        List<List<Feature>> rules = new ArrayList<>(blocking());
        rules.addAll(training().passes());
        rules.forEach(features::addAll);
        columnList().forEach(column -> {
            if (column.orFrom() != null) {
                features.add(new Feature(
                        column.orFrom().column(),
                        column(column.orFrom().column()).kind().parts().getFirst()));
            }
        });
        return features;
    }

    private static void add(Set<Feature> features, @Nullable Feature feature) {
        if (feature != null) {
            features.add(feature);
        }
    }
}
