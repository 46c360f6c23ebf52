package org.hearth.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hearth.policy.HouseholdDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperTest {

    private static final String RARE = "㛃䶮𬱖𠮷·买买提";

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static HouseholdDocument named(String name) {
        return HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"a","name":"%s","born":"1985-01-01","sex":"M","relation":"head"}]}
                """.formatted(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wage-earner-with-child",
                "elder-alone",
                "one-disabled-person-alone",
                "a-fire-within-the-ceiling",
                "supporter-not-known",
                "refused-work-three-times",
                "gradual-exit-after-finding-work",
                "savings-above-the-limit"
            })
    void an_ordinary_letter_is_one_page_and_paper_page_and_data_say_the_same(String name) throws IOException {
        for (Language language : Language.values()) {
            Letter letter = WorkedCases.letter(name, language);
            String said = squeezed(String.join("", letter.lines()));
            byte[] pdf = PdfLetter.bytes(letter);
            assertThat(squeezed(text(pdf))).isEqualTo(said);
            String html = HtmlLetter.page(letter);
            String shown = html.substring(html.indexOf("<body>"))
                    .replaceAll("<[^>]+>", "")
                    .replace("&amp;", "&");
            assertThat(squeezed(shown)).isEqualTo(said);
        }
        try (PDDocument document = Loader.loadPDF(PdfLetter.bytes(WorkedCases.letter(name, Language.ZH)))) {
            assertThat(document.getNumberOfPages()).isOne();
        }
    }

    @Test
    void a_rare_character_does_not_vanish() throws IOException {
        byte[] pdf = PdfLetter.bytes(WorkedCases.letter(named(RARE), Language.ZH));
        assertThat(squeezed(text(pdf))).contains(RARE);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String page = new String(document.getPage(0).getContents().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(page)
                    .as("the font has not 𠮷: a box with U+20BB7")
                    .containsOnlyOnce("ActualText <FEFFD842DFB7>");
        }
    }

    @Test
    void the_font_is_inside_and_only_as_much_of_it_as_is_used() throws IOException {
        byte[] pdf = PdfLetter.bytes(WorkedCases.letter("elder-alone", Language.ZH));
        assertThat(pdf).hasSizeLessThan(200_000);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            var resources = document.getPage(0).getResources();
            for (var name : resources.getFontNames()) {
                PDFont font = resources.getFont(name);
                assertThat(font.isEmbedded()).isTrue();
                assertThat(font.getName()).matches("[A-Z]{6}\\+NotoSansSC-Regular");
            }
        }
    }

    @Test
    void the_same_letter_is_the_same_file() {
        Letter letter = WorkedCases.letter("elder-alone", Language.ZH);
        assertThat(PdfLetter.bytes(letter)).isEqualTo(PdfLetter.bytes(letter));
    }

    @Test
    void a_page_needs_no_other_file_and_a_name_cannot_become_markup() {
        String html = HtmlLetter.page(WorkedCases.letter(named("<b>马</b> & 丁"), Language.ZH));
        assertThat(html).doesNotContain("<b>", "http", "src=", "url(").contains("&lt;b&gt;马&lt;/b&gt; &amp; 丁");
    }
}
