package org.hearth.app.platform;

import java.util.List;

/**
 * One page of a list.
 *
 * @param rows those shown
 * @param count how many there are on all pages
 * @param page which one this is, from zero
 */
public record Page<T>(List<T> rows, long count, int page) {

    /** So many rows are on a page. */
    public static final int SIZE = 50;

    /** How many rows lie before {@code page}. */
    public static long before(int page) {
        return (long) page * SIZE;
    }

    public boolean isLast() {
        return before(page + 1) >= count;
    }
}
