package org.hearth.policy;

import static org.hearth.policy.Form.UNKNOWN;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The typed form as Java over longs. Arithmetic that leaves 64 bits is an error, never a wrong number. */
final class JavaTarget {

    /** A form, ready to run on a row. */
    @FunctionalInterface
    interface Op {
        long on(Row row);
    }

    private record Step(Entity entity, int[] indexes, Op[] ops) {}

    private final List<Step> steps = new ArrayList<>();

    JavaTarget(Program program) {
        for (Program.Stage stage : program.stages()) {
            List<Slot> slots = stage.slots();
            var indexes = new int[slots.size()];
            var ops = new Op[slots.size()];
            for (int i = 0; i < indexes.length; i++) {
                Form meaning = program.meaning(slots.get(i));
                indexes[i] = slots.get(i).index();
                ops[i] = op(java.util.Objects.requireNonNull(meaning));
            }
            steps.add(new Step(stage.entity(), indexes, ops));
        }
    }

    /** Works out every decision of a household whose facts are filled in. */
    void run(Row household) {
        for (Step step : steps) {
            switch (step.entity()) {
                case HOUSEHOLD -> run(step, household);
                case MEMBER, EXPENDITURE, VEHICLE, EVENT -> runAll(step, household);
                case INCOME -> {
                    runAll(step, household);
                    for (Row member : household.lists[Entity.MEMBER.ordinal()]) {
                        runAll(step, member);
                    }
                }
                case SUPPORTER, PARENT -> {
                    for (Row member : household.lists[Entity.MEMBER.ordinal()]) {
                        runAll(step, member);
                    }
                }
            }
        }
    }

    private static void runAll(Step step, Row owner) {
        for (Row row : owner.lists[step.entity().ordinal()]) {
            run(step, row);
        }
    }

    private static void run(Step step, Row row) {
        for (int i = 0; i < step.ops().length; i++) {
            row.values[step.indexes()[i]] = step.ops()[i].on(row);
        }
    }

    static Op op(Form form) {
        return switch (form) {
            case Form.Constant c -> {
                long value = c.value();
                yield row -> value;
            }
            case Form.Column c -> column(c);
            case Form.Arithmetic a -> arithmetic(a);
            case Form.Comparison c -> comparison(c);
            case Form.All a -> all(ops(a.parts()));
            case Form.Any a -> any(ops(a.parts()));
            case Form.Not n -> {
                Op part = op(n.part());
                yield row -> {
                    long value = part.on(row);
                    return value == UNKNOWN ? UNKNOWN : 1 - value;
                };
            }
            case Form.IsUnknown u -> {
                Op part = op(u.part());
                yield row -> part.on(row) == UNKNOWN ? 1 : 0;
            }
            case Form.Choice c -> choice(op(c.condition()), op(c.then()), op(c.otherwise()));
            case Form.Extreme e -> extreme(e.greatest(), ops(e.parts()));
            case Form.Quotient q -> quotient(q);
            case Form.Years y -> {
                Op from = op(y.from());
                Op to = op(y.to());
                yield row -> {
                    long a = from.on(row);
                    long b = to.on(row);
                    return a == UNKNOWN || b == UNKNOWN
                            ? UNKNOWN
                            : Period.between(LocalDate.ofEpochDay(a), LocalDate.ofEpochDay(b))
                                    .getYears();
                };
            }
            case Form.Has h -> {
                Op codes = op(h.codes());
                int bit = h.bit();
                yield row -> {
                    long bits = codes.on(row);
                    return bits == UNKNOWN ? UNKNOWN : bits >> bit & 1;
                };
            }
            case Form.Union u -> {
                Op[] parts = ops(u.parts());
                yield row -> {
                    long bits = 0;
                    for (Op part : parts) {
                        bits |= part.on(row);
                    }
                    return bits;
                };
            }
            case Form.Aggregate a -> aggregate(a);
            case Form.FirstRule f -> {
                Op[] conditions = ops(f.conditions());
                yield row -> {
                    for (int i = 0; i < conditions.length; i++) {
                        if (conditions[i].on(row) == 1) {
                            return i + 1;
                        }
                    }
                    return 0;
                };
            }
            case Form.OpenRules o -> open(op(o.first()), ops(o.conditions()), o.rivals());
            case Form.Outcome o -> outcome(op(o.first()), o.open() == null ? null : op(o.open()), ops(o.outputs()));
            case Form.Bits b -> {
                Op[] conditions = ops(b.conditions());
                yield row -> {
                    long bits = 0;
                    for (int i = 0; i < conditions.length; i++) {
                        bits |= conditions[i].on(row) == 1 ? 1L << i : 0;
                    }
                    return bits;
                };
            }
        };
    }

    private static Op[] ops(List<Form> forms) {
        return forms.stream().map(JavaTarget::op).toArray(Op[]::new);
    }

    private static Op column(Form.Column column) {
        int index = column.slot().index();
        return switch (column.reach()) {
            case SELF -> row -> row.values[index];
            case MEMBER -> row -> row.member.values[index];
            case HOUSEHOLD -> row -> row.household.values[index];
        };
    }

    private static Op arithmetic(Form.Arithmetic form) {
        Op left = op(form.left());
        Op right = op(form.right());
        Form.Operator operator = form.operator();
        return row -> {
            long a = left.on(row);
            long b = right.on(row);
            if (a == UNKNOWN || b == UNKNOWN) {
                return UNKNOWN;
            }
            return switch (operator) {
                case PLUS -> Math.addExact(a, b);
                case MINUS -> Math.subtractExact(a, b);
                case TIMES -> Math.multiplyExact(a, b);
            };
        };
    }

    private static Op comparison(Form.Comparison form) {
        Op left = op(form.left());
        Op right = op(form.right());
        Form.Relation relation = form.relation();
        return row -> {
            long a = left.on(row);
            long b = right.on(row);
            if (a == UNKNOWN || b == UNKNOWN) {
                return UNKNOWN;
            }
            boolean holds = switch (relation) {
                case LESS -> a < b;
                case AT_MOST -> a <= b;
                case EQUAL -> a == b;
                case UNEQUAL -> a != b;
            };
            return holds ? 1 : 0;
        };
    }

    private static Op all(Op[] parts) {
        return row -> {
            long result = 1;
            for (Op part : parts) {
                long value = part.on(row);
                if (value == 0) {
                    return 0;
                }
                result = value == UNKNOWN ? UNKNOWN : result;
            }
            return result;
        };
    }

    private static Op any(Op[] parts) {
        return row -> {
            long result = 0;
            for (Op part : parts) {
                long value = part.on(row);
                if (value == 1) {
                    return 1;
                }
                result = value == UNKNOWN ? UNKNOWN : result;
            }
            return result;
        };
    }

    private static Op choice(Op condition, Op then, Op otherwise) {
        return row -> {
            long value = condition.on(row);
            if (value == UNKNOWN) {
                return UNKNOWN;
            }
            return value == 1 ? then.on(row) : otherwise.on(row);
        };
    }

    private static Op extreme(boolean greatest, Op[] parts) {
        return row -> {
            long best = parts[0].on(row);
            for (int i = 1; i < parts.length && best != UNKNOWN; i++) {
                long value = parts[i].on(row);
                best = value == UNKNOWN ? UNKNOWN : greatest ? Math.max(best, value) : Math.min(best, value);
            }
            return best;
        };
    }

    private static Op quotient(Form.Quotient form) {
        Op numerator = op(form.numerator());
        Op denominator = op(form.denominator());
        boolean halfEven = form.rounding() == Form.Rounding.HALF_EVEN;
        return row -> {
            long n = numerator.on(row);
            long d = denominator.on(row);
            if (n == UNKNOWN || d == UNKNOWN) {
                return UNKNOWN;
            }
            long down = Math.floorDiv(n, d);
            long rest = n - down * d;
            boolean up = halfEven && (rest > d - rest || (rest == d - rest && (down & 1) == 1));
            return up ? down + 1 : down;
        };
    }

    private static Op open(Op first, Op[] conditions, List<Long> rivals) {
        long[] masks = rivals.stream().mapToLong(Long::longValue).toArray();
        return row -> {
            long mask = masks[(int) first.on(row)];
            long bits = 0;
            for (int i = 0; mask >> i != 0; i++) {
                if ((mask >> i & 1) == 1 && conditions[i].on(row) == UNKNOWN) {
                    bits |= 1L << i;
                }
            }
            return bits;
        };
    }

    private static Op outcome(Op first, @Nullable Op open, Op[] outputs) {
        return row -> {
            int rule = (int) first.on(row);
            if (rule == 0 || (open != null && open.on(row) != 0)) {
                return UNKNOWN;
            }
            return outputs[rule - 1].on(row);
        };
    }

    private static Op aggregate(Form.Aggregate form) {
        int list = form.child().ordinal();
        int known = form.known() == null ? -1 : form.known().index();
        int filter = form.filter() == null ? -1 : form.filter().index();
        int body = form.body() == null ? -1 : form.body().index();
        Form.Fold fold = form.fold();
        return row -> {
            if (known >= 0 && row.values[known] == UNKNOWN) {
                return UNKNOWN;
            }
            long result = fold == Form.Fold.EVERY ? 1 : 0;
            boolean unknown = false;
            for (Row item : row.lists[list]) {
                long counts = filter < 0 ? 1 : item.values[filter];
                long value = body < 0 ? 1 : item.values[body];
                if (counts == 0) {
                    continue;
                }
                if (counts == UNKNOWN || value == UNKNOWN) {
                    unknown = true;
                    continue;
                }
                switch (fold) {
                    case COUNT -> result++;
                    case SUM -> result = Math.addExact(result, value);
                    case SOME, BITS -> result |= value;
                    case EVERY -> result &= value;
                }
            }
            boolean sure = switch (fold) {
                case SOME -> result == 1;
                case EVERY -> result == 0;
                case COUNT, SUM, BITS -> false;
            };
            return unknown && !sure ? UNKNOWN : result;
        };
    }
}
