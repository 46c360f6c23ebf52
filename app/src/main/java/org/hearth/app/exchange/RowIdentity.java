package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes two rows the same row: the values of the contract's columns, in its order, each written in one way. The order of
 * the columns in a file, further columns, its encoding and the ways to write a date, an amount or wide letters do not matter.
 */
final class RowIdentity {

    private static final Pattern PARTED_DATE = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?");
    private static final Pattern AMOUNT = Pattern.compile("-?[\\d,]*\\d(\\.\\d+)?");

    private RowIdentity() {}

    /** The text whose keyed hash is kept beside a row that waits. @param cells in the contract's order */
    static String of(Contract contract, List<String> cells) {
        StringBuilder text = new StringBuilder(contract.kind());
        for (int i = 0; i < cells.size(); i++) {
            if (contract.fields().get(i).addedLater() && cells.get(i).isBlank()) {
                // The row was the same row before anybody asked for the column.
                continue;
            }
            text.append('\u001f').append(canonical(contract.fields().get(i).type(), cells.get(i)));
        }
        return text.toString();
    }

    private static String canonical(Contract.Type type, String cell) {
        String plain = Normalizer.normalize(cell, Normalizer.Form.NFKC).strip();
        return switch (type) {
            case IDENTITY_NUMBER -> plain.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
            case DATE -> {
                Matcher date = PARTED_DATE.matcher(plain.replaceAll("\\s", ""));
                yield date.matches()
                        ? date.group(1)
                                + "0".repeat(2 - date.group(2).length())
                                + date.group(2)
                                + "0".repeat(2 - date.group(3).length())
                                + date.group(3)
                        : plain;
            }
            case AMOUNT -> {
                String number = plain.replaceAll("[\\s¥]", "").replaceAll("元$", "");
                yield AMOUNT.matcher(number).matches()
                        ? new BigDecimal(number.replace(",", ""))
                                .stripTrailingZeros()
                                .toPlainString()
                        : plain;
            }
            case PERSON_NAME, STRING, CODE -> plain;
        };
    }
}
