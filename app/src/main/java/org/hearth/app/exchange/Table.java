package org.hearth.app.exchange;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.hearth.app.platform.Problem;

/** The lines of a table, whatever format it is kept in, read one after the other and never all at once. */
sealed interface Table permits CsvTable, XlsxTable, ParquetTable {

    /** The longest cell that Excel has; nothing that a department states is longer. */
    int LONGEST_CELL = 32_767;

    /** Takes a line, and says whether it wants another. */
    @FunctionalInterface
    interface LineUse {

        /**
         * @param cells as they are written; numbers and dates of a workbook as text
         * @param formulas the places of the cells that a workbook works out
         */
        boolean take(List<String> cells, Set<Integer> formulas);
    }

    /**
     * Reads from the first line on.
     *
     * @throws Problem when the file is damaged, or larger inside than a table is
     */
    void read(LineUse use) throws IOException;

    /** How it is read, and what of it is not. */
    List<Note> notes();
}
