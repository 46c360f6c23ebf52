package org.hearth.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.Driver;

/**
 * A PostgreSQL 18 server that lives in a folder, listens on the loopback interface alone and ends with this process.
 *
 * <p>What a client was told is committed survives a power cut: {@code fsync} and {@code synchronous_commit} are on. A
 * server that a killed run left behind is stopped first and its data recovered. Text sorts by code point unless a column
 * says otherwise; the time zone is Asia/Shanghai.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String DATABASE = "hearth";

    private final HomeLock lock;
    private final Cluster cluster;
    private final Passwords passwords;
    private final int port;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread atExit = new Thread(this::stopAtExit, "stop PostgreSQL");

    private EmbeddedPostgres(HomeLock lock, Cluster cluster, Passwords passwords, int port) {
        this.lock = lock;
        this.cluster = cluster;
        this.passwords = passwords;
        this.port = port;
    }

    /**
     * Starts the server of a home, making the home, the data directory, the database {@code hearth} and its two roles
     * when they are not there yet.
     *
     * @param home the folder that holds everything of this server
     * @throws PostgresFailure when another Hearth runs on the home, the server's user cannot reach it, or the server
     *     does not start; the message names the cause and ends with the server's log
     */
    public static EmbeddedPostgres start(Path home) {
        return start(home, home);
    }

    /**
     * As {@link #start(Path)}, with PostgreSQL's programs unpacked in a folder that several homes share.
     *
     * @param programs unpacked here once for each version; about 60 MB
     */
    public static EmbeddedPostgres start(Path home, Path programs) {
        try {
            Path place = Files.createDirectories(home).toRealPath();
            Path shared = Files.createDirectories(programs).toRealPath();
            HomeLock lock = HomeLock.on(place);
            try {
                return start(lock, place, shared);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PostgresFailure("PostgreSQL could not be set up in " + home + ": " + e, e);
        }
    }

    /**
     * A home that the server's user can reach: {@code wanted}, or, when a folder on the way to it is closed to that user
     * (a clone in root's own home, say), one for it alone beneath {@code fallback}.
     */
    public static Path reachableHome(Path wanted, Path fallback) {
        try {
            Path absolute = wanted.toAbsolutePath().normalize();
            ServerUser user = ServerUser.forCluster(absolute.resolve("postgres"));
            Path parent = absolute.getParent();
            if (parent == null || user.obstacle(parent).isEmpty()) {
                return absolute;
            }
            return fallback.resolve(Integer.toHexString(absolute.toString().hashCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the database {@code hearth} answers, without user or password. */
    public String jdbcUrl() {
        return urlOf(DATABASE);
    }

    /** The role that owns the database: for migrations. */
    public Login owner() {
        return passwords.owner();
    }

    /** The role that the running application uses: it owns nothing and is bound by row-level security. */
    public Login application() {
        return passwords.application();
    }

    /** Stops the server, ending open connections; a second call does nothing. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs beside us, and stopping twice does no harm.
        }
        stop("fast");
    }

    private static EmbeddedPostgres start(HomeLock lock, Path home, Path shared) throws IOException {
        Path folder = home.resolve("postgres");
        ServerUser user = ServerUser.forCluster(folder);
        for (Path place : List.of(home, shared)) {
            user.letIn(place);
            String obstacle = user.obstacle(place);
            if (!obstacle.isEmpty()) {
                throw new PostgresFailure("PostgreSQL cannot run in " + place + ": " + obstacle
                        + "; open that folder with chmod o+x, or choose another place.");
            }
        }
        Programs programs = Programs.in(shared);
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            user.own(folder);
        }
        Cluster cluster = new Cluster(programs, user, folder);
        Passwords passwords = Passwords.in(home, cluster.exists());
        if (cluster.exists()) {
            cluster.clearLeftovers();
        } else {
            cluster.create(passwords.superuser());
        }
        int port = freePort();
        cluster.start(port);
        EmbeddedPostgres server = new EmbeddedPostgres(lock, cluster, passwords, port);
        try {
            server.provision();
        } catch (SQLException e) {
            cluster.stop("fast");
            throw new PostgresFailure("PostgreSQL started but refused to be set up:\n" + cluster.logTail(), e);
        }
        Runtime.getRuntime().addShutdownHook(server.atExit);
        return server;
    }

    private void provision() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (Login login : new Login[] {passwords.owner(), passwords.application()}) {
                if (!exists(statement, "select from pg_roles where rolname = '" + login.user() + "'")) {
                    // Our passwords hold letters, digits, - and _ alone, so they need no quoting beyond the quotes.
                    statement.execute("create role " + login.user() + " login password '" + login.password() + "'");
                }
            }
            if (!exists(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner "
                        + passwords.owner().user());
            }
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute("grant connect, temporary on database " + DATABASE + " to "
                    + passwords.application().user());
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", passwords.superuser().user());
        properties.setProperty("password", passwords.superuser().password());
        Connection connection = new Driver().connect(urlOf(database), properties);
        if (connection == null) {
            throw new SQLException("The driver does not know the address " + urlOf(database));
        }
        return connection;
    }

    private String urlOf(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    // Other hooks (a connection pool's, a web server's) run beside this one, so clients get a moment to leave first.
    private void stopAtExit() {
        stop("smart");
    }

    private void stop(String mode) {
        if (stopped.getAndSet(true)) {
            return;
        }
        try {
            cluster.stop(mode);
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
