/**
 * A PostgreSQL server of Hearth's own, for a machine that has none: unpacked, started, guarded and stopped.
 *
 * <p>Knows nothing of what is stored in it; schemas and migrations belong to the rooms that own them.
 */
@NullMarked
package org.hearth.postgres;

import org.jspecify.annotations.NullMarked;
