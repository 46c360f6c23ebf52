package org.hearth.cli;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** File names from the ids of households: no path, no hidden file, no two alike, on any file system. */
final class FileNames {

    private static final int LONGEST = 80;

    private final Set<String> taken = new HashSet<>();

    /** @param line names a household that has no id */
    String of(@Nullable String id, int line) {
        String name = id == null ? "" : id.replaceAll("[^\\p{L}\\p{N}_-]+", "_");
        if (name.isEmpty() || name.equals("_")) {
            name = "household-" + line;
        }
        if (name.codePointCount(0, name.length()) > LONGEST) {
            name = name.substring(0, name.offsetByCodePoints(0, LONGEST));
        }
        String free = name;
        for (int again = 2; !taken.add(free.toLowerCase(Locale.ROOT)); again++) {
            free = name + "-" + again;
        }
        return free;
    }
}
