package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hearth.app.HearthTest;
import org.hearth.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that takes long files in is killed twice (SIGKILL), at different moments, and started again. So many rows a kind
 * as the environment variable {@code KILLED_ROWS} says, where it is set: the long proof of bench/README.md.
 */
class KilledTwiceTest {

    private static final int ROWS = Integer.parseInt(System.getenv().getOrDefault("KILLED_ROWS", "400"));
    private static final int ROWS_IN_A_PART = Math.min(20_000, ROWS / 4);

    @TempDir
    Path folder;

    @Test
    void files_of_every_kind_come_to_the_same_as_without_a_disturbance() throws Exception {
        Map<String, List<String>> undisturbed;
        Map<String, List<String>> killed;
        try (EmbeddedPostgres postgres = HearthTest.Database.start()) {
            assertThat(start(postgres, "whole").waitFor()).isZero();
            undisturbed = contents(postgres);
        }
        try (EmbeddedPostgres postgres = HearthTest.Database.start()) {
            long first = killWhen(postgres, "first", """
                    select sum(rows) from exchange.batch having count(*) filter (where rows > 0) >= 2
                    """);
            long second = killWhen(postgres, "second", """
                    select sum(rows) from exchange.batch having count(*) filter (where state = 'DONE') >= 3
                    """);
            assertThat(second).isGreaterThanOrEqualTo(first);
            assertThat(start(postgres, "third").waitFor()).isZero();
            killed = contents(postgres);
        }
        assertThat(undisturbed.get("facts")).isNotEmpty();
        assertThat(undisturbed.get("waiting")).isNotEmpty();
        assertThat(undisturbed.get("deaths")).isNotEmpty();
        assertThat(undisturbed.get("left over")).containsExactly("0");
        undisturbed.forEach((what, rows) -> {
            System.out.println(what + ": " + rows.size());
            assertThat(without(killed.get(what), rows))
                    .as(what + " that is too much")
                    .isEmpty();
            assertThat(without(rows, killed.get(what)))
                    .as(what + " that is missing")
                    .isEmpty();
        });
    }

    private static List<String> without(List<String> some, List<String> others) {
        Map<String, Integer> counts = new HashMap<>();
        others.forEach(row -> counts.merge(row, 1, Integer::sum));
        return some.stream()
                .filter(row -> counts.merge(row, -1, Integer::sum) < 0)
                .limit(10)
                .toList();
    }

    /** @return the number that was there when it was killed */
    private long killWhen(EmbeddedPostgres postgres, String name, String question)
            throws IOException, InterruptedException {
        Process process = start(postgres, name);
        List<String> answer = await("something to kill it at")
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(5))
                .pollInSameThread()
                .failFast("the process ended by itself before it was killed", () -> !process.isAlive())
                // Until the platform has made its tables there is nothing to ask.
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> rows(postgres, question), rows -> !rows.isEmpty());
        process.destroyForcibly().waitFor();
        return Long.parseLong(answer.getFirst());
    }

    private Process start(EmbeddedPostgres postgres, String name) throws IOException {
        File log = folder.resolve(name + ".log").toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=" + (ROWS > 5_000 ? 4 : 1),
                        "-Duser.timezone=Asia/Shanghai",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ChildPlatform.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.owner().user(),
                        postgres.owner().password(),
                        postgres.application().user(),
                        postgres.application().password(),
                        Integer.toString(ROWS),
                        Integer.toString(ROWS_IN_A_PART))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static List<String> rows(EmbeddedPostgres postgres, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(),
                        postgres.owner().user(),
                        postgres.owner().password());
                Statement statement = connection.createStatement()) {
            statement.execute("set hearth.scope = ''; set hearth.scope_end = ':'");
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
        }
        return rows;
    }

    /** All that files have led to, in an order of its own, without ids and times. */
    private static Map<String, List<String>> contents(EmbeddedPostgres postgres) throws SQLException {
        Map<String, List<String>> contents = new LinkedHashMap<>();
        for (Map.Entry<String, String> query : Map.of(
                        "batches",
                        """
                        select (kind, file_name, sm3, rows, applied, unchanged, quarantined, dismissed, state)::text
                        from exchange.batch
                        """,
                        "facts",
                        """
                        select (f.region, household_id, person_id, f.kind, key, value, holds_on, f.department, b.kind, row_number)::text
                        from exchange.fact_in_force f
                        join exchange.batch b on b.id = f.batch_id
                        """,
                        "outcomes",
                        """
                        select (b.kind, o.region, row_number, outcome, household_id, person_id, amount)::text
                        from exchange.row_outcome o
                        join exchange.batch b on b.id = o.batch_id
                        """,
                        "waiting",
                        """
                        select (b.kind, row_number, shown, reason, column_name, reason_zh, number_index, identity, settled)::text
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        """,
                        "chain",
                        """
                        select (region, household_id, person_id, happened_on, kind, summary_zh, summary_en, source, actor)::text
                        from chain.entry
                        """,
                        "deaths",
                        """
                        select (id, died_on)::text from registry.person where died_on is not null
                        """,
                        "left over",
                        """
                        select ((select count(*) from exchange.file_part) + (select count(*) from exchange.not_in_force))::text
                        """)
                .entrySet()) {
            contents.put(query.getKey(), rows(postgres, query.getValue() + " order by 1"));
        }
        return contents;
    }
}
