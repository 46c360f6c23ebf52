/**
 * Elderly people with special difficulties: who is to be visited how often, the rounds, the seven themes, and visits missed.
 *
 * <p>Finding that help is due is a signal; what follows is monitoring's and casework's.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring"})
package org.hearth.app.visits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
