package org.hearth.screening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hearth.policy.Pack;
import org.hearth.policy.ScreeningSql;
import org.jspecify.annotations.Nullable;

/**
 * Screens a whole population by a policy pack, and proves a screening against the decision of single households: the
 * front door of this library.
 */
public final class Screening {

    /** What was screened, and how long it took. */
    public record Run(long households, long persons, long indicators, Duration took) {}

    /**
     * A result in which the screening and the decision of the one household differ.
     *
     * @param person null where it is the household's
     * @param field the column of the result
     * @param screened what the screening wrote
     * @param decided what {@link Pack#decide} says
     */
    public record Difference(
            String household, @Nullable String person, String field, String screened, String decided) {}

    private Screening() {}

    /** How many households are screened at once: what they need fits in some 4 GiB, so nothing spills. */
    private static final long AT_ONCE = 1_000_000;

    /**
     * Screens the population in {@code facts} (docs/facts-layout.md) by the rules and values in force on a day, and writes
     * {@code households.parquet}, {@code persons.parquet} and {@code indicators.parquet} into {@code out}. A large population
     * is screened part after part, so that memory and disk stay bounded whatever its size.
     *
     * @throws IllegalArgumentException in one line, naming file, household and person of the first row that cannot be
     *     read; nothing is then written
     */
    public static Run run(Pack pack, Path facts, LocalDate on, Path out, Progress progress) {
        return run(pack, facts, on, out, progress, AT_ONCE);
    }

    static Run run(Pack pack, Path facts, LocalDate on, Path out, Progress progress, long atOnce) {
        long began = System.nanoTime();
        try (Duck duck = new Duck(out)) {
            duck.read(facts);
            List<String> parts = parts(duck, atOnce);
            List<Long> rows = parts.isEmpty()
                    ? write(duck, pack.screening(on), out, progress)
                    : inParts(duck, pack.screening(on), facts, parts, out, progress);
            progress.at(Progress.Step.DONE, 1);
            return new Run(rows.get(0), rows.get(1), rows.get(2), Duration.ofNanos(System.nanoTime() - began));
        } catch (SQLException e) {
            throw new IllegalStateException("the screening failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Conditions on {@code household_id} that cut the population into ranges of about so many households; none where it need
     * not be cut. In files sorted by household, as ours are, each range reads its own row groups only.
     */
    private static List<String> parts(Duck duck, long atOnce) throws SQLException {
        try (Statement statement = duck.connection().createStatement()) {
            long households;
            try (ResultSet row = statement.executeQuery("select count(*) from households")) {
                row.next();
                households = row.getLong(1);
            }
            int parts = (int) ((households + atOnce - 1) / atOnce);
            if (parts < 2) {
                return List.of();
            }
            var bounds = new ArrayList<String>();
            try (ResultSet row = statement.executeQuery("""
                    select max(household_id)
                    from (
                        select household_id, ntile(%d) over (order by household_id) as part
                        from (select household_id from households using sample reservoir (100000 rows) repeatable (1))
                    )
                    group by part
                    order by part
                    """.formatted(parts))) {
                while (row.next()) {
                    bounds.add("'" + row.getString(1).replace("'", "''") + "'");
                }
            }
            var conditions = new ArrayList<String>();
            for (int i = 0; i < bounds.size(); i++) {
                boolean first = i == 0;
                boolean last = i == bounds.size() - 1;
                String below = last ? "true" : "household_id <= " + bounds.get(i);
                conditions.add("\nwhere "
                        + (first
                                ? "(" + below + " or household_id is null)"
                                : "household_id > " + bounds.get(i - 1) + " and " + below));
            }
            return conditions;
        }
    }

    private static List<Long> inParts(
            Duck whole, ScreeningSql sql, Path facts, List<String> parts, Path out, Progress progress)
            throws SQLException, IOException {
        Path pieces = whole.folder("pieces");
        for (int i = 0; i < parts.size(); i++) {
            int before = i;
            try (Duck duck = new Duck(pieces.resolve(String.valueOf(i)))) {
                duck.read(facts, parts.get(i));
                write(
                        duck,
                        sql,
                        pieces.resolve(String.valueOf(i)),
                        (step, share) -> progress.at(step, (before + share) / parts.size()));
            }
        }
        var rows = new ArrayList<Long>();
        for (String result : sql.results().keySet()) {
            rows.add(write(
                    whole,
                    result,
                    "from read_parquet(" + Duck.quoted(pieces.resolve("*/" + result + ".parquet")) + ")",
                    out));
        }
        publish(sql, out);
        return rows;
    }

    /** Runs a pack's SQL on the facts that {@code duck} reads, and writes each result as a file; gives their numbers of rows. */
    static List<Long> write(Duck duck, ScreeningSql sql, Path out, Progress progress) throws SQLException, IOException {
        for (ScreeningSql.Step step : sql.preparation()) {
            duck.execute(step.sql());
        }
        double done = 0;
        double all = sql.checks().size() + sql.steps().size() + sql.results().size();
        for (ScreeningSql.Step check : sql.checks()) {
            progress.at(Progress.Step.CHECKING, done++ / all);
            refuse(duck.connection(), check.sql());
        }
        for (ScreeningSql.Step step : sql.steps()) {
            progress.at(Progress.Step.DECIDING, done++ / all);
            duck.execute(step.sql());
        }
        var rows = new ArrayList<Long>();
        for (Map.Entry<String, String> result : sql.results().entrySet()) {
            progress.at(Progress.Step.WRITING, done++ / all);
            rows.add(write(duck, result.getKey(), result.getValue(), out));
        }
        publish(sql, out);
        return rows;
    }

    private static void publish(ScreeningSql sql, Path out) throws IOException {
        for (String result : sql.results().keySet()) {
            Files.move(
                    out.resolve("." + result + ".parquet"),
                    out.resolve(result + ".parquet"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void refuse(Connection connection, String check) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(check)) {
            if (row.next()) {
                String person = row.getString(3) == null ? "" : ", person " + row.getString(3);
                throw new IllegalArgumentException(
                        row.getString(1) + ", household " + row.getString(2) + person + ": " + row.getString(4));
            }
        }
    }

    static long write(Duck duck, String name, String query, Path out) throws SQLException {
        String file = Duck.quoted(out.resolve("." + name + ".parquet"));
        try (Statement statement = duck.connection().createStatement()) {
            return statement.executeLargeUpdate(
                    "copy (\n" + query + "\n) to " + file + " (format parquet, compression zstd)");
        }
    }

    /**
     * Decides some households of a screening again, one by one, and compares stratum, deciding rule, income, amounts,
     * members, marks, missing facts and indicators.
     *
     * @param facts the population that was screened
     * @param on the day it was screened for
     * @param out where the screening was written
     * @param households how many; all when there are no more
     * @param seed which ones
     * @return every difference; none when both ways agree
     */
    public static List<Difference> verify(Pack pack, Path facts, LocalDate on, Path out, long households, long seed) {
        try (Duck duck = new Duck(out)) {
            duck.read(facts);
            return new Verification(pack, duck, on, out).of(households, seed);
        } catch (SQLException e) {
            throw new IllegalStateException("the screening could not be verified: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
