package org.hearth.screening;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A folder of facts laid out as docs/facts-layout.md says, readable in DuckDB. */
public final class FactsFolder {

    /** The tables of the layout, in the order of the document; each is a Parquet file of its name. */
    public static final List<String> TABLES =
            List.of("households", "persons", "incomes", "expenditures", "vehicles", "supporters", "parents", "events");

    /** A column that the layout has gained since it was first written; in a file without it, nobody's value is known. */
    private record Gained(String table, String column, String type) {}

    private static final List<Gained> GAINED = List.of(
            new Gained("households", "dwelling_danger", "varchar"),
            new Gained("households", "electricity_unused_since", "date"),
            new Gained("households", "reviewed_on", "date"),
            new Gained("households", "account_state", "varchar"),
            new Gained("households", "heating_arrears", "bigint"),
            new Gained("persons", "elder_ability_modifiers", "varchar[]"),
            new Gained("persons", "disability_certified_on", "date"),
            new Gained("persons", "disability_expires_on", "date"),
            new Gained("persons", "disability_grade_before", "integer"),
            new Gained("persons", "died_on", "date"),
            new Gained("persons", "released_on", "date"),
            new Gained("persons", "student_since", "date"),
            new Gained("persons", "unemployed_since", "date"),
            new Gained("persons", "unemployment_insured", "boolean"),
            new Gained("persons", "medical_insurance", "varchar"),
            new Gained("persons", "last_visit_on", "date"),
            new Gained("persons", "migrant_since", "date"),
            new Gained("persons", "married", "boolean"),
            new Gained("persons", "on_another_roll", "boolean"),
            new Gained("persons", "chronic_disease", "boolean"),
            new Gained("persons", "missing_since", "date"),
            new Gained("persons", "worker_in_difficulty", "varchar"));

    private FactsFolder() {}

    /**
     * Makes the tables readable as views, each called as its file.
     *
     * @throws IllegalArgumentException when a file is missing
     */
    public static void open(Connection duckdb, Path folder) throws SQLException {
        open(duckdb, folder, "");
    }

    static void open(Connection duckdb, Path folder, String only) throws SQLException {
        for (String table : TABLES) {
            Path file = folder.resolve(table + ".parquet");
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + " is missing");
            }
            String source = "read_parquet(" + Duck.quoted(file) + ")";
            try (Statement statement = duckdb.createStatement()) {
                statement.execute("create temp view " + table + " as\nselect *"
                        + gained(table, columns(statement, source)) + "\nfrom " + source + only);
            }
        }
    }

    private static Set<String> columns(Statement statement, String source) throws SQLException {
        var columns = new HashSet<String>();
        try (ResultSet row = statement.executeQuery("describe from " + source)) {
            while (row.next()) {
                columns.add(row.getString("column_name"));
            }
        }
        return columns;
    }

    private static String gained(String table, Set<String> there) {
        return GAINED.stream()
                .filter(gained -> gained.table().equals(table) && !there.contains(gained.column()))
                .map(gained -> ", null::" + gained.type() + " as " + gained.column())
                .collect(Collectors.joining());
    }
}
