package org.hearth.letters;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.hearth.policy.Determination.Text;

/** A language that letters are written in, and how it writes days and amounts. */
public enum Language {
    ZH("zh-CN", "yyyy 年 M 月 d 日", "yyyy 年 M 月"),
    EN("en", "d MMMM yyyy", "MMMM yyyy");

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final String tag;
    private final DateTimeFormatter day;
    private final DateTimeFormatter month;

    Language(String tag, String day, String month) {
        this.tag = tag;
        this.day = DateTimeFormatter.ofPattern(day, Locale.forLanguageTag(tag));
        this.month = DateTimeFormatter.ofPattern(month, Locale.forLanguageTag(tag));
    }

    /** The language's tag (BCP 47). */
    public String tag() {
        return tag;
    }

    String of(Text text) {
        return switch (this) {
            case ZH -> text.zh();
            case EN -> text.en();
        };
    }

    /** A day as people write it: {@code 2024 年 1 月 8 日}. */
    public String day(LocalDate date) {
        return day.format(date);
    }

    String year(LocalDate date) {
        return switch (this) {
            case ZH -> date.getYear() + " 年";
            case EN -> String.valueOf(date.getYear());
        };
    }

    String month(LocalDate date) {
        return month.format(YearMonth.from(date));
    }

    /** A number as people write it, {@code 1,500} or {@code 313.33}; from a hundred on, what has a fraction is money and shows its fen. */
    String number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > 0 && value.abs().compareTo(HUNDRED) >= 0) {
            return format("#,##0.00", plain);
        }
        return format("#,##0.####", plain);
    }

    /** An amount of money: {@code 900} or {@code 807.70}. */
    String money(BigDecimal yuan) {
        return yuan.stripTrailingZeros().scale() > 0 ? format("#,##0.00", yuan) : format("#,##0", yuan);
    }

    String percent(BigDecimal share) {
        return share.multiply(HUNDRED)
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    private static String format(String pattern, BigDecimal value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
