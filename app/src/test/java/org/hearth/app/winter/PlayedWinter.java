package org.hearth.app.winter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.UUID;
import org.hearth.app.HearthApplication;
import org.hearth.app.HearthTest;
import org.hearth.app.platform.Progress;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * A test of a platform on which a whole winter has been played, over a small population in a database of its own. All such
 * tests of one run share it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = {HearthApplication.class, PlayedWinter.Play.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = PlayedWinter.Database.class)
public @interface PlayedWinter {

    /** Enough that every room has something to do. */
    int HOUSEHOLDS = 1_500;

    long SEED = 7;

    /** A PostgreSQL of its own: the winter moves the clock, and fills the register. */
    class Database extends HearthTest.Database {

        public Database() {
            super(HearthTest.Database.start());
        }
    }

    /** Plays the winter when the platform has started. */
    @TestConfiguration
    class Play {

        @Bean
        ApplicationRunner playTheWinter(WinterPlay winter) {
            return arguments -> {
                Path population =
                        Path.of(System.getProperty("java.io.tmpdir"), "hearth-test-population-" + UUID.randomUUID());
                HearthTest.Database.atExit(() -> FileSystemUtils.deleteRecursively(population));
                Population.generate(
                        GenerateRequest.ofDemo(HOUSEHOLDS, SEED, population), org.hearth.population.Progress.NONE);
                winter.play(HOUSEHOLDS, SEED, GenerateRequest.DEMO_REGIONS, population, Progress.SILENT);
            };
        }
    }
}
