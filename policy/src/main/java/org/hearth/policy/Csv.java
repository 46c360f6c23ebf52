package org.hearth.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The comma-separated files of a folder of a pack, in the order of their names. */
final class Csv {

    private Csv() {}

    static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw PackError.in(directory.getFileName().toString(), "this folder is missing from the pack");
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw PackError.in(directory.getFileName().toString(), e);
        }
    }
}
