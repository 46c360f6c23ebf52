package org.hearth.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.policy.Form.Fold;
import org.hearth.policy.Form.Reach;

/**
 * One stage as one SQL statement: the rows with what lies around them and their lists folded, then level upon level of
 * columns, each needing only the levels below, so that no expression is written or worked out twice.
 */
final class SqlStage {

    private enum Shape {
        /** A column or a constant. */
        ATOM,
        /** An expression that stands without brackets. */
        CLOSED,
        OPEN
    }

    /** SQL, and the level of columns it needs. */
    private record Sql(String text, int level, Shape shape) {

        String bracketed() {
            return shape == Shape.OPEN ? "(" + text + ")" : text;
        }
    }

    private final Program program;
    private final Entity entity;
    private final LocalDate on;
    private final Map<Slot, Integer> levels = new HashMap<>();
    private final List<List<String>> columns = new ArrayList<>();
    private final Map<String, Sql> parts = new HashMap<>();
    private final Map<Slot, String> aroundMember = new LinkedHashMap<>();
    private final Map<Slot, String> aroundHousehold = new LinkedHashMap<>();
    private final Map<Slot, String> inForce = new LinkedHashMap<>();
    private final Map<Form.Aggregate, String> folds = new LinkedHashMap<>();

    SqlStage(Program program, Entity entity, LocalDate on, Collection<Slot> slots) {
        this.program = program;
        this.entity = entity;
        this.on = on;
        for (Slot slot : slots) {
            Sql meaning = of(Objects.requireNonNull(program.meaning(slot)));
            boolean number = slot.type() instanceof Type.Numeric || slot.type() instanceof Type.Codes;
            levels.put(
                    slot,
                    define(
                            SqlNames.of(slot),
                            number ? meaning.bracketed() + "::bigint" : meaning.text(),
                            meaning.level()));
        }
    }

    private int define(String name, String sql, int needs) {
        while (columns.size() <= needs) {
            columns.add(new ArrayList<>());
        }
        columns.get(needs).add(sql + " as " + name);
        return needs + 1;
    }

    /**
     * The statement that makes the table of this stage.
     *
     * @param tables by entity, the table in which its columns lie so far
     * @param keep the columns of the row that are needed later
     */
    String statement(String made, Map<Entity, String> tables, Collection<Slot> keep) {
        var with = new ArrayList<String>();
        var around = new ArrayList<String>();
        var brought = new ArrayList<String>();
        String rows = Objects.requireNonNull(tables.get(entity));
        foldsByList().forEach((child, list) -> {
            with.add(fold(child, list, Objects.requireNonNull(tables.get(child))));
            String alias = child.plural + "_folded";
            around.add("left join " + alias + " using (" + SqlNames.key(entity) + ")");
            list.forEach(a -> brought.add(value(a, alias) + " as " + folds.get(a)));
        });
        if (!aroundMember.isEmpty()) {
            around.add("join " + tables.get(Entity.MEMBER) + " as the_member using (household_id, person_id)");
            aroundMember.forEach((slot, name) -> brought.add("the_member." + SqlNames.of(slot) + " as " + name));
        }
        boolean household = entity == Entity.HOUSEHOLD;
        if (!household && (!aroundHousehold.isEmpty() || !inForce.isEmpty())) {
            around.add("join " + tables.get(Entity.HOUSEHOLD) + " as the_household using (household_id)");
            aroundHousehold.forEach((slot, name) -> brought.add("the_household." + SqlNames.of(slot) + " as " + name));
        }
        if (!inForce.isEmpty()) {
            around.add("join parameters on parameters.place = " + (household ? "it" : "the_household") + ".place");
            inForce.forEach((slot, name) -> brought.add("parameters." + SqlNames.of(slot) + " as " + name));
        }
        var selected = new ArrayList<String>();
        selected.add("it.*");
        selected.addAll(brought);
        with.add("level_0 as (\n    select\n        " + String.join(",\n        ", selected) + "\n    from " + rows
                + " as it" + around.stream().map(join -> "\n    " + join).collect(Collectors.joining()) + "\n)");
        for (int level = 0; level < columns.size(); level++) {
            with.add("level_" + (level + 1) + " as (\n    select\n        *,\n        "
                    + String.join(",\n        ", columns.get(level)) + "\n    from level_" + level + "\n)");
        }
        var kept = new ArrayList<String>();
        kept.add("household_id");
        if (SqlNames.hasPerson(entity)) {
            kept.add("person_id");
        }
        if (household || entity == Entity.MEMBER) {
            kept.add("region");
        }
        if (household) {
            kept.add("place");
        }
        keep.forEach(slot -> kept.add(SqlNames.of(slot)));
        return "create temp table " + made + " as\nwith\n" + String.join(",\n", with) + "\nselect\n    "
                + String.join(",\n    ", kept) + "\nfrom level_" + columns.size();
    }

    private Map<Entity, List<Form.Aggregate>> foldsByList() {
        return folds.keySet().stream()
                .collect(Collectors.groupingBy(Form.Aggregate::child, LinkedHashMap::new, Collectors.toList()));
    }

    private String fold(Entity child, List<Form.Aggregate> list, String table) {
        String which = child != Entity.INCOME
                ? ""
                : "\n    where person_id is " + (entity == Entity.HOUSEHOLD ? "null" : "not null");
        String folded =
                list.stream().map(a -> folded(a) + " as " + folds.get(a)).collect(Collectors.joining(",\n        "));
        return child.plural + "_folded as (\n    select\n        " + SqlNames.key(entity) + ",\n        " + folded
                + "\n    from " + table + which + "\n    group by " + SqlNames.key(entity) + "\n)";
    }

    /** The fold of a list that has rows. */
    private static String folded(Form.Aggregate a) {
        Slot filter = a.filter();
        Slot body = a.body();
        String only = filter == null ? "" : " filter (where " + SqlNames.of(filter) + ")";
        String of = body == null ? "*" : SqlNames.of(body);
        var unknowns = new ArrayList<String>();
        if (filter != null && filter.nullable()) {
            unknowns.add(SqlNames.of(filter) + " is null");
        }
        if (body != null && body.nullable()) {
            String unknown = of + " is null";
            unknowns.add(filter == null ? unknown : "(" + SqlNames.of(filter) + " and " + unknown + ")");
        }
        boolean open = !unknowns.isEmpty();
        String some = "coalesce(bool_or(" + String.join(" or ", unknowns) + "), false)";
        return switch (a.fold()) {
            case COUNT -> unless(open, some, "count(*)" + only);
            case SUM -> unless(open, some, "coalesce(sum(" + of + ")" + only + ", 0)::bigint");
            case BITS -> "coalesce(bit_or(" + of + ")" + only + ", 0)";
            case SOME -> sure("coalesce(bool_or(" + of + ")" + only + ", false)", "true", open, some);
            case EVERY -> sure("not coalesce(bool_and(" + of + ")" + only + ", true)", "false", open, some);
        };
    }

    private static String unless(boolean open, String unknown, String value) {
        return open ? "case when not " + unknown + " then " + value + " end" : value;
    }

    private static String sure(String sure, String value, boolean open, String unknown) {
        String other = value.equals("true") ? "false" : "true";
        return "case when " + sure + " then " + value + (open ? " when not " + unknown + " then " : " else ") + other
                + " end";
    }

    /** The fold of any list: of one without rows, nothing was folded. */
    private String value(Form.Aggregate a, String alias) {
        String none = switch (a.fold()) {
            case COUNT, SUM, BITS -> "0";
            case SOME -> "false";
            case EVERY -> "true";
        };
        String folded = alias + "." + folds.get(a);
        boolean open = (a.filter() != null && a.filter().nullable())
                || (a.body() != null && a.body().nullable());
        return open && a.fold() != Fold.BITS
                ? "case when " + alias + ".household_id is null then " + none + " else " + folded + " end"
                : "coalesce(" + folded + ", " + none + ")";
    }

    private Sql of(Form form) {
        return switch (form) {
            case Form.Constant c -> new Sql(constant(program, c.type(), c.value()), 0, Shape.ATOM);
            case Form.Column c -> column(c);
            case Form.Arithmetic a ->
                joined(
                        switch (a.operator()) {
                            case PLUS -> " + ";
                            case MINUS -> " - ";
                            case TIMES -> " * ";
                        },
                        List.of(a.left(), a.right()));
            case Form.Comparison c ->
                joined(
                        switch (c.relation()) {
                            case LESS -> " < ";
                            case AT_MOST -> " <= ";
                            case EQUAL -> " = ";
                            case UNEQUAL -> " <> ";
                        },
                        List.of(c.left(), c.right()));
            case Form.All a -> logic(" and ", "true", a.parts());
            case Form.Any a -> logic(" or ", "false", a.parts());
            case Form.Not n -> with(of(n.part()), part -> "not " + part.bracketed());
            case Form.IsUnknown u -> with(of(u.part()), part -> part.bracketed() + " is null");
            case Form.Choice c -> choice(c);
            case Form.Extreme e -> extreme(e);
            case Form.Quotient q -> quotient(q);
            case Form.Years y -> years(y);
            case Form.Has h ->
                with(of(h.codes()), codes -> "(" + codes.bracketed() + " & " + (1L << h.bit()) + ") <> 0");
            case Form.Union u -> joined(" | ", u.parts());
            case Form.Aggregate a -> aggregate(a);
            case Form.FirstRule f -> firstRule(f);
            case Form.OpenRules o -> openRules(o);
            case Form.Outcome o -> outcome(o);
            case Form.Bits b -> bits(b);
        };
    }

    private static Sql with(Sql part, Function<Sql, String> text) {
        return new Sql(text.apply(part), part.level(), Shape.OPEN);
    }

    private Sql joined(String operator, List<Form> forms) {
        List<Sql> all = forms.stream().map(this::of).toList();
        return new Sql(all.stream().map(Sql::bracketed).collect(Collectors.joining(operator)), level(all), Shape.OPEN);
    }

    private Sql logic(String operator, String empty, List<Form> forms) {
        return switch (forms.size()) {
            case 0 -> new Sql(empty, 0, Shape.ATOM);
            case 1 -> of(forms.getFirst());
            default -> joined(operator, forms);
        };
    }

    private static int level(Collection<Sql> parts) {
        return parts.stream().mapToInt(Sql::level).max().orElse(0);
    }

    /** A part that is needed more than once, as a column of its own. */
    private Sql once(Sql part) {
        if (part.shape() == Shape.ATOM) {
            return part;
        }
        Sql known = parts.get(part.text());
        if (known == null) {
            String name = SqlNames.quoted("part " + (parts.size() + 1));
            known = new Sql(name, define(name, part.text(), part.level()), Shape.ATOM);
            parts.put(part.text(), known);
        }
        return known;
    }

    static String constant(Program program, Type type, long value) {
        if (value == Form.UNKNOWN) {
            return "null::" + typeName(type);
        }
        return switch (type) {
            case Type.Truth t -> value == 1 ? "true" : "false";
            case Type.Day d -> "date '" + LocalDate.ofEpochDay(value) + "'";
            case Type.Code c -> SqlNames.literal(program.symbols().code(value));
            case Type.Numeric n -> value < 0 ? "(" + value + ")" : String.valueOf(value);
            case Type.Codes c -> String.valueOf(value);
        };
    }

    static String typeName(Type type) {
        return switch (type) {
            case Type.Truth t -> "boolean";
            case Type.Day d -> "date";
            case Type.Code c -> "varchar";
            case Type.Numeric n -> "bigint";
            case Type.Codes c -> "bigint";
        };
    }

    private Sql column(Form.Column column) {
        Slot slot = column.slot();
        boolean own = column.reach() == Reach.SELF
                || (column.reach() == Reach.HOUSEHOLD && entity == Entity.HOUSEHOLD)
                || (column.reach() == Reach.MEMBER && entity == Entity.MEMBER);
        if (slot.entity() == Entity.HOUSEHOLD && slot.name().equals("on")) {
            return new Sql("date '" + on + "'", 0, Shape.ATOM);
        }
        if (slot.parameter() != null) {
            return new Sql(inForce.computeIfAbsent(slot, s -> SqlNames.outer("policy", s)), 0, Shape.ATOM);
        }
        if (own) {
            return new Sql(SqlNames.of(slot), levels.getOrDefault(slot, 0), Shape.ATOM);
        }
        return column.reach() == Reach.MEMBER
                ? new Sql(aroundMember.computeIfAbsent(slot, s -> SqlNames.outer("member", s)), 0, Shape.ATOM)
                : new Sql(aroundHousehold.computeIfAbsent(slot, s -> SqlNames.outer("household", s)), 0, Shape.ATOM);
    }

    private Sql choice(Form.Choice form) {
        Sql condition = of(form.condition());
        Sql then = of(form.then());
        Sql otherwise = of(form.otherwise());
        if (!form.condition().nullable()) {
            return new Sql(
                    "case when " + condition.text() + " then " + then.text() + " else " + otherwise.text() + " end",
                    level(List.of(condition, then, otherwise)),
                    Shape.CLOSED);
        }
        Sql known = once(condition);
        return new Sql(
                "case when " + known.text() + " then " + then.text() + " when not " + known.text() + " then "
                        + otherwise.text() + " end",
                level(List.of(known, then, otherwise)),
                Shape.CLOSED);
    }

    /** DuckDB's {@code greatest(0, null)} is 0, where the form is unknown. */
    private Sql extreme(Form.Extreme form) {
        var all = new ArrayList<Sql>();
        var unknown = new ArrayList<String>();
        for (Form part : form.parts()) {
            Sql sql = once(of(part));
            all.add(sql);
            if (part.nullable()) {
                unknown.add(sql.text() + " is not null");
            }
        }
        String best = (form.greatest() ? "greatest(" : "least(")
                + all.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")";
        String text =
                unknown.isEmpty() ? best : "case when " + String.join(" and ", unknown) + " then " + best + " end";
        return new Sql(text, level(all), Shape.CLOSED);
    }

    /** DuckDB's {@code //} cuts towards zero; the remainder made positive first gives the floor. */
    private Sql quotient(Form.Quotient form) {
        Sql n = once(of(form.numerator()));
        Sql d = once(of(form.denominator()));
        boolean below =
                form.numerator().type() instanceof Type.Numeric t && t.low().signum() < 0;
        String rest = below
                ? "((" + n.text() + " % " + d.text() + ") + " + d.text() + ") % " + d.text()
                : n.text() + " % " + d.text();
        String down = below ? "(" + n.text() + " - " + rest + ") // " + d.text() : n.text() + " // " + d.text();
        int level = Math.max(n.level(), d.level());
        if (form.rounding() == Form.Rounding.FLOOR) {
            return new Sql(down, level, Shape.OPEN);
        }
        Sql r = once(new Sql(rest, level, Shape.OPEN));
        Sql q = once(new Sql(down, level, Shape.OPEN));
        String left = d.text() + " - " + r.text();
        String up = "case when " + r.text() + " > " + left + " or (" + r.text() + " = " + left + " and (" + q.text()
                + " & 1) = 1) then 1 else 0 end";
        return new Sql(q.text() + " + " + up, Math.max(r.level(), q.level()), Shape.OPEN);
    }

    private Sql years(Form.Years form) {
        Sql from = once(of(form.from()));
        Sql to = once(of(form.to()));
        String text = "case when " + from.text() + " <= " + to.text() + " then "
                + SqlNames.wholeYears(from.text(), to.text()) + " when " + from.text() + " > " + to.text() + " then -("
                + SqlNames.wholeYears(to.text(), from.text()) + ") end";
        return new Sql(text, level(List.of(from, to)), Shape.CLOSED);
    }

    private Sql aggregate(Form.Aggregate form) {
        String fold = folds.computeIfAbsent(form, f -> SqlNames.quoted(f.child().plural + " " + (folds.size() + 1)));
        if (form.known() == null) {
            return new Sql(fold, 0, Shape.ATOM);
        }
        Sql known = column(new Form.Column(Reach.SELF, form.known()));
        return new Sql("case when " + known.text() + " is not null then " + fold + " end", known.level(), Shape.CLOSED);
    }

    private List<Sql> conditions(List<Form> forms) {
        return forms.stream().map(f -> f.nullable() ? once(of(f)) : of(f)).toList();
    }

    private Sql firstRule(Form.FirstRule form) {
        List<Sql> all = conditions(form.conditions());
        var text = new StringBuilder("case");
        for (int i = 0; i < all.size(); i++) {
            text.append("\n            when ")
                    .append(all.get(i).text())
                    .append(" then ")
                    .append(i + 1);
        }
        return new Sql(text + "\n            else 0\n        end", level(all), Shape.CLOSED);
    }

    private Sql openRules(Form.OpenRules form) {
        Sql first = once(of(form.first()));
        var used = new ArrayList<Sql>(List.of(first));
        var open = new ArrayList<String>();
        for (int i = 0; i < form.conditions().size(); i++) {
            var firsts = new ArrayList<String>();
            for (int number = 0; number < form.rivals().size(); number++) {
                if ((form.rivals().get(number) >> i & 1) == 1) {
                    firsts.add(String.valueOf(number));
                }
            }
            if (!firsts.isEmpty()) {
                Sql condition = once(of(form.conditions().get(i)));
                used.add(condition);
                open.add("case when " + condition.text() + " is null and " + first.text() + " in ("
                        + String.join(", ", firsts) + ") then " + (1L << i) + " else 0 end");
            }
        }
        return open.isEmpty()
                ? new Sql("0", 0, Shape.ATOM)
                : new Sql(String.join("\n            | ", open), level(used), Shape.OPEN);
    }

    private Sql outcome(Form.Outcome form) {
        Sql first = once(of(form.first()));
        var used = new ArrayList<Sql>(List.of(first));
        var text = new StringBuilder("case");
        if (form.open() != null) {
            Sql open = once(of(form.open()));
            used.add(open);
            text.append("\n            when ").append(open.bracketed()).append(" <> 0 then null");
        }
        for (int i = 0; i < form.outputs().size(); i++) {
            Sql says = of(form.outputs().get(i));
            used.add(says);
            text.append("\n            when ")
                    .append(first.text())
                    .append(" = ")
                    .append(i + 1)
                    .append(" then ")
                    .append(says.text());
        }
        return new Sql(text + "\n        end", level(used), Shape.CLOSED);
    }

    private Sql bits(Form.Bits form) {
        List<Sql> all = form.conditions().stream().map(this::of).toList();
        var bits = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            bits.add("case when " + all.get(i).text() + " then " + (1L << i) + " else 0 end");
        }
        return new Sql(String.join("\n            | ", bits), level(all), Shape.OPEN);
    }
}
