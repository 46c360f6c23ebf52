package org.hearth.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineBreakerTest {

    /** A Chinese character is 2 wide, anything else 1. */
    private static List<String> lines(String text, int most) {
        return new LineBreaker(piece ->
                        piece.codePoints().map(point -> point < 0x2000 ? 1 : 2).sum())
                .lines(text, most);
    }

    @Test
    void no_line_begins_with_a_closing_mark() {
        assertThat(lines("您家符合，条件", 8)).containsExactly("您家符", "合，条件");
    }

    @Test
    void no_line_ends_with_an_opening_mark() {
        assertThat(lines("请到乡镇（街道）", 10)).containsExactly("请到乡镇", "（街道）");
    }

    @Test
    void a_number_stays_with_its_unit() {
        assertThat(lines("每月一共 1,500 元整", 15)).containsExactly("每月一共", "1,500 元整");
        assertThat(lines("you get 800 yuan", 12)).containsExactly("you get", "800 yuan");
    }

    @Test
    void a_word_stays_whole_unless_it_fills_a_line_alone() {
        assertThat(lines("the allowance", 10)).containsExactly("the", "allowance");
        assertThat(lines("abcdefghijkl", 5)).containsExactly("abcde", "fghij", "kl");
    }

    @Test
    void nothing_is_lost() {
        String text = "从 2024 年 1 月起按月发，由县级民政部门审批发放（参考值）。";
        for (int most = 4; most < 60; most++) {
            assertThat(String.join("", lines(text, most)).replace(" ", "")).isEqualTo(text.replace(" ", ""));
        }
    }
}
