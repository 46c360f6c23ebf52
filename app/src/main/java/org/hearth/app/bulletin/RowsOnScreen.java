package org.hearth.app.bulletin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.context.MessageSource;

/**
 * The rows behind a figure as a person reads them: places by name, codes in words, each row leading to the page that it is
 * about. The keys by which rooms know each other's rows are left to the export.
 *
 * @param columns the columns that are shown, as the view names them
 * @param lines the rows, in the order of the view
 */
record RowsOnScreen(List<String> columns, List<Line> lines) {

    /**
     * One row.
     *
     * @param link the page that it is about; empty where the reader has no such page
     */
    record Line(String link, List<Cell> cells) {}

    /** One value; numbers stand to the right. */
    record Cell(String text, boolean number) {}

    private static final Set<String> LEFT_TO_THE_EXPORT =
            Set.of("id", "address", "longitude", "latitude", "indicator", "categories", "exact_kind");
    private static final Set<String> NUMBERS = Set.of("amount", "quantity", "persons", "people", "vehicles", "beds");

    /** Whether a page shows the column. */
    static boolean shows(String column) {
        return !LEFT_TO_THE_EXPORT.contains(column) && !column.endsWith("_id");
    }

    /** Whether the column's values are amounts or counts. */
    public boolean number(String column) {
        return NUMBERS.contains(column);
    }

    static RowsOnScreen of(Bulletin.Rows rows, String link, Regions regions, MessageSource words, Locale locale) {
        List<String> columns = rows.columns();
        int[] shown = IntStream.range(0, columns.size())
                .filter(at -> shows(columns.get(at)))
                .toArray();
        return new RowsOnScreen(
                Arrays.stream(shown).mapToObj(columns::get).toList(),
                rows.rows().stream()
                        .map(row -> new Line(
                                linkOf(link, columns, row),
                                Arrays.stream(shown)
                                        .mapToObj(at -> new Cell(
                                                text(columns.get(at), row.get(at), regions, words, locale),
                                                NUMBERS.contains(columns.get(at))))
                                        .toList()))
                        .toList());
    }

    private static String linkOf(String link, List<String> columns, List<String> row) {
        int from = link.indexOf('{');
        int at = from < 0 ? -1 : columns.indexOf(link.substring(from + 1, link.indexOf('}')));
        return at < 0 || row.get(at).isEmpty() ? "" : link.substring(0, from) + row.get(at);
    }

    private static String text(String column, String value, Regions regions, MessageSource words, Locale locale) {
        if (column.equals("region")) {
            return regions.path(new RegionCode(value), DivisionLevel.COUNTY);
        }
        if (column.equals("month")) {
            return value.substring(0, "2024-01".length());
        }
        if (column.endsWith("_at")) {
            return value.substring(0, Math.min(value.length(), "2024-01-08 17:00".length()));
        }
        return Arrays.stream(value.replaceAll("[{}\"]", "").split(","))
                .map(code -> words.getMessage(key(column, code), null, code, locale))
                .collect(Collectors.joining(Locale.ENGLISH.getLanguage().equals(locale.getLanguage()) ? ", " : "、"));
    }

    /** Under which name the words for a code stand among the messages. */
    static String key(String column, String code) {
        String plain = code.toLowerCase(Locale.ROOT).replace('_', '-');
        return plain.equals("true") || plain.equals("false")
                ? "bulletin.code." + plain
                : "bulletin.code." + column + "." + plain;
    }
}
