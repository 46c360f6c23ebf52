/**
 * Who may this be? Somebody without a name or a number, against the people of a register and the reports of missing people.
 *
 * <p>It ranks and explains. It never says that two are one person: that is always decided by people.
 */
@NullMarked
package org.hearth.linkage.unknown;

import org.jspecify.annotations.NullMarked;
