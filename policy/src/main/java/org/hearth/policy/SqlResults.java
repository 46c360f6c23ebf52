package org.hearth.policy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import org.hearth.policy.ScreeningSql.Result;
import org.jspecify.annotations.Nullable;

/** The queries of what was decided: households, persons, and the indicators that fired. */
final class SqlResults {

    private final Program program;
    private final Outcome outcome;
    private final List<Slot> indicators = new ArrayList<>();
    private final List<Indicator> named;

    private final LocalDate on;
    private final Set<Result> wanted;

    SqlResults(Program program, Outcome outcome, List<Indicator> indicators, LocalDate on, Set<Result> wanted) {
        this.program = program;
        this.outcome = outcome;
        this.on = on;
        this.wanted = wanted;
        this.named = indicators;
        for (Table table : program.tables().values()) {
            boolean alerts = table.written().rules().stream()
                    .anyMatch(rule -> indicators.stream()
                            .anyMatch(indicator -> indicator.id().equals(rule.id())));
            if (alerts) {
                this.indicators.add(table.result());
            }
        }
    }

    /** The columns that the queries read. */
    Set<Slot> slots() {
        var slots = new LinkedHashSet<Slot>();
        slots.add(outcome.stratum());
        slots.add(program.rule(outcome.stratum()));
        slots.add(outcome.perCapitaIncome());
        slots.add(outcome.perCapitaIncomeAtLeast());
        slots.add(program.slot(Entity.HOUSEHOLD, "residence"));
        slots.add(program.slot(Entity.HOUSEHOLD, "holds"));
        slots.add(outcome.counted());
        slots.add(outcome.memberStratum());
        slots.add(program.rule(outcome.memberStratum()));
        slots.add(outcome.marks());
        outcome.benefits().forEach(benefit -> slots.add(benefit.amount()));
        if (wanted.contains(Result.INDICATORS)) {
            slots.addAll(indicators);
        }
        if (wanted.contains(Result.REASONS)) {
            slots.addAll(blanks(outcome.stratum()));
            slots.addAll(blanks(outcome.memberStratum()));
        }
        for (Slot slot : asked()) {
            slots.add(Objects.requireNonNull(missing(slot)));
        }
        return slots;
    }

    private List<Slot> asked() {
        var asked = new ArrayList<Slot>();
        asked.add(outcome.stratum());
        outcome.benefits().forEach(benefit -> asked.add(benefit.amount()));
        return asked.stream().filter(slot -> missing(slot) != null).toList();
    }

    private @Nullable Slot missing(Slot slot) {
        return program.find(slot.entity(), slot.name() + "#missing");
    }

    Map<String, String> queries(SqlTarget target) {
        var queries = new LinkedHashMap<String, String>();
        for (Result result : wanted) {
            queries.put(
                    result.name().toLowerCase(Locale.ROOT),
                    switch (result) {
                        case HOUSEHOLDS -> households(target);
                        case PERSONS -> persons(target);
                        case INDICATORS -> indicators(target);
                        case REASONS -> reasons(target);
                    });
        }
        return queries;
    }

    private String households(SqlTarget target) {
        var columns = new ArrayList<String>();
        columns.add("household_id");
        columns.add("it.region");
        columns.add("residence");
        columns.add("coalesce(" + SqlNames.of(outcome.stratum()) + ", 'undetermined') as stratum");
        columns.add(decidedBy(outcome.stratum()));
        columns.add("coalesce(" + SqlNames.of(outcome.perCapitaIncome()) + ", "
                + SqlNames.of(outcome.perCapitaIncomeAtLeast()) + ") as per_capita_income");
        columns.add("coalesce(counted_members, 0) as counted_members");
        amounts(Entity.HOUSEHOLD, columns);
        columns.add(codes(
                SqlNames.of("holds"),
                ((Type.Codes) program.slot(Entity.HOUSEHOLD, "holds").type()).values(),
                "holds"));
        columns.add(codes(
                "(own_missing | coalesce(members_missing, 0))",
                program.dictionary().questions.stream()
                        .map(Dictionary.Question::name)
                        .toList(),
                "missing"));
        return "select\n    " + String.join(",\n    ", columns) + "\nfrom (\n    select *, "
                + missingBits(Entity.HOUSEHOLD)
                + " as own_missing\n    from " + target.table(Entity.HOUSEHOLD)
                + "\n) as it\nleft join (\n    select\n        household_id,\n        count(*) filter (where "
                + SqlNames.of(outcome.counted()) + ") as counted_members,\n        bit_or("
                + missingBits(Entity.MEMBER) + ") as members_missing\n    from " + target.table(Entity.MEMBER)
                + "\n    group by household_id\n) as members using (household_id)";
    }

    /** The questions that are open because an outcome is. */
    private String missingBits(Entity entity) {
        var bits = new ArrayList<String>();
        for (Slot slot : asked()) {
            if (slot.entity() == entity) {
                bits.add("case when " + SqlNames.of(slot) + " is null then "
                        + SqlNames.of(Objects.requireNonNull(missing(slot))) + " else 0 end");
            }
        }
        return bits.isEmpty() ? "0" : String.join(" | ", bits);
    }

    private void amounts(Entity entity, List<String> columns) {
        for (var benefit : outcome.benefits()) {
            if (benefit.amount().entity() == entity) {
                columns.add(SqlNames.of(benefit.amount()) + " as " + SqlNames.of(benefit.column()));
            }
        }
    }

    private String decidedBy(Slot result) {
        var text = new StringBuilder(
                "case when " + SqlNames.of(result) + " is not null then case " + SqlNames.of(program.rule(result)));
        program.ruleIds(result)
                .forEach((number, id) -> text.append("\n        when ")
                        .append(number)
                        .append(" then ")
                        .append(SqlNames.literal(id)));
        return text + "\n    end end as decided_by";
    }

    /** The columns that fill the blanks of a decision's words; a parameter is read where the household lives. */
    private Set<Slot> blanks(Slot result) {
        var slots = new LinkedHashSet<Slot>();
        for (Table table : program.numberedTables(result)) {
            for (Dmn.Rule rule : table.written().rules()) {
                for (String language : List.of("zh", "en")) {
                    Matcher blank = Explanation.BLANK.matcher(rule.annotation(table.written(), language));
                    while (blank.find()) {
                        Slot slot = blank(result, blank.group(1));
                        if (slot != null
                                && slot.parameter() == null
                                && !slot.name().equals("on")) {
                            slots.add(slot);
                        }
                    }
                }
            }
        }
        return slots;
    }

    private @Nullable Slot blank(Slot result, String name) {
        Slot own = program.find(result.entity(), name);
        return own != null ? own : program.find(Entity.HOUSEHOLD, name);
    }

    private String reasons(SqlTarget target) {
        String household = target.table(Entity.HOUSEHOLD);
        return "select\n    household_id,\n    null::varchar as person_id,\n    " + words(outcome.stratum(), "zh", "未知")
                + ",\n    " + words(outcome.stratum(), "en", "unknown") + "\nfrom " + household
                + " as the_household\njoin"
                + " parameters using (place)\nunion all\nselect\n    it.household_id,\n    it.person_id,\n    "
                + words(outcome.memberStratum(), "zh", "未知") + ",\n    "
                + words(outcome.memberStratum(), "en", "unknown") + "\nfrom "
                + target.table(Entity.MEMBER) + " as it\njoin " + household
                + " as the_household using (household_id)\njoin parameters using (place)";
    }

    private String words(Slot result, String language, String unknown) {
        String owner = result.entity() == Entity.HOUSEHOLD ? "the_household." : "it.";
        var text = new StringBuilder("case when " + owner + SqlNames.of(result) + " is not null then case " + owner
                + SqlNames.of(program.rule(result)));
        long before = 0;
        for (Table table : program.numberedTables(result)) {
            for (int number = 1; number <= table.written().rules().size(); number++) {
                String template = table.written().rules().get(number - 1).annotation(table.written(), language);
                text.append("\n        when ")
                        .append(before + number)
                        .append(" then ")
                        .append(filled(result, template, unknown));
            }
            before += table.outputs().size();
        }
        return text + "\n    end end as " + language;
    }

    private String filled(Slot result, String template, String unknown) {
        var parts = new ArrayList<String>();
        Matcher blank = Explanation.BLANK.matcher(template);
        int from = 0;
        while (blank.find()) {
            parts.add(SqlNames.literal(template.substring(from, blank.start())));
            Slot slot = blank(result, blank.group(1));
            parts.add(
                    slot == null
                            ? SqlNames.literal(unknown)
                            : "coalesce(" + readable(slot) + ", " + SqlNames.literal(unknown) + ")");
            from = blank.end();
        }
        parts.add(SqlNames.literal(template.substring(from)));
        return String.join(" || ", parts);
    }

    /** As {@link FactReader#readable} writes a value. */
    private String readable(Slot slot) {
        if (slot.name().equals("on")) {
            return SqlNames.literal(on.toString());
        }
        String owner =
                slot.parameter() != null ? "parameters." : slot.entity() == Entity.HOUSEHOLD ? "the_household." : "it.";
        String column = owner + SqlNames.of(slot);
        return switch (slot.type()) {
            case Type.Numeric n when n.scale() == 0 -> column + "::varchar";
            case Type.Numeric n -> {
                String one = BigInteger.TEN.pow(n.scale()).toString();
                yield "rtrim(rtrim(case when " + column + " < 0 then '-' else '' end || (abs(" + column + ") // " + one
                        + ")::varchar || '.' || lpad((abs(" + column + ") % " + one + ")::varchar, " + n.scale()
                        + ", '0'), '0'), '.')";
            }
            case Type.Codes c ->
                "list_filter(["
                        + String.join(", ", items(column, c.values()))
                        + "], lambda code: code is not null)::varchar";
            case Type.Truth t -> column + "::varchar";
            case Type.Day d -> column + "::varchar";
            case Type.Code c -> column + "::varchar";
        };
    }

    private static String codes(String bits, List<String> values, String name) {
        return list(bits, items(bits, values), name);
    }

    private static List<String> items(String bits, List<String> values) {
        var items = new ArrayList<String>();
        for (int bit = 0; bit < values.size(); bit++) {
            items.add("case when " + bits + " & " + (1L << bit) + " <> 0 then " + SqlNames.literal(values.get(bit))
                    + " end");
        }
        return items;
    }

    /** Most rows have no code at all, and filtering a list for each of them would take the most time of all. */
    private static String list(String bits, List<String> items, String name) {
        return "case when " + bits + " = 0 then []::varchar[] else list_filter([\n        "
                + String.join(",\n        ", items) + "\n    ], lambda code: code is not null) end as " + name;
    }

    private String persons(SqlTarget target) {
        var columns = new ArrayList<String>();
        columns.add("person_id");
        columns.add("household_id");
        columns.add("region");
        columns.add("coalesce(" + SqlNames.of(outcome.counted()) + ", false) as counted");
        columns.add("coalesce(" + SqlNames.of(outcome.memberStratum()) + ", 'undetermined') as stratum");
        columns.add(decidedBy(outcome.memberStratum()));
        columns.add(marks());
        amounts(Entity.MEMBER, columns);
        return "select\n    " + String.join(",\n    ", columns) + "\nfrom " + target.table(Entity.MEMBER);
    }

    private String marks() {
        var masks = new LinkedHashMap<String, Long>();
        List<List<Form>> outputs =
                Objects.requireNonNull(program.tables().get(outcome.marks())).outputs();
        for (int rule = 0; rule < outputs.size(); rule++) {
            if (outputs.get(rule).getFirst() instanceof Form.Constant(Type t, long code)) {
                masks.merge(program.symbols().code(code), 1L << rule, (a, b) -> a | b);
            }
        }
        var items = new ArrayList<String>();
        masks.forEach((mark, mask) -> items.add("case when " + SqlNames.of(outcome.marks()) + " & " + mask
                + " <> 0 then " + SqlNames.literal(mark) + " end"));
        return list(SqlNames.of(outcome.marks()), items, "marks");
    }

    private String indicators(SqlTarget target) {
        var parts = new ArrayList<String>();
        for (Slot slot : indicators) {
            var rows = new ArrayList<String>();
            List<Dmn.Rule> rules =
                    Objects.requireNonNull(program.tables().get(slot)).written().rules();
            for (int rule = 0; rule < rules.size(); rule++) {
                String id = rules.get(rule).id();
                for (Indicator indicator : named) {
                    if (indicator.id().equals(id)) {
                        rows.add("(" + (1L << rule) + ", " + SqlNames.literal(id) + ", "
                                + SqlNames.literal(indicator.level()) + ", " + indicator.dueDays() + ")");
                    }
                }
            }
            if (!rows.isEmpty()) {
                boolean member = slot.entity() == Entity.MEMBER;
                parts.add("select\n    household_id,\n    " + (member ? "person_id" : "null::varchar as person_id")
                        + ",\n    region,\n    indicator,\n    level,\n    due_days\nfrom "
                        + target.table(slot.entity())
                        + "\njoin (values\n    " + String.join(",\n    ", rows)
                        + "\n) as indicators(bit, indicator, level, due_days) on " + SqlNames.of(slot)
                        + " & bit <> 0\nwhere " + SqlNames.of(slot) + " <> 0");
            }
        }
        return parts.isEmpty()
                ? "select null::varchar as household_id, null::varchar as person_id, null::varchar as region, "
                        + "null::varchar as indicator, null::varchar as level, null::integer as due_days where false"
                : String.join("\nunion all\n", parts);
    }
}
