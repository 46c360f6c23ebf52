package org.hearth.screening;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An embedded DuckDB of its own, within half of the machine's memory; what does not fit spills to a folder beside the output. */
final class Duck implements AutoCloseable {

    private static final List<String> TABLES =
            List.of("households", "persons", "incomes", "expenditures", "vehicles", "supporters", "parents", "events");

    /** A column that the layout has gained since it was first written; in a file without it, nobody's value is known. */
    private record Gained(String table, String column, String type) {}

    private static final List<Gained> GAINED = List.of(new Gained("persons", "elder_ability_modifiers", "varchar[]"));

    private final Connection connection;
    private final Path spill;

    Duck(Path out) throws SQLException, IOException {
        Files.createDirectories(out);
        this.spill = Files.createTempDirectory(out, ".spill");
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 2;
        execute("set memory_limit = '" + (memory >> 20) + "MiB'");
        execute("set temp_directory = " + quoted(spill));
        // The order of rows in a result means nothing, and keeping it costs memory.
        execute("set preserve_insertion_order = false");
    }

    /**
     * Makes the tables of docs/facts-layout.md readable, each called as its file.
     *
     * @throws IllegalArgumentException when a file is missing
     */
    void read(Path facts) throws SQLException {
        for (String table : TABLES) {
            Path file = facts.resolve(table + ".parquet");
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + " is missing");
            }
            execute("create temp view " + table + " as\nselect *" + gained(table, columns(file)) + "\nfrom read_parquet("
                    + quoted(file) + ")");
        }
    }

    private Set<String> columns(Path file) throws SQLException {
        var columns = new HashSet<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("describe from read_parquet(" + quoted(file) + ")")) {
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

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        try (Stream<Path> files = Files.walk(spill)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
