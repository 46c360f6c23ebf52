package org.hearth.app.exchange;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a fact says, as a clerk reads it: {@code {"kind": "living", "amount": 23212.18}} is 基本生活，总额 23,212.18. */
public final class FactInWords {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageSource words;
    private final Locale locale;
    private final boolean english;

    /** For a reader of {@code locale}. */
    public FactInWords(MessageSource words, Locale locale) {
        this.words = words;
        this.locale = locale;
        this.english = Locale.ENGLISH.getLanguage().equals(locale.getLanguage());
    }

    /** A fact's value in words; a code that has none is shown as it is. */
    public String of(String json) {
        return of(JSON.readTree(json));
    }

    private String of(JsonNode value) {
        if (value.isObject()) {
            List<String> parts = new ArrayList<>();
            value.properties().forEach(part -> {
                String said = of(part.getValue());
                // What kind it is of needs no label; it comes first.
                if (part.getKey().equals("kind")) {
                    parts.addFirst(said);
                } else {
                    parts.add(word("exchange.part.", part.getKey()) + " " + said);
                }
            });
            return String.join(english ? ", " : "，", parts);
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(of(item)));
            return items.isEmpty() ? word("exchange.value.", "none") : String.join(english ? "; " : "；", items);
        }
        if (value.isNumber()) {
            return new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
                    .format(value.decimalValue());
        }
        return value.isNull() ? "—" : word("exchange.value.", value.asString());
    }

    private String word(String kind, String code) {
        return String.valueOf(words.getMessage(kind + code, null, code, locale));
    }
}
