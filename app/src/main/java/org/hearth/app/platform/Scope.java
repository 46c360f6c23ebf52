package org.hearth.app.platform;

import org.hearth.divisions.RegionCode;

/**
 * For whom a piece of work is done, and which region it may see and change. Row-level security in the database holds every
 * connection to it.
 *
 * @param region the division whose rows may be seen, with all that lies in it
 * @param actor who is answerable, as the audit trail names them: a user name, or {@code system:room}
 */
public record Scope(RegionCode region, String actor) {

    /** Work of the platform itself, such as the nightly screening, over the whole nation. */
    public static Scope system(String room) {
        return new Scope(RegionCode.NATION, "system:" + room);
    }
}
