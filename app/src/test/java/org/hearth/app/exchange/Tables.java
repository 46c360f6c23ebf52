package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Opens files as tables for tests. */
final class Tables {

    private Tables() {}

    static TableFile table(String fileName, InputStream content) {
        try {
            return TableFile.take(fileName, content, Files.createTempFile("hearth-test-", ".table"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
