package org.hearth.linkage;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hearth.linkage.LinkageConfig.Column;
import org.jspecify.annotations.Nullable;

/** A file of records: CSV in UTF-8 or GB18030, or Parquet. */
final class RecordFile {

    /** Told of each record. */
    interface Consumer {
        /** @param truth whose record it is, where the config says how that is known */
        void at(LinkRecord record, @Nullable String truth) throws SQLException, IOException;
    }

    private final Path path;
    private final LinkageConfig config;
    private long bytesRead;

    RecordFile(Path path, LinkageConfig config) {
        this.path = path;
        this.config = config;
    }

    void forEach(Consumer consumer) throws IOException, SQLException {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            forEachOfParquet(consumer);
        } else {
            forEachOfCsv(consumer);
        }
    }

    /** The record with an id. */
    LinkRecord find(String id) throws IOException {
        LinkRecord[] found = new LinkRecord[1];
        try {
            forEach((record, truth) -> {
                if (record.id().equals(id)) {
                    found[0] = record;
                }
            });
        } catch (SQLException e) {
            throw new IOException(e);
        }
        if (found[0] == null) {
            throw new LinkageFailure(path + " 里没有编号“" + id + "”。", path + " has no record " + id + ".");
        }
        return found[0];
    }

    private void forEachOfCsv(Consumer consumer) throws IOException, SQLException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(true)
                .get();
        CharsetDecoder decoder = charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Reader reader = new BufferedReader(new InputStreamReader(counted(Files.newInputStream(path)), decoder));
                CSVParser rows = CSVParser.parse(reader, format)) {
            @Nullable List<String> headers = null;
            long number = 0;
            for (CSVRecord row : rows) {
                if (headers == null) {
                    headers = headers(row.toList());
                    continue;
                }
                number++;
                if (row.size() != headers.size()) {
                    throw wrong(
                            rows.getCurrentLineNumber(),
                            "有 " + row.size() + " 格，表头有 " + headers.size() + " 格。",
                            "there are " + row.size() + " cells under a header of " + headers.size() + ".");
                }
                take(headers, row.toList(), number, rows.getCurrentLineNumber(), consumer);
            }
            if (number == 0) {
                throw empty();
            }
        } catch (CharacterCodingException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw unreadable(e);
            }
            throw new LinkageFailure(
                    path + " 不是正确的 CSV，请检查引号。", path + " is no CSV; check its quotes: " + e.getMessage(), e);
        }
    }

    /** How much of the file has been read, 0 to 1; of Parquet that is not known. */
    double share() throws IOException {
        return Math.min(1, bytesRead / (double) Math.max(1, Files.size(path)));
    }

    private InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                bytesRead += Math.max(0, read);
                return read;
            }
        };
    }

    private List<String> headers(List<String> cells) {
        List<String> headers =
                cells.stream().map(cell -> cell.replace("\uFEFF", "").strip()).toList();
        Set<String> seen = new TreeSet<>();
        for (String header : headers) {
            if (!seen.add(header)) {
                throw new LinkageFailure(
                        path + " 的表头“" + header + "”重复。", path + ": the header " + header + " is there twice.");
            }
        }
        requireColumns(headers);
        return headers;
    }

    private void requireColumns(List<String> headers) {
        if (!config.ids().isEmpty() && config.ids().stream().noneMatch(headers::contains)) {
            throw lacks(headers, config.ids());
        }
        for (Column column : config.columnList()) {
            if (!column.optional() && column.headers().stream().noneMatch(headers::contains)) {
                throw lacks(headers, column.headers());
            }
        }
    }

    private LinkageFailure lacks(List<String> headers, List<String> wanted) {
        return new LinkageFailure(
                path + " 没有“" + String.join("”或“", wanted) + "”这一列；有：" + String.join("、", headers) + "。",
                path + " has no column " + String.join(" or ", wanted) + "; there are: " + String.join(", ", headers)
                        + ".");
    }

    private void take(List<String> headers, List<String> cells, long number, long line, Consumer consumer)
            throws SQLException, IOException {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String cell = cells.get(i);
            if (cell != null && !cell.isBlank()) {
                values.put(headers.get(i), cell.strip());
            }
        }
        String id = config.ids().isEmpty()
                ? Long.toString(number)
                : config.ids().stream()
                        .filter(headers::contains)
                        .findFirst()
                        .map(values::get)
                        .orElse("");
        if (id.isEmpty()) {
            throw wrong(line, "没有编号。", "the record has no id.");
        }
        LinkageConfig.Truth truth = config.truth();
        consumer.at(
                new LinkRecord(id, values),
                truth == null ? null : truth.of(values.get(truth.header())).orElse(null));
    }

    private void forEachOfParquet(Consumer consumer) throws SQLException, IOException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery("select columns(*)::varchar from read_parquet("
                        + Sql.text(path.toAbsolutePath().toString()) + ")")) {
            List<String> headers = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                headers.add(rows.getMetaData().getColumnLabel(i));
            }
            requireColumns(headers);
            long number = 0;
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= headers.size(); i++) {
                    String cell = rows.getString(i);
                    cells.add(cell == null ? "" : cell);
                }
                number++;
                take(headers, cells, number, number, consumer);
            }
            if (number == 0) {
                throw empty();
            }
        }
    }

    /** UTF-8 where the whole file is that, else GB18030, in which older systems write. */
    private Charset charset() throws IOException {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer characters = CharBuffer.allocate(1 << 16);
        try (InputStream in = Files.newInputStream(path)) {
            for (int read; (read = in.read(bytes.array(), bytes.position(), bytes.remaining())) >= 0; ) {
                bytes.position(bytes.position() + read).flip();
                CoderResult result = utf8.decode(bytes, characters.clear(), false);
                if (result.isError()) {
                    return Charset.forName("GB18030");
                }
                bytes.compact();
            }
        }
        return StandardCharsets.UTF_8;
    }

    private LinkageFailure unreadable(Exception cause) {
        return new LinkageFailure(
                path + " 既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8。",
                path + " is neither UTF-8 nor GB18030; save it as UTF-8.",
                cause);
    }

    private LinkageFailure empty() {
        return new LinkageFailure(path + " 里没有记录。", path + " holds no record.");
    }

    private LinkageFailure wrong(long line, String zh, String en) {
        return new LinkageFailure(path + " 第 " + line + " 行" + zh, path + ", line " + line + ": " + en);
    }
}
