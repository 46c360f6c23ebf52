package org.hearth.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.hearth.policy.Feel.Ast;
import org.hearth.policy.Feel.Test;
import org.hearth.policy.Form.Arithmetic;
import org.hearth.policy.Form.Comparison;
import org.hearth.policy.Form.Constant;
import org.hearth.policy.Form.Operator;
import org.hearth.policy.Form.Reach;
import org.hearth.policy.Form.Relation;
import org.hearth.policy.Type.Numeric;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression its types and scales, and so its one meaning. A division is never carried out: it stays a
 * {@link Ratio} until it is compared, by cross-multiplication, or rounded with {@code decimal} or {@code floor}.
 */
final class Typing {

    /** What an expression is: a form, or a ratio of two. */
    sealed interface Value permits Plain, Ratio {}

    record Plain(Form form) implements Value {}

    /** A division not carried out; the denominator is proved to be 1 or more in its own units. */
    record Ratio(Form numerator, Form denominator) implements Value {}

    private final Program program;
    private final Entity entity;
    private final boolean nested;
    private final @Nullable String variable;

    /** Reads the expressions of decisions about a row of {@code entity}. */
    Typing(Program program, Entity entity) {
        this(program, entity, false, null);
    }

    private Typing(Program program, Entity entity, boolean nested, @Nullable String variable) {
        this.program = program;
        this.entity = entity;
        this.nested = nested;
        this.variable = variable;
    }

    Form form(Ast ast) {
        return plain(value(ast));
    }

    Value value(Ast ast) {
        return switch (ast) {
            case Ast.Num n -> new Plain(number(n.value()));
            case Ast.Str s -> new Plain(code(s.value()));
            case Ast.Truth t -> new Plain(truth(t.value()));
            case Ast.Day d -> new Plain(new Constant(new Type.Day(), d.value().toEpochDay()));
            case Ast.Name n -> name(n.path());
            case Ast.Negative n -> times(new Plain(number(BigDecimal.ONE.negate())), value(n.part()));
            case Ast.Binary b -> binary(b);
            case Ast.If i -> new Plain(choice(truth(i.condition()), form(i.then()), form(i.otherwise())));
            case Ast.Call c -> new Plain(call(c));
            case Ast.Filter f ->
                throw new IllegalArgumentException(
                        "a filtered list can only be counted or summed, or asked some or every");
            case Ast.Quantified q -> new Plain(quantified(q));
            case Ast.In i -> new Plain(test(value(i.value()), i.test()));
        };
    }

    private static Form plain(Value value) {
        return switch (value) {
            case Plain p -> p.form();
            case Ratio r ->
                throw new IllegalArgumentException(
                        "a division has to be compared, or rounded with decimal(x, places) or floor(x)");
        };
    }

    private Form truth(Ast ast) {
        Form form = form(ast);
        if (!(form.type() instanceof Type.Truth)) {
            throw new IllegalArgumentException(
                    "true or false is needed here, not " + form.type().word());
        }
        return form;
    }

    static Constant truth(boolean value) {
        return new Constant(Form.TRUTH, value ? 1 : 0);
    }

    static Constant number(BigDecimal value) {
        BigDecimal exact = value.stripTrailingZeros();
        exact = exact.scale() < 0 ? exact.setScale(0) : exact;
        BigInteger unscaled = exact.unscaledValue();
        return new Constant(new Numeric(exact.scale(), unscaled, unscaled), unscaled.longValueExact());
    }

    private Constant code(String value) {
        return new Constant(new Type.Code(List.of(value)), program.symbols().number(value));
    }

    private Value name(List<String> path) {
        if (!nested) {
            program.use(path.getFirst());
        }
        if (path.size() == 1) {
            return program.lookUp(entity, path.getFirst());
        }
        if (path.size() == 2) {
            String owner = path.get(0);
            if (owner.equals(variable)) {
                return program.lookUp(entity, path.get(1));
            }
            if (owner.equals("household") || (owner.equals("member") && entity.belongsToMember())) {
                return program.lookUpOuter(owner.equals("member") ? Entity.MEMBER : Entity.HOUSEHOLD, path.get(1));
            }
        }
        throw new IllegalArgumentException("unknown name " + String.join(".", path));
    }

    private Value binary(Ast.Binary b) {
        if (b.right() instanceof Ast.Name(List<String> path) && path.equals(List.of("null"))) {
            Form unknown = new Form.IsUnknown(form(b.left()));
            return switch (b.operator()) {
                case "=" -> new Plain(unknown);
                case "!=" -> new Plain(new Form.Not(unknown));
                default -> throw new IllegalArgumentException("null can only be compared by = and !=");
            };
        }
        return switch (b.operator()) {
            case "and" -> new Plain(new Form.All(List.of(truth(b.left()), truth(b.right()))));
            case "or" -> new Plain(new Form.Any(List.of(truth(b.left()), truth(b.right()))));
            case "+" -> new Plain(sum(Operator.PLUS, form(b.left()), form(b.right())));
            case "-" -> new Plain(sum(Operator.MINUS, form(b.left()), form(b.right())));
            case "*" -> times(value(b.left()), value(b.right()));
            case "/" -> divide(value(b.left()), form(b.right()));
            default -> new Plain(compare(b.operator(), value(b.left()), value(b.right())));
        };
    }

    private static Numeric numeric(Form form) {
        if (form.type() instanceof Numeric n) {
            return n;
        }
        throw new IllegalArgumentException(
                "a number is needed here, not " + form.type().word());
    }

    static Form at(int scale, Form form) {
        Numeric type = numeric(form);
        if (type.scale() == scale) {
            return form;
        }
        BigInteger factor = BigInteger.TEN.pow(scale - type.scale());
        if (form instanceof Constant c) {
            return new Constant(
                    type.at(scale),
                    BigInteger.valueOf(c.value()).multiply(factor).longValueExact());
        }
        var constant = new Constant(new Numeric(0, factor, factor), factor.longValueExact());
        return new Arithmetic(Operator.TIMES, form, constant, type.at(scale));
    }

    private static Form sum(Operator operator, Form left, Form right) {
        int scale = Math.max(numeric(left).scale(), numeric(right).scale());
        Form a = at(scale, left);
        Form b = at(scale, right);
        Numeric x = numeric(a);
        Numeric y = numeric(b);
        Numeric type = operator == Operator.PLUS
                ? new Numeric(scale, x.low().add(y.low()), x.high().add(y.high()))
                : new Numeric(scale, x.low().subtract(y.high()), x.high().subtract(y.low()));
        return new Arithmetic(operator, a, b, type);
    }

    /** A number and a constant whole one. */
    static Form plus(Form form, long constant) {
        return constant == 0 ? form : sum(Operator.PLUS, form, number(BigDecimal.valueOf(constant)));
    }

    private static Form product(Form left, Form right) {
        Numeric x = numeric(left);
        Numeric y = numeric(right);
        if (left instanceof Constant c && c.value() == 1 && x.scale() == 0) {
            return right;
        }
        if (right instanceof Constant c && c.value() == 1 && y.scale() == 0) {
            return left;
        }
        var corners = List.of(
                x.low().multiply(y.low()),
                x.low().multiply(y.high()),
                x.high().multiply(y.low()),
                x.high().multiply(y.high()));
        BigInteger low = corners.stream().reduce(BigInteger::min).orElseThrow();
        BigInteger high = corners.stream().reduce(BigInteger::max).orElseThrow();
        return new Arithmetic(Operator.TIMES, left, right, new Numeric(x.scale() + y.scale(), low, high));
    }

    private static Value times(Value left, Value right) {
        if (left instanceof Ratio a) {
            return new Ratio(product(a.numerator(), plain(right)), a.denominator());
        }
        return right instanceof Ratio b
                ? new Ratio(product(plain(left), b.numerator()), b.denominator())
                : new Plain(product(plain(left), plain(right)));
    }

    private static Ratio divide(Value left, Form denominator) {
        if (numeric(denominator).low().signum() <= 0) {
            throw new IllegalArgumentException("the divisor can be zero or less; write max(1, divisor) or the like");
        }
        return left instanceof Ratio r
                ? new Ratio(r.numerator(), product(r.denominator(), denominator))
                : new Ratio(plain(left), denominator);
    }

    private Form compare(String operator, Value left, Value right) {
        return switch (operator) {
            case "<" -> compare(Relation.LESS, left, right);
            case "<=" -> compare(Relation.AT_MOST, left, right);
            case ">" -> compare(Relation.LESS, right, left);
            case ">=" -> compare(Relation.AT_MOST, right, left);
            case "=" -> compare(Relation.EQUAL, left, right);
            default -> compare(Relation.UNEQUAL, left, right);
        };
    }

    private Form compare(Relation relation, Value left, Value right) {
        if (left instanceof Ratio || right instanceof Ratio) {
            Ratio a = ratio(left);
            Ratio b = ratio(right);
            return compare(relation, product(a.numerator(), b.denominator()), product(b.numerator(), a.denominator()));
        }
        return compare(relation, plain(left), plain(right));
    }

    private static Ratio ratio(Value value) {
        return value instanceof Ratio r ? r : new Ratio(plain(value), number(BigDecimal.ONE));
    }

    private static Form compare(Relation relation, Form left, Form right) {
        if (left.type() instanceof Numeric a && right.type() instanceof Numeric b) {
            int scale = Math.max(a.scale(), b.scale());
            return new Comparison(relation, at(scale, left), at(scale, right));
        }
        boolean ordered = relation == Relation.LESS || relation == Relation.AT_MOST;
        boolean fit = switch (left.type()) {
            case Type.Code a -> !ordered && right.type() instanceof Type.Code b && known(left, a, right, b);
            case Type.Truth t -> !ordered && right.type() instanceof Type.Truth;
            case Type.Day d -> right.type() instanceof Type.Day;
            case Type.Codes c -> false;
            case Numeric n -> false;
        };
        if (!fit) {
            throw new IllegalArgumentException(left.type().word() + " cannot be compared so with "
                    + right.type().word());
        }
        return new Comparison(relation, left, right);
    }

    private static boolean known(Form left, Type.Code a, Form right, Type.Code b) {
        if (left instanceof Constant && !b.values().containsAll(a.values())) {
            throw new IllegalArgumentException("unknown code " + a.values() + "; there are " + b.values());
        }
        if (right instanceof Constant && !a.values().containsAll(b.values())) {
            throw new IllegalArgumentException("unknown code " + b.values() + "; there are " + a.values());
        }
        return true;
    }

    private static Form choice(Form condition, Form then, Form otherwise) {
        List<Form> aligned = align(List.of(then, otherwise));
        return new Form.Choice(condition, aligned.get(0), aligned.get(1), joint(aligned));
    }

    /** Brings numbers to one scale; anything else has to be of one type already. */
    static List<Form> align(List<Form> forms) {
        if (!(forms.getFirst().type() instanceof Numeric)) {
            return forms;
        }
        int scale = forms.stream().mapToInt(f -> numeric(f).scale()).max().orElse(0);
        return forms.stream().map(f -> at(scale, f)).toList();
    }

    /** The type that holds the values of all. */
    static Type joint(List<Form> forms) {
        Type joint = forms.getFirst().type();
        for (Form form : forms.subList(1, forms.size())) {
            joint = switch (joint) {
                case Numeric a when form.type() instanceof Numeric b -> a.union(b);
                case Type.Code a when form.type() instanceof Type.Code b -> a.union(b);
                case Type other when other.equals(form.type()) -> other;
                default ->
                    throw new IllegalArgumentException(
                            joint.word() + " in one place and " + form.type().word() + " in another");
            };
        }
        return joint;
    }

    private Form call(Ast.Call call) {
        List<Ast> arguments = call.arguments();
        return switch (call.function()) {
            case "not" -> new Form.Not(truth(only(call)));
            case "min", "max" ->
                extreme(
                        call.function().equals("max"),
                        arguments.stream().map(this::form).toList());
            case "count" -> list(Form.Fold.COUNT, only(call));
            case "sum" -> list(Form.Fold.SUM, withZero(only(call)));
            case "floor" -> round(value(only(call)), 0, Form.Rounding.FLOOR);
            case "decimal" -> {
                if (arguments.size() != 2 || !(arguments.get(1) instanceof Ast.Num places)) {
                    throw new IllegalArgumentException("decimal needs a value and a number of places");
                }
                yield round(value(arguments.get(0)), places.value().intValueExact(), Form.Rounding.HALF_EVEN);
            }
            case "years and months duration" -> years(arguments);
            case "list contains" -> contains(arguments);
            default -> throw new IllegalArgumentException("the function " + call.function() + " is not in the subset");
        };
    }

    /** The list in {@code append(list, 0)}: the sum of a list without entries is null in FEEL, and not the 0 that is meant. */
    private static Ast withZero(Ast list) {
        if (list instanceof Ast.Call append
                && append.function().equals("append")
                && append.arguments().size() == 2
                && append.arguments().get(1).equals(new Ast.Num(BigDecimal.ZERO))) {
            return append.arguments().getFirst();
        }
        throw new IllegalArgumentException("the sum of a list without entries is null in FEEL;"
                + " write sum(append(list, 0)) with a list such as members[counted].income");
    }

    private static Ast only(Ast.Call call) {
        if (call.arguments().size() != 1) {
            throw new IllegalArgumentException(call.function() + " needs one argument");
        }
        return call.arguments().getFirst();
    }

    private static Form extreme(boolean greatest, List<Form> parts) {
        List<Form> aligned = align(parts);
        Numeric type = numeric(aligned.getFirst());
        for (Form part : aligned) {
            Numeric n = numeric(part);
            type = greatest
                    ? new Numeric(
                            n.scale(), type.low().max(n.low()), type.high().max(n.high()))
                    : new Numeric(
                            n.scale(), type.low().min(n.low()), type.high().min(n.high()));
        }
        return new Form.Extreme(greatest, aligned, type);
    }

    /** Rounds to {@code places}, in whole numbers only. */
    static Form round(Value value, int places, Form.Rounding rounding) {
        Ratio ratio = ratio(value);
        Form numerator = ratio.numerator();
        Form denominator = ratio.denominator();
        int shift = places - numeric(numerator).scale() + numeric(denominator).scale();
        Form n = shift > 0 ? product(numerator, number(BigDecimal.TEN.pow(shift))) : numerator;
        Form d = shift < 0 ? product(denominator, number(BigDecimal.TEN.pow(-shift))) : denominator;
        BigInteger reach = numeric(n)
                .low()
                .abs()
                .max(numeric(n).high().abs())
                .divide(numeric(d).low())
                .add(BigInteger.ONE);
        if (numeric(n).low().signum() < 0) {
            return new Form.Quotient(n, d, rounding, new Numeric(places, reach.negate(), reach));
        }
        return new Form.Quotient(n, d, rounding, new Numeric(places, BigInteger.ZERO, reach));
    }

    private Form years(List<Ast> arguments) {
        List<Form> days = arguments.stream().map(this::form).toList();
        if (days.size() != 2 || !days.stream().allMatch(day -> day.type() instanceof Type.Day)) {
            throw new IllegalArgumentException("years and months duration needs two dates");
        }
        return new Form.Years(days.getFirst(), days.getLast());
    }

    private Form contains(List<Ast> arguments) {
        if (arguments.size() == 2
                && arguments.get(1) instanceof Ast.Str code
                && form(arguments.get(0)) instanceof Form.Column column
                && column.type() instanceof Type.Codes codes) {
            int bit = codes.values().indexOf(code.value());
            if (bit < 0) {
                throw new IllegalArgumentException("unknown code [" + code.value() + "]; there are " + codes.values());
            }
            return new Form.Has(column, bit);
        }
        throw new IllegalArgumentException("list contains needs a list of codes and a code");
    }

    private Form list(Form.Fold fold, Ast ast) {
        return switch (ast) {
            case Ast.Name n
            when n.path().size() == 1 && fold == Form.Fold.COUNT -> aggregate(fold, child(n), null, null, null);
            case Ast.Name n
            when n.path().size() == 2 && fold == Form.Fold.SUM ->
                aggregate(
                        fold,
                        child(new Ast.Name(n.path().subList(0, 1))),
                        null,
                        null,
                        new Ast.Name(n.path().subList(1, 2)));
            case Ast.Filter f
            when (f.field() == null) == (fold == Form.Fold.COUNT) ->
                aggregate(
                        fold,
                        child(f.list()),
                        null,
                        f.condition(),
                        f.field() == null ? null : new Ast.Name(List.of(f.field())));
            default ->
                throw new IllegalArgumentException(
                        "count needs a list such as members[counted], and sum a field of one such as members[counted].income");
        };
    }

    private Form quantified(Ast.Quantified q) {
        return aggregate(
                q.every() ? Form.Fold.EVERY : Form.Fold.SOME, child(q.list()), q.variable(), null, q.condition());
    }

    private Entity child(Ast list) {
        if (list instanceof Ast.Name n && n.path().size() == 1) {
            for (Entity child : Entity.values()) {
                if (!nested
                        && entity.holds(child)
                        && child.plural.equals(n.path().getFirst())) {
                    program.use(child.plural);
                    return child;
                }
            }
        }
        throw new IllegalArgumentException("not a list of a " + entity.singular);
    }

    private Form aggregate(
            Form.Fold fold, Entity child, @Nullable String item, @Nullable Ast condition, @Nullable Ast of) {
        Typing inside = new Typing(program, child, true, item);
        Slot filter = condition == null ? null : program.column(child, inside.truth(condition));
        Slot body = of == null ? null : program.column(child, inside.form(of));
        Type type = switch (fold) {
            case COUNT -> Numeric.whole(0, Program.LONGEST_LIST);
            case SUM -> {
                Numeric n = numeric(new Form.Column(Reach.SELF, java.util.Objects.requireNonNull(body)));
                BigInteger rows = BigInteger.valueOf(Program.LONGEST_LIST);
                yield new Numeric(
                        n.scale(),
                        n.low().multiply(rows).min(BigInteger.ZERO),
                        n.high().multiply(rows).max(BigInteger.ZERO));
            }
            case SOME, EVERY -> {
                inside.truth(java.util.Objects.requireNonNull(of));
                yield Form.TRUTH;
            }
            case BITS -> throw new IllegalArgumentException("not to be written in a pack");
        };
        return new Form.Aggregate(fold, child, program.knownList(entity, child), filter, body, type);
    }

    /** What a cell asks of its column's input. */
    Form test(Value input, Test test) {
        return switch (test) {
            case Test.Anything a -> truth(true);
            case Test.Compare c -> compare(c.operator(), input, value(c.value()));
            case Test.Interval i ->
                new Form.All(List.of(
                        compare(i.lowClosed() ? ">=" : ">", input, value(i.low())),
                        compare(i.highClosed() ? "<=" : "<", input, value(i.high()))));
            case Test.OneOf o -> {
                var parts = new ArrayList<Form>();
                o.tests().forEach(t -> parts.add(test(input, t)));
                yield new Form.Any(List.copyOf(parts));
            }
            case Test.None n -> new Form.Not(test(input, n.test()));
        };
    }
}
