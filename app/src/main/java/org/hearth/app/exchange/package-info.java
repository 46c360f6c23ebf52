/**
 * Other departments' records: files in, each row applied as a fact or quarantined with a reason, totals that tie out.
 *
 * <p>What a fact means for a household is asked in monitoring.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region", "registry", "chain"})
package org.hearth.app.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
