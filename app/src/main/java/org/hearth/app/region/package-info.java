/**
 * Administrative divisions down to the village, with the time they were in force.
 *
 * <p>Holds neither people nor offices.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform"})
package org.hearth.app.region;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
