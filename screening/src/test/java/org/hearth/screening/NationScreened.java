package org.hearth.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hearth.policy.Pack;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A benchmark, run by hand (bench/README.md): the screening of 30 million households with all strata, amounts and
 * indicators, beside reading every column of the same files once. A generated population is written {@code -Dtimes=30} times
 * over, under ids of its own each time; one of {@code -Dhouseholds=1000000}.
 */
class NationScreened {

    private static final int HOUSEHOLDS = Integer.getInteger("households", 1_000_000);
    private static final int TIMES = Integer.getInteger("times", 30);
    private static final Set<String> OF_PERSONS = Set.of("persons", "incomes", "supporters", "parents");

    @TempDir
    Path folder;

    @Test
    void thirty_million_households() throws SQLException, IOException {
        Path one = folder.resolve("one");
        Population.generate(GenerateRequest.ofDemo(HOUSEHOLDS, 1, one), org.hearth.population.Progress.NONE);
        Path facts = Files.createDirectories(folder.resolve("facts"));
        for (String table : FactsFolder.TABLES) {
            sql(List.of("copy (\n" + timesOver(one, table) + "\n) to " + file(facts, table)
                    + " (format parquet, compression zstd)"));
        }

        double scanned = seconds(() -> sql(FactsFolder.TABLES.stream()
                .map(table -> "select bit_xor(hash(t)) from read_parquet(" + file(facts, table) + ") t")
                .toList()));
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = machine.getProcessCpuTime();
        var run = Screening.run(
                Pack.load(Path.of("../packs/cn")),
                facts,
                LocalDate.of(2023, 12, 20),
                folder.resolve("out"),
                Progress.NONE);
        double took = run.took().toMillis() / 1e3;
        assertThat(run.households()).isEqualTo((long) HOUSEHOLDS * TIMES);
        System.out.printf(
                "%,d households, %,d persons, %,d indicators: %.1f s, %.1f s of processor time, %s; one scan %.1f s (%.1f %%)%n",
                run.households(),
                run.persons(),
                run.indicators(),
                took,
                (machine.getProcessCpuTime() - before) / 1e9,
                peak(),
                scanned,
                100 * scanned / took);
    }

    private static String timesOver(Path from, String table) {
        return IntStream.range(0, TIMES)
                .mapToObj(time -> "select * replace (" + id("household_id", "H", 10, (long) time * HOUSEHOLDS)
                        + (OF_PERSONS.contains(table) ? ", " + id("person_id", "P", 12, 100L * time * HOUSEHOLDS) : "")
                        + ")\nfrom read_parquet(" + file(from, table) + ")")
                .collect(Collectors.joining("\nunion all\n"));
    }

    private static String id(String column, String letter, int digits, long more) {
        return "'%2$s' || lpad((substr(%1$s, 2)::bigint + %4$d)::varchar, %3$d, '0') as %1$s"
                .formatted(column, letter, digits, more);
    }

    private static String file(Path folder, String table) {
        return Duck.quoted(folder.resolve(table + ".parquet"));
    }

    private static double seconds(Work work) throws SQLException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void sql(List<String> statements) throws SQLException {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String peak() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .findFirst()
                    .orElse("peak memory not known");
        }
    }
}
