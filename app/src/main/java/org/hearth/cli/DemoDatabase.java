package org.hearth.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database before the platform starts on it: a demonstration clears one that holds another played winter, or half of
 * one, and keeps away from real work.
 */
record DemoDatabase(String url, String owner, String password) {

    /**
     * Leaves the database empty, or with the very winter that is wanted.
     *
     * @throws Failure when it holds households that no demonstration made
     */
    void makeRoomForDemo(int households, long seed, Lines lines) {
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            if (!yes(statement, "select to_regclass('winter.play') is not null")) {
                return;
            }
            boolean wanted = yes(
                    statement,
                    "select exists (select from winter.play where finished and households = %d and seed = %d)"
                            .formatted(households, seed));
            if (wanted) {
                return;
            }
            statement.execute("set hearth.scope = ''; set hearth.scope_end = ':'");
            boolean played = yes(statement, "select exists (select from winter.play)");
            if (!played && yes(statement, "select exists (select from registry.household)")) {
                throw new Failure(
                        "这个数据目录里有正式数据，演示不会动它。请用 HEARTH_DATA 另指一个空目录。 "
                                + "This data folder holds real work, which a demonstration does not touch. Point HEARTH_DATA at an empty folder.");
            }
            if (played) {
                lines.say("清除上一次的演示…", "Clearing the demonstration before…");
                clear(statement);
            }
        } catch (SQLException e) {
            throw new Failure("数据库无法读取：" + e.getMessage() + " The database cannot be read.", e);
        }
    }

    private static void clear(Statement statement) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select nspname
                from pg_namespace
                where nspowner = (select oid from pg_roles where rolname = current_user)
                  and nspname not like 'pg\\_%'
                  and nspname <> 'public'
                """)) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        for (String schema : schemas) {
            statement.execute("drop schema " + statement.enquoteIdentifier(schema, true) + " cascade");
        }
    }

    private static boolean yes(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
