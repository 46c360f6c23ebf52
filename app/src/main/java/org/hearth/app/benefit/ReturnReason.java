package org.hearth.app.benefit;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hearth.app.platform.Text;

/**
 * Why a bank returns a payment, of the ISO 20022 external status reason codes, and what to do about it. The words are in
 * {@code benefit/return-reasons.csv}.
 *
 * @param newAccount whether paying again is of no use before another account is registered
 */
public record ReturnReason(String code, Text title, Text todo, boolean newAccount) {

    private static final String UNSTATED = "MS03";
    private static final Map<String, ReturnReason> ALL = read();

    /** The reason of that code; a code that the table lacks is shown as it is. */
    public static ReturnReason of(String code) {
        ReturnReason known = ALL.get(code);
        ReturnReason unstated = Objects.requireNonNull(ALL.get(UNSTATED));
        return known != null
                ? known
                : new ReturnReason(code, new Text("退回代码 " + code, "Code " + code), unstated.todo(), false);
    }

    /** The codes of those that wait for another account. */
    static String[] needingAnotherAccount() {
        return ALL.values().stream()
                .filter(ReturnReason::newAccount)
                .map(ReturnReason::code)
                .toArray(String[]::new);
    }

    /** The reason of an answer that states none. */
    static String unstated() {
        return UNSTATED;
    }

    private static Map<String, ReturnReason> read() {
        Map<String, ReturnReason> reasons = new HashMap<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var file = new InputStreamReader(
                        Objects.requireNonNull(ReturnReason.class.getResourceAsStream("/benefit/return-reasons.csv")),
                        StandardCharsets.UTF_8);
                var rows = format.parse(file)) {
            for (CSVRecord row : rows) {
                reasons.put(
                        row.get("code"),
                        new ReturnReason(
                                row.get("code"),
                                new Text(row.get("zh"), row.get("en")),
                                new Text(row.get("todo_zh"), row.get("todo_en")),
                                Boolean.parseBoolean(row.get("new_account"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(reasons);
    }
}
