package org.hearth.app.casework;

import java.math.BigDecimal;
import org.hearth.app.platform.Yuan;

/**
 * The most that a township may give first: so many times the monthly urban standard of dibao.
 *
 * @param most the product
 * @param multiple how many times
 * @param standard the monthly urban standard
 * @param source the documents that set the two
 * @param illustrative whether either stands in for a local value that is not known
 */
public record EmergencyCeiling(Yuan most, BigDecimal multiple, Yuan standard, String source, boolean illustrative) {}
