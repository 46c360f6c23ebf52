package org.hearth.app.casework;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;
import org.springframework.stereotype.Component;

/** Which aid each layer of the low-income population is due, as the pack says (国办发〔2023〕39号 四), and which layers exclude each other. */
@Component
class EntitlementMatrix {

    /** What the matrix says of an aid for a layer. */
    enum Due {
        DUE,
        /** Where the place has such a policy. */
        LOCAL,
        NO
    }

    /** When an aid is due at all. */
    enum Need {
        ALWAYS,
        ILLNESS,
        STUDENT,
        UNSAFE_DWELLING,
        JOBLESS,
        DISASTER,
        HEATING_IN_COUNTY
    }

    /** Where it can be seen that an aid has reached a household. */
    enum Evidence {
        BASIC_MONEY,
        PREMIUM,
        REIMBURSEMENT,
        SCHOOL_AID,
        DWELLING,
        WORK,
        RELIEF,
        HEATING
    }

    /** A row of the matrix. @param source the document that says so */
    record Aid(String code, Text title, Need need, Evidence evidence, Map<Stratum, Due> due, String source) {}

    /** Two layers that one household does not hold at once. */
    record Exclusion(Stratum one, Stratum other, String source) {}

    private static final List<Stratum> COLUMNS = List.of(Stratum.TEKUN, Stratum.DIBAO, Stratum.EDGE, Stratum.RIGID);

    private final PolicyPack policy;

    EntitlementMatrix(PolicyPack policy) {
        this.policy = policy;
    }

    /** The rows in force on a day; none where the pack of that day has no matrix. */
    List<Aid> on(LocalDate day) {
        List<Aid> aids = new ArrayList<>();
        for (CSVRecord row : rows(day, "cn/entitlements.csv")) {
            Map<Stratum, Due> due = new EnumMap<>(Stratum.class);
            COLUMNS.forEach(stratum -> due.put(stratum, Due.valueOf(constant(row.get(stratum.code())))));
            aids.add(new Aid(
                    row.get("aid"),
                    new Text(row.get("zh"), row.get("en")),
                    Need.valueOf(constant(row.get("need"))),
                    Evidence.valueOf(constant(row.get("evidence"))),
                    due,
                    row.get("source")));
        }
        return aids;
    }

    List<Exclusion> exclusionsOn(LocalDate day) {
        return rows(day, "cn/exclusions.csv").stream()
                .map(row -> new Exclusion(Stratum.of(row.get("one")), Stratum.of(row.get("other")), row.get("source")))
                .toList();
    }

    private List<CSVRecord> rows(LocalDate day, String file) {
        String text = policy.filesOn(day).texts().get(file);
        if (text == null) {
            return List.of();
        }
        try {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(new StringReader(text))
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
