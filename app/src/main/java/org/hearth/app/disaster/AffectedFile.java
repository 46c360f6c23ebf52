package org.hearth.app.disaster;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.linkage.IdentityNumber;

/** An affected list as counties send it: CSV in UTF-8 or GB18030, one row a person. */
final class AffectedFile {

    static final String NAME = "姓名";
    static final String NUMBER = "身份证号";
    static final String DAMAGE = "房屋受损";
    static final String DIED = "因灾死亡";
    static final String INJURED = "受伤";
    static final String RELOCATED = "转移安置";

    /** The columns that a list has, in any order; others are not looked at. */
    static final List<String> COLUMNS = List.of(NAME, NUMBER, DAMAGE, DIED, INJURED, RELOCATED);

    /** What a row turned out to be; row 1 is the first below the header. */
    sealed interface Row {

        int number();

        /** A row that can be read. */
        record Read(
                int number,
                IdentityNumber idNumber,
                String name,
                Damage damage,
                boolean died,
                boolean injured,
                boolean relocated)
                implements Row {

            boolean saysTheSameAs(Read other) {
                return damage == other.damage
                        && died == other.died
                        && injured == other.injured
                        && relocated == other.relocated;
            }

            SetAside setAside(String zh, String en) {
                return new SetAside(number, name, idNumber.masked(), new Text(zh, en));
            }
        }

        /** A row that a person has to look at. */
        record SetAside(int number, String name, String maskedNumber, Text reason) implements Row {}
    }

    private static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private AffectedFile() {}

    /**
     * Reads a file.
     *
     * @throws Problem when it is no such list as a whole; single rows that cannot be read are among the answer
     */
    static List<Row> read(byte[] content) {
        List<CSVRecord> lines;
        try (var parser = CSV.parse(new StringReader(text(content)))) {
            lines = parser.getRecords();
        } catch (UncheckedIOException | IOException e) {
            throw Problem.at(
                    "file",
                    "文件的引号不成对或内容中断，整个文件没有导入。请检查后重新上传。",
                    "The file breaks off or has an unpaired quotation mark; nothing was imported. Check it and upload it again.");
        }
        if (lines.size() < 2) {
            throw Problem.at("file", "文件里没有数据行。", "The file has no rows.");
        }
        List<String> header = lines.getFirst().stream().map(String::strip).toList();
        List<String> absent = COLUMNS.stream().filter(c -> !header.contains(c)).toList();
        if (!absent.isEmpty()) {
            throw Problem.at(
                    "file",
                    "表头缺少：" + String.join("、", absent) + "。第一行须有这些列：" + String.join("、", COLUMNS) + "。",
                    "The header lacks " + String.join(", ", absent) + ". The first line needs the columns "
                            + String.join(", ", COLUMNS) + ".");
        }
        List<Row> rows = new ArrayList<>();
        for (CSVRecord line : lines.subList(1, lines.size())) {
            rows.add(row(rows.size() + 1, header, line));
        }
        return rows;
    }

    private static Row row(int number, List<String> header, CSVRecord line) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < Math.min(header.size(), line.size()); i++) {
            cells.put(header.get(i), line.get(i).strip());
        }
        String name = cells.getOrDefault(NAME, "");
        String written = cells.getOrDefault(NUMBER, "");
        if (line.size() != header.size()) {
            return aside(
                    number,
                    name,
                    written,
                    "这一行有 " + line.size() + " 列，表头有 " + header.size() + " 列",
                    "the row has " + line.size() + " cells, the header " + header.size());
        }
        if (name.isEmpty()) {
            return aside(number, name, written, "姓名没有填写", "the name is empty");
        }
        if (!(IdentityNumber.read(written) instanceof IdentityNumber.Reading.Valid(IdentityNumber idNumber))) {
            IdentityNumber.Fault fault = ((IdentityNumber.Reading.Invalid) IdentityNumber.read(written)).fault();
            return aside(number, name, written, fault.zh(), fault.en());
        }
        Optional<Damage> damage = Damage.written(cells.getOrDefault(DAMAGE, ""));
        if (damage.isEmpty()) {
            return aside(
                    number,
                    name,
                    written,
                    "房屋受损“" + cells.get(DAMAGE) + "”应写倒塌、严重损坏、一般损坏或未受损",
                    "the damage is none of the agreed words: " + cells.get(DAMAGE));
        }
        for (String column : List.of(DIED, INJURED, RELOCATED)) {
            if (yesOrNo(cells.getOrDefault(column, "")).isEmpty()) {
                return aside(
                        number,
                        name,
                        written,
                        column + "“" + cells.get(column) + "”应写是或否",
                        column + " is neither 是 nor 否: " + cells.get(column));
            }
        }
        Row.Read read = new Row.Read(
                number,
                idNumber,
                name,
                damage.get(),
                is(cells.getOrDefault(DIED, "")),
                is(cells.getOrDefault(INJURED, "")),
                is(cells.getOrDefault(RELOCATED, "")));
        if (read.died() && (read.injured() || read.relocated())) {
            return read.setAside(
                    "同一人既写因灾死亡又写受伤或转移安置", "the same person is written as dead and as injured or relocated");
        }
        return read;
    }

    private static boolean is(String cell) {
        return yesOrNo(cell).orElse(false);
    }

    private static Optional<Boolean> yesOrNo(String cell) {
        return switch (cell) {
            case "是", "1" -> Optional.of(true);
            case "", "否", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Row aside(int number, String name, String written, String zh, String en) {
        return new Row.SetAside(number, name, masked(written), new Text(zh, en));
    }

    // What is no identity number may be one with a mistyped digit, so it is hidden the same way.
    private static String masked(String written) {
        return written.length() < 12
                ? "*".repeat(written.length())
                : written.substring(0, 6) + "********" + written.substring(written.length() - 4);
    }

    private static String text(byte[] content) {
        if (content.length == 0) {
            throw Problem.at("file", "文件是空的。", "The file is empty.");
        }
        if (content.length > 1 && content[0] == 'P' && content[1] == 'K') {
            throw Problem.at(
                    "file",
                    "这是 Excel 文件。请在 Excel 中另存为“CSV UTF-8”后上传。",
                    "This is an Excel file. Save it as CSV UTF-8 and upload that.");
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            Optional<String> text = decode(content, charset);
            if (text.isPresent()) {
                return text.get().startsWith("\uFEFF") ? text.get().substring(1) : text.get();
            }
        }
        throw Problem.at(
                "file",
                "文件的文字编码无法识别。请另存为 UTF-8 或 GB18030 编码后上传。",
                "The encoding of the file is not known. Save it in UTF-8 or GB18030 and upload that.");
    }

    private static Optional<String> decode(byte[] content, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException notThisOne) {
            return Optional.empty();
        }
    }
}
