package org.hearth.app.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.hearth.app.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The first visible sheet of an Excel workbook (.xlsx, ECMA-376). It is read with our own eyes, not a library's, because
 * the file is a stranger's: everything that a stranger decides (entries, sizes, ratios, tokens, columns, shared texts) has
 * a limit that holds while it is read. A document type declaration is never read, so no entity is ever expanded.
 */
final class XlsxTable implements Table {

    static final int MOST_ENTRIES = 1_000;
    static final long LARGEST_ENTRY = 2L << 30;
    static final int HIGHEST_RATIO = 200;

    private static final int RATIO_COUNTS_FROM = 16 << 20;
    private static final int LARGEST_DIRECTORY = 1 << 20;
    private static final int LONGEST_TOKEN = 1 << 20;
    private static final int EXCEL_COLUMNS = 16_384;
    private static final int MOST_SHARED = 2_000_000;
    private static final int MOST_SHARED_CHARACTERS = 40_000_000;
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    // From here on an Excel number has lost digits: it keeps fifteen.
    private static final BigDecimal DIGITS_LOST = BigDecimal.TEN.pow(15);
    private static final Pattern NOT_OF_A_FORMAT = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");

    private final Path path;
    private final String sheet;
    private final List<String> sheets;
    private final boolean from1904;
    private final List<String> shared;
    private final Set<Integer> dateStyles;

    private XlsxTable(
            Path path,
            String sheet,
            List<String> sheets,
            boolean from1904,
            List<String> shared,
            Set<Integer> dateStyles) {
        this.path = path;
        this.sheet = sheet;
        this.sheets = sheets;
        this.from1904 = from1904;
        this.shared = shared;
        this.dateStyles = dateStyles;
    }

    /** Opens the workbook: finds the sheet, and reads the shared texts and the formats of dates. */
    static XlsxTable of(Path path) throws IOException {
        requireSmallDirectory(path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Book book = book(zip);
            return new XlsxTable(path, book.sheet, book.visible, book.from1904, shared(zip), dateStyles(zip));
        } catch (ZipException e) {
            throw damaged();
        }
    }

    @Override
    public List<Note> notes() {
        List<String> unread = sheets.stream()
                .skip(1)
                .filter(name -> !Templates.BESIDE.contains(name))
                .toList();
        return List.of(
                unread.isEmpty()
                        ? Note.readSo(
                                "读取了工作表“" + sheets.getFirst() + "”。", "The sheet " + sheets.getFirst() + " was read.")
                        : Note.leftOut(
                                "只读取了第一张工作表“" + sheets.getFirst() + "”，没有读取：" + String.join("、", unread) + "。",
                                "Only the first sheet was read, " + sheets.getFirst() + "; not: "
                                        + String.join(", ", unread) + "."));
    }

    @Override
    public void read(LineUse use) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile());
                Part part = Part.of(zip, sheet)) {
            Line line = new Line();
            while (part.next()) {
                if (part.starts("c")) {
                    cell(part, line);
                } else if (part.ends("row")) {
                    if (!use.take(line.cells, line.formulas)) {
                        return;
                    }
                    line = new Line();
                } else if (part.ends("sheetData")) {
                    return;
                }
            }
        } catch (ZipException e) {
            throw damaged();
        }
    }

    private static final class Line {

        private final List<String> cells = new ArrayList<>();
        private final Set<Integer> formulas = new HashSet<>();

        void put(int column, String text, boolean formula) {
            while (cells.size() < column) {
                cells.add("");
            }
            if (column < cells.size()) {
                cells.set(column, text);
            } else {
                cells.add(text);
            }
            if (formula) {
                formulas.add(column);
            }
        }
    }

    private void cell(Part part, Line line) throws IOException {
        int column = column(part.attribute("r"), line.cells.size());
        String type = part.attribute("t");
        String style = part.attribute("s");
        StringBuilder raw = new StringBuilder();
        boolean formula = false;
        while (part.next() && !part.ends("c")) {
            if (part.starts("f")) {
                formula = true;
                part.skip("f");
            } else if (part.starts("v")) {
                part.text("v", raw);
            } else if (part.starts("is")) {
                string(part, "is", raw);
            }
        }
        String text = switch (type == null ? "n" : type) {
            case "s" -> shared(raw.toString());
            case "b" -> raw.toString().equals("1") ? "是" : "否";
            case "n" -> number(raw.toString(), style);
            default -> raw.toString();
        };
        line.put(column, text, formula);
    }

    private static int column(@Nullable String reference, int next) {
        if (reference == null) {
            return next;
        }
        int column = 0;
        for (int i = 0; i < reference.length() && reference.charAt(i) >= 'A' && reference.charAt(i) <= 'Z'; i++) {
            column = column * 26 + reference.charAt(i) - 'A' + 1;
            if (column > EXCEL_COLUMNS) {
                throw new Problem(
                        "工作表的列超过 Excel 的上限 16,384 列，文件已损坏或不是部门数据表，没有导入。",
                        "The sheet has more columns than Excel's 16,384; it is damaged or no table of records, and was not imported.");
            }
        }
        return column == 0 ? next : column - 1;
    }

    private String shared(String place) {
        try {
            return shared.get(Integer.parseInt(place.strip()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    private String number(String raw, @Nullable String style) {
        if (raw.isBlank()) {
            return "";
        }
        BigDecimal number;
        try {
            number = raw.length() > 40 ? BigDecimal.ZERO : new BigDecimal(raw.strip());
        } catch (NumberFormatException e) {
            return raw;
        }
        if (raw.length() > 40 || Math.abs((long) number.precision() - number.scale()) > 300) {
            throw damaged();
        }
        if (number.abs().compareTo(DIGITS_LOST) >= 0) {
            return String.format(Locale.ROOT, "%.5E", number);
        }
        if (style != null
                && dateStyles.contains(whole(style))
                && number.signum() > 0
                && number.compareTo(BigDecimal.valueOf(2_958_466)) < 0
                && number.compareTo(BigDecimal.ONE) >= 0) {
            return (from1904 ? EPOCH_1904 : EPOCH).plusDays(number.longValue()).toString();
        }
        BigDecimal kept = number.round(new MathContext(15)).stripTrailingZeros();
        return kept.scale() < 0 ? kept.setScale(0).toPlainString() : kept.toPlainString();
    }

    private record Book(String sheet, List<String> visible, boolean from1904) {}

    private static Book book(ZipFile zip) throws IOException {
        if (zip.getEntry("xl/workbook.xml") == null || zip.getEntry("xl/_rels/workbook.xml.rels") == null) {
            throw new Problem(
                    "这个压缩文件不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 中另存为 .xlsx 后上传。",
                    "This archive is no Excel workbook (.xlsx). Save it as .xlsx and upload that.");
        }
        List<String> names = new ArrayList<>();
        String wanted = null;
        boolean from1904 = false;
        try (Part part = Part.of(zip, "xl/workbook.xml")) {
            while (part.next()) {
                if (part.starts("workbookPr")) {
                    String flag = part.attribute("date1904");
                    from1904 = "1".equals(flag) || "true".equals(flag);
                }
                if (part.starts("sheet") && names.size() < MOST_ENTRIES) {
                    String state = part.attribute("state");
                    if (state == null || state.equals("visible")) {
                        String name = part.attribute("name");
                        names.add(name == null ? "" : name);
                        wanted = wanted == null ? part.attribute("id") : wanted;
                    }
                }
            }
        }
        try (Part part = Part.of(zip, "xl/_rels/workbook.xml.rels")) {
            while (part.next()) {
                String target = part.starts("Relationship") ? part.attribute("Target") : null;
                if (target != null && wanted != null && wanted.equals(part.attribute("Id"))) {
                    String name = target.startsWith("/") ? target.substring(1) : "xl/" + target;
                    if (zip.getEntry(name) != null) {
                        return new Book(name, names, from1904);
                    }
                }
            }
        }
        throw damaged();
    }

    private static List<String> shared(ZipFile zip) throws IOException {
        List<String> shared = new ArrayList<>();
        if (zip.getEntry("xl/sharedStrings.xml") == null) {
            return shared;
        }
        long characters = 0;
        try (Part part = Part.of(zip, "xl/sharedStrings.xml")) {
            while (part.next()) {
                if (part.starts("si")) {
                    StringBuilder text = new StringBuilder();
                    string(part, "si", text);
                    characters += text.length();
                    shared.add(text.toString());
                    if (shared.size() > MOST_SHARED || characters > MOST_SHARED_CHARACTERS) {
                        throw new Problem(
                                "工作簿里的文字太多，没有导入。请另存为“CSV UTF-8”后上传，或分成几个文件。",
                                "The workbook holds too much text and was not imported. Save it as CSV UTF-8, or split it.");
                    }
                }
            }
        }
        return shared;
    }

    /** The text of a cell or a shared one: its runs put together, without the hints of how to pronounce them. */
    private static void string(Part part, String end, StringBuilder text) throws IOException {
        while (part.next() && !part.ends(end)) {
            if (part.starts("t")) {
                part.text("t", text);
            } else if (part.starts("rPh")) {
                part.skip("rPh");
            }
        }
    }

    // The number formats that Excel has of itself for dates, those of Chinese editions (27 to 36, 50 to 58) among them.
    private static boolean isDate(int format) {
        return format >= 14 && format <= 17
                || format == 22
                || format >= 27 && format <= 31
                || format == 36
                || format >= 50 && format <= 54
                || format >= 57 && format <= 58;
    }

    private static Set<Integer> dateStylesOf(Part part) throws IOException {
        Map<Integer, Boolean> own = new HashMap<>();
        Set<Integer> dates = new HashSet<>();
        boolean inCells = false;
        int style = 0;
        while (part.next()) {
            if (part.starts("numFmt")) {
                String code = part.attribute("formatCode");
                String bare = NOT_OF_A_FORMAT
                        .matcher(code == null ? "" : code)
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT);
                own.put(whole(part.attribute("numFmtId")), bare.contains("y") || bare.contains("d"));
            } else if (part.starts("cellXfs")) {
                inCells = true;
            } else if (part.ends("cellXfs")) {
                return dates;
            } else if (inCells && part.starts("xf")) {
                int format = whole(part.attribute("numFmtId"));
                if (own.getOrDefault(format, isDate(format))) {
                    dates.add(style);
                }
                style++;
            }
        }
        return dates;
    }

    private static Set<Integer> dateStyles(ZipFile zip) throws IOException {
        if (zip.getEntry("xl/styles.xml") == null) {
            return Set.of();
        }
        try (Part part = Part.of(zip, "xl/styles.xml")) {
            return dateStylesOf(part);
        }
    }

    private static int whole(@Nullable String number) {
        try {
            return number == null ? -1 : Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    // Java reads the whole directory of an archive when it opens it, so its size is looked up before.
    private static void requireSmallDirectory(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(file.length(), 65_557)];
            file.seek(file.length() - end.length);
            file.readFully(end);
            ByteBuffer bytes = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = end.length - 22; i >= 0; i--) {
                if (bytes.getInt(i) == 0x06054b50) {
                    int entries = Short.toUnsignedInt(bytes.getShort(i + 10));
                    long directory = Integer.toUnsignedLong(bytes.getInt(i + 12));
                    if (entries > MOST_ENTRIES || directory > LARGEST_DIRECTORY) {
                        throw bomb();
                    }
                    return;
                }
            }
        }
        throw damaged();
    }

    private static Problem damaged() {
        return new Problem(
                "Excel 文件损坏或不完整，没有导入。请在 Excel 或 WPS 中打开并另存为新的 .xlsx 后上传。",
                "The Excel file is damaged or incomplete; nothing was imported. Open it, save it as a new .xlsx and upload that.");
    }

    private static Problem bomb() {
        return new Problem(
                "Excel 文件解压后异常大，可能是恶意文件，没有导入。如确是部门数据，请另存为“CSV UTF-8”后上传。",
                "The Excel file is unreasonably large once unpacked and may be malicious; nothing was imported. If it is a department's, save it as CSV UTF-8.");
    }

    /** One XML part of the workbook, read event by event, each of them bounded. */
    private static final class Part implements AutoCloseable {

        private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

        static {
            XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XML.setProperty(XMLInputFactory.IS_COALESCING, false);
        }

        private final Unpacked bytes;
        private final XMLStreamReader xml;
        private int event;

        private Part(Unpacked bytes, XMLStreamReader xml) {
            this.bytes = bytes;
            this.xml = xml;
        }

        static Part of(ZipFile zip, String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw damaged();
            }
            Unpacked bytes = new Unpacked(
                    zip.getInputStream(entry),
                    Math.min(
                            entry.getCompressedSize(),
                            Path.of(zip.getName()).toFile().length()));
            try {
                return new Part(bytes, XML.createXMLStreamReader(bytes, StandardCharsets.UTF_8.name()));
            } catch (XMLStreamException e) {
                throw damaged();
            }
        }

        boolean next() throws IOException {
            try {
                if (!xml.hasNext()) {
                    return false;
                }
                event = xml.next();
                bytes.endOfToken();
            } catch (XMLStreamException e) {
                throw problemOf(e);
            }
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new Problem(
                        "Excel 文件里有不允许的实体定义，可能是恶意文件，没有导入。",
                        "The Excel file declares entities, which no workbook does; it may be malicious and was not imported.");
            }
            return true;
        }

        boolean starts(String element) {
            return event == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals(element);
        }

        boolean ends(String element) {
            return event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(element);
        }

        @Nullable
        String attribute(String name) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                if (xml.getAttributeLocalName(i).equals(name)) {
                    return xml.getAttributeValue(i);
                }
            }
            return null;
        }

        /** Adds the text up to the end of the element. */
        void text(String end, StringBuilder text) throws IOException {
            while (next() && !ends(end)) {
                if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    text.append(xml.getText());
                    if (text.length() > LONGEST_CELL) {
                        throw bomb();
                    }
                }
            }
        }

        void skip(String end) throws IOException {
            boolean more = true;
            while (more && !ends(end)) {
                more = next();
            }
        }

        private static RuntimeException problemOf(XMLStreamException e) {
            return e.getNestedException() instanceof TooLarge ? bomb() : damaged();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    private static final class TooLarge extends IOException {}

    /** What comes out of an archive, and never more than could have been put in. */
    private static final class Unpacked extends FilterInputStream {

        private final long compressed;
        private long all;
        private long sinceToken;

        Unpacked(InputStream bytes, long compressed) {
            super(bytes);
            this.compressed = Math.max(compressed, 1);
        }

        void endOfToken() {
            sinceToken = 0;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            all += read;
            sinceToken += read;
            boolean ratio = all > RATIO_COUNTS_FROM && all / compressed > HIGHEST_RATIO;
            if (all > LARGEST_ENTRY || ratio || sinceToken > LONGEST_TOKEN) {
                throw new TooLarge();
            }
        }
    }
}
