package org.hearth.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one kind in a folder of a pack, in the order of their names. */
final class Folder {

    private Folder() {}

    static List<Path> files(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            throw PackError.in(directory.getFileName().toString(), "this folder is missing from the pack");
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw PackError.in(directory.getFileName().toString(), e);
        }
    }
}
