package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameAgreementTest {

    @ParameterizedTest
    @CsvSource({
        "马小花, 马小花, SAME",
        "买买提·艾力, 买买提•艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "买买提·艾力, 买买提・艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "买买提·艾力, 买买提.艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "买买提·艾力, 买买提．艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马 强, 马强, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马\u3000强, 马强, SAME_NAME_WRITTEN_DIFFERENTLY",
        "李Ａ, 李a, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马小花, 马晓花, DIFFERENT",
        "马小花, 马小, DIFFERENT",
        "买买提·艾力, 买买提艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "买买提·艾力, 买买提 艾力, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马小花, 馬小花, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马哲, 马喆, SAME_NAME_WRITTEN_DIFFERENTLY",
        "马淼, 马渺, DIFFERENT",
        "萧山, 肖山, DIFFERENT",
        "'', '', DIFFERENT",
        "马小花, '', DIFFERENT"
    })
    void two_names_agree_in_characters_or_in_what_they_stand_for(String one, String other, NameAgreement agreement) {
        assertThat(NameAgreement.of(one, other)).isEqualTo(agreement);
        assertThat(NameAgreement.of(other, one)).isEqualTo(agreement);
    }
}
