package org.hearth.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    static Path programs;

    @TempDir
    Path home;

    @Test
    void both_roles_sign_in_with_their_passwords_only() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(ask(server, server.owner(), "select current_user")).isEqualTo("hearth_owner");
            assertThat(ask(server, server.application(), "select current_user")).isEqualTo("hearth_app");
            Login stranger = new Login("hearth_app", "a guess");
            assertThatThrownBy(() -> ask(server, stranger, "select 1")).hasMessageContaining("password");
        }
    }

    @Test
    void a_commit_is_on_the_disk_before_it_is_confirmed() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(ask(server, server.application(), "show fsync")).isEqualTo("on");
            assertThat(ask(server, server.application(), "show synchronous_commit"))
                    .isEqualTo("on");
            assertThat(ask(server, server.application(), "show full_page_writes"))
                    .isEqualTo("on");
            assertThat(ask(server, server.application(), "show data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void the_server_listens_on_the_loopback_interface_and_stores_any_script() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(ask(server, server.application(), "show listen_addresses"))
                    .isEqualTo("127.0.0.1");
            assertThat(ask(server, server.application(), "show server_encoding"))
                    .isEqualTo("UTF8");
        }
    }

    @Test
    void the_application_sees_only_the_rows_that_a_policy_shows_it() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            run(server, server.owner(), """
                    create table note (region text, words text);
                    insert into note values ('622927', 'ours'), ('630200', 'theirs');
                    alter table note enable row level security;
                    create policy by_region on note using (region = '622927');
                    grant select on note to hearth_app;
                    """);
            assertThat(ask(server, server.owner(), "select count(*) from note")).isEqualTo("2");
            assertThat(ask(server, server.application(), "select string_agg(words, ',') from note"))
                    .isEqualTo("ours");
            assertThatThrownBy(() -> run(server, server.application(), "alter table note disable row level security"))
                    .hasMessageContaining("owner");
            assertThat(
                            ask(
                                    server,
                                    server.application(),
                                    "select rolbypassrls or rolsuper or rolcreaterole from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void a_stop_and_a_start_keep_the_data_and_the_passwords() throws SQLException {
        Login before;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            before = server.owner();
            run(server, server.owner(), "create table note as select 'kept' as words");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(server.owner()).isEqualTo(before);
            assertThat(ask(server, server.owner(), "select words from note")).isEqualTo("kept");
        }
    }

    @Test
    void a_home_holds_everything_and_its_passwords_are_for_its_owner_alone() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
            assertThat(server.owner().toString()).isEqualTo("hearth_owner");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("database-passwords.properties"))))
                    .isEqualTo("rw-------");
            assertThat(home).isDirectoryContaining("glob:**/postgres-*");
        }
    }

    @Test
    void what_was_confirmed_outlives_a_server_killed_in_the_middle_of_its_work() throws SQLException, IOException {
        EmbeddedPostgres killed = EmbeddedPostgres.start(home, programs);
        run(killed, killed.owner(), "create table note as select 'confirmed' as words");
        Connection open = connect(killed, killed.owner());
        open.setAutoCommit(false);
        open.createStatement().execute("insert into note values ('never committed')");
        ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        open.abort(Runnable::run);
        killed.close();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(ask(server, server.owner(), "select string_agg(words, ',') from note"))
                    .isEqualTo("confirmed");
        }
    }

    @Test
    void a_live_home_is_refused_and_an_orphan_of_a_killed_run_is_stopped_first()
            throws SQLException, IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherHearth.class.getName(),
                        home.toString(),
                        programs.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream()))) {
            assertThat(said.readLine()).isEqualTo("confirmed");
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, programs))
                    .isInstanceOf(PostgresFailure.class)
                    .hasMessageContaining("Another Hearth is running")
                    .hasMessageContaining(Long.toString(other.pid()));
        } finally {
            other.destroyForcibly();
            other.waitFor();
        }
        long orphan = postmasterPid();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(postmasterPid()).isNotEqualTo(orphan);
            assertThat(ask(server, server.owner(), "select words from note")).isEqualTo("confirmed");
        }
    }

    @Test
    void a_home_is_refused_twice_in_one_process_and_free_after_the_stop() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(server.jdbcUrl()).contains("127.0.0.1");
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, programs))
                    .hasMessageContaining("Another Hearth is running");
        }
        EmbeddedPostgres.start(home, programs).close();
    }

    @Test
    void a_pid_file_that_names_a_process_of_another_kind_is_stale() throws SQLException, IOException {
        EmbeddedPostgres.start(home, programs).close();
        Files.writeString(
                home.resolve("postgres/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, programs)) {
            assertThat(ask(server, server.owner(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_start_that_fails_says_what_the_server_said() throws IOException {
        EmbeddedPostgres.start(home, programs).close();
        Files.writeString(home.resolve("postgres/data/postgresql.conf"), "no_such_setting = 1\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, programs))
                .isInstanceOf(PostgresFailure.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void lost_passwords_are_named_instead_of_made_anew() throws IOException {
        EmbeddedPostgres.start(home, programs).close();
        Files.delete(home.resolve("database-passwords.properties"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, programs))
                .hasMessageContaining("database-passwords.properties");
    }

    @Test
    void a_folder_that_the_servers_user_cannot_enter_is_named() throws IOException {
        Path closed = Files.createDirectory(home.resolve("closed"));
        ServerUser user = ServerUser.forCluster(closed.resolve("home/postgres"));
        user.letIn(home);
        Files.setPosixFilePermissions(
                closed, PosixFilePermissions.fromString(user.prefix().isEmpty() ? "---------" : "rwx------"));
        assertThat(user.obstacle(closed)).contains(user.name()).contains(closed.toString());
        assertThat(EmbeddedPostgres.reachableHome(closed.resolve("home"), home.resolve("instead"))
                        .getParent())
                .isEqualTo(home.resolve("instead"));
        assertThat(EmbeddedPostgres.reachableHome(home.resolve("open"), home.resolve("instead")))
                .isEqualTo(home.resolve("open"));
    }

    private long postmasterPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).getFirst());
    }

    static Connection connect(EmbeddedPostgres server, Login login) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), login.user(), login.password());
    }

    static void run(EmbeddedPostgres server, Login login, String statements) throws SQLException {
        try (Connection connection = connect(server, login);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static String ask(EmbeddedPostgres server, Login login, String query) throws SQLException {
        try (Connection connection = connect(server, login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
