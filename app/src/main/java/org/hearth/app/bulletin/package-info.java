/**
 * The figures that a spokesperson reads, for any region and time, each traceable to the rows behind it.
 *
 * <p>It reads the published views of the other rooms and calls none of them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region"})
package org.hearth.app.bulletin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
