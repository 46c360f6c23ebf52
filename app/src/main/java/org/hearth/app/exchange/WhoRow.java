package org.hearth.app.exchange;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hearth.linkage.LinkRecord;
import org.hearth.linkage.NameAgreement;

/**
 * What a department's row says about whom it is, whatever else it says.
 *
 * @param department as the contract names it
 * @param name as written
 * @param number as written; empty where there is none
 * @param others what else tells people apart, by the header that linkage knows it by
 */
record WhoRow(String department, String name, String number, Map<String, String> others) {

    // The contracts' columns about the person of the row, by what linkage calls them.
    private static final Map<String, String> COLUMNS = Map.of(
            "曾用名", "former_name",
            "出生日期", "born",
            "性别", "sex",
            "联系电话", "phone",
            "手机号码", "phone",
            "行政区划代码", "region");

    /** Reads a row. @param cells in the contract's order */
    static WhoRow of(Contract contract, List<String> cells) {
        List<String> columns = contract.columns();
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String header = COLUMNS.get(columns.get(i));
            if (header != null && !cells.get(i).isBlank()) {
                others.put(header, cells.get(i).strip());
            }
        }
        return new WhoRow(
                contract.department().zh(),
                cells.get(columns.indexOf(contract.column(Contract.Type.PERSON_NAME)))
                        .strip(),
                cells.get(columns.indexOf(contract.column(Contract.Type.IDENTITY_NUMBER)))
                        .strip(),
                others);
    }

    /** Whether a row that waits for this reason asks who it is about. @param column for which it waits */
    static boolean asksWho(Contract contract, Reason reason, String column) {
        return switch (reason) {
            case UNKNOWN_PERSON, NAME_DIFFERS -> true;
            case BAD_NUMBER, FORMULA, MISSING_VALUE -> column.equals(contract.column(Contract.Type.IDENTITY_NUMBER));
            case BAD_VALUE, CONTRADICTION, WRONG_SHAPE, ORIGIN -> false;
        };
    }

    /** As linkage compares it. */
    LinkRecord record(String id) {
        Map<String, String> values = new HashMap<>(others);
        values.put("name", name);
        values.put("id_number", number);
        return new LinkRecord(id, values);
    }

    /** Whether the same writing means the same person next time: a name alone may be anybody's. */
    boolean canBeRemembered() {
        return !name.isEmpty() && !number.isEmpty();
    }

    /** Department, number and name, each written in one way; its keyed hash is what a decision is remembered by. */
    String writing() {
        return department
                + '\u001f'
                + Normalizer.normalize(number, Normalizer.Form.NFKC)
                        .replaceAll("\\s", "")
                        .toUpperCase(Locale.ROOT)
                + '\u001f'
                + NameAgreement.normalise(name);
    }
}
