package org.hearth.app.exchange;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hearth.app.platform.Problem;

/** Text with commas, tabs or semicolons, in UTF-8 (with or without a byte order mark) or GB18030. */
final class CsvTable implements Table {

    private static final int LONGEST_ROW = 1 << 20;
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));
    private static final char[] DELIMITERS = {',', '\t', ';'};
    private static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final Path path;
    private final Charset charset;
    private final CSVFormat format;

    private CsvTable(Path path, Charset charset, CSVFormat format) {
        this.path = path;
        this.charset = charset;
        this.format = format;
    }

    /** Tells the encoding, by reading all of it, and the delimiter, by which of them makes the header widest. */
    static CsvTable of(Path path) throws IOException {
        Charset charset = charsetOf(path);
        CSVFormat best = CSV;
        int widest = 0;
        for (char delimiter : DELIMITERS) {
            CSVFormat format = delimiter == '\t'
                    ? CSV.builder()
                            .setDelimiter(delimiter)
                            .setIgnoreSurroundingSpaces(false)
                            .get()
                    : CSV.builder().setDelimiter(delimiter).get();
            int width = width(new CsvTable(path, charset, format));
            if (width > widest) {
                best = format;
                widest = width;
            }
        }
        return new CsvTable(path, charset, best);
    }

    @Override
    public List<Note> notes() {
        String delimiter = format.getDelimiterString();
        return List.of(Note.readSo(
                "按 " + charset.name() + " 编码、"
                        + switch (delimiter) {
                            case "\t" -> "制表符";
                            case ";" -> "分号";
                            default -> "逗号";
                        }
                        + "分隔读取。",
                "Read as " + charset.name() + " with "
                        + switch (delimiter) {
                            case "\t" -> "tabs";
                            case ";" -> "semicolons";
                            default -> "commas";
                        }
                        + " between the cells."));
    }

    @Override
    public void read(LineUse use) throws IOException {
        long row = 0;
        try (Bounded text = new Bounded(open(path, charset));
                CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord line : parser) {
                row++;
                text.endOfRow();
                if (!use.take(line.toList(), Set.of())) {
                    return;
                }
            }
        } catch (CharacterCodingException e) {
            throw e;
        } catch (UncheckedIOException | IOException e) {
            throw new Problem(
                    "文件第 " + (row + 1) + " 行起引号不成对或内容中断，整个文件没有导入。请检查这一行的引号后重新上传。",
                    "From row " + (row + 1)
                            + " on the file breaks off or has an unpaired quotation mark; nothing was imported. Mend the quotation marks of that row and upload again.");
        }
    }

    // A delimiter that is none leaves marks unpaired; then its width does not count.
    private static int width(CsvTable table) throws IOException {
        List<List<String>> first = new ArrayList<>();
        try {
            table.read((cells, formulas) -> {
                first.add(cells);
                return first.size() < Header.AMONG_FIRST;
            });
        } catch (Problem broken) {
            if (first.isEmpty()) {
                return 0;
            }
        }
        int header = Header.placeIn(first);
        return header < 0 ? 0 : first.get(header).size();
    }

    private static Charset charsetOf(Path path) throws IOException {
        for (Charset charset : CHARSETS) {
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
                "文件的文字编码无法识别。请另存为“CSV UTF-8”后上传。",
                "The encoding of the file is not known. Save it as CSV UTF-8 and upload that.");
    }

    private static Reader open(Path path, Charset charset) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(path),
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
    }

    /** Text of which no row is longer than a row can be: a mark that is never closed ends the reading, not the memory. */
    private static final class Bounded extends FilterReader {

        private int sinceRow;

        Bounded(Reader text) {
            super(text);
        }

        void endOfRow() {
            sinceRow = 0;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            sinceRow += read;
            if (sinceRow > LONGEST_ROW) {
                throw new IOException("a row is longer than " + LONGEST_ROW + " characters");
            }
        }
    }
}
