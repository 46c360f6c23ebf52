package org.hearth.app.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes many rows at once, each column of them as one array. PostgreSQL refuses COPY into tables under row-level security,
 * and a temporary table to copy into first costs more than a file of some dozens of rows.
 */
@Component
public class Bulk {

    /** Takes the rows of one insert. */
    public interface Rows {

        /**
         * Adds a row.
         *
         * @param values one for each column: null, a byte array, or anything whose text PostgreSQL reads
         */
        void add(@Nullable Object... values);
    }

    private static final int AT_ONCE = 5_000;

    private final DataSource database;
    // By table, the type of each column in PostgreSQL's own words.
    private final Map<String, Map<String, String>> types = new ConcurrentHashMap<>();

    Bulk(DataSource database) {
        this.database = database;
    }

    /**
     * Inserts rows into {@code table} within the current transaction.
     *
     * @param table with its schema
     * @param columns that the rows have, in their order
     * @param rows hands over the rows
     * @return how many rows were inserted
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long insert(String table, List<String> columns, Consumer<Rows> rows) {
        return insert(table, columns, "", rows);
    }

    /** As {@link #insert(String, List, Consumer)}, with an {@code on conflict} clause. */
    @Transactional(propagation = Propagation.MANDATORY)
    public long insert(String table, List<String> columns, String onConflict, Consumer<Rows> rows) {
        Connection connection = DataSourceUtils.getConnection(database);
        try (PreparedStatement statement = connection.prepareStatement(sql(connection, table, columns, onConflict))) {
            Columns waiting = new Columns(statement, columns.size());
            rows.accept(waiting);
            waiting.write();
            return waiting.written;
        } catch (SQLException e) {
            throw refused(table, e);
        } catch (Refused e) {
            throw refused(table, e.cause);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private static IllegalStateException refused(String table, SQLException cause) {
        return new IllegalStateException("rows could not be written to " + table + ": " + cause.getMessage(), cause);
    }

    private String sql(Connection connection, String table, List<String> columns, String onConflict)
            throws SQLException {
        Map<String, String> known = types.get(table);
        if (known == null) {
            known = typesOf(connection, table);
            types.put(table, known);
        }
        Map<String, String> typeOf = known;
        String names = String.join(", ", columns);
        return "insert into " + table + " (" + names + ")\nselect "
                + columns.stream().map(name -> name + "::" + typeOf.get(name)).collect(Collectors.joining(", "))
                + "\nfrom unnest(" + columns.stream().map(name -> "?::text[]").collect(Collectors.joining(", "))
                + ") as given (" + names + ")\n" + onConflict;
    }

    private static Map<String, String> typesOf(Connection connection, String table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                select attname, format_type(atttypid, atttypmod)
                from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped
                """)) {
            query.setString(1, table);
            try (ResultSet column = query.executeQuery()) {
                while (column.next()) {
                    types.put(column.getString(1), column.getString(2));
                }
            }
        }
        return types;
    }

    /** Carries the database's refusal out of the caller's loop over its rows. */
    private static final class Refused extends RuntimeException {

        private final SQLException cause;

        Refused(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** Collects rows by column, and writes them whenever there are some thousands. */
    private static final class Columns implements Rows {

        private final PreparedStatement statement;
        private final List<List<@Nullable String>> columns = new ArrayList<>();
        private long written;

        Columns(PreparedStatement statement, int count) {
            this.statement = statement;
            for (int i = 0; i < count; i++) {
                columns.add(new ArrayList<>());
            }
        }

        @Override
        public void add(@Nullable Object... values) {
            if (values.length != columns.size()) {
                throw new IllegalArgumentException(
                        values.length + " values for " + columns.size() + " columns of a row");
            }
            for (int i = 0; i < values.length; i++) {
                columns.get(i).add(text(values[i]));
            }
            if (columns.getFirst().size() == AT_ONCE) {
                write();
            }
        }

        void write() {
            if (columns.getFirst().isEmpty()) {
                return;
            }
            try {
                for (int i = 0; i < columns.size(); i++) {
                    List<@Nullable String> column = columns.get(i);
                    statement.setArray(
                            i + 1, statement.getConnection().createArrayOf("text", column.toArray(String[]::new)));
                    column.clear();
                }
                written += statement.executeUpdate();
            } catch (SQLException e) {
                throw new Refused(e);
            }
        }

        private static @Nullable String text(@Nullable Object value) {
            return switch (value) {
                case null -> null;
                case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
                case Yuan yuan -> yuan.amount().toString();
                default -> value.toString();
            };
        }
    }
}
