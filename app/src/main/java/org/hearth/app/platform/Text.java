package org.hearth.app.platform;

import java.util.Locale;
import org.hearth.policy.Determination;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * One text in both languages of the platform.
 *
 * @param zh in Chinese, the language of the documents
 * @param en in English
 */
public record Text(String zh, String en) {

    /** A text of the policy. */
    public static Text of(Determination.Text text) {
        return new Text(text.zh(), text.en());
    }

    /** The text in the language of {@code locale}: English for English, Chinese for all others. */
    public String in(Locale locale) {
        return Locale.ENGLISH.getLanguage().equals(locale.getLanguage()) ? en : zh;
    }

    /** The text in the language of the page that is being made; this is what templates print. */
    @Override
    public String toString() {
        return in(LocaleContextHolder.getLocale());
    }
}
