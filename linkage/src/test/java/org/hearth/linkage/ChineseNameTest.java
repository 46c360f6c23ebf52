package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChineseNameTest {

    @ParameterizedTest
    @CsvSource({
        "单雄信, 单, shan xiong xin",
        "解晓东, 解, xie xiao dong",
        "仇和, 仇, qiu he",
        "查良镛, 查, zha liang yong",
        "曾国藩, 曾, zeng guo fan",
        "朴正熙, 朴, piao zheng xi",
        "区志军, 区, ou zhi jun",
        "乐毅, 乐, yue yi",
        "盖叫天, 盖, ge jiao tian",
        "翟志刚, 翟, zhai zhi gang",
        "缪昌文, 缪, miao chang wen",
        "尉迟恭, 尉迟, yu chi gong",
        "万俟卨, 万俟, mo qi xie",
        "令狐冲, 令狐, ling hu chong",
        "欧阳修, 欧阳, ou yang xiu",
        "吕布, 吕, lv bu",
        "马小花, 马, ma xiao hua"
    })
    void a_surname_is_read_as_surnames_are(String text, String surname, String sound) {
        ChineseName name = read(text);

        assertThat(name.surname()).isEqualTo(surname);
        assertThat(name.sound()).isEqualTo(sound);
    }

    @Test
    void the_same_character_is_read_otherwise_in_a_given_name() {
        assertThat(read("王单").sound()).isEqualTo("wang dan");
        assertThat(read("李解").sound()).isEqualTo("li jie");
    }

    @Test
    void two_characters_that_could_be_a_compound_surname_are_a_surname_and_a_given_name() {
        assertThat(read("欧阳").surname()).isEqualTo("欧");
        assertThat(read("欧阳").given()).isEqualTo("阳");
        assertThat(read("司马相如").surname()).isEqualTo("司马");
        assertThat(read("司马相如").given()).isEqualTo("相如");
    }

    @ParameterizedTest
    @ValueSource(strings = {"買買提·艾力", "买买提•艾力", "买买提・艾力", "买买提‧艾力", "买买提．艾力", "买买提.艾力", "买买提 艾力", "买买提艾力"})
    void a_name_with_a_dot_is_the_same_however_the_dot_is_written_or_left_out(String text) {
        ChineseName name = read(text);

        assertThat(name.surname()).isEmpty();
        assertThat(name.given()).isEqualTo("买买提艾力");
        assertThat(name).isEqualTo(read("买买提·艾力"));
    }

    @Test
    void transliterations_that_sound_the_same_have_the_same_sound() {
        assertThat(read("买买提·艾力").sound()).isEqualTo(read("麦麦提·艾力").sound());
    }

    @ParameterizedTest
    @CsvSource({"張偉, 张伟", "劉曉慶, 刘晓庆", "王喆, 王哲", "李昇, 李升", "陈峯, 陈峰", "周堃, 周坤", "髙强, 高强", "朱鎔基, 朱镕基"})
    void traditional_and_variant_characters_are_the_same_name(String one, String other) {
        assertThat(read(one)).isEqualTo(read(other));
    }

    @ParameterizedTest
    @CsvSource({"王淼, 王渺", "萧红, 肖红", "傅雷, 付雷", "阎明, 闫明", "戴红, 代红", "乾元, 干元"})
    void characters_of_their_own_are_other_names(String one, String other) {
        assertThat(read(one).full()).isNotEqualTo(read(other).full());
    }

    @ParameterizedTest
    @CsvSource({"张志强, 臧自强, true", "刘丽, 牛丽, true", "陈英, 岑因, true", "黄兰, 黄南, true", "张伟, 王伟, false", "马英, 马艳, false"})
    void what_is_heard_alike_has_the_same_rough_sound(String one, String other, boolean alike) {
        assertThat(read(one).roughSound().equals(read(other).roughSound())).isEqualTo(alike);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "·", "—", "123"})
    void what_holds_no_letter_is_no_name(String text) {
        assertThat(ChineseName.read(text)).isEmpty();
    }

    private static ChineseName read(String text) {
        return ChineseName.read(text).orElseThrow();
    }
}
