package org.hearth.app.platform;

import java.time.LocalDate;
import java.util.function.Function;

/**
 * Work that the platform does by itself at set hours, such as the nightly screening. Rooms offer beans of this type.
 *
 * @param name the room and its work, e.g. {@code visits.plan}
 * @param title what is done
 * @param hours when, as a cron expression in the time of China
 * @param work does it for a day and says what it came to; done again for the same day, it changes nothing more
 */
public record Routine(String name, Text title, String hours, Function<LocalDate, Text> work) {

    /** The room that does it, which is answerable in the audit trail. */
    String room() {
        return name.substring(0, name.indexOf('.'));
    }
}
