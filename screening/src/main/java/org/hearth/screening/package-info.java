/**
 * Runs a compiled policy pack over a whole population.
 *
 * <p>Knows nothing of what is done with what it finds.
 */
@NullMarked
package org.hearth.screening;

import org.jspecify.annotations.NullMarked;
