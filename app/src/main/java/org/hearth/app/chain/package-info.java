/**
 * One household, one assistance chain: the timeline of all that found, decided, paid, gave and visited.
 *
 * <p>It knows nothing of who writes to it, and never changes an entry.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region", "registry"})
package org.hearth.app.chain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
