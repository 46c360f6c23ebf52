package org.hearth.linkage;

import org.jspecify.annotations.Nullable;

/**
 * A record made ready to be compared: prepare once, compare often.
 *
 * @param record as it was
 * @param values the parts of its columns, in the places of the {@link Layout}
 * @param keys its blocking keys, in the places of the layout; 0 where a part is missing
 */
record PreparedRecord(LinkRecord record, @Nullable String[] values, long[] keys) {

    @Nullable
    String value(int place) {
        return values[place];
    }
}
