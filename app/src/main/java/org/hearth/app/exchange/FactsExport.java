package org.hearth.app.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.screening.FactsFolder;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

/** Writes the current state as files in the layout of docs/facts-layout.md, for the nightly screening. */
@Component
class FactsExport {

    // The types of the layout; the CSV between the two databases carries none.
    private static final Map<String, String> COLUMNS = Map.of(
            "households",
            "household_id: 'varchar', region: 'varchar', residence: 'varchar', holds: 'varchar', assets_known: 'boolean', "
                    + "financial_per_capita: 'bigint', dwellings: 'integer', non_residential_property: 'boolean', "
                    + "business_registration: 'boolean', dwelling_danger: 'varchar', electricity_unused_since: 'date', "
                    + "reviewed_on: 'date', account_state: 'varchar', heating_arrears: 'bigint'",
            "persons",
            "person_id: 'varchar', household_id: 'varchar', region: 'varchar', name: 'varchar', id_number: 'varchar', "
                    + "born: 'date', sex: 'varchar', relation: 'varchar', disability_kind: 'varchar', "
                    + "disability_grade: 'integer', student: 'varchar', major_disease: 'boolean', "
                    + "can_live_independently: 'boolean', employed: 'boolean', refused_work: 'integer', away: 'varchar', "
                    + "deceased: 'boolean', self_care_failed: 'integer', elder_ability_score: 'integer', "
                    + "elder_ability_modifiers: 'varchar', lives_with: 'varchar', living_arrangement: 'varchar', special_family_planning: 'boolean', "
                    + "care_home_since: 'date', care_home_fee: 'bigint', supporters_known: 'boolean', parents_known: 'boolean', "
                    + "disability_certified_on: 'date', disability_expires_on: 'date', disability_grade_before: 'integer', "
                    + "died_on: 'date', released_on: 'date', student_since: 'date', unemployed_since: 'date', "
                    + "unemployment_insured: 'boolean', medical_insurance: 'varchar', last_visit_on: 'date', "
                    + "migrant_since: 'date', married: 'boolean', on_another_roll: 'boolean', "
                    + "chronic_disease: 'boolean', missing_since: 'date', worker_in_difficulty: 'varchar'",
            "incomes",
            "household_id: 'varchar', person_id: 'varchar', kind: 'varchar', monthly: 'bigint'",
            "expenditures",
            "household_id: 'varchar', kind: 'varchar', amount: 'bigint', reimbursed: 'bigint', public_school_rate: 'bigint'",
            "vehicles",
            "household_id: 'varchar', kind: 'varchar', value: 'bigint'",
            "supporters",
            "person_id: 'varchar', household_id: 'varchar', relation: 'varchar', age: 'integer', situation: 'varchar', "
                    + "assets_within_tekun_rule: 'boolean', support_monthly: 'bigint'",
            "parents",
            "person_id: 'varchar', household_id: 'varchar', status: 'varchar', months: 'integer', able_guardian: 'boolean'",
            "events",
            "household_id: 'varchar', kind: 'varchar', date: 'date', cause: 'varchar', loss: 'bigint', requested: 'bigint'");

    /** The columns that are lists, which travel as text with commas. */
    private static final Map<String, String> LISTS =
            Map.of("households", "holds", "persons", "elder_ability_modifiers");

    private final DataSource database;
    private final HearthClock clock;

    FactsExport(DataSource database, HearthClock clock) {
        this.database = database;
        this.clock = clock;
    }

    void to(Path folder, Scope scope) {
        Scopes.run(scope, () -> {
            try {
                Files.createDirectories(folder);
                try (Connection postgres = database.getConnection();
                        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
                    for (String table : FactsFolder.TABLES) {
                        write(postgres, duckdb, table, folder);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("the facts could not be exported: " + e.getMessage(), e);
            }
        });
    }

    private void write(Connection postgres, Connection duckdb, String table, Path folder)
            throws SQLException, IOException {
        Path csv = Files.createTempFile("hearth-facts-", ".csv");
        try {
            String query = queryOf(table)
                    .replace(":assets", FactFiles.resource("assets.sql"))
                    .replace(":everybody", "true")
                    .replace(":households", "null::uuid[]")
                    .replace(":on", "date '" + clock.today() + "'");
            try (OutputStream out = Files.newOutputStream(csv)) {
                postgres.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "copy (" + query + ") to stdout with (format csv, header, null '', encoding 'UTF8')",
                                out);
            }
            String columns = LISTS.containsKey(table)
                    ? "* replace (coalesce(string_split(%1$s, ','), []::varchar[]) as %1$s)".formatted(LISTS.get(table))
                    : "*";
            try (Statement statement = duckdb.createStatement()) {
                statement.execute("copy (select " + columns + " from read_csv(" + quoted(csv)
                        + ", header = true, columns = {" + COLUMNS.get(table) + "})) to "
                        + quoted(folder.resolve(table + ".parquet")) + " (format parquet, compression zstd)");
            }
        } finally {
            Files.deleteIfExists(csv);
        }
    }

    private static String queryOf(String table) {
        String all = FactFiles.resource("exported.sql");
        String heading = "-- table: " + table + "\n";
        String from = all.substring(all.indexOf(heading) + heading.length());
        int end = from.indexOf("-- table: ");
        return end < 0 ? from : from.substring(0, end);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
