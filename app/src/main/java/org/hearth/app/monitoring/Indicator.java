package org.hearth.app.monitoring;

import org.hearth.app.platform.Text;

/**
 * What a signal is a sign of. A household is asked the same question once, so signals of one indicator merge while their
 * alert is open.
 *
 * @param code small letters, digits and hyphens, e.g. {@code visit-missed}
 * @param title what it is called in lists
 */
public record Indicator(String code, Text title) {}
