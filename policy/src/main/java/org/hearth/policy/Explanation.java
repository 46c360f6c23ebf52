package org.hearth.policy;

import static org.hearth.policy.Form.UNKNOWN;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hearth.policy.Determination.Text;
import org.jspecify.annotations.Nullable;

/** Why: the rules that fired and those that just missed, with the facts and the parameter values they looked at. */
final class Explanation {

    /** A blank in the words of a rule, such as {@code {perCapitaIncome}}. */
    static final Pattern BLANK = Pattern.compile("\\{([A-Za-z]+)}");

    private final Program program;
    private final FactReader reader;
    private final Map<Form, JavaTarget.Op> cells = new LinkedHashMap<>();

    Explanation(Program program, FactReader reader) {
        this.program = program;
        this.reader = reader;
        for (Table table : program.tables().values()) {
            table.cells().forEach(row -> row.forEach(cell -> cells.put(cell, JavaTarget.op(cell))));
        }
    }

    /** The reasons for the stratum, the benefits and the members, household first. */
    List<Determination.Reason> of(HouseholdDocument document, Row household, Parameters parameters, Outcome outcome) {
        var reasons = new ArrayList<Determination.Reason>();
        for (Table table : program.tables().values()) {
            if (table.rule() == null || !program.holds(table, household)) {
                continue;
            }
            if (table.result().entity() == Entity.HOUSEHOLD) {
                boolean main = table.source()
                        .decision()
                        .name()
                        .equals(outcome.stratum().name());
                add(reasons, table, household, null, document, parameters, main);
            } else if (table.result().entity() == Entity.MEMBER) {
                Row[] members = household.lists[Entity.MEMBER.ordinal()];
                for (int i = 0; i < members.length; i++) {
                    String id = document.members().get(i).id();
                    add(reasons, table, members[i], id, document, parameters, false);
                }
            }
        }
        reasons.sort((a, b) -> Boolean.compare(a.member() != null, b.member() != null));
        return reasons;
    }

    private void add(
            List<Determination.Reason> reasons,
            Table table,
            Row row,
            @Nullable String member,
            HouseholdDocument document,
            Parameters parameters,
            boolean main) {
        long fired = row.values[java.util.Objects.requireNonNull(table.rule()).index()];
        boolean decided = table.open() == null || row.values[table.open().index()] == 0;
        Dmn.Rule rule = table.ruleNumbered(fired);
        if (rule != null && decided) {
            reasons.add(reason(table, rule, true, row, member, document, parameters));
        }
        if (!main) {
            return;
        }
        List<Dmn.Rule> rules = table.written().rules();
        for (int i = 0; i < rules.size(); i++) {
            if (i + 1 != fired && misses(table.cells().get(i), row) == 1) {
                reasons.add(reason(table, rules.get(i), false, row, member, document, parameters));
            }
        }
    }

    private int misses(List<Form> row, Row values) {
        int misses = 0;
        for (Form cell : row) {
            misses += java.util.Objects.requireNonNull(cells.get(cell)).on(values) == 1 ? 0 : 1;
        }
        return misses;
    }

    private Determination.Reason reason(
            Table table,
            Dmn.Rule rule,
            boolean fired,
            Row row,
            @Nullable String member,
            HouseholdDocument document,
            Parameters parameters) {
        var inputs = new LinkedHashMap<String, Object>();
        var used = new LinkedHashSet<Slot>();
        int number = table.written().rules().indexOf(rule);
        List<Form> conditions = table.cells().get(number);
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).equals(Typing.truth(true))) {
                collect(conditions.get(i), row, inputs, used, 0);
            }
        }
        table.outputs().get(number).forEach(output -> collect(output, row, inputs, used, 0));
        return new Determination.Reason(
                table.source().decision().name() + "/" + rule.id(),
                fired,
                member,
                inputs,
                used.stream().map(slot -> used(slot, row, document, parameters)).toList(),
                text(table, rule, row),
                rule.annotation(table.written(), "source"));
    }

    private void collect(Form form, Row row, Map<String, Object> inputs, LinkedHashSet<Slot> used, int depth) {
        for (Form.Column column : Dependencies.columns(form)) {
            Slot slot = column.slot();
            if (slot.parameter() != null) {
                used.add(slot);
                continue;
            }
            Form meaning = program.meaning(slot, row.household);
            if (slot.name().indexOf('#') < 0) {
                Object value = reader.readable(slot.type(), at(column, row));
                inputs.put(slot.name(), value == null ? "unknown" : value);
            }
            if (meaning != null
                    && depth < 2
                    && column.reach() == Form.Reach.SELF
                    && !(meaning instanceof Form.Outcome)) {
                collect(meaning, row, inputs, used, depth + 1);
            }
        }
    }

    private static long at(Form.Column column, Row row) {
        return switch (column.reach()) {
            case SELF -> row.values[column.slot().index()];
            case MEMBER -> row.member.values[column.slot().index()];
            case HOUSEHOLD -> row.household.values[column.slot().index()];
        };
    }

    private Determination.Used used(Slot slot, Row row, HouseholdDocument document, Parameters parameters) {
        String name = java.util.Objects.requireNonNull(slot.parameter());
        Object value = reader.readable(slot.type(), row.household.values[slot.index()]);
        Object shown = value == null ? "" : value;
        if (document.parameters().containsKey(name)) {
            return new Determination.Used(name, shown, null, "household document", false);
        }
        String residence = program.dictionary().parameters.stream()
                .filter(p -> p.slot().equals(slot.name()) && p.residence() != null)
                .map(p -> String.valueOf(p.residence()))
                .findFirst()
                .orElse(document.residence());
        var found = parameters.value(name, document.region(), residence, document.on());
        return new Determination.Used(name, shown, found.validFrom(), found.source(), found.illustrative());
    }

    /** The rows of a COLLECT table that surely hold. */
    List<Determination.Reason> collected(
            Row row, Slot result, @Nullable String member, HouseholdDocument document, Parameters parameters) {
        Table table = java.util.Objects.requireNonNull(program.tables().get(result));
        var reasons = new ArrayList<Determination.Reason>();
        for (int i = 0; i < table.written().rules().size(); i++) {
            if ((row.values[result.index()] >> i & 1) == 1) {
                reasons.add(reason(table, table.written().rules().get(i), true, row, member, document, parameters));
            }
        }
        return reasons;
    }

    private Text text(Table table, Dmn.Rule rule, Row row) {
        Entity of = table.result().entity();
        return new Text(
                filled(rule.annotation(table.written(), "zh"), of, row, "未知"),
                filled(rule.annotation(table.written(), "en"), of, row, "unknown"));
    }

    /** Fills the blanks of a text, such as {@code {perCapitaIncome}}, from the row itself or from its household. */
    private String filled(String template, Entity of, Row row, String unknown) {
        Matcher matcher = BLANK.matcher(template);
        var text = new StringBuilder();
        while (matcher.find()) {
            Slot own = program.find(of, matcher.group(1));
            Slot slot = own != null ? own : program.find(Entity.HOUSEHOLD, matcher.group(1));
            Row holder = own != null ? row : row.household;
            long value = slot == null ? UNKNOWN : holder.values[slot.index()];
            Object readable = slot == null ? null : reader.readable(slot.type(), value);
            matcher.appendReplacement(text, Matcher.quoteReplacement(readable == null ? unknown : readable.toString()));
        }
        return matcher.appendTail(text).toString();
    }
}
