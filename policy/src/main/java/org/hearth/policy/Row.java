package org.hearth.policy;

import java.util.Arrays;

/** One row: its columns, the rows around it, and its lists. */
final class Row {

    static final Row[] NONE = {};

    final long[] values;
    final Row household;
    final Row member;
    final Row[][] lists = new Row[Entity.values().length][];

    /** A household. */
    Row(int width) {
        this.values = new long[width];
        this.household = this;
        this.member = this;
        Arrays.fill(lists, NONE);
    }

    /** A row of {@code household}; {@code member} is the member it belongs to, or {@code household} itself. */
    Row(int width, Row household, Row member) {
        this.values = new long[width];
        this.household = household;
        this.member = member;
        Arrays.fill(lists, NONE);
    }
}
