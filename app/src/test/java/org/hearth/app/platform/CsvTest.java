package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class CsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+8613800000000-1", "-1+2", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1"})
    void a_value_that_begins_like_a_formula_is_kept_as_text(String value) throws Exception {
        assertThat(cell(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"马建国", "-12.50", "+3", "2024-01-08", "马,\"建国\"\n二行", "a=b", ""})
    void any_other_value_stays_as_it_is(String value) throws Exception {
        assertThat(cell(value)).isEqualTo(value);
    }

    @Test
    void nothing_is_an_empty_cell_and_a_sum_keeps_its_two_places() throws Exception {
        assertThat(cell(null)).isEmpty();
        assertThat(cell(new BigDecimal("-621.30"))).isEqualTo("-621.30");
    }

    @Test
    void a_spreadsheet_is_told_that_the_file_is_utf_8() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Csv.answer(response, "名单.csv", List.of("姓名"), file -> file.add("马建国"));

        assertThat(response.getContentAsByteArray()).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(response.getHeader("Content-Disposition")).startsWith("attachment");
    }

    @Test
    void what_goes_wrong_before_anything_went_out_leaves_the_answer_to_the_page_of_the_problem() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        assertThatThrownBy(() -> Csv.answer(response, "list.csv", List.of("a"), file -> {
                    throw new Problem("没有", "none");
                }))
                .isInstanceOf(Problem.class);

        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(response.getHeader("Content-Disposition")).isNull();
    }

    @Test
    void rows_go_out_while_they_are_still_being_read() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Csv.answer(response, "list.csv", List.of("a"), file -> {
            for (int i = 0; i < 10_000; i++) {
                file.add("0123456789");
            }
            assertThat(response.getContentAsByteArray().length).isGreaterThan(100_000);
        });
    }

    private static String cell(Object value) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Csv.answer(response, "list.csv", List.of("a", "b"), file -> file.add("first", value));
        String text = response.getContentAsString(StandardCharsets.UTF_8);
        try (CSVParser parser = CSVFormat.EXCEL.parse(new java.io.StringReader(text.substring(1)))) {
            return parser.getRecords().getLast().get(1);
        }
    }
}
