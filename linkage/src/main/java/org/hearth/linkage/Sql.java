package org.hearth.linkage;

/** How names and values are written in SQL. */
final class Sql {

    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A number as DOUBLE, the very one: without an exponent DuckDB would read a decimal. */
    static String number(double value) {
        String digits = Double.toString(value);
        return digits.contains("E") ? digits : digits + "e0";
    }
}
