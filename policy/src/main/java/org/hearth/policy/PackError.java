package org.hearth.policy;

import org.jspecify.annotations.Nullable;

/** A pack that cannot be used, said in one line: which file, which table in it, which row and which column. */
public final class PackError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PackError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** An error of a whole file. */
    public static PackError in(String file, String problem) {
        return new PackError(file + ": " + problem, null);
    }

    /** An error of a whole file, with what the reader of the file said. */
    public static PackError in(String file, Throwable cause) {
        return new PackError(file + ": " + cause.getMessage(), cause);
    }

    /** An error at a place in a file, such as {@code table stratum, row stratum-edge, column income}. */
    public static PackError at(String file, String place, String problem) {
        return new PackError(file + ": " + place + ": " + problem, null);
    }
}
