package org.hearth.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which columns a form reads. */
final class Dependencies {

    private Dependencies() {}

    static Set<Slot> of(Form form) {
        var slots = new LinkedHashSet<Slot>();
        columns(form).forEach(column -> slots.add(column.slot()));
        aggregates(form).forEach(a -> {
            if (a.known() != null) {
                slots.add(a.known());
            }
            if (a.filter() != null) {
                slots.add(a.filter());
            }
            if (a.body() != null) {
                slots.add(a.body());
            }
        });
        return slots;
    }

    /** The columns of the row itself and of the rows around it. */
    static List<Form.Column> columns(Form form) {
        var found = new ArrayList<Form.Column>();
        walk(form, part -> {
            if (part instanceof Form.Column c) {
                found.add(c);
            }
        });
        return found;
    }

    static List<Form.Aggregate> aggregates(Form form) {
        var found = new ArrayList<Form.Aggregate>();
        walk(form, part -> {
            if (part instanceof Form.Aggregate a) {
                found.add(a);
            }
        });
        return found;
    }

    private static void walk(Form form, java.util.function.Consumer<Form> visit) {
        visit.accept(form);
        parts(form).forEach(part -> walk(part, visit));
    }

    static List<Form> parts(Form form) {
        return switch (form) {
            case Form.Constant c -> List.of();
            case Form.Column c -> List.of();
            case Form.Aggregate a -> List.of();
            case Form.Arithmetic a -> List.of(a.left(), a.right());
            case Form.Comparison c -> List.of(c.left(), c.right());
            case Form.All a -> a.parts();
            case Form.Any a -> a.parts();
            case Form.Not n -> List.of(n.part());
            case Form.IsUnknown u -> List.of(u.part());
            case Form.Choice c -> List.of(c.condition(), c.then(), c.otherwise());
            case Form.Extreme e -> e.parts();
            case Form.Quotient q -> List.of(q.numerator(), q.denominator());
            case Form.Years y -> List.of(y.from(), y.to());
            case Form.Has h -> List.of(h.codes());
            case Form.Union u -> u.parts();
            case Form.FirstRule f -> f.conditions();
            case Form.OpenRules o -> with(o.first(), o.conditions());
            case Form.Outcome o -> {
                var parts = new ArrayList<>(with(o.first(), o.outputs()));
                if (o.open() != null) {
                    parts.add(o.open());
                }
                yield parts;
            }
            case Form.Bits b -> b.conditions();
        };
    }

    private static List<Form> with(Form first, List<Form> others) {
        var all = new ArrayList<Form>();
        all.add(first);
        all.addAll(others);
        return all;
    }
}
