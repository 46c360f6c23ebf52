/**
 * Persons, households, who lives with whom, confirmed strata and bank accounts, each with the time it holds for.
 *
 * <p>Nothing is overwritten. What departments report about a person is in exchange, what was done for a household in chain.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region"})
package org.hearth.app.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
