/**
 * Routes for patrols and rounds for visits.
 *
 * <p>Knows points and times, not people.
 */
@NullMarked
package org.hearth.routing;

import org.jspecify.annotations.NullMarked;
