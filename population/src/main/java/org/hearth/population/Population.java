package org.hearth.population;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.Divisions;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.SyntheticProvinces;

/**
 * Makes a synthetic population: the facts that registers hold (docs/facts-layout.md), the departments' records of the
 * winter after, and the truth behind both.
 *
 * <p>The work is done by the SQL of {@code steps/} on an embedded DuckDB, from the figures of {@code tables/}. Chance is
 * a hash of the seed, the row and the purpose, so the result depends on nothing else.
 */
public final class Population {

    /** The version of what is written; it changes whenever the same request would give other bytes. */
    public static final String VERSION = "3";

    private static final List<String> TABLES = List.of(
            "composition",
            "later",
            "household-sizes",
            "templates",
            "template-members",
            "rates",
            "errors",
            "departments",
            "naming",
            "name-styles",
            "surnames",
            "given-names");

    private record Script(String file, Progress.Step step) {}

    private static final List<Script> SCRIPTS = List.of(
            new Script("01-chance.sql", Progress.Step.PLACES),
            new Script("02-places.sql", Progress.Step.PLACES),
            new Script("03-kinds.sql", Progress.Step.HOUSEHOLDS),
            new Script("04-households.sql", Progress.Step.HOUSEHOLDS),
            new Script("05-persons.sql", Progress.Step.PERSONS),
            new Script("06-names.sql", Progress.Step.PERSONS),
            new Script("07-evidence.sql", Progress.Step.EVIDENCE),
            new Script("08-family.sql", Progress.Step.EVIDENCE),
            new Script("09-money.sql", Progress.Step.MONEY),
            new Script("10-winter.sql", Progress.Step.RECORDS),
            new Script("11-registers.sql", Progress.Step.RECORDS),
            new Script("12-records.sql", Progress.Step.RECORDS),
            new Script("13-files.sql", Progress.Step.FILES));

    private static final String PARQUET = "format parquet, compression zstd";
    private static final String CSV = "format csv, header";
    private static final Charset GB18030 = Charset.forName("GB18030");

    /** Rows without a key of their own: whatever is left to a tie would be left to chance. */
    private static final String EVERY_COLUMN = "all";

    private record Output(String view, String order, String path, String format) {}

    private static final List<Output> OUTPUTS = List.of(
            new Output("file_households", "household_id", "households.parquet", PARQUET),
            new Output("file_persons", "person_id", "persons.parquet", PARQUET),
            new Output("file_incomes", EVERY_COLUMN, "incomes.parquet", PARQUET),
            new Output("file_expenditures", EVERY_COLUMN, "expenditures.parquet", PARQUET),
            new Output("file_vehicles", EVERY_COLUMN, "vehicles.parquet", PARQUET),
            new Output("file_supporters", EVERY_COLUMN, "supporters.parquet", PARQUET),
            new Output("file_parents", EVERY_COLUMN, "parents.parquet", PARQUET),
            new Output("file_events", EVERY_COLUMN, "events.parquet", PARQUET),
            new Output("file_accounts", "household_id", "accounts.parquet", PARQUET),
            new Output("truth_households", "household_id", "truth/households.parquet", PARQUET),
            new Output("truth_persons", "person_id", "truth/persons.parquet", PARQUET),
            new Output("truth_records", "file, row", "truth/records.parquet", PARQUET),
            new Output("file_medical", "row", "departments/医保-医疗费用.csv", CSV),
            new Output("file_disability", "row", "departments/残联-残疾人证.csv", CSV),
            new Output("file_funeral", "row", "departments/民政-殡葬.csv", CSV),
            new Output("file_death", "row", "departments/卫健-死亡.csv", CSV),
            new Output("file_employment", "row", "departments/人社-就业失业.csv", CSV));

    private Population() {}

    /**
     * Makes the population and writes its files.
     *
     * @return what was made
     * @throws IllegalArgumentException when a region is unknown, or too small for so many households
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static Manifest generate(GenerateRequest request, Progress progress) {
        Path work = request.out().resolve(".work");
        try {
            delete(work);
            Files.createDirectories(work);
            Files.createDirectories(request.out().resolve("departments"));
            Files.createDirectories(request.out().resolve("truth"));
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:" + work.resolve("work.duckdb"))) {
                return generate(request, progress, duckdb, work);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the population could not be made: " + e.getMessage(), e);
        }
    }

    private static Manifest generate(GenerateRequest request, Progress progress, Connection duckdb, Path work)
            throws SQLException, IOException {
        execute(duckdb, "set temp_directory = " + quoted(work.resolve("spill").toString()));
        progress.at(Progress.Step.PLACES, 0);
        loadTables(duckdb, work);
        loadDivisions(duckdb, request.regions());
        execute(duckdb, """
                set variable seed = %d;
                set variable households = %d;
                set variable as_of = date '%s';
                """.formatted(request.seed(), request.households(), request.asOf()));
        List<Output> outputs = new ArrayList<>(OUTPUTS);
        outputs.addAll(departments(duckdb));
        double work_done = 0;
        for (Script script : SCRIPTS) {
            progress.at(script.step(), work_done++ / (SCRIPTS.size() + outputs.size()));
            execute(duckdb, resource("steps/" + script.file()));
        }
        requireRoomForNumbers(duckdb);
        // One thread, because the order of row groups and so the bytes of a file would else depend on the machine.
        execute(duckdb, "set threads = 1");
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Output output : outputs) {
            progress.at(Progress.Step.FILES, work_done++ / (SCRIPTS.size() + outputs.size()));
            rows.put(output.path(), write(duckdb, output, request.out()));
        }
        transcode(duckdb, request.out());
        Manifest manifest = new Manifest(
                VERSION,
                rows.getOrDefault("households.parquet", 0L),
                rows.getOrDefault("persons.parquet", 0L),
                Map.copyOf(rows));
        writeManifest(request, manifest);
        progress.at(Progress.Step.DONE, 1);
        return manifest;
    }

    private static void loadTables(Connection duckdb, Path work) throws SQLException, IOException {
        for (String table : TABLES) {
            Path file = work.resolve(table + ".csv");
            Files.writeString(file, resource("tables/" + table + ".csv"));
            execute(
                    duckdb,
                    "create table %s as select * from read_csv(%s, header = true, sample_size = -1)"
                            .formatted(table.replace('-', '_'), quoted(file.toString())));
        }
    }

    private static void loadDivisions(Connection duckdb, List<RegionCode> regions) throws SQLException {
        execute(duckdb, """
                create table village_name (code varchar, name varchar);
                create table county_name (code varchar, name varchar);
                create table synthetic_province (province varchar, synthetic varchar);
                """);
        DuckDBConnection connection = duckdb.unwrap(DuckDBConnection.class);
        try (DuckDBAppender villages = connection.createAppender("main", "village_name");
                DuckDBAppender counties = connection.createAppender("main", "county_name");
                DuckDBAppender provinces = connection.createAppender("main", "synthetic_province")) {
            Divisions.forEach(division -> {
                DivisionLevel level = division.code().level();
                if (regions.stream()
                        .noneMatch(region -> region.contains(division.code())
                                || division.code().contains(region))) {
                    return;
                }
                if (level == DivisionLevel.VILLAGE) {
                    append(villages, division.code().digits(), division.name());
                } else if (level == DivisionLevel.COUNTY) {
                    append(counties, division.code().digits(), division.name());
                }
            });
            SyntheticProvinces.byProvince().forEach((province, synthetic) -> append(provinces, province, synthetic));
        }
        for (RegionCode region : regions) {
            if (count(
                            duckdb,
                            "select count(*) from village_name where starts_with(code, '%s')"
                                    .formatted(region.digits()))
                    == 0) {
                throw new IllegalArgumentException("no village lies in " + region);
            }
        }
    }

    private static void append(DuckDBAppender appender, String first, String second) {
        try {
            appender.beginRow();
            appender.append(first);
            appender.append(second);
            appender.endRow();
        } catch (SQLException e) {
            throw new IllegalStateException("a division could not be loaded: " + e.getMessage(), e);
        }
    }

    /** A county has 500 numbers for each birthday and sex; more households than that leaves room for cannot be numbered. */
    private static void requireRoomForNumbers(Connection duckdb) throws SQLException {
        long most = count(duckdb, "select max(ordinal) from person_number") + 1;
        if (most > 500) {
            throw new IllegalArgumentException(
                    "too many households for so small a region: %d persons of one sex share a birthday in one county, and the standard has 500 numbers for them"
                            .formatted(most));
        }
    }

    private static long write(Connection duckdb, Output output, Path out) throws SQLException {
        String columns = output.order().equals("row") ? "* exclude (row)" : "*";
        execute(
                duckdb,
                "copy (select %s from %s order by %s) to %s (%s)"
                        .formatted(
                                columns,
                                output.view(),
                                output.order(),
                                quoted(out.resolve(output.path()).toString()),
                                output.format()));
        return count(duckdb, "select count(*) from " + output.view());
    }

    /** The files of tables/departments.csv: each column is one of the record's, or one of its details by number. */
    private static List<Output> departments(Connection duckdb) throws SQLException {
        List<Output> outputs = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select file, written_as, columns from departments")) {
            while (row.next()) {
                String file = row.getString("file");
                String columns = Arrays.stream(row.getString("columns").split(" "))
                        .map(column -> column.split("="))
                        .map(column -> expression(column[1]) + " as \"" + column[0] + "\"")
                        .collect(Collectors.joining(", "));
                outputs.add(new Output(
                        "(select row, " + columns + " from record where file = " + quoted(file) + ")",
                        "row",
                        "departments/" + file,
                        row.getString("written_as").equals("parquet") ? PARQUET : CSV));
            }
        }
        return outputs;
    }

    private static String expression(String source) {
        return switch (source) {
            case "name" -> "name_written";
            case "number" -> "number_written";
            case "date" -> "date_written";
            case "amount" -> "amount_written";
            case "second" -> "printf('%.2f', insured / 100)";
            case "third" -> "printf('%.2f', relief / 100)";
            default -> "details[" + source + "]";
        };
    }

    /** DuckDB writes UTF-8 alone; some departments' systems still write GB18030. */
    private static void transcode(Connection duckdb, Path out) throws SQLException, IOException {
        try (Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select file from departments where written_as = 'gb18030'")) {
            while (row.next()) {
                Path file = out.resolve("departments").resolve(row.getString("file"));
                Path utf8 = file.resolveSibling(file.getFileName() + ".utf-8");
                Files.move(file, utf8, StandardCopyOption.REPLACE_EXISTING);
                try (BufferedReader from = Files.newBufferedReader(utf8);
                        BufferedWriter to = Files.newBufferedWriter(file, GB18030)) {
                    from.transferTo(to);
                }
                Files.delete(utf8);
            }
        }
    }

    private static void writeManifest(GenerateRequest request, Manifest manifest) throws IOException {
        String regions =
                request.regions().stream().map(region -> "\"" + region + "\"").collect(Collectors.joining(", "));
        String rows = new TreeMap<>(manifest.rows())
                .entrySet().stream()
                        .map(file -> "    \"%s\": %d".formatted(file.getKey(), file.getValue()))
                        .collect(Collectors.joining(",\n"));
        Files.writeString(request.out().resolve("manifest.json"), """
                {
                  "version": "%s",
                  "seed": %d,
                  "households": %d,
                  "persons": %d,
                  "regions": [%s],
                  "asOf": "%s",
                  "rows": {
                %s
                  }
                }
                """.formatted(
                        manifest.version(),
                        request.seed(),
                        manifest.households(),
                        manifest.persons(),
                        regions,
                        request.asOf(),
                        rows));
    }

    private static void execute(Connection duckdb, String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection duckdb, String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(Population.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
