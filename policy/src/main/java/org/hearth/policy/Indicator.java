package org.hearth.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An early-warning indicator: a row of a table of the pack.
 *
 * @param id the row's id
 * @param category {@code proactive-discovery}, {@code unmet-need}, {@code change-of-circumstances} or
 *     {@code policy-delivery}
 * @param ofMember whether it is about one person, else about the household
 * @param topic what it is about, e.g. {@code illness}: of several about one person or household, the gravest says enough
 * @param level {@code red}, {@code orange}, {@code yellow} or {@code blue}
 * @param dueDays within how many days it has to be dealt with
 * @param name what it found
 * @param check what to check
 * @param source the legal basis
 */
public record Indicator(
        String id,
        String category,
        boolean ofMember,
        String topic,
        String level,
        int dueDays,
        Determination.Text name,
        Determination.Text check,
        String source) {

    static List<Indicator> of(Program program, Map<Program.Source, String> categories) {
        var indicators = new ArrayList<Indicator>();
        for (Table table : program.tables().values()) {
            String category = categories.get(table.source());
            if (category != null) {
                for (int row = 0; row < table.written().rules().size(); row++) {
                    indicators.add(indicator(program, table, row, category));
                }
            }
        }
        return List.copyOf(indicators);
    }

    private static Indicator indicator(Program program, Table table, int row, String category) {
        Dmn.Table written = table.written();
        Dmn.Rule rule = written.rules().get(row);
        List<Form> outputs = table.outputs().get(row);
        int level = written.outputs().indexOf("level");
        int due = written.outputs().indexOf("dueDays");
        String topic = rule.annotation(written, "topic");
        if (level >= 0
                && due >= 0
                && outputs.get(level) instanceof Form.Constant(Type.Code c, long code)
                && outputs.get(due) instanceof Form.Constant(Type.Numeric n, long days)) {
            return new Indicator(
                    rule.id(),
                    category,
                    table.result().entity() == Entity.MEMBER,
                    topic.isEmpty() ? rule.id() : topic,
                    program.symbols().code(code),
                    (int) days,
                    new Determination.Text(rule.annotation(written, "zh"), rule.annotation(written, "en")),
                    new Determination.Text(rule.annotation(written, "check-zh"), rule.annotation(written, "check-en")),
                    rule.annotation(written, "source"));
        }
        throw PackError.at(
                table.source().decision().file(),
                "table " + table.source().decision().name() + ", row " + rule.id(),
                "an indicator needs a level and a number of dueDays");
    }
}
