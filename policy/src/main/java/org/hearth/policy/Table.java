package org.hearth.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hearth.policy.Feel.Test;
import org.hearth.policy.Form.Reach;
import org.hearth.policy.Typing.Plain;
import org.hearth.policy.Typing.Value;
import org.jspecify.annotations.Nullable;

/**
 * A decision table in the typed form.
 *
 * @param result the column of what it says; of a COLLECT table, the bits of the rules that hold
 * @param rule the column of the number of the rule that decided, from 1; null for COLLECT
 * @param open the column of the rules that stay open for want of facts; null where none can
 * @param cells by row, what each cell asks
 * @param written its rows in the order in which they are asked
 * @param conditions by row, all its cells together
 * @param outputs by row, what it says; for a table that says one thing the default, if any, is one more
 */
record Table(
        Program.Source source,
        Dmn.Table written,
        Slot result,
        @Nullable Slot rule,
        @Nullable Slot open,
        List<List<Form>> cells,
        List<Form> conditions,
        List<List<Form>> outputs) {

    /** @param name of the column of what it says */
    static Table compile(Program program, Program.Source source, String name, Dmn.Table written) {
        return new Compiler(program, source, name, written).compile();
    }

    /** The written rule with this number, from 1; null for the default. */
    Dmn.@Nullable Rule ruleNumbered(long number) {
        return number >= 1 && number <= written.rules().size() ? written.rules().get((int) number - 1) : null;
    }

    /** The id of the rule with this number: the row's own, or the table's name with {@code -default}. */
    String ruleId(long number) {
        Dmn.Rule rule = ruleNumbered(number);
        return rule == null ? source.decision().name() + "-default" : rule.id();
    }

    private static final class Compiler {

        private final Program program;
        private final Program.Source source;
        private final String name;
        private final Dmn.Table written;
        private final Typing typing;

        Compiler(Program program, Program.Source source, String name, Dmn.Table written) {
            this.program = program;
            this.source = source;
            this.name = name;
            this.written = written.policy() == Dmn.HitPolicy.PRIORITY ? byPriority(written) : written;
            this.typing = new Typing(program, source.entity());
        }

        /** Rows in the order of the values that the output column lists: the first that holds then decides. */
        private Dmn.Table byPriority(Dmn.Table table) {
            List<String> order = table.outputValues();
            if (order.isEmpty()) {
                throw wrong("", "a PRIORITY table lists the values of its output, the first before the others");
            }
            for (Dmn.Rule rule : table.rules()) {
                if (!order.contains(rule.outputs().getFirst())) {
                    throw wrong(
                            ", row " + rule.id(),
                            rule.outputs().getFirst() + " is not among the values of the output, " + order);
                }
            }
            return table.with(table.rules().stream()
                    .sorted(Comparator.comparingInt(
                            rule -> order.indexOf(rule.outputs().getFirst())))
                    .toList());
        }

        private PackError wrong(String where, String problem) {
            return PackError.at(
                    source.decision().file(), "table " + source.decision().name() + where, problem);
        }

        Table compile() {
            if (written.rules().size() > Program.MOST_RULES) {
                throw wrong("", "more than " + Program.MOST_RULES + " rows; split the table");
            }
            List<Value> inputs = inputs();
            var cells = new ArrayList<List<Form>>();
            var conditions = new ArrayList<Form>();
            var outputs = new ArrayList<List<Form>>();
            for (Dmn.Rule rule : written.rules()) {
                List<Form> row = cells(rule, inputs);
                cells.add(row);
                List<Form> real =
                        row.stream().filter(c -> !c.equals(Typing.truth(true))).toList();
                conditions.add(real.size() == 1 ? real.getFirst() : new Form.All(real));
                outputs.add(outputs(rule));
            }
            return written.policy() == Dmn.HitPolicy.COLLECT
                    ? collect(cells, conditions, outputs)
                    : single(new Proof(program, written.inputs(), inputs, cells), cells, conditions, outputs);
        }

        private List<Value> inputs() {
            var inputs = new ArrayList<Value>();
            for (String input : written.inputs()) {
                try {
                    Value value = typing.value(Feel.expression(input));
                    if (value instanceof Plain p && !(p.form() instanceof Form.Column)) {
                        Slot slot = program.column(source.entity(), p.form());
                        value = new Plain(new Form.Column(Reach.SELF, slot));
                    }
                    inputs.add(value);
                } catch (IllegalArgumentException e) {
                    throw wrong(", column " + input, String.valueOf(e.getMessage()));
                }
            }
            return inputs;
        }

        private List<Form> cells(Dmn.Rule rule, List<Value> inputs) {
            var row = new ArrayList<Form>();
            for (int column = 0; column < inputs.size(); column++) {
                try {
                    Test test = Feel.tests(rule.tests().get(column));
                    row.add(typing.test(inputs.get(column), test));
                } catch (IllegalArgumentException e) {
                    throw wrong(
                            ", row " + rule.id() + ", column "
                                    + written.inputs().get(column),
                            String.valueOf(e.getMessage()));
                }
            }
            return List.copyOf(row);
        }

        private List<Form> outputs(Dmn.Rule rule) {
            var outputs = new ArrayList<Form>();
            for (int column = 0; column < rule.outputs().size(); column++) {
                try {
                    outputs.add(typing.form(Feel.expression(rule.outputs().get(column))));
                } catch (IllegalArgumentException e) {
                    throw wrong(
                            ", row " + rule.id() + ", column "
                                    + written.outputs().get(column),
                            String.valueOf(e.getMessage()));
                }
            }
            return List.copyOf(outputs);
        }

        private Table collect(List<List<Form>> cells, List<Form> conditions, List<List<Form>> outputs) {
            var type = new Type.Numeric(0, BigInteger.ZERO, BigInteger.TWO.pow(conditions.size()));
            List<Form> here = source.region() == null
                    ? conditions
                    : conditions.stream()
                            .<Form>map(condition -> new Form.All(List.of(program.holdsIn(source), condition)))
                            .toList();
            Slot result = program.define(source.entity(), name, new Form.Bits(List.copyOf(here), type));
            return new Table(
                    source,
                    written,
                    result,
                    null,
                    null,
                    List.copyOf(cells),
                    List.copyOf(conditions),
                    List.copyOf(outputs));
        }

        private Table single(Proof proof, List<List<Form>> cells, List<Form> conditions, List<List<Form>> outputs) {
            if (written.outputs().size() != 1) {
                throw wrong("", "a " + written.policy() + " table has one output column");
            }
            addDefault(outputs);
            List<Form> says = align(outputs);
            refuseOverlap(proof, says);
            var all = new ArrayList<>(conditions);
            if (all.size() < outputs.size()) {
                all.add(Typing.truth(true));
            } else {
                refuseGaps(proof);
            }
            Slot rule = program.define(source.entity(), name + "#rule", new Form.FirstRule(List.copyOf(all)));
            var first = new Form.Column(Reach.SELF, rule);
            Slot open = null;
            if (all.stream().anyMatch(Form::nullable)) {
                open = program.define(
                        source.entity(),
                        name + "#open",
                        new Form.OpenRules(first, List.copyOf(all), rivals(all, says)));
            }
            var outcome = new Form.Outcome(
                    first, open == null ? null : new Form.Column(Reach.SELF, open), says, Typing.joint(says));
            Slot result = program.define(source.entity(), name, outcome);
            return new Table(
                    source, written, result, rule, open, List.copyOf(cells), List.copyOf(all), List.copyOf(outputs));
        }

        /** What each row says, in one type. */
        private List<Form> align(List<List<Form>> outputs) {
            try {
                List<Form> says =
                        Typing.align(outputs.stream().map(List::getFirst).toList());
                Typing.joint(says);
                return says;
            } catch (IllegalArgumentException e) {
                throw wrong(", column " + written.outputs().getFirst(), String.valueOf(e.getMessage()));
            }
        }

        /** Where no row surely holds, 0, every row that may hold is open. */
        private static List<Long> rivals(List<Form> conditions, List<Form> says) {
            var rivals = new ArrayList<Long>();
            boolean always = conditions.stream().anyMatch(Typing.truth(true)::equals)
                    || conditions.contains(new Form.All(List.of()));
            rivals.add(always ? 0L : nullable(conditions));
            for (int first = 0; first < says.size(); first++) {
                long bits = 0;
                for (int before = 0; before < first; before++) {
                    if (conditions.get(before).nullable() && !says.get(before).equals(says.get(first))) {
                        bits |= 1L << before;
                    }
                }
                rivals.add(bits);
            }
            return List.copyOf(rivals);
        }

        private static long nullable(List<Form> conditions) {
            long bits = 0;
            for (int rule = 0; rule < conditions.size(); rule++) {
                bits |= conditions.get(rule).nullable() ? 1L << rule : 0;
            }
            return bits;
        }

        private void addDefault(List<List<Form>> outputs) {
            String byDefault = written.defaultOutput();
            if (byDefault != null) {
                try {
                    outputs.add(List.of(typing.form(Feel.expression(byDefault))));
                } catch (IllegalArgumentException e) {
                    throw wrong(", default output", String.valueOf(e.getMessage()));
                }
            }
        }

        private void refuseGaps(Proof proof) {
            String gap = proof.gap(written.rules().size());
            if (gap != null) {
                throw wrong(
                        "",
                        "no row surely holds" + (gap.isEmpty() ? "" : " where " + gap)
                                + "; add a row, a last row of dashes, or a default output");
            }
        }

        private void refuseOverlap(Proof proof, List<Form> says) {
            for (int i = 0; i < written.rules().size(); i++) {
                for (int j = i + 1; j < written.rules().size(); j++) {
                    String problem = switch (written.policy()) {
                        case UNIQUE -> "both can hold, and the table is UNIQUE";
                        case ANY ->
                            says.get(i).equals(says.get(j))
                                    ? null
                                    : "both can hold and say different things, and the table is ANY";
                        case FIRST, PRIORITY, COLLECT -> null;
                    };
                    if (problem != null && !proof.apart(i, j)) {
                        throw wrong(
                                ", rows " + written.rules().get(i).id() + " and "
                                        + written.rules().get(j).id(),
                                problem);
                    }
                }
            }
        }
    }
}
