package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.app.platform.Problem;

/**
 * A file as a department sent it: CSV, Excel (.xlsx) or Parquet, told by what is in it and not by its name. It is read
 * through once before any row is used, so that a file that cannot be read is refused as a whole. Nothing of it is ever in
 * memory but some thousand rows.
 */
final class TableFile implements AutoCloseable {

    /**
     * A row, with its place below the header; empty lines do not count.
     *
     * @param formulas the places of the cells that a workbook works out
     */
    record Row(int number, List<String> cells, Set<Integer> formulas) {

        /** A row without formulas. */
        Row(int number, List<String> cells) {
            this(number, cells, Set.of());
        }
    }

    /** Larger than five million rows of any kind; what is larger still is sent in parts. */
    static final long LARGEST_FILE = 4L << 30;

    private static final int LONGEST_LINE = 1 << 16;
    private static final int ROWS_AT_ONCE = 5_000;
    private static final int MAGIC = 16;

    private final Path path;
    private final String sm3;
    private final Table table;
    private int headerAt;
    private int emptyRows;
    private int explanations;
    private List<String> header = List.of();
    private int rows;

    private TableFile(Path path, String sm3, Table table) {
        this.path = path;
        this.sm3 = sm3;
        this.table = table;
    }

    /**
     * Takes a file in.
     *
     * @param fileName as its sender named it; what it is kept in is told by the content
     * @param path where it lies until it is closed
     * @throws Problem when it is empty, no table, broken, too large, or its header cannot be used
     */
    static TableFile take(String fileName, InputStream content, Path path) {
        try {
            try {
                String sm3 = copy(content, path);
                TableFile file = new TableFile(path, sm3, tableOf(path));
                file.lookThrough();
                return file;
            } catch (RuntimeException | IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(fileName, e);
        }
    }

    /** The SM3 hash of the content, in hexadecimal. */
    String sm3() {
        return sm3;
    }

    /** The names of the columns in the one way of writing, {@link Header#normal}; a column without a name is empty. */
    List<String> header() {
        return header;
    }

    /** How many rows there are below the header. */
    int rows() {
        return rows;
    }

    /** What whoever sent the file should know about how it was read, whatever kind of records it has. */
    List<Note> notes() {
        List<Note> notes = new ArrayList<>(table.notes());
        if (headerAt > 0) {
            notes.add(Note.readSo(
                    "表头在第 " + (headerAt + 1) + " 行，以上 " + headerAt + " 行没有读取。",
                    "The header is line " + (headerAt + 1) + "; what stands above it was not read."));
        }
        if (emptyRows > 0) {
            notes.add(Note.readSo("跳过空行 " + emptyRows + " 行。", emptyRows + " empty rows were skipped."));
        }
        if (explanations > 0) {
            notes.add(Note.readSo(
                    "跳过以“※”开头的填写说明 " + explanations + " 行。",
                    explanations + " rows of explanations, which begin with ※, were skipped."));
        }
        return notes;
    }

    /** Hands over the rows, some thousands at a time. */
    void forEachChunk(Consumer<List<Row>> consumer) {
        List<List<Row>> waiting = new ArrayList<>();
        waiting.add(new ArrayList<>());
        try {
            eachRow((cells, formulas, number) -> {
                List<Row> chunk = waiting.getFirst();
                chunk.add(new Row(number, cells, formulas));
                if (chunk.size() == ROWS_AT_ONCE) {
                    waiting.set(0, new ArrayList<>());
                    consumer.accept(chunk);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!waiting.getFirst().isEmpty()) {
            consumer.accept(waiting.getFirst());
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

    private void lookThrough() throws IOException {
        List<List<String>> first = new ArrayList<>();
        table.read((cells, formulas) -> {
            first.add(cells);
            return first.size() < Header.AMONG_FIRST;
        });
        headerAt = Header.placeIn(first);
        if (headerAt < 0) {
            throw new Problem("文件是空的。", "The file is empty.");
        }
        header = Header.namesOf(first.get(headerAt));
        eachRow((cells, formulas, number) -> rows = number, nobodys -> {
            if (Header.isEmpty(nobodys)) {
                emptyRows++;
            } else {
                explanations++;
            }
        });
        if (rows == 0) {
            throw new Problem("文件只有表头，没有数据行。", "The file has a header and no rows.");
        }
    }

    @FunctionalInterface
    private interface RowUse {
        void with(List<String> cells, Set<Integer> formulas, int number);
    }

    private void eachRow(RowUse use) throws IOException {
        eachRow(use, nobodys -> {});
    }

    private void eachRow(RowUse use, Consumer<List<String>> skipped) throws IOException {
        int[] at = {0, 0};
        table.read((cells, formulas) -> {
            if (at[0]++ > headerAt) {
                if (Header.isNoRow(cells)) {
                    skipped.accept(cells);
                } else {
                    use.with(fitted(cells), formulas, ++at[1]);
                }
            }
            return true;
        });
    }

    /** As wide as the header, where that loses nothing: spreadsheets leave empty cells out, or add some. */
    private List<String> fitted(List<String> cells) {
        int width = header.size();
        if (cells.size() == width) {
            return cells;
        }
        List<String> fitted = new ArrayList<>(cells);
        while (fitted.size() > width && fitted.getLast().isBlank()) {
            fitted.removeLast();
        }
        while (table instanceof XlsxTable && fitted.size() < width) {
            fitted.add("");
        }
        return fitted;
    }

    private static String copy(InputStream content, Path path) throws IOException {
        SM3Digest digest = new SM3Digest();
        byte[] buffer = new byte[1 << 16];
        byte[] magic = content.readNBytes(MAGIC);
        if (magic.length == 0) {
            throw new Problem("文件是空的。", "The file is empty.");
        }
        boolean text = !isArchive(magic) && !isParquet(magic);
        if (text) {
            refuseWhatIsNoText(magic);
        }
        Lines lines = new Lines();
        long all = 0;
        try (OutputStream out = Files.newOutputStream(path)) {
            byte[] part = magic;
            for (int read = magic.length; read >= 0; read = content.read(buffer)) {
                all += read;
                if (all > LARGEST_FILE) {
                    throw new Problem(
                            "文件超过 4 GB，没有导入。请分成几个文件上传。",
                            "The file is larger than 4 GB and was not imported. Split it and upload the parts.");
                }
                if (text) {
                    lines.check(part, read);
                }
                digest.update(part, 0, read);
                out.write(part, 0, read);
                part = buffer;
            }
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }

    /** Looks at text while it comes in, so that an endless line ends the copying. */
    private static final class Lines {

        private long line = 1;
        private int length;

        void check(byte[] bytes, int read) {
            for (int i = 0; i < read; i++) {
                byte b = bytes[i];
                if (b == 0) {
                    throw new Problem(
                            "文件里有空字符，不是文本表格（可能是 UTF-16 编码或已损坏）。请另存为“CSV UTF-8”或 .xlsx 后上传。",
                            "The file has NUL characters and is no text table (perhaps it is UTF-16, or damaged). Save it as CSV UTF-8 or .xlsx and upload that.");
                }
                if (b == '\n' || b == '\r') {
                    line += b == '\n' ? 1 : 0;
                    length = 0;
                } else if (++length > LONGEST_LINE) {
                    throw new Problem(
                            "文件第 " + line + " 行过长，可能缺少换行。文件没有导入，请检查后重新上传。",
                            "Line " + line
                                    + " of the file is too long; line ends may be missing. Nothing was imported. Check it and upload again.");
                }
            }
        }
    }

    private static Table tableOf(Path path) throws IOException {
        byte[] magic;
        try (InputStream in = Files.newInputStream(path)) {
            magic = in.readNBytes(MAGIC);
        }
        if (isArchive(magic)) {
            return XlsxTable.of(path);
        }
        return isParquet(magic) ? new ParquetTable(path) : CsvTable.of(path);
    }

    private static boolean isArchive(byte[] magic) {
        return begins(magic, 'P', 'K', 3, 4) || begins(magic, 'P', 'K', 5, 6);
    }

    private static boolean isParquet(byte[] magic) {
        return begins(magic, 'P', 'A', 'R', '1');
    }

    private static void refuseWhatIsNoText(byte[] magic) {
        if (begins(magic, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw new Problem(
                    "这是旧版 Excel 文件（.xls）或加了密码的工作簿，无法读取。请在 Excel 或 WPS 中去掉密码，另存为“Excel 工作簿（.xlsx）”后上传。",
                    "This is an old Excel file (.xls) or a workbook with a password. Remove the password, save it as an Excel workbook (.xlsx) and upload that.");
        }
        if (begins(magic, 0xFF, 0xFE) || begins(magic, 0xFE, 0xFF)) {
            throw new Problem(
                    "文件是 UTF-16 编码（“Unicode 文本”），无法读取。请另存为“CSV UTF-8”或 .xlsx 后上传。",
                    "The file is encoded in UTF-16 (“Unicode text”). Save it as CSV UTF-8 or .xlsx and upload that.");
        }
        if (begins(magic, 0x89, 'P', 'N', 'G')
                || begins(magic, 0xFF, 0xD8, 0xFF)
                || begins(magic, 'G', 'I', 'F', '8')
                || begins(magic, '%', 'P', 'D', 'F')
                || begins(magic, 'R', 'a', 'r', '!')
                || begins(magic, '7', 'z', 0xBC, 0xAF)
                || begins(magic, 0x1F, 0x8B)) {
            throw new Problem(
                    "这是图片、PDF 或压缩包，不是数据表。请上传 .xlsx、.csv 或 .parquet 文件。",
                    "This is a picture, a PDF or an archive, not a table. Upload an .xlsx, .csv or .parquet file.");
        }
        String start = new String(magic, StandardCharsets.ISO_8859_1)
                .strip()
                .replace("\u00EF\u00BB\u00BF", "")
                .toLowerCase(Locale.ROOT);
        if (start.startsWith("<")) {
            throw new Problem(
                    "这是网页格式的表格（有的系统导出的 .xls 其实是网页）。请在 Excel 中打开，另存为“Excel 工作簿（.xlsx）”后上传。",
                    "This is a table in a web page (what some systems export as .xls). Open it in Excel, save it as an Excel workbook (.xlsx) and upload that.");
        }
    }

    private static boolean begins(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
