package org.hearth.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.linkage.LinkageConfig.Column;
import org.hearth.linkage.LinkageConfig.Comparison;
import org.hearth.linkage.LinkageConfig.Level;
import org.hearth.linkage.LinkageConfig.ReviewRule;

/** The comparisons of a config as expressions of DuckDB's SQL over two prepared records, {@code l} and {@code r}. */
final class PairSql {

    private final LinkageConfig config;
    private final Layout layout;

    PairSql(LinkageConfig config) {
        this.config = config;
        this.layout = config.layout();
    }

    /** The number of the level that is reached, that of {@code other} after the last, -1 where the comparison says nothing. */
    String outcome(Comparison comparison) {
        StringBuilder sql =
                new StringBuilder("case when ").append(missing(comparison)).append(" then -1");
        for (int level = 0; level < comparison.levels().size(); level++) {
            sql.append(" when ")
                    .append(condition(comparison.levels().get(level)))
                    .append(" then ")
                    .append(level);
        }
        return sql.append(" else ")
                .append(comparison.levels().size())
                .append(" end")
                .toString();
    }

    /** All outcomes, as the columns {@code g0}, {@code g1} and so on. */
    String outcomes(List<Comparison> comparisons) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            columns.add(outcome(comparisons.get(i)) + " as g" + i);
        }
        return String.join(",\n    ", columns);
    }

    /** What a comparison adds to the weight, by a model. */
    String partWeight(Comparison comparison, Model model) {
        Model.Parameters parameters = model.parametersOf(comparison);
        StringBuilder sql =
                new StringBuilder("case when ").append(missing(comparison)).append(" then 0e0");
        for (int level = 0; level < comparison.levels().size(); level++) {
            sql.append(" when ")
                    .append(condition(comparison.levels().get(level)))
                    .append(" then ")
                    .append(Sql.number(parameters.weight(level)));
            if (comparison.levels().get(level).byFrequency()) {
                sql.append(" + ").append(frequencyWeight(comparison, level));
            }
        }
        return sql.append(" else ")
                .append(Sql.number(parameters.weight(comparison.levels().size())))
                .append(" end")
                .toString();
    }

    /** The whole weight: added in the order of the config, as in Java. */
    String weight(Model model) {
        return config.comparisons().stream()
                .map(comparison -> "(" + partWeight(comparison, model) + ")")
                .collect(Collectors.joining("\n    + ", Sql.number(model.priorWeight()) + "\n    + ", ""));
    }

    /** The name of the column of the left records that holds what a value's frequency adds. */
    static String frequencyColumn(Comparison comparison, int level, int variant) {
        return "frequency " + comparison.name() + "/" + level + "/" + variant;
    }

    private String frequencyWeight(Comparison comparison, int level) {
        Feature feature = comparison.levels().get(level).feature();
        int variants = layout.variants(feature);
        StringBuilder sql = new StringBuilder("case");
        for (int i = 0; i + 1 < variants; i++) {
            sql.append(" when ")
                    .append(same(feature, i))
                    .append(" then l.")
                    .append(Sql.name(frequencyColumn(comparison, level, i)));
        }
        String last = "l." + Sql.name(frequencyColumn(comparison, level, variants - 1));
        return variants == 1
                ? last
                : sql.append(" else ").append(last).append(" end").toString();
    }

    private String same(Feature feature, int leftVariant) {
        List<String> alternatives = new ArrayList<>();
        for (int j = 0; j < layout.variants(feature); j++) {
            alternatives.add(left(feature, leftVariant) + " = " + right(feature, j));
        }
        return "(" + String.join(" or ", alternatives) + ")";
    }

    /** The number of the first review rule that holds; null where none does. */
    String objection() {
        List<ReviewRule> rules = config.reviewRules();
        StringBuilder sql = new StringBuilder("case");
        for (int i = 0; i < rules.size(); i++) {
            sql.append(" when ")
                    .append(condition(rules.get(i)))
                    .append(" then ")
                    .append(i);
        }
        return rules.isEmpty() ? "null::integer" : sql.append(" end").toString();
    }

    /** Whether a review rule holds that keeps the record from being linked to anybody. */
    String objectionOfRecord() {
        return config.reviewRules().stream()
                .filter(ReviewRule::ofRecord)
                .map(rule -> "(" + condition(rule) + ")")
                .reduce((one, other) -> one + " or " + other)
                .orElse("false");
    }

    private String condition(ReviewRule rule) {
        return rule.outcomes().entrySet().stream().map(this::condition).collect(Collectors.joining(" and "));
    }

    private String condition(Map.Entry<Integer, Set<Integer>> outcome) {
        Comparison comparison = config.comparisons().get(outcome.getKey());
        String levels = outcome.getValue().stream().map(String::valueOf).collect(Collectors.joining(", "));
        boolean onlyFirst = outcome.getValue().equals(Set.of(0));
        // Agreement is far quicker to ask for than which level is reached.
        return onlyFirst
                ? "coalesce(" + condition(comparison.levels().getFirst()) + " and not (" + missing(comparison)
                        + "), false)"
                : "(" + outcome(comparison) + ") in (" + levels + ")";
    }

    private String condition(Level level) {
        if (level.crossed() != null) {
            return "(%s = %s and %s = %s)"
                    .formatted(
                            left(level.feature(), 0),
                            right(level.crossed(), 0),
                            left(level.crossed(), 0),
                            right(level.feature(), 0));
        }
        return anyVariant(level.closeness(), level.feature());
    }

    private String anyVariant(Closeness closeness, Feature feature) {
        int variants = layout.variants(feature);
        List<String> alternatives = new ArrayList<>();
        for (int i = 0; i < variants; i++) {
            for (int j = 0; j < variants; j++) {
                String sql = closeness.sql(left(feature, i), right(feature, j));
                alternatives.add(variants == 1 ? sql : "(" + sql + ")");
            }
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : "(" + String.join(" or ", alternatives) + ")";
    }

    private String missing(Comparison comparison) {
        List<String> reasons = new ArrayList<>();
        reasons.add(silent("l", comparison.of()));
        reasons.add(silent("r", comparison.of()));
        Column column = config.column(comparison.of().column());
        if (column.orFrom() != null) {
            Column source = config.column(column.orFrom().column());
            Feature number = new Feature(source.name(), source.kind().parts().getFirst());
            String taken = Sql.name(Layout.takenName(column));
            reasons.add("((l.%s is not null or r.%s is not null) and %s is not null and %s is not null)"
                    .formatted(taken, taken, left(number, 0), right(number, 0)));
        }
        if (comparison.unlessSame() != null) {
            reasons.add("coalesce(" + anyVariant(new Closeness.Same(), comparison.unlessSame()) + ", false)");
        }
        return String.join(" or ", reasons);
    }

    private String silent(String side, Feature feature) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < layout.variants(feature); i++) {
            missing.add(side + "." + Sql.name(Layout.name(feature, i)) + " is null");
        }
        return missing.size() == 1 ? missing.getFirst() : "(" + String.join(" and ", missing) + ")";
    }

    private static String left(Feature feature, int variant) {
        return "l." + Sql.name(Layout.name(feature, variant));
    }

    private static String right(Feature feature, int variant) {
        return "r." + Sql.name(Layout.name(feature, variant));
    }
}
