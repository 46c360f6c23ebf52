package org.hearth.linkage;

/**
 * A part of a column, as comparisons and blocking rules name it: {@code name.sound}.
 *
 * @param column the column's name in the config
 * @param part one of the parts of the column's kind
 */
record Feature(String column, String part) {

    @Override
    public String toString() {
        return column + "." + part;
    }
}
