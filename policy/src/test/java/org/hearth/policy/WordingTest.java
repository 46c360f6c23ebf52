package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordingTest {

    private static final Path NATIONAL = Path.of("../packs/cn");

    @TempDir
    Path folder;

    private Path withWords(String words) throws IOException {
        Path copy = folder.resolve("pack");
        try (var files = Files.walk(NATIONAL)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(NATIONAL.relativize(file).toString()));
            }
        }
        Files.writeString(copy.resolve("letter.yaml"), words);
        return copy;
    }

    @Test
    void words_for_a_row_that_no_table_has_are_refused_by_name() throws IOException {
        Path pack = withWords("rules: {stratum-rich: {zh: 您家很富裕。, en: You are rich.}}");
        assertThatThrownBy(() -> Pack.load(pack)).hasMessage("letter.yaml: rule stratum-rich: no table has such a row");
    }

    @Test
    void a_blank_that_nothing_can_fill_is_refused_by_name() throws IOException {
        Path pack = withWords("rules: {stratum-none: {zh: '收入 {incom} 元。', en: Income.}}");
        assertThatThrownBy(() -> Pack.load(pack))
                .hasMessage("letter.yaml: rule stratum-none: there is no fact, decision or parameter incom");
    }

    @Test
    void a_question_that_the_dictionary_does_not_ask_is_refused() throws IOException {
        Path pack = withWords("questions: {savings: {zh: 有存款吗？, en: Any savings?}}");
        assertThatThrownBy(() -> Pack.load(pack))
                .hasMessage("letter.yaml: question savings: the fact dictionary has no such question");
    }

    @Test
    void the_first_sum_whose_comparison_holds_is_the_one() {
        var paid = Map.of("paidMembers", BigDecimal.ONE, "countedMembers", new BigDecimal("2.00"));
        assertThat(new Wording.Sum("paidMembers = countedMembers", "").holds(paid::get))
                .isFalse();
        assertThat(new Wording.Sum("paidMembers < countedMembers", "").holds(paid::get))
                .isTrue();
        assertThat(new Wording.Sum("paidMembers < income", "").holds(paid::get)).isFalse();
        assertThat(new Wording.Sum(null, "").holds(paid::get)).isTrue();
    }
}
