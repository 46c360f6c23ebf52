package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hearth.app.platform.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {

    private static final String DEATHS = "姓名,身份证号,死亡日期\n";

    @TempDir
    private Path folder;

    /** Whatever a file did, the next good one is read. */
    @AfterEach
    void a_good_file_is_read_after_every_other() {
        assertThat(rowsOf(bytes(DEATHS + "马建国,622901195603040019,2023-12-24\n")))
                .containsExactly(List.of("马建国", "622901195603040019", "2023-12-24"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<List<String>> rowsOf(byte[] content) {
        return rowsOf(new ByteArrayInputStream(content));
    }

    private static List<List<String>> rowsOf(InputStream content) {
        List<List<String>> rows = new ArrayList<>();
        try (TableFile file = Tables.table("file", content)) {
            file.forEachChunk(chunk -> chunk.forEach(row -> rows.add(row.cells())));
            assertThat(file.rows()).isEqualTo(rows.size());
        }
        return rows;
    }

    private static void refused(byte[] content, String zh, String en) {
        refused(new ByteArrayInputStream(content), zh, en);
    }

    private static void refused(InputStream content, String zh, String en) {
        assertThatThrownBy(() -> Tables.table("file.csv", content).close())
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.text().zh()).contains(zh);
                    assertThat(problem.text().en()).contains(en);
                });
    }

    private static byte[] workbook(Consumer<Worksheet> fill) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "test", "1.0")) {
            fill.accept(book.newWorksheet("数据"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void row(Worksheet sheet, int at, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            sheet.value(at, i, cells[i]);
        }
    }

    /** An archive with the parts of a workbook, written by hand. */
    private static byte[] archive(String sheet, String shared) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "xl/workbook.xml", """
                    <workbook xmlns:r="r"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            entry(zip, "xl/_rels/workbook.xml.rels", """
                    <Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>""");
            entry(zip, "xl/sharedStrings.xml", shared);
            entry(zip, "xl/worksheets/sheet1.xml", sheet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes(text));
        zip.closeEntry();
    }

    private static final String HEADER_ROW =
            "<row><c t=\"inlineStr\"><is><t>姓名</t></is></c><c t=\"inlineStr\"><is><t>身份证号</t></is></c></row>";

    /** A stream that goes on for gigabytes, and counts what was taken of it. */
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final byte[] again;
        private final long length;
        private long read;

        Endless(String start, String again, long length) {
            this.start = bytes(start);
            this.again = bytes(again);
            this.length = length;
        }

        @Override
        public int read() {
            if (read >= length) {
                return -1;
            }
            long at = read++;
            return (at < start.length ? start[(int) at] : again[(int) ((at - start.length) % again.length)]) & 0xFF;
        }
    }

    @Test
    void commas_tabs_and_semicolons_and_both_encodings_say_the_same() {
        String row = "马建国,622901195603040019,2023-12-24";
        List<List<String>> said = List.of(List.of(row.split(",")));

        assertThat(rowsOf(bytes(DEATHS + row))).isEqualTo(said);
        assertThat(rowsOf(bytes("\uFEFF" + DEATHS + row))).isEqualTo(said);
        assertThat(rowsOf((DEATHS + row).getBytes(Charset.forName("GB18030")))).isEqualTo(said);
        assertThat(rowsOf(bytes((DEATHS + row).replace(',', '\t')))).isEqualTo(said);
        assertThat(rowsOf(bytes((DEATHS + row).replace(',', ';')))).isEqualTo(said);
        assertThat(rowsOf(bytes((DEATHS + row).replace("\n", "\r\n") + ",,\r\n\r\n")))
                .isEqualTo(said);
    }

    @Test
    void a_header_is_found_below_titles_and_read_whatever_its_spaces_widths_and_marks() {
        byte[] content = bytes("2023年12月死亡人员登记表,,\n填报单位：县殡仪馆,,2023-12-31\n姓 名 *, 身份证号　,死亡日期（阳历）\n马建国,1,2\n");
        try (TableFile file = Tables.table("", new ByteArrayInputStream(content))) {
            assertThat(file.header()).containsExactly("姓名", "身份证号", "死亡日期(阳历)");
            assertThat(file.rows()).isEqualTo(1);
        }
    }

    @Test
    void a_workbook_gives_dates_numbers_and_texts_as_they_are_meant() {
        byte[] content = workbook(sheet -> {
            row(sheet, 0, "机动车登记表");
            row(sheet, 1, "姓名", "身份证号", "登记日期", "购置价格", "备注");
            row(sheet, 2, "马建国", "622901195603040019");
            sheet.value(2, 2, LocalDate.of(2024, 1, 8));
            sheet.style(2, 2).format("yyyy-mm-dd").set();
            sheet.value(2, 3, 86_000.1);
            sheet.value(4, 0, "马秀英");
            sheet.value(4, 1, 622_901_195_603_040_019L);
            sheet.value(4, 2, 45_299);
        });

        assertThat(rowsOf(content))
                .containsExactly(
                        List.of("马建国", "622901195603040019", "2024-01-08", "86000.1", ""),
                        List.of("马秀英", "6.22901E+17", "45299", "", ""));
    }

    @Test
    void a_formula_gives_its_worked_out_value_and_is_marked() {
        byte[] content = archive(
                "<worksheet><sheetData>" + HEADER_ROW
                        + "<row><c t=\"str\"><f>A1</f><v>马建国</v></c><c r=\"B2\"><v>1</v></c></row></sheetData></worksheet>",
                "<sst/>");
        try (TableFile file = Tables.table("", new ByteArrayInputStream(content))) {
            file.forEachChunk(
                    rows -> assertThat(rows).containsExactly(new TableFile.Row(1, List.of("马建国", "1"), Set.of(0))));
        }
    }

    @Test
    void a_parquet_file_is_read_with_its_columns_as_the_header() throws Exception {
        Path file = folder.resolve("deaths.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "copy (select '马建国' as 姓名, '1' as 身份证号, date '2023-12-24' as 死亡日期, 12.50::decimal(9, 2) as 金额) to '"
                            + file + "' (format parquet)");
        }
        assertThat(rowsOf(Files.readAllBytes(file))).containsExactly(List.of("马建国", "1", "2023-12-24", "12.50"));
    }

    @Test
    void many_rows_come_in_chunks_and_in_order() {
        StringBuilder text = new StringBuilder(DEATHS);
        for (int i = 1; i <= 12_345; i++) {
            text.append("马,").append(i).append(",2023-12-24\n");
        }
        List<Integer> sizes = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        try (TableFile file = Tables.table("", new ByteArrayInputStream(bytes(text.toString())))) {
            file.forEachChunk(rows -> {
                sizes.add(rows.size());
                rows.forEach(row -> numbers.add(row.number()));
            });
        }
        assertThat(sizes).containsExactly(5_000, 5_000, 2_345);
        assertThat(numbers).hasSize(12_345).isSorted().startsWith(1).endsWith(12_345);
    }

    @Test
    void what_is_no_table_is_refused_with_the_way_out() throws IOException {
        refused(new byte[0], "空的", "empty");
        refused(bytes(DEATHS), "没有数据行", "no rows");
        refused(bytes("\n\n\n"), "空的", "empty");
        refused((DEATHS + "马,1,2\n").getBytes(StandardCharsets.UTF_16), "UTF-16", "UTF-16");
        refused((DEATHS + "马,1,2\n").getBytes(StandardCharsets.UTF_16LE), "UTF-16", "UTF-16");
        refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}, "图片", "picture");
        refused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0}, "另存为“Excel 工作簿（.xlsx）”", ".xls");
        refused(bytes("<html><table><tr><td>姓名</td></tr></table></html>"), "网页", "web page");
        refused(bytes("%PDF-1.7 xxxxxxxxxxxxxx"), "PDF", "PDF");
        refused(bytes(DEATHS + "马建国,1\0,2\n"), "空字符", "NUL");
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = noise[i] == 0 ? 1 : noise[i];
        }
        refused(noise, "文字编码", "encoding");
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(word)) {
            entry(zip, "word/document.xml", "<document/>");
        }
        refused(word.toByteArray(), "不是 Excel 工作簿", "no Excel workbook");
        byte[] broken = workbook(sheet -> row(sheet, 0, "姓名", "身份证号"));
        refused(java.util.Arrays.copyOf(broken, broken.length / 2), "损坏", "damaged");
        refused(bytes("PAR1 and nothing else that is one"), "Parquet", "Parquet");
    }

    @Test
    void a_header_that_says_a_name_twice_is_refused_with_the_name() {
        refused(bytes("姓名,身份证号,死亡日期,身份证号 \n马,1,2,3\n"), "“身份证号”出现了两次", "身份证号 is there twice");
    }

    @Test
    void ten_gigabytes_of_one_line_end_after_the_first_piece() {
        Endless line = new Endless(DEATHS, "马建国,1,2,", 10L << 30);
        refused(line, "第 2 行过长", "Line 2");
        assertThat(line.read).isLessThan(1 << 20);
    }

    @Test
    void a_quotation_mark_that_is_never_closed_ends_within_a_row() {
        Endless open = new Endless(DEATHS + "\"马建国,1,2\n", "马建国,1,2\n", 64L << 20);
        refused(open, "引号", "quotation mark");
    }

    @Test
    void a_zip_bomb_ends_while_it_is_unpacked() {
        String zeros = "<sst><si><t>" + "0".repeat(200 << 20) + "</t></si></sst>";
        refused(archive("<worksheet/>", zeros), "解压后异常大", "unreasonably large");
        String rows = "<worksheet><sheetData>" + HEADER_ROW + "<row/>".repeat(20_000_000) + "</sheetData></worksheet>";
        refused(archive(rows, "<sst/>"), "解压后异常大", "unreasonably large");
    }

    @Test
    void an_archive_of_too_many_entries_is_not_opened() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 2_000; i++) {
                entry(zip, "xl/worksheets/sheet" + i + ".xml", "<worksheet/>");
            }
        }
        refused(out.toByteArray(), "解压后异常大", "unreasonably large");
    }

    @Test
    void entities_are_never_expanded_inside_or_out() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        String outside = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
        String laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY e \"&b;&b;&b;&b;\">]>";
        for (String declared : List.of(outside, laughs)) {
            String sheet = declared + "<worksheet><sheetData>" + HEADER_ROW
                    + "<row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>";
            refused(archive(sheet, "<sst/>"), "没有导入", "imported");
        }
    }

    @Test
    void a_sheet_wider_than_excel_and_a_header_wider_than_any_register_are_refused() {
        String wide =
                "<worksheet><sheetData>" + HEADER_ROW + "<row><c r=\"XFE2\"><v>1</v></c></row></sheetData></worksheet>";
        refused(archive(wide, "<sst/>"), "16,384", "16,384");
        refused(bytes("姓名," + "a,".repeat(16_384) + "身份证号\n1\n"), "最多 512 列", "at most 512");
    }

    @Test
    void a_million_empty_rows_are_passed_over() {
        StringBuilder sheet = new StringBuilder("<worksheet><sheetData>").append(HEADER_ROW);
        for (int i = 0; i < 1_000_000; i++) {
            sheet.append("<row r=\"").append(i + 2).append("\"/>");
        }
        sheet.append("<row><c t=\"inlineStr\"><is><t>马 &amp; 李</t></is></c></row></sheetData></worksheet>");

        assertThat(rowsOf(archive(sheet.toString(), "<sst/>"))).containsExactly(List.of("马 & 李", ""));
    }

    @Test
    void a_row_wider_or_narrower_than_the_header_is_handed_on_as_it_is() {
        assertThat(rowsOf(bytes(DEATHS + "马,1\n李,1,2,3\n")))
                .containsExactly(List.of("马", "1"), List.of("李", "1", "2", "3"));
    }
}
