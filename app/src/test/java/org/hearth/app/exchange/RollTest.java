package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.HouseholdDocument;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class RollTest {

    private static final RegionCode COUNTY = RegionCode.parse("632221");

    @Autowired
    private Exchange exchange;

    @Autowired
    private JdbcClient db;

    @Test
    void a_roll_taken_over_is_exported_as_it_came_and_each_household_is_a_document(@TempDir Path folder)
            throws SQLException {
        Path came = folder.resolve("came");
        Path went = folder.resolve("went");
        Population.generate(
                new GenerateRequest(300, 7, List.of(COUNTY), LocalDate.of(2023, 10, 31), came), (step, share) -> {});
        stateWhatTheGeneratorDoesNot(came);
        exchange.takeOver(came, (what, share) -> {});
        exchange.takeOver(came, (what, share) -> {});
        exchange.exportFacts(went);

        assertSame(
                came,
                went,
                "households",
                "region, residence, list_sort(holds), assets_known, financial_per_capita, dwellings, non_residential_property, business_registration, dwelling_danger, electricity_unused_since, reviewed_on, account_state",
                "starts_with(region, '632221')",
                "true");
        assertSame(
                came,
                went,
                "persons",
                "name, region, born, sex, relation, disability_kind, disability_grade, student, major_disease, can_live_independently, employed, refused_work, away, deceased, self_care_failed, elder_ability_score, list_sort(elder_ability_modifiers), lives_with, living_arrangement, special_family_planning, care_home_since, care_home_fee, supporters_known, parents_known, disability_certified_on, disability_expires_on, disability_grade_before, died_on, released_on, student_since, unemployed_since, unemployment_insured, medical_insurance, last_visit_on, migrant_since, married, on_another_roll",
                "starts_with(region, '632221')",
                "true");
        String ours = "household_id in (select household_id from read_parquet('" + went
                + "/households.parquet') where starts_with(region, '632221'))";
        assertSame(came, went, "incomes", "person_id is null, kind, monthly", ours, "true");
        assertSame(came, went, "expenditures", "kind, amount, reimbursed, public_school_rate", ours, "true");
        assertSame(
                came,
                went,
                "vehicles",
                "kind, value",
                ours,
                "household_id in (select household_id from read_parquet('" + came
                        + "/households.parquet') where assets_known)");
        assertSame(
                came,
                went,
                "supporters",
                "relation, age, situation, assets_within_tekun_rule, support_monthly",
                ours,
                "true");
        assertSame(came, went, "parents", "status, months, able_guardian", ours, "true");
        assertSame(came, went, "events", "kind, date, cause, loss, requested", ours, "true");

        Scopes.run(new Scope(COUNTY, "county"), () -> {
            List<UUID> households = db.sql("select id from registry.household")
                    .query(UUID.class)
                    .list();
            assertThat(households).hasSize(300);
            for (UUID household : households) {
                String json =
                        exchange.document(household, LocalDate.of(2099, 1, 1)).toString();
                assertThat(HouseholdDocument.parse(json).members()).isNotEmpty();
            }
        });
    }

    /** A fact of each kind that no generated population has, for every third household and person. */
    private static void stateWhatTheGeneratorDoesNot(Path folder) throws SQLException {
        rewrite(folder, "households", """
                select * replace (
                    'D' as dwelling_danger,
                    date '2023-09-01' as electricity_unused_since,
                    date '2023-05-06' as reviewed_on,
                    'returned' as account_state
                )
                from it
                where hash(household_id) % 3 = 0
                union all
                from it where hash(household_id) % 3 <> 0
                """);
        rewrite(folder, "persons", """
                select * replace (
                    hash(person_id) % 30 = 0 as deceased,
                    case when hash(person_id) % 30 = 0 then date '2023-10-02' end as died_on,
                    case when disability_kind is not null then date '2023-08-01' end as disability_certified_on,
                    case when disability_kind is not null then date '2033-07-31' end as disability_expires_on,
                    case when disability_kind is not null then 4 end as disability_grade_before,
                    date '2023-07-01' as released_on,
                    date '2023-09-01' as student_since,
                    date '2023-06-01' as unemployed_since,
                    false as unemployment_insured,
                    'without-help' as medical_insurance,
                    date '2023-10-03' as last_visit_on,
                    date '2022-10-03' as migrant_since,
                    true as married,
                    true as on_another_roll
                )
                from it
                where hash(person_id) % 3 = 0
                union all
                from it where hash(person_id) % 3 <> 0
                """);
    }

    private static void rewrite(Path folder, String table, String query) throws SQLException {
        Path file = folder.resolve(table + ".parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("create table it as from read_parquet('" + file + "')");
            statement.execute("copy (" + query + ") to '" + file + "'");
        }
    }

    /** Each row of one folder is in the other as often. */
    private static void assertSame(Path came, Path went, String table, String columns, String ours, String theirs)
            throws SQLException {
        String before =
                "select " + columns + " from read_parquet('" + came + "/" + table + ".parquet') where " + theirs;
        String after = "select " + columns + " from read_parquet('" + went + "/" + table + ".parquet') where " + ours;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(
                        "select (select count(*) from (" + before + ")), (select count(*) from ((" + before
                                + " except all " + after + ") union all (" + after + " except all " + before + ")))")) {
            row.next();
            assertThat(row.getLong(2))
                    .as(table + " that differ, of " + row.getLong(1))
                    .isZero();
        }
    }
}
