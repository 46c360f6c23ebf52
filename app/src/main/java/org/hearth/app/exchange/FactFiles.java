package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of docs/facts-layout.md, and the SQL that reads and writes them. */
final class FactFiles {

    /** The tables of the layout, in the order of the document. */
    static final List<String> TABLES =
            List.of("households", "persons", "incomes", "expenditures", "vehicles", "supporters", "parents", "events");

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
