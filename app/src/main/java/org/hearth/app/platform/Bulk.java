package org.hearth.app.platform;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes many rows at once with COPY. PostgreSQL refuses COPY into tables under row-level security, so rows go into a
 * temporary table first and from there through the policies.
 */
@Component
public class Bulk {

    /** Takes the rows of one copy. */
    public interface Rows {

        /**
         * Adds a row.
         *
         * @param values one for each column: null, a byte array, or anything whose text PostgreSQL reads
         */
        void add(@Nullable Object... values);
    }

    private final DataSource database;

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
        String names = String.join(", ", columns);
        String staged = "staged_" + table.replace('.', '_');
        Connection connection = DataSourceUtils.getConnection(database);
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists pg_temp." + staged);
            statement.execute("create temporary table " + staged + " on commit drop as select " + names + " from "
                    + table + " with no data");
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + staged + " (" + names + ") from stdin");
            try {
                TextFormat text = new TextFormat(copy);
                rows.accept(text);
                text.flush();
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
            return statement.executeUpdate(
                    "insert into " + table + " (" + names + ") select " + names + " from " + staged + " " + onConflict);
        } catch (SQLException e) {
            throw new IllegalStateException("rows could not be written to " + table + ": " + e.getMessage(), e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    /** The text format of COPY: tabs between values, {@code \N} for null, a backslash before what would be mistaken. */
    private static final class TextFormat implements Rows {

        private static final int FLUSH_AT = 1 << 16;

        private final CopyIn copy;
        private final StringBuilder buffer = new StringBuilder(FLUSH_AT + 4_096);

        TextFormat(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void add(@Nullable Object... values) {
            for (int i = 0; i < values.length; i++) {
                if (i > 0) {
                    buffer.append('\t');
                }
                append(values[i]);
            }
            buffer.append('\n');
            if (buffer.length() >= FLUSH_AT) {
                flush();
            }
        }

        void flush() {
            byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
            buffer.setLength(0);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new IllegalStateException("the database did not take the rows: " + e.getMessage(), e);
            }
        }

        private void append(@Nullable Object value) {
            switch (value) {
                case null -> buffer.append("\\N");
                case byte[] bytes ->
                    buffer.append("\\\\x").append(HexFormat.of().formatHex(bytes));
                case Yuan yuan -> buffer.append(yuan.amount());
                default -> escape(value.toString());
            }
        }

        private void escape(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\\' -> buffer.append("\\\\");
                    case '\t' -> buffer.append("\\t");
                    case '\n' -> buffer.append("\\n");
                    case '\r' -> buffer.append("\\r");
                    default -> buffer.append(c);
                }
            }
        }
    }
}
