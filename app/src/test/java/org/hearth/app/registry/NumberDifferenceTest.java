package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NumberDifferenceTest {

    private static String marked(java.util.List<NumberDifference.Digit> digits) {
        return digits.stream()
                .map(digit -> digit.differs() ? "[" + digit.shown() + "]" : digit.shown())
                .collect(Collectors.joining());
    }

    @Test
    void two_places_that_differ_within_the_hidden_part_are_marked_and_stay_hidden() {
        NumberDifference difference = NumberDifference.of("622927195603041230", "622927195630041230");

        assertThat(marked(difference.one())).isEqualTo("622927••••[•][•]••1230");
        assertThat(marked(difference.other())).isEqualTo("622927••••[•][•]••1230");
        assertThat(difference.said().zh()).isEqualTo("第 11、12 位不同");
    }

    @Test
    void a_number_that_is_too_short_is_told_by_its_length_and_not_shown() {
        NumberDifference difference = NumberDifference.of("6229271956", "622927195630041230");

        assertThat(marked(difference.one())).isEqualTo("••••••••••");
        assertThat(difference.said().zh()).isEqualTo("位数不同：10 位与 18 位");
    }
}
