package org.hearth.linkage;

/**
 * Why a person has to decide.
 *
 * @param code stable: {@code uncertain}, {@code ambiguous}, or the code of a review rule of the config
 * @param zh in Chinese
 * @param en in English
 */
public record Reason(String code, String zh, String en) {

    /** The records agree in much, but not in enough. */
    public static final Reason UNCERTAIN =
            new Reason("uncertain", "相符的信息不足以自动确认", "They agree in much, but not in enough to be sure");

    /** Two candidates are about as likely as each other. */
    public static final Reason AMBIGUOUS =
            new Reason("ambiguous", "有不止一个相近的人选", "There is more than one candidate, about as likely as each other");
}
