package org.hearth.linkage;

/** What was given cannot be used: one line, in both languages, that says what, where and what to do. */
public final class LinkageFailure extends RuntimeException {

    LinkageFailure(String zh, String en) {
        super(zh + " " + en);
    }

    LinkageFailure(String zh, String en, Throwable cause) {
        super(zh + " " + en, cause);
    }
}
