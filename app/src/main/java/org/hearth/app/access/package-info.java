/**
 * Who signs in, in which role, for which region; and the home page with that role's work of today.
 *
 * <p>Roles are fixed terms of the field. What a role may do in a room is said in that room.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "region"})
package org.hearth.app.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
