package org.hearth.linkage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hearth.linkage.LinkageConfig.Comparison;
import org.hearth.linkage.LinkageConfig.Level;
import org.hearth.linkage.LinkageConfig.Training;

/**
 * Learns a model from records of which nobody knows who is who, by the expectation-maximisation of Fellegi and Sunter's
 * model: u from random pairs, m in several passes, each over the pairs of a blocking rule and for the columns that the rule
 * does not name, the prior over all pairs that the rules find.
 */
final class Trainer {

    private static final int MOST_ROUNDS = 1_000;
    private static final double SETTLED = 1e-7;
    private static final double FIRST_PRIOR = 0.2;
    private static final double FIRST_SAME = 0.8;

    /** A count that a level is given beside what was seen, so that the unseen is not the impossible. */
    private static final double UNSEEN = 0.5;

    private static final int MOST_FREQUENCIES = 20_000;

    /** Pairs with the same outcomes. */
    private record Pattern(int[] outcomes, double count) {}

    /** What a pass has learned: by the number of the comparison. */
    private record Pass(double matches, Map<Integer, double[]> m) {}

    private final Duck duck;
    private final Tables tables;
    private final LinkageConfig config;
    private final PairSql sql;
    private final List<Comparison> comparisons;

    Trainer(Duck duck, Tables tables, LinkageConfig config) {
        this.duck = duck;
        this.tables = tables;
        this.config = config;
        this.sql = new PairSql(config);
        this.comparisons = config.comparisons();
    }

    Model train(Progress progress) throws SQLException {
        progress.at(Progress.Step.CHANCE, 0);
        double[][] u = chance();
        double[][] m = new double[comparisons.size()][];
        List<Pass> passes = new ArrayList<>();
        List<List<Feature>> rules = config.training().passes();
        for (int i = 0; i < rules.size(); i++) {
            progress.at(Progress.Step.TRAINING, (double) i / rules.size());
            passes.add(pass(rules.get(i), u));
        }
        for (int i = 0; i < m.length; i++) {
            m[i] = average(i, passes);
        }
        double prior = prior(m, u);
        Map<String, Model.Parameters> parameters = new LinkedHashMap<>();
        for (int i = 0; i < m.length; i++) {
            parameters.put(comparisons.get(i).name(), new Model.Parameters(list(m[i]), list(u[i])));
        }
        return new Model(
                config, new Model.Learned(prior, parameters, frequencies(), tables.leftCount(), tables.rightCount()));
    }

    /** How often each level is reached by chance. */
    private double[][] chance() throws SQLException {
        Training training = config.training();
        long side = (long) Math.ceil(Math.sqrt(training.randomPairs()));
        long left = Math.min(tables.leftCount(), side);
        long right = Math.min(tables.rightCount(), training.randomPairs() / left + 1);
        List<Pattern> patterns = patterns(
                comparisons,
                """
                from (select * from left_records order by hash(n + %1$d), n limit %2$d) as l
                cross join (select * from right_records order by hash(n + %1$d + 1000000007), n limit %3$d) as r
                where %4$s
                """.formatted(training.seed(), left, right, tables.deduplicates() ? "l.n <> r.n" : "true"),
                1);
        double[][] u = new double[comparisons.size()][];
        for (int i = 0; i < u.length; i++) {
            double[] counts = new double[comparisons.get(i).levels().size() + 1];
            Arrays.fill(counts, UNSEEN);
            for (Pattern pattern : patterns) {
                if (pattern.outcomes()[i] >= 0) {
                    counts[pattern.outcomes()[i]] += pattern.count();
                }
            }
            u[i] = shares(counts);
            setExactly(u[i], comparisons.get(i));
        }
        return u;
    }

    /** Two random values are the same as often as the sum over the values of the product of their shares: no sample is needed. */
    private void setExactly(double[] u, Comparison comparison) throws SQLException {
        Level first = comparison.levels().getFirst();
        if (!(first.closeness() instanceof Closeness.Same)
                || first.crossed() != null
                || comparison.unlessSame() != null) {
            return;
        }
        String value = Sql.name(Layout.name(first.feature(), 0));
        double same = duck.number("""
                with l as (
                    select %1$s as value, count(*) as records from left_records where %1$s is not null group by 1
                ),
                r as (
                    select %1$s as value, count(*) as records from right_records where %1$s is not null group by 1
                )
                select sum(l.records::double * r.records)
                    / ((select sum(records)::double from l) * (select sum(records)::double from r))
                from l
                join r using (value)
                """.formatted(value));
        if (tables.deduplicates()) {
            double records = duck.number("select count(%s) from left_records".formatted(value));
            same = (same * records - 1) / Math.max(1, records - 1);
        }
        if (same <= 0) {
            return;
        }
        // Where all values are the same, as in a file of a few records, that another comes is still not impossible.
        same = Math.min(same, 1 - UNSEEN / (tables.allPairs() + 1));
        double others = 1 - u[0];
        u[0] = same;
        for (int i = 1; i < u.length; i++) {
            u[i] = u[i] / others * (1 - same);
        }
    }

    private Pass pass(List<Feature> rule, double[][] u) throws SQLException {
        List<Integer> learnt = learntBy(rule);
        if (learnt.isEmpty()) {
            return new Pass(0, Map.of());
        }
        List<Pattern> patterns = sampled(
                config.layout().keys(rule),
                learnt.stream().map(comparisons::get).toList());
        double pairs = patterns.stream().mapToDouble(Pattern::count).sum();
        if (pairs == 0) {
            return new Pass(0, Map.of());
        }
        double prior = FIRST_PRIOR;
        double[][] m = new double[learnt.size()][];
        for (int i = 0; i < m.length; i++) {
            int levels = comparisons.get(learnt.get(i)).levels().size() + 1;
            m[i] = new double[levels];
            Arrays.fill(m[i], (1 - FIRST_SAME) / (levels - 1));
            m[i][0] = FIRST_SAME;
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[][] counts = new double[m.length][];
            for (int i = 0; i < m.length; i++) {
                counts[i] = new double[m[i].length];
                Arrays.fill(counts[i], UNSEEN);
            }
            double matches = 0;
            for (Pattern pattern : patterns) {
                double odds = prior / (1 - prior);
                for (int i = 0; i < m.length; i++) {
                    int outcome = pattern.outcomes()[i];
                    if (outcome >= 0) {
                        odds *= m[i][outcome] / u[learnt.get(i)][outcome];
                    }
                }
                double share = odds / (1 + odds) * pattern.count();
                matches += share;
                for (int i = 0; i < m.length; i++) {
                    if (pattern.outcomes()[i] >= 0) {
                        counts[i][pattern.outcomes()[i]] += share;
                    }
                }
            }
            double change = Math.abs(matches / pairs - prior);
            prior = Math.clamp(matches / pairs, 1e-9, 1 - 1e-9);
            for (int i = 0; i < m.length; i++) {
                double[] next = shares(counts[i]);
                for (int level = 0; level < next.length; level++) {
                    change = Math.max(change, Math.abs(next[level] - m[i][level]));
                }
                m[i] = next;
            }
            if (change < SETTLED) {
                break;
            }
        }
        Map<Integer, double[]> learned = new HashMap<>();
        for (int i = 0; i < m.length; i++) {
            learned.put(learnt.get(i), m[i]);
        }
        return new Pass(prior * pairs, learned);
    }

    /** Within the pairs of a rule its own columns always agree, so they teach nothing there. */
    private List<Integer> learntBy(List<Feature> rule) {
        Set<String> columns = new HashSet<>();
        rule.forEach(feature -> columns.add(feature.column()));
        List<Integer> learnt = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            if (!columns.contains(comparisons.get(i).of().column())) {
                learnt.add(i);
            }
        }
        return learnt;
    }

    /** A pass counts by how many matches it has seen. */
    private double[] average(int comparison, List<Pass> passes) {
        double[] sum = new double[comparisons.get(comparison).levels().size() + 1];
        double weight = 0;
        for (Pass pass : passes) {
            double[] m = pass.m().get(comparison);
            if (m != null && pass.matches() > 0) {
                weight += pass.matches();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += pass.matches() * m[i];
                }
            }
        }
        if (weight == 0) {
            String name = comparisons.get(comparison).name();
            throw new LinkageFailure(
                    "无法学习“" + name + "”：每一轮训练规则都用到它，或没有找到记录对。请在 training 的 passes 里加一条不含它的规则。",
                    "Nothing can be learned about " + name
                            + ": every training pass names its column or finds no pair; add a pass without it.");
        }
        return shares(sum);
    }

    /** The share of all pairs that are of the same person: what the model makes of the pairs that the rules find. */
    private double prior(double[][] m, double[][] u) throws SQLException {
        List<Pattern> patterns = sampled(config.layout().blockingKeys(), comparisons);
        double all = tables.allPairs();
        double prior = Math.min(0.5, Math.max(1, Math.min(tables.leftCount(), tables.rightCount()) / 2.0) / all);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double matches = 0;
            for (Pattern pattern : patterns) {
                double odds = prior / (1 - prior);
                for (int i = 0; i < m.length; i++) {
                    int outcome = pattern.outcomes()[i];
                    if (outcome >= 0) {
                        odds *= m[i][outcome] / u[i][outcome];
                    }
                }
                matches += odds / (1 + odds) * pattern.count();
            }
            double next = Math.clamp(matches / all, 1 / (all + 1), 0.5);
            boolean settled = Math.abs(next - prior) <= SETTLED * prior;
            prior = next;
            if (settled) {
                break;
            }
        }
        return prior;
    }

    /** The outcomes of the pairs that keys find; of very many, those of a seeded sample, counted for all. */
    private List<Pattern> sampled(List<Layout.Key> keys, List<Comparison> compared) throws SQLException {
        List<Pattern> patterns = new ArrayList<>();
        for (Tables.Join join : Tables.joins(keys)) {
            long pairs = tables.pairs(join);
            double rate = Math.min(1, config.training().pairsAPass() / (double) Math.max(1, pairs));
            String from = join.pairs(tables.deduplicates());
            if (rate < 1) {
                from += "\n    and hash(l.n::bigint * 4294967296 + r.n + %d) %% 1000000 < %d"
                        .formatted(config.training().seed(), Math.max(1, Math.round(rate * 1_000_000)));
            }
            patterns.addAll(patterns(compared, from, 1 / rate));
        }
        return patterns;
    }

    private List<Pattern> patterns(List<Comparison> compared, String from, double each) throws SQLException {
        List<Pattern> patterns = new ArrayList<>();
        duck.forEach("""
                select
                    %s,
                    count(*) as pairs
                %s
                group by all
                order by all
                """.formatted(sql.outcomes(compared), from), row -> {
            int[] outcomes = new int[compared.size()];
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = row.getInt(i + 1);
            }
            patterns.add(new Pattern(outcomes, row.getLong(outcomes.length + 1) * each));
        });
        return patterns;
    }

    /** How common the values are, in the right file: that is the register. */
    private Map<String, Model.Frequencies> frequencies() throws SQLException {
        Map<String, Model.Frequencies> frequencies = new LinkedHashMap<>();
        for (Comparison comparison : comparisons) {
            for (Level level : comparison.levels()) {
                if (level.byFrequency()
                        && !frequencies.containsKey(level.feature().toString())) {
                    frequencies.put(level.feature().toString(), frequencies(level.feature()));
                }
            }
        }
        return frequencies;
    }

    private Model.Frequencies frequencies(Feature feature) throws SQLException {
        String value = Sql.name(Layout.name(feature, 0));
        double records = duck.number("select count(%s) from right_records".formatted(value));
        Map<String, Double> values = new LinkedHashMap<>();
        duck.forEach(
                """
                select %1$s, count(*) as records
                from right_records
                where %1$s is not null
                group by %1$s
                order by records desc, %1$s
                limit %2$d
                """.formatted(value, MOST_FREQUENCIES), row -> values.put(row.getString(1), row.getLong(2) / records));
        double listed =
                values.values().stream().mapToDouble(Double::doubleValue).sum();
        long distinct = duck.whole("select count(distinct %s) from right_records".formatted(value));
        double rest = distinct > values.size() ? (1 - listed) / (distinct - values.size()) : 1 / Math.max(1, records);
        return new Model.Frequencies(Math.max(rest, 1 / Math.max(1, records)), values);
    }

    private static double[] shares(double[] counts) {
        double sum = Arrays.stream(counts).sum();
        return Arrays.stream(counts).map(count -> count / sum).toArray();
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
