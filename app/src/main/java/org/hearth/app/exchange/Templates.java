package org.hearth.app.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hearth.app.platform.Text;

/** The workbook that a department fills in for a record kind. Filled in, it is a file that {@link TableFile} takes as it is. */
final class Templates {

    /** The sheets beside the one that is filled in; nothing in them is data. */
    static final List<String> BESIDE = List.of("示例 Example", "填写说明 Columns");

    private static final String FILL = "EAF1F8";
    private static final int ROWS_WITH_LISTS = 5_000;
    private static final int LONGEST_LIST = 250;

    private Templates() {}

    static void write(Contract contract, OutputStream out) throws IOException {
        try (Workbook book = new Workbook(out, "Hearth", "1.0")) {
            Worksheet data = book.newWorksheet("数据");
            head(contract, data);
            explain(contract, data);
            Worksheet example = book.newWorksheet(BESIDE.getFirst());
            head(contract, example);
            List<Contract.Field> fields = contract.fields();
            for (int i = 0; i < fields.size(); i++) {
                example.value(1, i, Columns.exampleOf(contract, fields.get(i)));
            }
            columns(contract, book.newWorksheet(BESIDE.getLast()));
        }
    }

    /** The header of the contract, each column formatted so that Excel leaves alone what is written in it. */
    static void head(Contract contract, Worksheet sheet) {
        List<Contract.Field> fields = contract.fields();
        for (int i = 0; i < fields.size(); i++) {
            Contract.Field field = fields.get(i);
            sheet.value(0, i, field.name());
            sheet.style(0, i).bold().fillColor(FILL).format("@").set();
            sheet.width(i, field.type() == Contract.Type.IDENTITY_NUMBER ? 22 : 16);
            sheet.style(i)
                    .format(
                            switch (field.type()) {
                                case DATE -> "yyyy-mm-dd";
                                case AMOUNT -> "0.00";
                                case PERSON_NAME, IDENTITY_NUMBER, STRING, CODE -> "@";
                            })
                    .set();
        }
        sheet.freezePane(0, 1);
    }

    private static void explain(Contract contract, Worksheet sheet) {
        List<Contract.Field> fields = contract.fields();
        for (int i = 0; i < fields.size(); i++) {
            Contract.Field field = fields.get(i);
            Text explained = Columns.explained(field);
            sheet.value(
                    1,
                    i,
                    Header.EXPLAINS + (Columns.isRequired(contract, field) ? "必填。" : "") + explained.zh() + "\n"
                            + explained.en());
            sheet.style(1, i)
                    .wrapText(true)
                    .verticalAlignment("top")
                    .fontColor("666666")
                    .format("@")
                    .set();
            Map<String, ?> codes = Objects.requireNonNullElse(field.codes(), Map.of());
            String list = String.join(",", codes.keySet());
            if (!list.isEmpty() && list.length() < LONGEST_LIST) {
                sheet.range(2, i, ROWS_WITH_LISTS, i).validateWithListByFormula("\"" + list + "\"");
            }
        }
        sheet.rowHeight(1, 90);
    }

    private static void columns(Contract contract, Worksheet sheet) {
        row(sheet, 0, contract.title().zh() + " " + contract.title().en());
        row(sheet, 1, contract.department().zh() + " " + contract.department().en());
        row(
                sheet,
                2,
                "以“" + Header.EXPLAINS + "”开头的说明行不会被当作数据，可以保留。 Rows that begin with " + Header.EXPLAINS
                        + " explain the columns and are no data; they may stay.");
        row(sheet, 4, "列 Column", "English", "必填 Required", "填写 What to write", "In English");
        sheet.range(4, 0, 4, 4).style().bold().fillColor(FILL).set();
        int at = 5;
        for (Contract.Field field : contract.fields()) {
            Text explained = Columns.explained(field);
            row(
                    sheet,
                    at++,
                    field.name(),
                    Columns.titleOf(field),
                    Columns.isRequired(contract, field) ? "是 yes" : "",
                    explained.zh(),
                    explained.en());
        }
        List<Integer> widths = new ArrayList<>(List.of(20, 26, 14, 60, 60));
        for (int i = 0; i < widths.size(); i++) {
            sheet.width(i, widths.get(i));
        }
    }

    private static void row(Worksheet sheet, int at, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            sheet.value(at, i, cells[i]);
        }
    }
}
