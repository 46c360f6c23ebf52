package org.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.hearth.postgres.EmbeddedPostgres;

/**
 * Where this Hearth lives: its own files, and the folder in which it keeps data.
 *
 * <p>Data lies in {@code HEARTH_DATA}, or else in {@code .hearth} beside the launcher, or else, where the unprivileged user
 * that runs PostgreSQL cannot reach that, under {@code /var/lib}.
 */
final class Installation {

    private final Map<String, String> environment;
    private final Path root;

    Installation(Map<String, String> environment) {
        this.environment = environment;
        this.root = Path.of(environment.getOrDefault("HEARTH_HOME_DIR", ""))
                .toAbsolutePath()
                .normalize();
    }

    /** The folder with the launcher, the packs and the documentation. */
    Path root() {
        return root;
    }

    /** The folder in which data is kept; it need not exist yet. */
    Path data() {
        String wanted = environment.get("HEARTH_DATA");
        if (wanted != null && !wanted.isBlank()) {
            return Path.of(wanted).toAbsolutePath().normalize();
        }
        return EmbeddedPostgres.reachableHome(root.resolve(".hearth"), Path.of("/var/lib/hearth"));
    }

    /** The database that {@code HEARTH_DB_URL} names, if it names one. */
    Optional<String> externalDatabase() {
        return Optional.ofNullable(environment.get("HEARTH_DB_URL")).filter(url -> !url.isBlank());
    }

    String required(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new Failure(
                    "设置了 HEARTH_DB_URL 时还须设置 " + variable + "。 With HEARTH_DB_URL, " + variable + " must be set too.");
        }
        return value;
    }

    Optional<String> optional(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    /**
     * The keys of the vault: from {@code HEARTH_VAULT_ENCRYPTION_KEY} and {@code HEARTH_VAULT_INDEX_KEY}, or from a file that
     * is made at the first start and that only its owner can read. Who loses them loses the numbers.
     */
    Map<String, Object> vaultKeys() {
        Optional<String> encryption = optional("HEARTH_VAULT_ENCRYPTION_KEY");
        Optional<String> index = optional("HEARTH_VAULT_INDEX_KEY");
        if (encryption.isPresent() && index.isPresent()) {
            return Map.of("hearth.vault.encryption-key", encryption.get(), "hearth.vault.index-key", index.get());
        }
        Path file = data().resolve("vault.properties");
        Properties keys = new Properties();
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, "encryption-key=" + random(16) + "\nindex-key=" + random(32) + "\n");
            }
            try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                keys.load(reader);
            }
        } catch (FileSystemException e) {
            throw Failure.at(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the keys in " + file + " cannot be read or written", e);
        }
        return Map.of(
                "hearth.vault.encryption-key", keys.getProperty("encryption-key"),
                "hearth.vault.index-key", keys.getProperty("index-key"));
    }

    private static String random(int bytes) {
        byte[] key = new byte[bytes];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
