package org.hearth.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.hearth.postgres.EmbeddedPostgres;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

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

        /** Starts another server in a folder of its own. */
        public static EmbeddedPostgres start() {
            // Made by the server's launcher itself: Java's own temporary folders are closed to the server's user.
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            return EmbeddedPostgres.start(
                    temporary.resolve("hearth-test-" + UUID.randomUUID()), temporary.resolve("hearth-test-programs"));
        }
    }
}
