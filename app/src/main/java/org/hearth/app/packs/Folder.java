package org.hearth.app.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/** A folder for the files of one job. */
final class Folder {

    private Folder() {}

    /** Does {@code work} in a folder of its own, which is gone afterwards. */
    static <T> T temporary(Function<Path, T> work) {
        try {
            Path folder = Files.createTempDirectory("hearth-draft-");
            try {
                return work.apply(folder);
            } finally {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
