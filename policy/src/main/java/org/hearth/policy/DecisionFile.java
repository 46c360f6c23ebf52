package org.hearth.policy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of decisions of a pack.
 *
 * @param path where it lies
 * @param each what its decisions are about, such as {@code member}
 * @param regional the name of the regional pack that it belongs to; null in a national one
 */
public record DecisionFile(Path path, String each, @Nullable String regional) {

    /** Its name, with that of the regional pack before it. */
    public String name() {
        return (regional == null ? "" : regional + "/") + path.getFileName();
    }
}
