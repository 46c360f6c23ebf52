package org.hearth.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.hearth.policy.Pack;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreeningTest {

    private static final Pack PACK = Pack.load(Path.of("../packs/cn"));
    private static final LocalDate ON = LocalDate.of(2023, 12, 20);

    @TempDir
    private static Path folder;

    private static Path facts;
    private static Path out;
    private static Screening.Run run;

    @BeforeAll
    static void screen() {
        facts = folder.resolve("facts");
        out = folder.resolve("out");
        Population.generate(GenerateRequest.ofDemo(3_000, 7, facts), org.hearth.population.Progress.NONE);
        run = Screening.run(PACK, facts, ON, out, Progress.NONE);
    }

    private static long number(String sql) throws SQLException {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(
                        sql.replace("OUT", out.toString()).replace("FACTS", facts.toString()))) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void every_household_is_screened_as_it_is_decided_alone() {
        assertThat(run.households()).isEqualTo(3_000);
        assertThat(Screening.verify(PACK, facts, ON, out, 3_000, 1)).isEmpty();
    }

    @Test
    void what_is_found_is_the_truth_wherever_the_facts_suffice() throws SQLException {
        assertThat(number("""
                select count(*)
                from 'FACTS/truth/households.parquet' as truth
                join 'OUT/households.parquet' as found using (household_id)
                where truth.stratum <> found.stratum and found.stratum <> 'undetermined'
                """)).isZero();
        assertThat(number("select count(*) from 'OUT/households.parquet' where stratum = 'dibao'"))
                .isPositive();
    }

    @Test
    void nobody_is_undetermined_without_a_question_to_ask() throws SQLException {
        assertThat(number("""
                select count(*)
                from 'OUT/households.parquet'
                where stratum = 'undetermined' and (len(missing) = 0 or decided_by is not null)
                """)).isZero();
        assertThat(number("select count(*) from 'OUT/households.parquet' where stratum = 'undetermined'"))
                .isPositive();
    }

    /** 3,000 households by 700 at once are 5 parts. */
    @Test
    void a_population_screened_in_parts_comes_out_as_in_one() throws SQLException {
        Path parts = folder.resolve("parts");
        var inParts = Screening.run(PACK, facts, ON, parts, Progress.NONE, 700);
        assertThat(inParts.households()).isEqualTo(run.households());
        assertThat(inParts.persons()).isEqualTo(run.persons());
        assertThat(inParts.indicators()).isEqualTo(run.indicators());
        for (String table : new String[] {"households", "persons", "indicators"}) {
            String one = "from 'OUT/" + table + ".parquet'";
            String other = "from '" + parts + "/" + table + ".parquet'";
            assertThat(number("select count(*) from ((%1$s except all %2$s) union all (%2$s except all %1$s))"
                            .formatted(one, other)))
                    .as(table)
                    .isZero();
        }
        assertThat(parts).isDirectoryNotContaining("glob:**/.spill*");
    }

    @Test
    void every_decision_names_its_rule() throws SQLException {
        assertThat(number("""
                select count(*)
                from 'OUT/households.parquet'
                where stratum <> 'undetermined' and decided_by is null
                """)).isZero();
    }

    @Test
    void a_changed_result_is_found_by_verifying() throws SQLException {
        Path changed = folder.resolve("changed");
        changed.toFile().mkdirs();
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("""
                    copy (
                        select * replace (dibao_amount + 1 as dibao_amount)
                        from 'OUT/households.parquet'
                        where dibao_amount > 0
                        limit 3
                    ) to 'CHANGED/households.parquet';
                    copy (from 'OUT/persons.parquet') to 'CHANGED/persons.parquet';
                    copy (from 'OUT/indicators.parquet') to 'CHANGED/indicators.parquet';
                    """.replace("OUT", out.toString()).replace("CHANGED", changed.toString()));
        }
        assertThat(Screening.verify(PACK, facts, ON, changed, 10, 1))
                .extracting(Screening.Difference::field)
                .containsExactly("dibao_amount", "dibao_amount", "dibao_amount");
    }

    @Test
    void files_from_before_a_column_was_gained_are_read_as_if_nobody_had_stated_it() throws SQLException, IOException {
        Path old = copyOfFacts("old");
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String file : List.of(
                    "households exclude (dwelling_danger, electricity_unused_since, reviewed_on, account_state)",
                    "persons exclude (elder_ability_modifiers, disability_certified_on, disability_expires_on, "
                            + "disability_grade_before, died_on, released_on, student_since, unemployed_since, "
                            + "unemployment_insured, medical_insurance, last_visit_on, migrant_since, married, "
                            + "on_another_roll)")) {
                String table = file.substring(0, file.indexOf(' '));
                statement.execute("copy (select *" + file.substring(table.length()) + " from '" + facts + "/" + table
                        + ".parquet') to '" + old + "/" + table + ".parquet'");
            }
        }
        Path screened = folder.resolve("screened-old");
        assertThat(Screening.run(PACK, old, ON, screened, Progress.NONE).households())
                .isEqualTo(3_000);
        assertThat(Screening.verify(PACK, old, ON, screened, 500, 1)).isEmpty();
    }

    private static Path copyOfFacts(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(facts)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void a_row_that_cannot_be_read_is_named_and_nothing_is_written() throws SQLException, IOException {
        Path broken = copyOfFacts("broken");
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("""
                    copy (
                        select * replace (case when row_number() over () = 1 then -100 else monthly end as monthly)
                        from 'FACTS/incomes.parquet'
                    ) to 'BROKEN/incomes.parquet'
                    """.replace("FACTS", facts.toString()).replace("BROKEN", broken.toString()));
        }
        Path nothing = folder.resolve("nothing");
        assertThatThrownBy(() -> Screening.run(PACK, broken, ON, nothing, Progress.NONE))
                .hasMessageContaining("incomes.parquet, household ")
                .hasMessageEndingWith("monthly is out of range: -100");
        assertThat(nothing).isEmptyDirectory();
    }
}
