package org.hearth.app.bulletin;

import java.util.Locale;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the bulletin: what is counted or added up, over which rows. Value and rows come from the one definition, so
 * that they cannot differ.
 *
 * @param id its name, e.g. {@code heating-households}
 * @param point the point of the briefing that it answers, e.g. {@code A6}
 * @param title what is counted
 * @param unit in what
 * @param rows the published view that it is drawn from
 * @param link the page that a row is about, with a column's name in braces; absent where a row has none
 * @param where what narrows the rows, in SQL; absent where all count
 * @param on the date of a row, in SQL; absent for a figure of the moment
 * @param value the aggregate, in SQL
 */
record Figure(
        String id,
        String point,
        Text title,
        Unit unit,
        String rows,
        @Nullable String link,
        @Nullable String where,
        @Nullable String on,
        String value) {

    /** What a figure counts in. */
    enum Unit {
        PERSON("人", "persons"),
        HOUSEHOLD("户", "households"),
        ALERT("条", "alerts"),
        CASE("件", "cases"),
        CLUE("条", "clues"),
        TIME("次", "times"),
        PERSON_TIME("人次", "times"),
        VEHICLE_TRIP("台次", "trips"),
        ITEM("件", "items"),
        SITE("个", "sites"),
        YUAN("元", "yuan"),
        PERCENT("%", "%");

        private final Text title;

        Unit(String zh, String en) {
            this.title = new Text(zh, en);
        }

        Text title() {
            return title;
        }

        static Unit of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** The rows, with the parameters {@code region}, {@code regionEnd}, {@code from} and {@code to}. */
    String fromRows() {
        StringBuilder sql = new StringBuilder("from " + rows + "\nwhere region >= :region\n  and region < :regionEnd");
        if (where != null) {
            sql.append("\n  and (").append(where).append(')');
        }
        if (on != null) {
            sql.append("\n  and ").append(on).append(" between :from and :to");
        }
        return sql.toString();
    }

    /** The query that works the figure out. */
    String valueQuery() {
        return "select " + value + " as value\n" + fromRows();
    }

    /** The figure for each division of the next level below: {@code :digits} is the length of their codes. */
    String valueByDivisionQuery() {
        return "select left(region, :digits) as division, " + value + " as value\n" + fromRows()
                + "\ngroup by division\norder by division";
    }
}
