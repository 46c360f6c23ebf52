package org.hearth.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hearth.postgres.EmbeddedPostgres;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * A test of the running platform: real pages on a random port, a real PostgreSQL, the real application role. All such tests
 * of one run share one platform, so each works in a village of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = HearthApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = HearthTest.Database.class)
public @interface HearthTest {

    /** Starts PostgreSQL once for the whole run, in a folder of its own. */
    class Database implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        private static final EmbeddedPostgres SHARED = start();

        private final EmbeddedPostgres postgres;

        /** With the PostgreSQL that the whole run shares. */
        public Database() {
            this(SHARED);
        }

        /** With a PostgreSQL of one's own. */
        protected Database(EmbeddedPostgres postgres) {
            this.postgres = postgres;
        }

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test",
                            Map.of(
                                    "hearth.db.url", postgres.jdbcUrl(),
                                    "hearth.db.owner", postgres.owner().user(),
                                    "hearth.db.owner-password", postgres.owner().password(),
                                    "hearth.db.user", postgres.application().user(),
                                    "hearth.db.password", postgres.application().password(),
                                    "hearth.vault.encryption-key", "00112233445566778899aabbccddeeff",
                                    "hearth.vault.index-key",
                                            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                                    "hearth.access.demo", "true",
                                    "hearth.packs",
                                            Path.of("../packs").toAbsolutePath().toString())));
        }

        /** Starts another server in a folder of its own, which goes with this process. */
        public static EmbeddedPostgres start() {
            // Made by the server's launcher itself: Java's own temporary folders are closed to the server's user.
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            Path home = temporary.resolve("hearth-test-" + UUID.randomUUID());
            EmbeddedPostgres postgres = EmbeddedPostgres.start(home, temporary.resolve("hearth-test-programs"));
            ProcessHandle server = ProcessHandle.of(pidOf(home)).orElseThrow();
            atExit(() -> {
                server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
                FileSystemUtils.deleteRecursively(home);
            });
            return postgres;
        }

        private static long pidOf(Path home) {
            try (Stream<String> lines =
                    Files.lines(home.resolve("postgres").resolve("data").resolve("postmaster.pid"))) {
                return Long.parseLong(lines.findFirst().orElseThrow().strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Tidies up when this process ends. What cannot be removed is left: a test has told what it had to tell by then. */
        public static void atExit(Tidying tidying) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    tidying.run();
                } catch (IOException | CompletionException e) {
                    System.err.println("left behind: " + e.getMessage());
                }
            }));
        }

        /** Removes what a test made. */
        public interface Tidying {
            void run() throws IOException;
        }
    }
}
