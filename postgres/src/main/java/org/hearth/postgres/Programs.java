package org.hearth.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The programs of PostgreSQL, unpacked from the archive on the class path. */
record Programs(Path folder) {

    /** Unpacks the programs beneath {@code parent} unless that has been done for this version. */
    static Programs in(Path parent) throws IOException {
        Path folder = parent.resolve("postgres-" + version());
        if (!Files.isDirectory(folder)) {
            Path unfinished = Files.createTempDirectory(Files.createDirectories(parent), "postgres-unpacking-");
            try {
                unpack(unfinished);
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
                moveUnlessPresent(unfinished, folder);
            } finally {
                deleteTree(unfinished);
            }
        }
        return new Programs(folder);
    }

    String path(String program) {
        return folder.resolve("bin").resolve(program).toString();
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void moveUnlessPresent(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process that unpacked at the same moment was first; its copy is as good as ours.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream archive = archive();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("the archive names a file outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.copy(tar, file);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static InputStream archive() {
        String machine = System.getProperty("os.arch");
        String name = switch (machine) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            case String other -> throw unsupported(other);
        };
        InputStream archive = Programs.class.getResourceAsStream("/" + name);
        if (!System.getProperty("os.name").equals("Linux") || archive == null) {
            throw unsupported(System.getProperty("os.name") + " " + machine);
        }
        return archive;
    }

    private static PostgresFailure unsupported(String machine) {
        return new PostgresFailure("Hearth brings PostgreSQL for Linux on amd64 and arm64 only, not for " + machine
                + "; give it a server of your own with HEARTH_DB_URL.");
    }

    private static String version() throws IOException {
        try (InputStream file = Objects.requireNonNull(Programs.class.getResourceAsStream("version.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }
}
