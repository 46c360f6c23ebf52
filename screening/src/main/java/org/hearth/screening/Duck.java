package org.hearth.screening;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** An embedded DuckDB of its own, within half of the machine's memory; what does not fit spills to a folder beside the output. */
final class Duck implements AutoCloseable {

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

    void read(Path facts) throws SQLException {
        FactsFolder.open(connection, facts);
    }

    /** Reads the facts of the households that a Parquet file lists, and no others. */
    void read(Path facts, Path households) throws SQLException {
        read(facts, "\nwhere household_id in (select household_id from read_parquet(" + quoted(households) + "))");
    }

    /** Reads the facts of the households that a condition on {@code household_id} leaves, and no others. */
    void read(Path facts, String condition) throws SQLException {
        FactsFolder.open(connection, facts, condition);
    }

    /** A folder that goes when this is closed. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(spill.resolve(name));
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
