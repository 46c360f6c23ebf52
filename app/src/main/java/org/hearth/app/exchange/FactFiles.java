package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL that reads and writes the files of docs/facts-layout.md. */
final class FactFiles {

    private FactFiles() {}

    /** The text of an SQL file of this room. */
    static String resource(String name) {
        try (InputStream in = FactFiles.class.getResourceAsStream("/exchange/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no file exchange/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
