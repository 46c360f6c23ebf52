package org.hearth.linkage;

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
import java.util.stream.Stream;

/** An embedded DuckDB of its own, within half of the machine's memory; what does not fit spills to a folder that goes with it. */
final class Duck implements AutoCloseable {

    /** Told of each row of a result. */
    interface Row {
        void at(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Path spill;

    Duck() throws SQLException, IOException {
        this.spill = Files.createTempDirectory("hearth-link");
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 2;
        execute("set memory_limit = '" + (memory >> 20) + "MiB'");
        execute("set temp_directory = " + Sql.text(spill.toString()));
        execute("set preserve_insertion_order = false");
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void forEach(String sql, Row row) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                row.at(rows);
            }
        }
    }

    long whole(String sql) throws SQLException {
        long[] value = new long[1];
        forEach(sql, row -> value[0] = row.getLong(1));
        return value[0];
    }

    double number(String sql) throws SQLException {
        double[] value = new double[1];
        forEach(sql, row -> value[0] = row.getDouble(1));
        return value[0];
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
