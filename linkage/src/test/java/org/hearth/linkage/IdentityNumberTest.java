package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hearth.divisions.Divisions;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014", "53010219200508011X"})
    void a_number_with_its_own_check_digit_is_read(String text) {
        assertThat(IdentityNumber.parse(text).digits()).isEqualTo(text);
    }

    @Test
    void a_number_tells_birth_date_sex_and_division() {
        IdentityNumber number = IdentityNumber.parse("11010519491231002X");

        assertThat(number.born()).isEqualTo(LocalDate.of(1949, 12, 31));
        assertThat(number.sex()).isEqualTo(IdentityNumber.Sex.FEMALE);
        assertThat(number.division()).isEqualTo(RegionCode.parse("110105"));
        assertThat(number.isSynthetic()).isFalse();
        assertThat(IdentityNumber.parse("440524188001010014").sex()).isEqualTo(IdentityNumber.Sex.MALE);
    }

    @Test
    void the_check_digit_is_the_weighted_sum_modulo_eleven() {
        int sum = 1 * 7
                + 1 * 9
                + 0 * 10
                + 1 * 5
                + 0 * 8
                + 5 * 4 // 110105
                + 1 * 2
                + 9 * 1
                + 4 * 6
                + 9 * 3
                + 1 * 7
                + 2 * 9
                + 3 * 10
                + 1 * 5 // 19491231
                + 0 * 8
                + 0 * 4
                + 2 * 2; // 002
        assertThat("10X98765432".charAt(sum % 11)).isEqualTo('X');

        assertThat(IdentityNumber.read("11010519491231002X")).isInstanceOf(IdentityNumber.Reading.Valid.class);
        for (char wrong : "0123456789".toCharArray()) {
            assertThat(IdentityNumber.read("11010519491231002" + wrong))
                    .isEqualTo(new IdentityNumber.Reading.Invalid(IdentityNumber.Fault.WRONG_CHECK_DIGIT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "110105194912310021, WRONG_CHECK_DIGIT",
        "11010519491231002, WRONG_LENGTH",
        "'', WRONG_LENGTH",
        "1101051949123100X2, WRONG_CHARACTER",
        "1101O519491231002X, WRONG_CHARACTER",
        "10010519491231002X, UNKNOWN_PROVINCE",
        "99010519491231002X, UNKNOWN_PROVINCE",
        "11010519490229002X, IMPOSSIBLE_BIRTH_DATE",
        "11010521490228002X, IMPOSSIBLE_BIRTH_DATE",
        "1101054913310O2, WRONG_CHARACTER",
        "110105491331002, IMPOSSIBLE_BIRTH_DATE"
    })
    void what_is_wrong_with_a_number_is_said(String text, IdentityNumber.Fault fault) {
        assertThat(IdentityNumber.read(text)).isEqualTo(new IdentityNumber.Reading.Invalid(fault));
        assertThat(fault.zh()).isNotBlank();
        assertThatThrownBy(() -> IdentityNumber.parse(text)).hasMessage(fault.en());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"11010519491231002x", " 110105 19491231 002X ", "11010519491231002X", "\uFEFF11010519491231002X"
            })
    void small_x_spaces_and_full_width_digits_are_normalised(String text) {
        assertThat(IdentityNumber.parse(text)).isEqualTo(IdentityNumber.parse("11010519491231002X"));
    }

    @Test
    void a_number_of_fifteen_digits_is_upgraded_to_eighteen() {
        assertThat(IdentityNumber.parse("110105491231002").digits()).isEqualTo("11010519491231002X");
    }

    @Test
    void a_division_withdrawn_since_is_no_fault() {
        Set<String> today = new HashSet<>();
        Divisions.forEach(division -> today.add(division.code().digits()));
        RegionCode dingxi = RegionCode.parse("622421");
        assertThat(today).doesNotContain(dingxi.digits());

        IdentityNumber synthetic = IdentityNumber.synthetic(dingxi, LocalDate.of(1950, 1, 1), 123);
        IdentityNumber number = withItsCheckCharacter("62" + synthetic.digits().substring(2, 17));

        assertThat(number.division()).isEqualTo(dingxi);
    }

    @Test
    void a_number_is_masked_wherever_it_is_printed() {
        IdentityNumber number = IdentityNumber.parse("11010519491231002X");

        assertThat(number.masked()).isEqualTo("110105********002X");
        assertThat("number " + number).isEqualTo("number 110105********002X");
    }

    @Test
    void a_synthetic_number_keeps_the_county_the_birth_date_and_the_sex() {
        IdentityNumber number = IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1938, 2, 3), 123);

        assertThat(number.digits()).startsWith("67292719380203123");
        assertThat(number.isSynthetic()).isTrue();
        assertThat(number.division()).isEqualTo(RegionCode.parse("622927"));
        assertThat(number.born()).isEqualTo(LocalDate.of(1938, 2, 3));
        assertThat(number.sex()).isEqualTo(IdentityNumber.Sex.MALE);
        assertThat(IdentityNumber.parse(number.digits())).isEqualTo(number);
    }

    @Test
    void every_province_has_one_synthetic_code_that_no_edition_of_the_standard_assigned() {
        Set<String> everAssigned = Set.of(
                "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
                "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
                "83", "91");
        Set<String> provinces = new TreeSet<>();
        Divisions.forEach(division -> provinces.add(division.code().digits().substring(0, 2)));
        Map<String, String> synthetic = SyntheticProvinces.byProvince();

        assertThat(synthetic.keySet()).isEqualTo(provinces).hasSize(31);
        assertThat(new HashSet<>(synthetic.values())).hasSize(31).doesNotContainAnyElementsOf(everAssigned);
    }

    /** The number that begins so, found as a person would: by trying the eleven check characters. */
    private static IdentityNumber withItsCheckCharacter(String body) {
        for (char check : "0123456789X".toCharArray()) {
            if (IdentityNumber.read(body + check) instanceof IdentityNumber.Reading.Valid(IdentityNumber number)) {
                return number;
            }
        }
        throw new AssertionError("no check character fits");
    }
}
