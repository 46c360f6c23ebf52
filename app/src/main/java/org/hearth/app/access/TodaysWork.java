package org.hearth.app.access;

import java.time.LocalDate;
import java.util.List;
import org.hearth.app.platform.Text;

/** A room's share of somebody's work today. Rooms offer beans of this type; the home page shows what they answer. */
public interface TodaysWork {

    /** What waits for {@code who} on {@code today}, most urgent first; empty where this room has nothing for that role. */
    List<Item> todaysWork(SignedIn who, LocalDate today);

    /**
     * One line on the home page.
     *
     * @param urgency how it is marked
     * @param title what is to be done, e.g. 待核查预警
     * @param count how many of it
     * @param detail one short sentence that helps to choose, e.g. how many are overdue
     * @param link where it is done
     */
    record Item(Urgency urgency, Text title, long count, Text detail, String link) {}

    /** How urgent an item is, in the order in which items are shown. */
    enum Urgency {
        OVERDUE,
        TODAY,
        SOON,
        KNOW
    }
}
