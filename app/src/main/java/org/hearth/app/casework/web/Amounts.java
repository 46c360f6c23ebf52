package org.hearth.app.casework.web;

import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Yuan;

/** Reads amounts as officers type them. */
final class Amounts {

    private Amounts() {}

    /**
     * @param field where it was typed
     * @throws Problem when it is no amount of whole fen
     */
    static Yuan parse(String field, String typed) {
        try {
            return Yuan.of(typed.strip().replace(",", "").replace("，", "").replace("元", ""));
        } catch (ArithmeticException | NumberFormatException e) {
            throw Problem.at(
                    field,
                    "金额请填写数字，最多两位小数，例如 1200.50。",
                    "Give the amount as a number with at most two decimals, e.g. 1200.50.");
        }
    }
}
