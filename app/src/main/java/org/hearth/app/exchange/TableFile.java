package org.hearth.app.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.app.platform.Problem;

/**
 * A file as a department sent it: CSV in UTF-8 (with or without a byte order mark) or GB18030. It is looked through once
 * before any row is used, so that a file that cannot be read is refused as a whole.
 */
final class TableFile implements AutoCloseable {

    /** A row, with its place below the header. */
    record Row(int number, List<String> cells) {}

    private static final int LONGEST_LINE = 1 << 16;
    private static final int ROWS_AT_ONCE = 5_000;
    private static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final Path path;
    private final String sm3;
    private final Charset charset;
    private final List<String> header;

    private TableFile(Path path, String sm3, Charset charset, List<String> header) {
        this.path = path;
        this.sm3 = sm3;
        this.charset = charset;
        this.header = header;
    }

    /**
     * Takes a file in.
     *
     * @throws Problem when it is empty, no text table, broken, or its header cannot be used
     */
    static TableFile take(InputStream content) {
        try {
            Path path = Files.createTempFile("hearth-batch-", ".csv");
            try {
                String sm3 = copy(content, path);
                Charset charset = charsetOf(path);
                List<String> header = header(path, charset);
                return new TableFile(path, sm3, charset, header);
            } catch (Problem | IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The SM3 hash of the content, in hexadecimal. */
    String sm3() {
        return sm3;
    }

    List<String> header() {
        return header;
    }

    /**
     * Hands over the rows, some thousands at a time.
     *
     * @throws Problem when the file breaks off within a quoted cell
     */
    void forEachChunk(Consumer<List<Row>> consumer) {
        try (Reader reader = open(path, charset);
                CSVParser parser = CSV.parse(reader)) {
            List<Row> rows = new ArrayList<>();
            int number = 0;
            boolean first = true;
            for (CSVRecord line : parser) {
                if (first) {
                    first = false;
                    continue;
                }
                rows.add(new Row(++number, line.toList()));
                if (rows.size() == ROWS_AT_ONCE) {
                    consumer.accept(rows);
                    rows = new ArrayList<>();
                }
            }
            if (!rows.isEmpty()) {
                consumer.accept(rows);
            }
            if (number == 0) {
                throw new Problem("文件只有表头，没有数据行。", "The file has a header and no rows.");
            }
        } catch (UncheckedIOException | IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String copy(InputStream content, Path path) throws IOException {
        SM3Digest digest = new SM3Digest();
        byte[] buffer = new byte[1 << 16];
        long line = 1;
        int lineLength = 0;
        boolean empty = true;
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == 0 || (empty && i == 0 && buffer[0] == 'P' && read > 1 && buffer[1] == 'K')) {
                        throw new Problem(
                                "这不是文本表格（可能是 Excel 文件）。请在 Excel 中另存为“CSV UTF-8”后上传。",
                                "This is no text table (perhaps an Excel file). Save it as CSV UTF-8 and upload that.");
                    }
                    lineLength = buffer[i] == '\n' ? 0 : lineLength + 1;
                    line += buffer[i] == '\n' ? 1 : 0;
                    if (lineLength > LONGEST_LINE) {
                        throw new Problem(
                                "文件第 " + line + " 行过长，可能缺少换行。文件没有导入，请检查后重新上传。",
                                "Line " + line
                                        + " of the file is too long; line ends may be missing. Nothing was imported.");
                    }
                }
                empty &= read == 0;
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        if (empty) {
            throw new Problem("文件是空的。", "The file is empty.");
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }

    private static Charset charsetOf(Path path) throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            char[] buffer = new char[1 << 16];
            try (Reader reader = open(path, charset)) {
                int read = 0;
                while (read >= 0) {
                    read = reader.read(buffer);
                }
                return charset;
            } catch (CharacterCodingException notThisOne) {
                buffer[0] = 0;
            }
        }
        throw new Problem(
                "文件的文字编码无法识别。请另存为 UTF-8 或 GB18030 编码后上传。",
                "The encoding of the file is not known. Save it in UTF-8 or GB18030 and upload that.");
    }

    private static List<String> header(Path path, Charset charset) throws IOException {
        try (Reader reader = open(path, charset);
                CSVParser parser = CSV.parse(reader)) {
            List<String> header = parser.stream()
                    .findFirst()
                    .map(line -> line.stream()
                            .map(cell -> cell.replace("\uFEFF", "").strip())
                            .toList())
                    .orElseThrow(() -> new Problem("文件是空的。", "The file is empty."));
            Set<String> seen = new HashSet<>();
            for (String name : header) {
                if (!seen.add(name)) {
                    throw new Problem(
                            "列名“" + name + "”出现了两次，无法判断用哪一列。",
                            "The column " + name + " is there twice; which one counts?");
                }
            }
            return header;
        } catch (UncheckedIOException | IOException e) {
            throw broken(e);
        }
    }

    private static Problem broken(Exception e) {
        return new Problem(
                "文件的引号不成对或内容中断，整个文件没有导入。（" + e.getMessage() + "）",
                "The file breaks off or has an unpaired quotation mark; nothing was imported. (" + e.getMessage()
                        + ")");
    }

    private static Reader open(Path path, Charset charset) throws IOException {
        return new BufferedReader(new InputStreamReader(
                Files.newInputStream(path),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }
}
