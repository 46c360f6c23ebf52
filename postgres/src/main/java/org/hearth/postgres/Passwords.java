package org.hearth.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The logins of one home, made at random once and kept in a file that only its owner may read. */
record Passwords(Login superuser, Login owner, Login application) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws PostgresFailure when a database exists whose passwords are gone */
    static Passwords in(Path home, boolean databaseExists) throws IOException {
        Path file = home.resolve("database-passwords.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        } else if (databaseExists) {
            throw new PostgresFailure("The database in " + home + " is there, but its passwords are not: put " + file
                    + " back from a backup.");
        } else {
            for (String role : new String[] {"postgres", "hearth_owner", "hearth_app"}) {
                properties.setProperty(role, random());
            }
            Path unfinished = Files.createTempFile(
                    home,
                    "database-passwords",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Passwords(
                login(properties, "postgres", file),
                login(properties, "hearth_owner", file),
                login(properties, "hearth_app", file));
    }

    private static Login login(Properties properties, String role, Path file) {
        String password = properties.getProperty(role);
        if (password == null) {
            throw new PostgresFailure("The password of " + role + " is missing in " + file + ".");
        }
        return new Login(role, password);
    }

    private static String random() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
