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
        exchange.takeOver(came, (what, share) -> {});
        exchange.takeOver(came, (what, share) -> {});
        exchange.exportFacts(went);

        assertSame(
                came,
                went,
                "households",
                "region, residence, list_sort(holds), assets_known, financial_per_capita, dwellings, non_residential_property, business_registration",
                "starts_with(region, '632221')",
                "true");
        assertSame(
                came,
                went,
                "persons",
                "name, region, born, sex, relation, disability_kind, disability_grade, student, major_disease, can_live_independently, employed, refused_work, away, deceased, self_care_failed, elder_ability_score, list_sort(elder_ability_modifiers), lives_with, living_arrangement, special_family_planning, care_home_since, care_home_fee, supporters_known, parents_known",
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
