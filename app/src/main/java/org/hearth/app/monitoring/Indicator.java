package org.hearth.app.monitoring;

import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;

/**
 * What a signal is a sign of. A household is asked the same question once, so signals of one indicator merge while their
 * alert is open.
 *
 * @param code small letters, digits and hyphens, e.g. {@code visit-missed}
 * @param title what it is called in lists
 */
public record Indicator(String code, Text title) {

    /** The household seems due {@code stratum} and does not have it: answered by delivering, it becomes a case. */
    public static Indicator uncovered(Stratum stratum) {
        return new Indicator(
                "uncovered-" + stratum.code(),
                new Text(
                        "疑似符合条件未纳入：" + stratum.title().zh(),
                        "May be due and not covered: " + stratum.title().en()));
    }

    /** The household has {@code stratum} and seems due it no longer: answered by ending, stratum and money end. */
    public static Indicator lapsed(Stratum stratum) {
        return new Indicator(
                "lapsed-" + stratum.code(),
                new Text(
                        "疑似不再符合条件：" + stratum.title().zh(),
                        "May no longer be due: " + stratum.title().en()));
    }
}
