/**
 * Policy packs: rules as data, and what they say about one household.
 *
 * <p>Knows nothing of a database or a population.
 */
@NullMarked
package org.hearth.policy;

import org.jspecify.annotations.NullMarked;
