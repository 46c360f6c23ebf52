/**
 * A synthetic population: persons, households, the departments' records about them, and the truth behind those.
 *
 * <p>It makes files; what is done with them is no concern of it.
 */
@NullMarked
package org.hearth.population;

import org.jspecify.annotations.NullMarked;
