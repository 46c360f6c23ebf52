package org.hearth.letters;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hearth.policy.Determination;
import org.hearth.policy.Determination.Benefit;
import org.hearth.policy.Determination.Reason;
import org.jspecify.annotations.Nullable;

/** What the blanks of a rule's words stand for: what the rule looked at, the person, the amount. */
final class Values {

    private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z]+)(%?)}");

    private final Language language;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Boolean> standsIn = new HashMap<>();
    private final boolean anyStandsIn;
    private boolean usesStandIn;
    private boolean usesParameter;

    Values(Determination determined, Reason reason, @Nullable Benefit benefit, People people, Language language) {
        this.language = language;
        put("perCapitaIncome", determined.perCapitaIncome());
        put("rigidShare", determined.rigidShare());
        values.putAll(reason.inputs());
        for (Determination.Used used : reason.parameters()) {
            String name = camel(used.name());
            values.put(name, used.value());
            standsIn.put(name, used.illustrative());
        }
        anyStandsIn = standsIn.containsValue(true);
        String member = reason.member();
        put("member", member == null ? null : people.name(member));
        if (benefit != null) {
            put("amount", benefit.amount());
            put("months", benefit.months());
        }
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** The text with its blanks filled; null where one of them is not known. */
    @Nullable
    String fill(String text) {
        Matcher matcher = BLANK.matcher(text);
        var filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = written(name, !matcher.group(2).isEmpty());
            if (value == null) {
                return null;
            }
            usesParameter |= standsIn.containsKey(name);
            usesStandIn |= standsIn.getOrDefault(name, false);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private @Nullable String written(String name, boolean percent) {
        BigDecimal number = number(name);
        if (number == null) {
            Object value = values.get(name);
            return value instanceof String word && !word.equals("unknown") ? word : null;
        }
        if (percent) {
            return language.percent(number);
        }
        return name.equals("amount") ? language.money(number) : language.number(number);
    }

    /** A value as a number; null where it is none, or not known. */
    @Nullable
    BigDecimal number(String name) {
        Object value = values.get(name);
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    /**
     * Whether what was said rests on a value that stands in for a local one: one of those named, or, where none was named,
     * any that the rule looked at.
     */
    boolean usesStandIn() {
        return usesStandIn || (!usesParameter && anyStandsIn);
    }

    /** {@code dibao.standard} as a blank names it: {@code dibaoStandard}. */
    private static String camel(String name) {
        return Pattern.compile("[.-](.)")
                .matcher(name)
                .replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}
