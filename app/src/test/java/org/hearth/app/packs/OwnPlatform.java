package org.hearth.app.packs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hearth.app.HearthApplication;
import org.hearth.app.HearthTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** A test on a platform of its own: what it publishes decides for nobody else. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = HearthApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = OwnPlatform.Database.class)
@interface OwnPlatform {

    /** A PostgreSQL of its own. */
    class Database extends HearthTest.Database {

        public Database() {
            super(HearthTest.Database.start());
        }
    }
}
