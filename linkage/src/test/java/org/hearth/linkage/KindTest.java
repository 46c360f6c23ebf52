package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"19380203", "1938-02-03", "1938/2/3", "1938.2.3", "1938年2月3日", "1938-02-03 00:00:00", "１９３８年２月３日"
            })
    void a_date_is_the_same_however_it_is_written(String text) {
        assertThat(Kind.DATE.read(text)).containsExactly("19380203", "1938", "0203");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "1938", "00000000", "3.2.1938"})
    void what_is_no_date_says_nothing(String text) {
        assertThat(Kind.DATE.read(text)).containsOnlyNulls();
    }

    @Test
    void a_number_tells_birth_date_sex_and_county() {
        IdentityNumber number = IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1938, 2, 3), 123);

        assertThat(Kind.IDENTITY_NUMBER.read(number.digits()))
                .containsExactly(number.digits(), "19380203", "M", "622927");
    }

    @Test
    void a_number_of_fifteen_digits_is_the_one_of_eighteen() {
        assertThat(first(Kind.IDENTITY_NUMBER, "110105491231002"))
                .isEqualTo(first(Kind.IDENTITY_NUMBER, "11010519491231002x"))
                .isEqualTo("11010519491231002X");
    }

    @Test
    void a_number_issued_under_a_county_withdrawn_since_is_a_number() {
        assertThat(Kind.IDENTITY_NUMBER.read("622421195001011238")[0]).isEqualTo("622421195001011238");
        assertThat(Kind.IDENTITY_NUMBER.read(withCheckCharacter("62242119500101123"))[3])
                .isEqualTo("622421");
    }

    @Test
    void a_number_whose_check_digit_is_wrong_is_compared_but_tells_nothing_more() {
        assertThat(Kind.IDENTITY_NUMBER.read("110105194912310021"))
                .containsExactly("110105194912310021", null, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000000", "无", "123"})
    void fillings_are_no_number(String text) {
        assertThat(Kind.IDENTITY_NUMBER.read(text)).containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource({
        "+86 138-0013-8000, 13800138000",
        "8613800138000, 13800138000",
        "0930-6212345, 09306212345",
        "00000000000, ",
        "120, "
    })
    void a_telephone_is_its_digits_without_the_country(String text, @Nullable String phone) {
        assertThat(first(Kind.PHONE, text)).isEqualTo(phone);
    }

    @ParameterizedTest
    @CsvSource({"男, M", "1, M", "女, F", "女性, F", "f, F", "不详, "})
    void sex_is_read_from_words_and_codes(String text, @Nullable String sex) {
        assertThat(first(Kind.SEX, text)).isEqualTo(sex);
    }

    @Test
    void a_division_has_its_wider_ones_as_far_as_its_digits_go() {
        assertThat(Kind.DIVISION.read("622927101201")).containsExactly("622927101201", "622927101", "622927", "6229");
        assertThat(Kind.DIVISION.read("622927")).containsExactly("622927", null, "622927", "6229");
    }

    private static @Nullable String first(Kind kind, String text) {
        return kind.read(text)[0];
    }

    private static String withCheckCharacter(String body) {
        for (char check : "0123456789X".toCharArray()) {
            if (IdentityNumber.read(body + check) instanceof IdentityNumber.Reading.Valid) {
                return body + check;
            }
        }
        throw new AssertionError("no check character fits");
    }
}
