package org.hearth.linkage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Links the records of one file or of two, millions of them, as SQL on an embedded DuckDB. With two files each record of the
 * left one is looked for in the right one; with one, records of the same person are brought together in clusters.
 */
public final class Linkage {

    /**
     * What is to be linked.
     *
     * @param left a CSV in UTF-8 or GB18030, or a Parquet file
     * @param right the register, or nothing to find the duplicates within {@code left}
     * @param out the pairs that are linked or for review, as CSV
     * @param model where the trained model is kept: read if it is there, else trained and written; nothing to train anew
     * @param clusters of one file: every record with its cluster, as CSV; nothing to leave that out
     */
    public record Request(
            LinkageConfig config,
            Path left,
            @Nullable Path right,
            Path out,
            @Nullable Path model,
            @Nullable Path clusters) {}

    /**
     * What came of it.
     *
     * @param leftRecords how many records the left file has
     * @param rightRecords how many the right file has; of one file, the same
     * @param pairs how many pairs were compared
     * @param links how many of them are linked
     * @param reviews how many are for people to decide
     * @param notes what should be told, a line each: blocks that were too large to compare, a model that could not be learned
     * @param quality where the config says what the truth is
     * @param took from beginning to end
     */
    public record Result(
            long leftRecords,
            long rightRecords,
            long pairs,
            long links,
            long reviews,
            List<String> notes,
            Optional<Quality> quality,
            Duration took) {}

    private static final int FEWEST_TO_LEARN_FROM = 200;
    // A register that only begins does not tell among how many people a record's person is to be found.
    private static final long SMALLEST_REGISTER = 100_000;

    private final Request request;
    private final Progress progress;
    private final Duck duck;
    private final LinkageConfig config;
    private long compared;

    private Linkage(Request request, Progress progress, Duck duck) {
        this.request = request;
        this.progress = progress;
        this.duck = duck;
        this.config = request.config();
    }

    /**
     * Links, and writes the files.
     *
     * @throws LinkageFailure when a file or the config cannot be used
     * @throws IOException when a file cannot be read or written
     */
    public static Result run(Request request, Progress progress) throws IOException {
        long start = System.nanoTime();
        try (Duck duck = new Duck()) {
            Result result = new Linkage(request, progress, duck).run(start);
            progress.at(Progress.Step.DONE, 1);
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException("the records could not be linked: " + e.getMessage(), e);
        }
    }

    /**
     * Trains a model, or reads the one that is there.
     *
     * @param kept where the model is kept, as in {@link Request}
     * @throws LinkageFailure when a file or the config cannot be used
     */
    public static Model train(
            LinkageConfig config, Path left, @Nullable Path right, @Nullable Path kept, Progress progress)
            throws IOException {
        try (Duck duck = new Duck()) {
            Optional<Model> model = kept(config, kept);
            return model.isPresent()
                    ? model.get()
                    : trained(duck, loaded(duck, config, left, right, progress), config, kept, progress);
        } catch (SQLException e) {
            throw new IllegalStateException("the model could not be trained: " + e.getMessage(), e);
        }
    }

    /**
     * Explains the score of two records of files.
     *
     * @throws LinkageFailure when a file has no record of the id
     */
    public static Score explain(Model model, Path left, @Nullable Path right, String leftId, String rightId)
            throws IOException {
        return model.score(
                new RecordFile(left, model.config()).find(leftId),
                new RecordFile(right == null ? left : right, model.config()).find(rightId));
    }

    private Result run(long start) throws SQLException, IOException {
        Optional<Model> kept = kept(config, request.model());
        Tables tables = loaded(duck, config, request.left(), request.right(), progress);
        refuseTooManyPairs(tables);
        Model model = kept.isPresent() ? kept.get() : trained(duck, tables, config, request.model(), progress);
        compare(tables, model);
        progress.at(Progress.Step.DECIDING, 0);
        decide(tables);
        if (tables.deduplicates()) {
            cluster(tables);
        }
        write(tables, model);
        return new Result(
                tables.leftCount(),
                tables.rightCount(),
                compared,
                duck.whole("select count(*) from decided where decision = 'link'"),
                duck.whole("select count(*) from decided where decision = 'review'"),
                List.copyOf(tables.notes()),
                tables.knowTruth() ? Optional.of(quality(tables)) : Optional.empty(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static Optional<Model> kept(LinkageConfig config, @Nullable Path file) throws IOException {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        Model model = Model.read(file);
        if (!model.config().text().equals(config.text())) {
            throw new LinkageFailure(
                    file + " 是按另一份配置训练的；请删除它重新训练，或改用当时的配置。",
                    file + " was trained with another config; delete it to train again, or use that config.");
        }
        return Optional.of(model);
    }

    private static Tables loaded(Duck duck, LinkageConfig config, Path left, @Nullable Path right, Progress progress)
            throws SQLException, IOException {
        Tables tables = new Tables(duck, config, right == null);
        tables.load(left, right, progress);
        return tables;
    }

    private static Model trained(Duck duck, Tables tables, LinkageConfig config, @Nullable Path kept, Progress progress)
            throws SQLException, IOException {
        Model model = learned(duck, tables, config, progress);
        if (kept != null) {
            model.write(kept);
        }
        return model;
    }

    /** Trained on the records, unless they are too few to learn from and the config is the one that a model comes with. */
    private static Model learned(Duck duck, Tables tables, LinkageConfig config, Progress progress)
            throws SQLException {
        long fewer = Math.min(tables.leftCount(), tables.rightCount());
        if (fewer >= FEWEST_TO_LEARN_FROM) {
            return new Trainer(duck, tables, config).train(progress);
        }
        Model persons = Model.ofPersons();
        if (persons.config().text().equals(config.text())) {
            tables.note("只有 " + fewer + " 条记录，不足以训练，用了自带的人员模型。 " + fewer
                    + " records are too few to learn from: the model of persons that comes with it was used.");
            return persons.forRegisterOf(Math.max(SMALLEST_REGISTER, tables.rightCount()));
        }
        try {
            Model model = new Trainer(duck, tables, config).train(progress);
            tables.note(
                    "只有 " + fewer + " 条记录，训练出的得分不可靠；最好先用更多记录训练，再用 --model 指定。 " + fewer
                            + " records are few to learn from: the scores are uncertain; better train on more, and name that model.");
            return model;
        } catch (LinkageFailure e) {
            throw new LinkageFailure(
                    "只有 " + fewer + " 条记录，不足以训练；请先用更多记录训练，再用 --model 指定。",
                    "Too few records to learn from (" + fewer + "): train on more, and name that model with --model.",
                    e);
        }
    }

    private void refuseTooManyPairs(Tables tables) throws SQLException {
        for (Tables.Join join : Tables.joins(config.layout().blockingKeys())) {
            long pairs = tables.pairs(join);
            if (pairs > config.mostPairs()) {
                String rule = Tables.names(config.layout().rule(join.left()));
                throw new LinkageFailure(
                        "规则 " + rule + " 有 " + pairs + " 对记录要比较，超过 most-pairs（" + config.mostPairs()
                                + "）。请在规则里加一列，或减小 largest-block。",
                        "Rule " + rule + " has " + pairs + " pairs to compare, more than most-pairs ("
                                + config.mostPairs() + "); add a column to it, or lower largest-block.");
            }
        }
    }

    /** The pairs that are worth keeping: likely enough to be looked at, or with an objection to be told. */
    private void compare(Tables tables, Model model) throws SQLException {
        tables.addFrequencies(model);
        PairSql sql = new PairSql(config);
        String weight = sql.weight(model);
        duck.execute("create table scored (l integer, r integer, weight double, objection integer)");
        List<Tables.Join> joins = Tables.joins(config.layout().blockingKeys());
        for (int i = 0; i < joins.size(); i++) {
            progress.at(Progress.Step.COMPARING, (double) i / joins.size());
            String pairs = joins.get(i).pairs(tables.deduplicates());
            compared += duck.whole("select count(*) " + pairs);
            duck.execute("""
                    insert into scored
                    select
                        l.n,
                        r.n,
                        %1$s,
                        %2$s
                    %3$s
                        and (%1$s >= %4$s or %5$s)
                    """.formatted(
                            weight,
                            sql.objection(),
                            pairs,
                            Sql.number(Model.weightOf(config.thresholds().review())),
                            sql.objectionOfRecord()));
        }
    }

    private void decide(Tables tables) throws SQLException {
        String link = Sql.number(Model.weightOf(config.thresholds().link()));
        String codes = reasonCodes();
        if (tables.deduplicates()) {
            duck.execute("""
                    create table decided as
                    select
                        l,
                        r,
                        weight,
                        case when objection is null and weight >= %1$s then 'link' else 'review' end as decision,
                        case
                            when objection is not null then %2$s[objection + 1]
                            when weight < %1$s then 'uncertain'
                        end as reason
                    from scored
                    """.formatted(link, codes));
            return;
        }
        duck.execute("""
                create table decided as
                with ranked as (
                    select
                        *,
                        row_number() over likeliest as place,
                        first_value(weight) over likeliest as best,
                        nth_value(weight, 2) over likeliest as second
                    from scored
                    window likeliest as (
                        partition by l order by weight desc, r rows between unbounded preceding and unbounded following
                    )
                ),
                objected as (
                    select l, first(objection order by weight desc, r) as objection
                    from ranked
                    where %4$s[objection + 1] or (objection is not null and place = 1)
                    group by l
                ),
                judged as (
                    select
                        l,
                        r,
                        weight,
                        place,
                        case
                            when objected.objection is not null then %2$s[objected.objection + 1]
                            when best < %1$s then 'uncertain'
                            when second > best - %3$s then 'ambiguous'
                        end as reason
                    from ranked
                    left join objected using (l)
                )
                select l, r, weight, case when reason is null then 'link' else 'review' end as decision, reason
                from judged
                where reason is not null or place = 1
                """.formatted(link, codes, Sql.number(config.thresholds().margin()), ofRecord()));
    }

    private String reasonCodes() {
        return config.reviewRules().stream()
                .map(rule -> Sql.text(rule.reason().code()))
                .collect(Collectors.joining(", ", "([", "]::varchar[])"));
    }

    private String ofRecord() {
        return config.reviewRules().stream()
                .map(rule -> String.valueOf(rule.ofRecord()))
                .collect(Collectors.joining(", ", "([", "]::boolean[])"));
    }

    /** Records that links hold together, directly or through others, are one cluster, named by its first record. */
    private void cluster(Tables tables) throws SQLException {
        int[] parent = new int[(int) tables.leftCount()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        duck.forEach("select l, r from decided where decision = 'link'", row -> {
            int one = root(parent, row.getInt(1));
            int other = root(parent, row.getInt(2));
            parent[Math.max(one, other)] = Math.min(one, other);
        });
        duck.execute("create table cluster (n integer, first integer)");
        try (DuckDBAppender appender =
                duck.connection().unwrap(DuckDBConnection.class).createAppender("main", "cluster")) {
            for (int i = 0; i < parent.length; i++) {
                appender.beginRow();
                appender.append(i);
                appender.append(root(parent, i));
                appender.endRow();
            }
        }
    }

    private static int root(int[] parent, int record) {
        int root = record;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private void write(Tables tables, Model model) throws SQLException {
        PairSql sql = new PairSql(config);
        String parts = config.comparisons().stream()
                .map(comparison -> ",\n    round(%s, 4) as %s"
                        .formatted(sql.partWeight(comparison, model), Sql.name(comparison.name())))
                .collect(Collectors.joining());
        String cluster = tables.deduplicates() ? "case when decision = 'link' then named.id end as cluster," : "";
        String pairs = """
                select
                    l.n as l,
                    l.id as left_id,
                    r.id as right_id,
                    %1$s
                    decided.decision,
                    decided.reason,
                    round(1 / (1 + pow(2, -decided.weight)), 6) as probability,
                    round(decided.weight, 4) as weight%2$s
                from decided
                join left_records as l on l.n = decided.l
                join right_records as r on r.n = decided.r
                """.formatted(cluster, parts);
        if (tables.deduplicates()) {
            pairs += """
                    join cluster on cluster.n = decided.l
                    join left_records as named on named.n = cluster.first
                    """;
        } else {
            pairs += """
                    union all by name
                    select n as l, id as left_id, 'none' as decision
                    from left_records
                    where n not in (select l from decided)
                    """;
        }
        copy("select * exclude (l)\nfrom (" + pairs + ")\norder by l, weight desc nulls last, right_id", request.out());
        if (tables.deduplicates() && request.clusters() != null) {
            copy("""
                    select records.id, named.id as cluster
                    from cluster
                    join left_records as records on records.n = cluster.n
                    join left_records as named on named.n = cluster.first
                    order by records.n
                    """, request.clusters());
        }
    }

    private void copy(String query, Path file) throws SQLException {
        duck.execute("copy (\n%s\n) to %s (format csv, header)"
                .formatted(query, Sql.text(file.toAbsolutePath().toString())));
    }

    private Quality quality(Tables tables) throws SQLException {
        long truePairs = duck.whole(
                tables.deduplicates()
                        ? "select coalesce(sum(records * (records - 1) / 2), 0)::bigint from"
                                + " (select count(*) as records from left_records where truth is not null group by truth)"
                        : "select count(*) from left_records as l join right_records as r using (truth)");
        long[] counts = new long[3];
        duck.forEach("""
                select
                    count(*) filter (decision = 'link'),
                    count(*) filter (decision = 'link' and l.truth = r.truth),
                    count(*) filter (decision = 'review' and l.truth = r.truth)
                from decided
                join left_records as l on l.n = decided.l
                join right_records as r on r.n = decided.r
                """, row -> {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = row.getLong(i + 1);
            }
        });
        return new Quality(truePairs, counts[0], counts[1], counts[2]);
    }
}
