package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterChangeTest {

    private static final Pack PACK = Pack.load(Path.of("../packs/cn"));
    private static final LocalDate ON = LocalDate.of(2023, 12, 20);

    private static Pack changed(String... changes) {
        return PACK.with(Stream.of(changes).map(ParameterChange::parse).toList(), ON);
    }

    private static String standard(Pack pack, String region, String residence) {
        return pack.parameters().value("dibao.standard", region, residence, ON).value();
    }

    @Test
    void a_percentage_is_taken_of_each_places_own_value() {
        Pack raised = changed("dibao.standard=+10%");
        // 621.30 x 1.1 = 683.43; Shanghai has 1510 of its own, x 1.1 = 1661
        assertThat(standard(raised, "622927", "rural")).isEqualTo("683.43");
        assertThat(standard(raised, "310101", "rural")).isEqualTo("1661");
        // 785.90 x 1.033 = 811.8347, to the fen 811.83
        assertThat(standard(changed("dibao.standard=+3.3%"), "622927", "urban")).isEqualTo("811.83");
    }

    @Test
    void a_step_is_added_to_each_places_own_value_and_a_value_is_one_for_all() {
        assertThat(standard(changed("dibao.standard=-50"), "310101", "urban")).isEqualTo("1460");
        assertThat(standard(changed("dibao.standard=-50"), "622927", "rural")).isEqualTo("571.3");
        assertThat(standard(changed("dibao.standard=900"), "310101", "urban")).isEqualTo("900");
    }

    @Test
    void a_division_and_a_residence_change_alone() {
        Pack linxia = changed("dibao.standard@622900:rural=700");
        assertThat(standard(linxia, "622927101001", "rural")).isEqualTo("700");
        assertThat(standard(linxia, "622927", "urban")).isEqualTo("785.9");
        assertThat(standard(linxia, "630222", "rural")).isEqualTo("621.3");
    }

    @Test
    void one_value_for_both_residences_is_parted_when_one_of_them_changes() {
        Pack rural = changed("dibao.standard:rural=+100");
        assertThat(standard(rural, "310101", "rural")).isEqualTo("1610");
        assertThat(standard(rural, "310101", "urban")).isEqualTo("1510");
        assertThat(standard(rural, "622927", "rural")).isEqualTo("721.3");
    }

    @Test
    void a_later_change_is_made_to_what_the_earlier_left() {
        Pack both = changed("dibao.standard=+10%", "dibao.standard@62:rural=+16.57");
        assertThat(standard(both, "622927", "rural")).isEqualTo("700");
        assertThat(standard(both, "630222", "rural")).isEqualTo("683.43");
    }

    @Test
    void days_before_the_change_keep_their_value() {
        assertThat(changed("dibao.standard=900")
                        .parameters()
                        .value("dibao.standard", "622927", "rural", ON.minusDays(1))
                        .value())
                .isEqualTo("621.3");
    }

    @Test
    void a_changed_value_says_what_changed_it() {
        var value = changed("dibao.standard=+10%").parameters().value("dibao.standard", "622927", "rural", ON);
        assertThat(value.source()).isEqualTo("dibao.standard=+10%");
        assertThat(value.illustrative()).as("a step from a national average").isTrue();
        assertThat(changed("dibao.standard=700")
                        .parameters()
                        .value("dibao.standard", "622927", "rural", ON)
                        .illustrative())
                .isFalse();
        assertThat(value.unit()).isEqualTo("yuan/month");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dibao.standart=700 | dibao.standart: the pack has no such parameter; nearest: dibao.standard",
                "dibao.standard=abc | dibao.standard would be abc, but has to be a number from 0 to 100000000 with at most 2 decimals",
                "dibao.standard=700.005 | at most 2 decimals",
                "dibao.standard@31=-9000 | dibao.standard in 31 would be -7490, but has to be a number from 0",
                "assets.car-allowed=yes | assets.car-allowed would be yes, but has to be true or false",
                "assets.car-allowed=+10% | its value is false, no number",
                "rigid.comparison=over | has to be one of exceeds, reaches",
                "assets.dwellings=1.5 | without a fraction",
                "dibao.standard=10% | a percentage +10% or -10%, not 10%",
                "dibao.standard=+ten% | a percentage +10% or -10%, not +ten%",
                "dibao.standard | a change is written NAME=VALUE",
                "dibao.standard= | there is no value after =",
                "dibao.standard@62x=700 | no division code: 62x",
                "dibao.standard@62:town=700 | neither urban nor rural: town",
                "disaster.bereaved-household@62=1 | no value of disaster.bereaved-household is in force there on 2023-12-20",
            })
    void what_cannot_be_is_refused_in_one_line(String written, String says) {
        assertThatThrownBy(() -> changed(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"dibao.standard=+10%", "dibao.standard@6229:rural=700", "edge.multiple:urban=-0.1"})
    void a_change_is_shown_as_it_is_written(String written) {
        assertThat(ParameterChange.parse(written)).hasToString(written);
    }
}
