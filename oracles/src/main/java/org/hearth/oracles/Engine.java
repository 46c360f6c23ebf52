package org.hearth.oracles;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An independent DMN engine with one file of a pack loaded. Numbers are decimals, lists are lists, rows are maps. */
interface Engine {

    /** As it is called in a report. */
    String name();

    /** The inputs that the file declares. */
    Set<String> inputs();

    /**
     * Decides all of the file.
     *
     * @param settled decisions of the file that are settled already, so that what needs them goes on with these
     * @return by name; null where it comes to null or to an error
     */
    Map<String, @Nullable Object> decide(Map<String, @Nullable Object> inputs, Map<String, @Nullable Object> settled);
}
