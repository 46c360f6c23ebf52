package org.hearth.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hearth.policy.Form.Column;
import org.hearth.policy.Form.Reach;

/**
 * For a decision that can stay open, the questions to ask: those whose answers are wanting where it came to a stop, and no
 * others. They are columns in the typed form like all else, so one household and the nation are asked the same.
 */
final class Missing {

    private final Program program;
    private final Map<Slot, Slot> traced = new HashMap<>();
    private final Set<Slot> entered = new HashSet<>();

    Missing(Program program) {
        this.program = program;
    }

    /** Defines the column {@code name#missing} of bits, one for each question of the dictionary. */
    void trace(Slot slot) {
        define(slot);
    }

    private Form define(Slot slot) {
        Form meaning = program.meaning(slot);
        if (!slot.nullable() || meaning == null) {
            return nothing();
        }
        Slot known = traced.get(slot);
        if (known == null) {
            if (!entered.add(slot)) {
                throw new IllegalStateException("a cycle in " + slot.name());
            }
            Form self = new Column(Reach.SELF, slot);
            known = program.define(slot.entity(), slot.name() + "#missing", when(self, of(meaning)));
            traced.put(slot, known);
        }
        return new Column(Reach.SELF, known);
    }

    private Form nothing() {
        return new Form.Constant(program.questionBits(), 0);
    }

    /** {@code bits} while {@code form} is unknown, else none. */
    private Form when(Form form, Form bits) {
        return bits.equals(nothing())
                ? bits
                : new Form.Choice(new Form.IsUnknown(form), bits, nothing(), program.questionBits());
    }

    private Form union(List<Form> parts) {
        List<Form> real =
                parts.stream().filter(p -> !p.equals(nothing())).distinct().toList();
        return switch (real.size()) {
            case 0 -> nothing();
            case 1 -> real.getFirst();
            default -> new Form.Union(real, program.questionBits());
        };
    }

    /** What is missing in a form; right where the form is unknown, and none where it has no unknown part. */
    private Form of(Form form) {
        if (!form.nullable()) {
            return nothing();
        }
        return switch (form) {
            case Column c -> column(c);
            case Form.All a -> when(a, union(a.parts().stream().map(this::of).toList()));
            case Form.Any a -> when(a, union(a.parts().stream().map(this::of).toList()));
            case Form.Choice c -> choice(c);
            case Form.Aggregate a -> aggregate(a);
            case Form.Outcome o -> outcome(o);
            case Form.Constant c -> nothing();
            case Form.Arithmetic a -> union(List.of(of(a.left()), of(a.right())));
            case Form.Comparison c -> union(List.of(of(c.left()), of(c.right())));
            case Form.Not n -> of(n.part());
            case Form.Extreme e -> union(e.parts().stream().map(this::of).toList());
            case Form.Quotient q -> union(List.of(of(q.numerator()), of(q.denominator())));
            case Form.Years y -> union(List.of(of(y.from()), of(y.to())));
            case Form.Has h -> of(h.codes());
            case Form.IsUnknown u -> nothing();
            case Form.Union u -> nothing();
            case Form.FirstRule f -> nothing();
            case Form.OpenRules o -> nothing();
            case Form.Bits b -> nothing();
        };
    }

    private Form column(Column column) {
        Slot slot = column.slot();
        if (slot.question() >= 0) {
            return when(column, new Form.Constant(program.questionBits(), 1L << slot.question()));
        }
        return define(slot) instanceof Column missing ? new Column(column.reach(), missing.slot()) : nothing();
    }

    private Form choice(Form.Choice c) {
        Form branches = of(c.then()).equals(nothing()) && of(c.otherwise()).equals(nothing())
                ? nothing()
                : new Form.Choice(c.condition(), of(c.then()), of(c.otherwise()), program.questionBits());
        return c.condition().nullable()
                ? new Form.Choice(
                        new Form.IsUnknown(c.condition()), of(c.condition()), branches, program.questionBits())
                : branches;
    }

    private Form aggregate(Form.Aggregate a) {
        var parts = new ArrayList<Form>();
        if (a.known() != null) {
            parts.add(column(new Column(Reach.SELF, a.known())));
        }
        var inside = new ArrayList<Form>();
        if (a.filter() != null) {
            inside.add(of(new Column(Reach.SELF, a.filter())));
        }
        if (a.body() != null) {
            Form body = of(new Column(Reach.SELF, a.body()));
            inside.add(
                    a.filter() == null || body.equals(nothing())
                            ? body
                            : new Form.Choice(
                                    surely(new Column(Reach.SELF, a.filter())),
                                    body,
                                    nothing(),
                                    program.questionBits()));
        }
        Form row = union(inside);
        if (!row.equals(nothing())) {
            Slot column = program.column(a.child(), row);
            parts.add(new Form.Aggregate(Form.Fold.BITS, a.child(), null, null, column, program.questionBits()));
        }
        return when(a, union(parts));
    }

    private static Form surely(Form truth) {
        return truth.nullable()
                ? new Form.Choice(new Form.IsUnknown(truth), Typing.truth(false), truth, Form.TRUTH)
                : truth;
    }

    private Form outcome(Form.Outcome outcome) {
        var parts = new ArrayList<Form>();
        if (outcome.open() instanceof Column open
                && program.meaning(open.slot())
                        instanceof Form.OpenRules(Form f, List<Form> conditions, List<Long> r)) {
            for (int i = 0; i < conditions.size(); i++) {
                Form bits = of(conditions.get(i));
                if (!bits.equals(nothing())) {
                    var isOpen = new Form.Has(open, i);
                    parts.add(new Form.Choice(isOpen, bits, nothing(), program.questionBits()));
                }
            }
        }
        for (int i = 0; i < outcome.outputs().size(); i++) {
            Form bits = of(outcome.outputs().get(i));
            if (!bits.equals(nothing())) {
                var number = new Form.Constant(outcome.first().type(), i + 1L);
                parts.add(new Form.Choice(
                        new Form.Comparison(Form.Relation.EQUAL, outcome.first(), number),
                        bits,
                        nothing(),
                        program.questionBits()));
            }
        }
        return union(parts);
    }
}
