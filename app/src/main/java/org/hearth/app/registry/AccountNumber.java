package org.hearth.app.registry;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hearth.app.platform.Text;

/** Whether digits can be a bank account: a passbook's of 8 digits and more, or a card's with its check digit. */
public final class AccountNumber {

    // From passbooks of 10 digits and less to the 19 of cards; accounts of firms have up to 32.
    private static final Pattern NUMBER = Pattern.compile("[0-9]{8,32}");
    // UnionPay's debit cards begin with 62 and have 16 to 19 digits, the last of which checks the others (ISO/IEC
    // 7812-1).
    private static final Pattern UNION_PAY = Pattern.compile("62[0-9]{14,17}");

    private AccountNumber() {}

    /** The digits without the spaces and dashes that people write between them. */
    public static String plain(String text) {
        return text.replaceAll("[\\s-]", "");
    }

    /** What is wrong with {@code number}; empty where it can be one. */
    public static Optional<Text> fault(String number) {
        if (!NUMBER.matcher(number).matches()) {
            return Optional.of(new Text(
                    "账号应为 8 至 32 位数字，请对照存折或银行卡填写。",
                    "An account number has 8 to 32 digits; copy it from the passbook or card."));
        }
        if (UNION_PAY.matcher(number).matches() && !checks(number)) {
            return Optional.of(new Text(
                    "银行卡号末位校验不符，可能有录错的数字，请对照银行卡核对。",
                    "The card number's last digit does not fit the others: a digit may be mistyped."));
        }
        return Optional.empty();
    }

    /** Luhn's formula: from the right, every second digit counts double, and the digits of all sum to a multiple of ten. */
    private static boolean checks(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int counted = i % 2 == 1 ? 2 * digit : digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
