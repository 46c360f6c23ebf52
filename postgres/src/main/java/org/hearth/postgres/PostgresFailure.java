package org.hearth.postgres;

import org.jspecify.annotations.Nullable;

/** The server could not be started or stopped; the message says what is wrong, where, and what to do about it. */
public final class PostgresFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresFailure(String message) {
        super(message);
    }

    PostgresFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
