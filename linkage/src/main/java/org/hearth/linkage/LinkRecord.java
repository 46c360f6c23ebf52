package org.hearth.linkage;

import java.util.Map;

/**
 * A record as a file or a register holds it.
 *
 * @param id its id there
 * @param values its texts by the headers that the config names; what is missing or blank says nothing
 */
public record LinkRecord(String id, Map<String, String> values) {

    public LinkRecord {
        values = Map.copyOf(values);
    }
}
