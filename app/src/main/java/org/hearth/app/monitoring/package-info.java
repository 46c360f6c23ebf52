/**
 * Signals in, alerts out: the nightly screening, and one question about one household with a level, a due date and an owner.
 *
 * <p>An alert is closed here with a disposition; the procedure that may follow is casework.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange"})
package org.hearth.app.monitoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
