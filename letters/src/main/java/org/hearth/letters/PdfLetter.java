package org.hearth.letters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.jspecify.annotations.Nullable;

/**
 * A letter as PDF on A4, to print or to send: its text can be searched and read aloud, its font is inside. A character that
 * the font has not is shown as a box with its code point, and is itself when the text is copied.
 */
public final class PdfLetter {

    private static final byte[] FONT = font();
    private static final float LEFT = 56;
    private static final float TOP = 36;
    private static final float BOTTOM = 28;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
    private static final float BODY = 16;
    private static final float LINE = 1.37f;
    private static final float SMALL = 8.5f;
    private static final float INDENT = 16;
    private static final float PICTURE_WIDTH = 156;
    private static final float PICTURE_HEIGHT = 207;

    private PdfLetter() {}

    /** The document's bytes: the same for the same letter. */
    public static byte[] bytes(Letter letter) {
        try (PDDocument document = new PDDocument()) {
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(FONT));
            var sheet = new Sheet(document, font);
            describe(document, letter);
            write(sheet, letter);
            sheet.close();
            var out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(PDDocument document, Letter letter) {
        var information = new PDDocumentInformation();
        information.setTitle(letter.title());
        information.setCreator("Hearth");
        document.setDocumentInformation(information);
        document.setDocumentId((long) letter.lines().hashCode());
        document.getDocumentCatalog().setLanguage(letter.language().tag());
    }

    private static void write(Sheet sheet, Letter letter) throws IOException {
        sheet.title(letter.title(), letter.dated());
        sheet.text(letter.greeting(), BODY, false, 0, 6);
        for (Letter.Section section : letter.sections()) {
            sheet.keepTogether(4 * BODY * LINE);
            sheet.rule(6, 1.2f);
            sheet.text(section.heading(), BODY, true, 0, 2);
            for (Letter.Part part : section.parts()) {
                write(sheet, part);
            }
        }
        sheet.keepTogether(10 + sheet.height(letter.smallPrint(), SMALL));
        sheet.rule(10, 0.6f);
        for (String line : letter.smallPrint()) {
            sheet.text(line, SMALL, false, 0, 0);
        }
    }

    private static void write(Sheet sheet, Letter.Part part) throws IOException {
        switch (part) {
            case Letter.Strong strong -> sheet.text(strong.text(), 19, true, 0, 2);
            case Letter.Sentence sentence -> sheet.text(sentence.text(), BODY, false, 0, 0);
            case Letter.Picture picture -> sheet.picture(picture.jpeg());
            case Letter.Point point -> sheet.point(point.text());
            case Letter.Ask ask -> {
                sheet.keepTogether(3 * BODY * LINE);
                sheet.point(ask.question());
                sheet.rule(26, 0.8f);
                sheet.space(6);
            }
            case Letter.Given given -> {
                sheet.keepTogether(4 * BODY * LINE);
                sheet.head(given.what(), given.amount());
                if (given.sum() != null) {
                    sheet.text(given.sum(), BODY, false, 0, 0);
                }
                sheet.text(given.terms(), BODY, false, 0, 0);
            }
        }
    }

    private static byte[] font() {
        try (InputStream file = Objects.requireNonNull(PdfLetter.class.getResourceAsStream("NotoSansSC-Regular.ttf"))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pages that fill from the top. */
    private static final class Sheet {

        private final PDDocument document;
        private final TrueTypeFont glyphs;
        private final PDType0Font font;
        private @Nullable PDPageContentStream page;
        private float y;

        Sheet(PDDocument document, TrueTypeFont glyphs) throws IOException {
            this.document = document;
            this.glyphs = glyphs;
            this.font = PDType0Font.load(document, glyphs, true);
        }

        void close() throws IOException {
            if (page != null) {
                page.close();
            }
        }

        private PDPageContentStream room(float height) throws IOException {
            PDPageContentStream open = page;
            if (open != null && y - height >= BOTTOM) {
                return open;
            }
            close();
            var sheet = new PDPage(PDRectangle.A4);
            document.addPage(sheet);
            var fresh = new PDPageContentStream(document, sheet);
            page = fresh;
            y = PDRectangle.A4.getHeight() - TOP;
            return fresh;
        }

        /** Begins a new page where so much does not fit on this one. */
        void keepTogether(float height) throws IOException {
            room(height);
        }

        float height(List<String> paragraphs, float size) {
            var breaker = new LineBreaker(piece -> width(piece, size));
            return paragraphs.stream()
                            .mapToInt(text -> breaker.lines(text, WIDTH).size())
                            .sum()
                    * size
                    * LINE;
        }

        void space(float height) {
            y -= height;
        }

        /** The day stands right, on the line of the title where there is room. */
        void title(String title, String dated) throws IOException {
            text(title, 22, true, 0, 0);
            float right = LEFT + WIDTH - width(dated, 12);
            if (right > LEFT + width(title, 22) + 22) {
                line(room(0), dated, 12, false, right, y + 22 * 0.32f);
            } else {
                text(dated, 12, false, 0, 0);
            }
        }

        /** What is given and the amount, on one line where both fit. */
        void head(String what, String amount) throws IOException {
            String line = what + "  " + amount;
            if (width(line, 18) <= WIDTH) {
                text(line, 18, true, 0, 2);
            } else {
                text(what, 18, true, 0, 2);
                text(amount, 18, true, 0, 0);
            }
        }

        void text(String text, float size, boolean bold, float indent, float before) throws IOException {
            y -= page == null ? 0 : before;
            for (String line : new LineBreaker(piece -> width(piece, size)).lines(text, WIDTH - indent)) {
                PDPageContentStream to = room(size * LINE);
                y -= size * LINE;
                line(to, line, size, bold, LEFT + indent, y + size * (LINE - 1) / 2 + size * 0.12f);
            }
        }

        void point(String text) throws IOException {
            PDPageContentStream to = room(BODY * LINE);
            float middle = y - BODY * LINE / 2;
            to.addRect(LEFT + 3, middle - 2.5f, 5, 5);
            to.fill();
            text(text, BODY, false, INDENT, 0);
        }

        /** At most as wide and as high as a photograph on a card of a hand's size. */
        void picture(byte[] jpeg) throws IOException {
            PDImageXObject image = JPEGFactory.createFromByteArray(document, jpeg);
            float scale = Math.min(PICTURE_WIDTH / image.getWidth(), PICTURE_HEIGHT / image.getHeight());
            float height = scale * image.getHeight();
            PDPageContentStream to = room(height + 12);
            y -= height + 6;
            to.drawImage(image, LEFT, y, scale * image.getWidth(), height);
            y -= 6;
        }

        void rule(float before, float thickness) throws IOException {
            PDPageContentStream to = room(before + thickness);
            y -= before;
            to.setLineWidth(thickness);
            to.moveTo(LEFT, y);
            to.lineTo(LEFT + WIDTH, y);
            to.stroke();
        }

        private boolean has(int point) {
            try {
                return glyphs.getUnicodeCmapLookup().getGlyphId(point) != 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private float width(String text, float size) {
            float width = 0;
            for (int point : text.codePoints().toArray()) {
                width += has(point) ? advance(point, size) : size;
            }
            return width;
        }

        private float advance(int point, float size) {
            try {
                return font.getStringWidth(Character.toString(point)) / 1000 * size;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void line(PDPageContentStream to, String line, float size, boolean bold, float x, float baseline)
                throws IOException {
            var run = new StringBuilder();
            float at = x;
            for (int point : line.codePoints().toArray()) {
                if (has(point)) {
                    run.appendCodePoint(point);
                    continue;
                }
                at = show(to, run, size, bold, at, baseline);
                box(to, point, size, at, baseline);
                at += size;
            }
            show(to, run, size, bold, at, baseline);
        }

        /** Bold is drawn as the same glyph with a thin outline, so that one font serves for all. */
        private float show(PDPageContentStream to, StringBuilder run, float size, boolean bold, float x, float baseline)
                throws IOException {
            if (run.isEmpty()) {
                return x;
            }
            String text = run.toString();
            run.setLength(0);
            to.beginText();
            to.setFont(font, size);
            to.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
            to.setLineWidth(size * 0.028f);
            to.newLineAtOffset(x, baseline);
            to.showText(text);
            to.endText();
            return x + width(text, size);
        }

        /** Two rows of three digits in a frame; whoever copies or searches the text finds the character itself. */
        @SuppressWarnings(
                "deprecation") // Readers other than PDFBox find the text only where it is written out in place.
        private void box(PDPageContentStream to, int point, float size, float x, float baseline) throws IOException {
            String code = String.format(
                            Locale.ROOT, "%6s", Integer.toHexString(point).toUpperCase(Locale.ROOT))
                    .replace(' ', '0');
            to.appendRawCommands("/Span <</ActualText <FEFF" + utf16(point) + ">>> BDC\n");
            to.setLineWidth(size * 0.04f);
            to.addRect(x + size * 0.05f, baseline - size * 0.12f, size * 0.9f, size);
            to.stroke();
            float digits = size * 0.42f;
            for (int row = 0; row < 2; row++) {
                var three = new StringBuilder(code.substring(row * 3, row * 3 + 3));
                float start = x + (size - width(three.toString(), digits)) / 2;
                show(to, three, digits, false, start, baseline + size * (row == 0 ? 0.44f : -0.02f));
            }
            to.endMarkedContent();
        }

        private static String utf16(int point) {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(Character.toString(point).getBytes(StandardCharsets.UTF_16BE));
        }
    }
}
