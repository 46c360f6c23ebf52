package org.hearth.linkage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.hearth.linkage.LinkageConfig.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * The prepared records of one or two files as the tables {@code left_records} and {@code right_records}; of one file, both
 * are the same and a pair is looked at once.
 */
final class Tables {

    private static final int RECORDS_A_REPORT = 20_000;

    private final Duck duck;
    private final LinkageConfig config;
    private final boolean deduplicates;
    private final List<String> notes = new ArrayList<>();
    private long leftCount;
    private long rightCount;

    Tables(Duck duck, LinkageConfig config, boolean deduplicates) {
        this.duck = duck;
        this.config = config;
        this.deduplicates = deduplicates;
    }

    void load(Path left, @Nullable Path right, Progress progress) throws SQLException, IOException {
        leftCount = load(left, "left_records", progress);
        if (right == null) {
            duck.execute("create view right_records as select * from left_records");
            rightCount = leftCount;
        } else {
            rightCount = load(right, "right_records", progress);
        }
        leaveOutLargeBlocks();
    }

    private long load(Path file, String table, Progress progress) throws SQLException, IOException {
        Layout layout = config.layout();
        String columns = layout.places().stream()
                .map(place -> Sql.name(place) + " varchar")
                .collect(Collectors.joining(", "));
        String keys = layout.keys().stream()
                .map(key -> Sql.name(key.column()) + " bigint")
                .collect(Collectors.joining(", "));
        duck.execute("create table %s (n integer, id varchar, truth varchar, %s, %s)".formatted(table, columns, keys));
        int[] count = new int[1];
        try (DuckDBAppender appender =
                duck.connection().unwrap(DuckDBConnection.class).createAppender("main", table)) {
            RecordFile records = new RecordFile(file, config);
            records.forEach((record, truth) -> {
                if (count[0] % RECORDS_A_REPORT == 0) {
                    progress.at(Progress.Step.READING, records.share());
                }
                PreparedRecord prepared = layout.prepare(record);
                appender.beginRow();
                appender.append(count[0]++);
                appender.append(record.id());
                append(appender, truth);
                for (String value : prepared.values()) {
                    append(appender, value);
                }
                for (long key : prepared.keys()) {
                    if (key == 0) {
                        appender.appendNull();
                    } else {
                        appender.append(key);
                    }
                }
                appender.endRow();
            });
        }
        duck.forEach("select id from %s group by id having count(*) > 1 order by id limit 1".formatted(table), row -> {
            throw new LinkageFailure(
                    file + " 的编号“" + row.getString(1) + "”不止一次出现。",
                    file + ": the id " + row.getString(1) + " is there more than once.");
        });
        return count[0];
    }

    private static void append(DuckDBAppender appender, @Nullable String value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
    }

    /** A block of very many records has very many pairs, and says little: who is in it is left to the other rules. */
    private void leaveOutLargeBlocks() throws SQLException {
        for (Layout.Key key : config.layout().keys()) {
            String column = Sql.name(key.column());
            duck.execute("""
                    create or replace temp table large_block as
                    select %1$s as key, count(*) as records
                    from right_records
                    where %1$s is not null
                    group by %1$s
                    having count(*) > %2$d
                    """.formatted(column, config.largestBlock()));
            long blocks = duck.whole("select count(*) from large_block");
            if (blocks == 0) {
                continue;
            }
            notes.add(describe(key, blocks));
            for (String table : deduplicates ? List.of("left_records") : List.of("left_records", "right_records")) {
                duck.execute("update %1$s set %2$s = null where %2$s in (select key from large_block)"
                        .formatted(table, column));
            }
        }
    }

    private String describe(Layout.Key key, long blocks) throws SQLException {
        List<Feature> rule = config.layout().rule(key);
        String values = rule.stream()
                .map(feature -> Sql.name(Layout.name(
                        feature, Math.min(key.variant(), config.layout().variants(feature) - 1))))
                .collect(Collectors.joining(", "));
        String[] said = new String[1];
        duck.forEach(
                """
                select records, concat_ws(' ', %s)
                from large_block
                join right_records on %s = key
                order by records desc, key
                limit 1
                """.formatted(values, Sql.name(key.column())),
                row -> said[0] = "规则 " + names(rule) + "：" + blocks + " 组超过 " + config.largestBlock() + " 条，未比较，最大的一组 "
                        + row.getLong(1)
                        + " 条（" + row.getString(2) + "）。 Rule " + names(rule) + ": " + blocks + " blocks of more than "
                        + config.largestBlock() + " records are left out; the largest has " + row.getLong(1) + " ("
                        + row.getString(2) + ").");
        return String.valueOf(said[0]);
    }

    /** What the frequency of each left record's values adds, as columns beside them: the value that agrees is on both sides. */
    void addFrequencies(Model model) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> joins = new ArrayList<>();
        for (Comparison comparison : config.comparisons()) {
            for (int level = 0; level < comparison.levels().size(); level++) {
                if (!comparison.levels().get(level).byFrequency()) {
                    continue;
                }
                Feature feature = comparison.levels().get(level).feature();
                String table = "frequency_" + columns.size();
                duck.execute("create temp table %s (value varchar, weight double)".formatted(table));
                try (DuckDBAppender appender =
                        duck.connection().unwrap(DuckDBConnection.class).createAppender("temp", "main", table)) {
                    for (var value : model.frequencyWeights(comparison, level).entrySet()) {
                        appender.beginRow();
                        appender.append(value.getKey());
                        appender.append(value.getValue().doubleValue());
                        appender.endRow();
                    }
                }
                for (int variant = 0; variant < config.layout().variants(feature); variant++) {
                    String alias = "f" + columns.size();
                    columns.add("coalesce(%s.weight, %s) as %s"
                            .formatted(
                                    alias,
                                    Sql.number(model.frequencyWeightOfRest(comparison, level)),
                                    Sql.name(PairSql.frequencyColumn(comparison, level, variant))));
                    joins.add("left join %s as %s on %s.value = records.%s"
                            .formatted(table, alias, alias, Sql.name(Layout.name(feature, variant))));
                }
            }
        }
        if (columns.isEmpty()) {
            return;
        }
        duck.execute("alter table left_records rename to bare_records");
        duck.execute("create table left_records as\nselect records.*, " + String.join(", ", columns)
                + "\nfrom bare_records as records\n" + String.join("\n", joins));
        if (deduplicates) {
            duck.execute("create or replace view right_records as select * from left_records");
        }
        duck.execute("drop table bare_records");
    }

    static String names(List<Feature> rule) {
        return rule.stream().map(Feature::toString).collect(Collectors.joining(" + "));
    }

    void note(String line) {
        notes.add(line);
    }

    /** What should be told, a line each: of every rule what was left out. */
    List<String> notes() {
        return notes;
    }

    long leftCount() {
        return leftCount;
    }

    long rightCount() {
        return rightCount;
    }

    boolean deduplicates() {
        return deduplicates;
    }

    /** Whether both files say whose their records are, as far as the config asks for it. */
    boolean knowTruth() throws SQLException {
        return duck.whole("select count(truth) from left_records") > 0
                && duck.whole("select count(truth) from right_records") > 0;
    }

    /** How many pairs there are at all. */
    double allPairs() {
        return deduplicates ? leftCount * (leftCount - 1.0) / 2 : (double) leftCount * rightCount;
    }

    /**
     * An equi-join of two keys of a rule: with former names a rule is several of them.
     *
     * @param earlier the joins before it: a pair that one of them has found is not found again
     */
    record Join(Layout.Key left, Layout.Key right, List<Join> earlier) {

        private String condition() {
            return "l.%s = r.%s".formatted(Sql.name(left.column()), Sql.name(right.column()));
        }

        /** {@code from} and {@code where} of the pairs. */
        String pairs(boolean deduplicates) {
            StringBuilder sql =
                    new StringBuilder("from left_records as l\njoin right_records as r on ").append(condition());
            sql.append("\nwhere ").append(deduplicates ? "l.n < r.n" : "true");
            earlier.forEach(join ->
                    sql.append("\n    and coalesce(").append(join.condition()).append(", false) = false"));
            return sql.toString();
        }
    }

    static List<Join> joins(List<Layout.Key> keys) {
        List<Join> joins = new ArrayList<>();
        for (Layout.Key left : keys) {
            for (Layout.Key right : keys) {
                if (left.rule() == right.rule()) {
                    joins.add(new Join(left, right, List.copyOf(joins)));
                }
            }
        }
        return joins;
    }

    /** How many pairs a join has, those that an earlier one has found among them. */
    long pairs(Join join) throws SQLException {
        long counted = duck.whole("""
                with l as (select %1$s as key, count(*) as records from left_records where %1$s is not null group by 1),
                    r as (select %2$s as key, count(*) as records from right_records where %2$s is not null group by 1)
                select coalesce(sum(l.records * r.records), 0)::bigint
                from l
                join r using (key)
                """.formatted(
                        Sql.name(join.left().column()), Sql.name(join.right().column())));
        return deduplicates ? counted / 2 : counted;
    }
}
