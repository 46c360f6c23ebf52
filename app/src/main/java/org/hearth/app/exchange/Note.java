package org.hearth.app.exchange;

import org.hearth.app.platform.Text;

/** What whoever sent a file should know of how it was read. */
public record Note(Kind kind, Text text) {

    /** What a note is about. */
    public enum Kind {
        /** Something that was sent was not read. */
        LEFT_OUT,
        /** How the file was understood. */
        READ_SO
    }

    static Note leftOut(String zh, String en) {
        return new Note(Kind.LEFT_OUT, new Text(zh, en));
    }

    static Note readSo(String zh, String en) {
        return new Note(Kind.READ_SO, new Text(zh, en));
    }
}
