package org.hearth.app.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hearth.app.HearthTest;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A bench, run by hand (bench/README.md): a long file of medical bills about a generated register. So many households and rows
 * as the environment variables {@code HOUSEHOLDS} and {@code ROWS} say.
 */
@HearthTest
class LongImport {

    private record Someone(String name, String number) {}

    @Autowired
    private Exchange exchange;

    @Autowired
    private ReceivedFiles files;

    @TempDir
    Path folder;

    @Test
    void rows_a_second() throws IOException, SQLException, InterruptedException {
        int households = number("HOUSEHOLDS", 20_000);
        int rows = number("ROWS", 200_000);
        Path population = folder.resolve("population");
        Population.generate(
                new GenerateRequest(
                        households, 11, GenerateRequest.DEMO_REGIONS, GenerateRequest.DEMO_AS_OF, population),
                (step, share) -> {});
        Instant began = Instant.now();
        exchange.takeOver(population, Progress.SILENT);
        List<Someone> people = people(population);
        say("taken over", people.size(), began);

        Path file = folder.resolve("医保-long.csv");
        write(file, people, rows);
        System.out.printf("file: %,d bytes%n", Files.size(file));
        Scope county = Scope.system("bench");
        for (int n = 1; n <= number("TIMES", 2); n++) {
            // The second time the rows come in another file: a further line makes it one.
            if (n == 2) {
                Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);
            }
            Instant received = Instant.now();
            var batch = Scopes.within(
                    county,
                    () -> exchange.keep("medical-expenses", "医保-long.csv", file).batchId());
            say("received", rows, received);
            Instant reading = Instant.now();
            BatchState before = BatchState.QUEUED;
            ReceivedFiles.Batch now = Scopes.within(county, () -> files.batch(batch));
            while (now.state() != BatchState.DONE) {
                Thread.sleep(200);
                now = Scopes.within(county, () -> files.batch(batch));
                if (now.state() != before) {
                    say(before + " until", now.rows(), reading);
                    before = now.state();
                }
            }
            System.out.println(now);
            say("done", now.rows(), received);
        }
    }

    private static int number(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static void say(String what, long rows, Instant since) {
        double seconds = Math.max(1, Duration.between(since, Instant.now()).toMillis()) / 1000.0;
        long processor = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
        System.out.printf(
                "%s: %,d rows, %.1f s, %,.0f a second; processor time so far: Java %.1f s, PostgreSQL %.1f s%n",
                what, rows, seconds, rows / seconds, processor / 1000.0, ofPostgres() / 1000.0);
    }

    /** Of the processes of this run's own server that are there still, in milliseconds. */
    private static long ofPostgres() {
        Instant begun = ProcessHandle.current().info().startInstant().orElseThrow();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("hearth-test-"))
                .filter(process -> process.info().startInstant().orElse(begun).isAfter(begun))
                .flatMap(ProcessHandle::children)
                .map(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
                .reduce(0L, Long::sum);
    }

    private static List<Someone> people(Path population) throws SQLException {
        List<Someone> people = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select name, id_number from read_parquet('" + population
                        + "/persons.parquet') where id_number is not null order by person_id")) {
            while (row.next()) {
                people.add(new Someone(row.getString(1), row.getString(2)));
            }
        }
        return people;
    }

    /** Of twenty rows one is about a name that differs, one repeats the row before it, one has an amount that is none. */
    private static void write(Path file, List<Someone> people, int rows) throws IOException {
        Random random = new Random(5);
        LocalDate first = LocalDate.of(2023, 1, 1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n");
            String before = "";
            for (int i = 0; i < rows; i++) {
                Someone who = people.get(random.nextInt(people.size()));
                int total = 100 + random.nextInt(900_000);
                String row = (i % 20 == 3 ? "某某某" : who.name()) + "," + who.number() + ",第" + random.nextInt(400)
                        + "医院,"
                        + first.plusDays(random.nextInt(365)) + "," + (i % 20 == 11 ? "约" : "") + total / 100 + "."
                        + total % 100 / 10 + total % 10 + "," + total / 200 + ",0\n";
                out.write(i % 20 == 7 && !before.isEmpty() ? before : row);
                before = row;
            }
        }
    }
}
