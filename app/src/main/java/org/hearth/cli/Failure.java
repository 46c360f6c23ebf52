package org.hearth.cli;

/** A command's work failed, in a way that one line can tell: what, where and what to do. */
final class Failure extends RuntimeException {

    Failure(String line) {
        super(line);
    }

    Failure(String line, Throwable cause) {
        super(line, cause);
    }
}
