package org.hearth.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.hearth.policy.Pack;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddHouseholdsTest {

    private static final Pack PACK = Pack.load(Path.of("../packs/cn"));

    /** The profile {@code nightly} asks for more than there is time for in an ordinary run. */
    private static final long HOUSEHOLDS = Long.getLong("odd.households", 1_000);

    private static final Map<String, String> FILES = Map.of(
            "household", "households",
            "person", "persons",
            "income", "incomes",
            "expenditure", "expenditures",
            "vehicle", "vehicles",
            "supporter", "supporters",
            "parent", "parents",
            "event", "events");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void make() throws SQLException, IOException {
        Path facts = Files.createDirectory(folder.resolve("facts"));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                var script =
                        Objects.requireNonNull(OddHouseholdsTest.class.getResourceAsStream("odd-households.sql"))) {
            statement.execute("create table how_many as select " + HOUSEHOLDS + " as households");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            for (var file : FILES.entrySet()) {
                statement.execute(
                        "copy " + file.getKey() + " to '" + facts.resolve(file.getValue() + ".parquet") + "'");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-12-20", "2024-02-29", "2025-02-28"})
    void values_that_are_missing_or_zero_or_huge_or_on_the_line_are_decided_alike(String on) {
        Path out = folder.resolve(on);
        LocalDate day = LocalDate.parse(on);
        var run = Screening.run(PACK, folder.resolve("facts"), day, out, Progress.NONE);
        assertThat(run.households()).isEqualTo(HOUSEHOLDS);
        assertThat(Screening.verify(PACK, folder.resolve("facts"), day, out, HOUSEHOLDS, 1))
                .isEmpty();
    }
}
