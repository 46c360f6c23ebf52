package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

class FactInWordsTest {

    private static FactInWords in(Locale language) {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasenames("messages/exchange");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        return new FactInWords(words, language);
    }

    @Test
    void an_expenditure_is_its_kind_and_then_its_amounts() {
        String fact = """
                {"amount": 23212.18, "kind": "living", "reimbursed": 0.0}""";

        assertThat(in(Locale.CHINESE).of(fact)).isEqualTo("基本生活，总额 23,212.18，已报销 0");
        assertThat(in(Locale.ENGLISH).of(fact)).isEqualTo("living, gross 23,212.18, reimbursed 0");
    }

    @Test
    void a_single_code_is_its_word_and_an_unknown_one_stays_as_it_is() {
        assertThat(in(Locale.CHINESE).of("\"empty-nest\"")).isEqualTo("空巢");
        assertThat(in(Locale.CHINESE).of("true")).isEqualTo("是");
        assertThat(in(Locale.CHINESE).of("\"not-yet-known\"")).isEqualTo("not-yet-known");
    }

    @Test
    void a_list_is_its_items_and_an_empty_one_is_none() {
        assertThat(in(Locale.CHINESE).of("""
                [{"relation": "child", "age": 41}, {"relation": "sibling", "age": 60}]""")).isEqualTo("关系 子女，年龄 41；关系 兄弟姐妹，年龄 60");
        assertThat(in(Locale.CHINESE).of("[]")).isEqualTo("无");
    }
}
