package org.hearth.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The JSON documents of a file or of standard input, one after the other: one a line, or one that fills the input. Never more
 * than one is held, and one is looked ahead.
 */
final class Documents implements Closeable {

    /** A document and the line it begins on. */
    record Document(String json, int line) {}

    private final BufferedReader reader;
    private int line;
    private @Nullable Document ahead;

    private Documents(BufferedReader reader) throws IOException {
        this.reader = reader;
        this.ahead = first();
    }

    /** @param file {@code -} for standard input */
    static Documents open(String file) throws IOException {
        return new Documents(
                file.equals("-")
                        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        : Files.newBufferedReader(Path.of(file)));
    }

    /** The next document, or null at the end. */
    @Nullable
    Document next() throws IOException {
        Document next = ahead;
        ahead = next == null ? null : read();
        return next;
    }

    /** Whether another one follows. */
    boolean hasNext() {
        return ahead != null;
    }

    /** A first line that is no whole document begins one document that fills the input. */
    private @Nullable Document first() throws IOException {
        Document first = read();
        if (first == null || first.json().strip().endsWith("}")) {
            return first;
        }
        var rest = new StringWriter();
        reader.transferTo(rest);
        return new Document(first.json() + "\n" + rest, first.line());
    }

    private @Nullable Document read() throws IOException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                return new Document(text, line);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
