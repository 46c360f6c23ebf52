package org.hearth.app.platform;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** Lists as files that spreadsheets open: written row by row as they are read, and nothing in them taken for a formula. */
public final class Csv {

    /** How many rows at a time a list should be fetched from the database for a file. */
    public static final int ROWS_AT_A_TIME = 500;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");
    private static final String BEGINS_A_FORMULA = "=+-@＝＋－＠\t\r\n";

    /** Takes the rows of one file. */
    @FunctionalInterface
    public interface Rows {

        /** Adds a row: one value for each column; null leaves its cell empty. */
        void add(@Nullable Object... cells);
    }

    private Csv() {}

    /**
     * Answers a request with a file.
     *
     * @param name of the file, e.g. {@code alerts-2024-01-08.csv}
     * @param columns the names of the columns, in the language of the page
     * @param rows hands over the rows; what it throws before the first of them has gone out becomes a page as usual
     */
    public static void answer(HttpServletResponse response, String name, List<?> columns, Consumer<Rows> rows) {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            PrintWriter out = response.getWriter();
            // The mark at the beginning tells spreadsheets that the file is UTF-8.
            out.write('\uFEFF');
            CSVPrinter csv = new CSVPrinter(out, CSVFormat.EXCEL);
            write(csv, columns.toArray());
            rows.accept(cells -> write(csv, cells));
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset();
            }
            throw e;
        }
    }

    private static void write(CSVPrinter csv, @Nullable Object... cells) {
        try {
            for (Object cell : cells) {
                csv.print(cell == null ? "" : asText(cell.toString()));
            }
            csv.println();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value that a spreadsheet would work out, as the text that it is. */
    private static String asText(String value) {
        boolean formula = !value.isEmpty()
                && BEGINS_A_FORMULA.indexOf(value.charAt(0)) >= 0
                && !NUMBER.matcher(value).matches();
        return formula ? "'" + value : value;
    }
}
