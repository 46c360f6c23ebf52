package org.hearth.app.platform;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * How the platform reaches its database: as the owner for migrations, and under its own role, held to the scope of the
 * thread, for everything else.
 */
@Configuration
class Database {

    /**
     * Where the database is.
     *
     * @param url JDBC address
     * @param owner the role that owns the schemas
     * @param ownerPassword its password
     * @param user the application's role; where none is given, the owner connects and steps down to {@code hearth_app}
     * @param password its password
     * @param connections at most so many at once
     */
    @ConfigurationProperties("hearth.db")
    record Address(
            String url,
            String owner,
            String ownerPassword,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("12") int connections) {}

    @Bean
    DataSource dataSource(Address address, Migrations migrated) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("hearth");
        pool.setJdbcUrl(address.url());
        pool.setMaximumPoolSize(address.connections());
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        if (address.user() == null) {
            pool.setUsername(address.owner());
            pool.setPassword(address.ownerPassword());
            pool.setConnectionInitSql("set role hearth_app");
        } else {
            pool.setUsername(address.user());
            pool.setPassword(address.password());
        }
        return new ScopedDataSource(pool);
    }

    /** Tells the database, at each borrowing of a connection, whose region it works for. */
    static final class ScopedDataSource extends DelegatingDataSource implements AutoCloseable {

        private static final String SET_SCOPE =
                "select set_config('hearth.scope', ?, false), set_config('hearth.scope_end', ?, false)";

        private final HikariDataSource pool;

        ScopedDataSource(HikariDataSource pool) {
            super(pool);
            this.pool = pool;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            Optional<Scope> scope = Scopes.current();
            try (PreparedStatement set = connection.prepareStatement(SET_SCOPE)) {
                // The end of the range is the prefix followed by a character that sorts after every digit.
                set.setString(1, scope.map(s -> s.region().digits()).orElse(""));
                set.setString(2, scope.map(s -> s.region().digits() + ":").orElse(""));
                set.execute();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return connection;
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
