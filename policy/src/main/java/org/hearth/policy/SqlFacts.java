package org.hearth.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.hearth.policy.ScreeningSql.Step;

/** The facts and the parameters in force as SQL reads them, by the fact dictionary; and what makes a row unreadable. */
final class SqlFacts {

    private final Program program;
    private final Decider decider;
    private final Parameters parameters;
    private final LocalDate on;

    SqlFacts(Program program, Decider decider, Parameters parameters, LocalDate on) {
        this.program = program;
        this.decider = decider;
        this.parameters = parameters;
        this.on = on;
    }

    static String view(Entity entity) {
        return entity.singular + "_facts";
    }

    /** The parameters in force, which of them hold for a household, and the view of the facts of each kind of row. */
    List<Step> preparation() {
        var steps = new ArrayList<Step>();
        steps.add(new Step("parameters", parametersInForce()));
        steps.add(new Step("place_of", """
                create temp table place_of as
                select
                    dwelling.region,
                    dwelling.residence,
                    max_by(parameters.place, length(parameters.prefix)) as place
                from (select distinct region, residence from households) as dwelling
                join parameters
                    on parameters.residence = dwelling.residence
                    and starts_with(dwelling.region, parameters.prefix)
                group by all"""));
        for (Entity entity : Entity.values()) {
            steps.add(new Step(entity.singular, facts(entity)));
        }
        return steps;
    }

    /** A row for each division that sets a value of its own and each residence; the narrowest around a village counts. */
    private String parametersInForce() {
        var facts = program.dictionary().parameters;
        var columns = new ArrayList<String>(List.of("place", "prefix", "residence"));
        facts.forEach(fact -> columns.add(SqlNames.of(fact.slot())));
        var rows = new ArrayList<String>();
        for (String prefix : parameters.places()) {
            for (String residence : List.of("urban", "rural")) {
                try {
                    var row = new ArrayList<String>();
                    row.add(String.valueOf(rows.size() + 1));
                    row.add(SqlNames.literal(prefix));
                    row.add(SqlNames.literal(residence));
                    for (var fact : facts) {
                        Type type = program.slot(Entity.HOUSEHOLD, fact.slot()).type();
                        long value = decider.valueInForce(fact, prefix, residence, on);
                        row.add(SqlStage.constant(program, type, value)
                                + (type instanceof Type.Numeric ? "::bigint" : ""));
                    }
                    rows.add("(" + String.join(", ", row) + ")");
                } catch (IllegalArgumentException nothingInForce) {
                    continue;
                }
            }
        }
        if (rows.isEmpty()) {
            // Throws what is missing for the nation, in words.
            facts.forEach(fact -> decider.valueInForce(fact, "", "urban", on));
        }
        return "create temp table parameters as\nselect *\nfrom (values\n    " + String.join(",\n    ", rows)
                + "\n) as in_force(" + String.join(", ", columns) + ")";
    }

    private String facts(Entity entity) {
        var columns = new ArrayList<String>();
        columns.add("household_id");
        if (SqlNames.hasPerson(entity)) {
            columns.add("person_id");
        }
        if (entity == Entity.MEMBER || entity == Entity.HOUSEHOLD) {
            columns.add("region");
        }
        String from = entity.table();
        if (entity == Entity.HOUSEHOLD) {
            columns.add("place");
            from += "\njoin place_of using (region, residence)";
        }
        for (var fact : program.dictionary().facts) {
            if (fact.of() == entity) {
                columns.add(meaning(fact) + " as " + SqlNames.of(fact.name()));
            }
        }
        return "create temp view " + view(entity) + " as\nselect\n    " + String.join(",\n    ", columns) + "\nfrom "
                + from + onlyOfKnownLists(entity);
    }

    /** Rows of a list that is said not to be known are no facts. */
    private String onlyOfKnownLists(Entity entity) {
        for (var fact : program.dictionary().facts) {
            if (fact.kind() == Dictionary.Kind.LIST && fact.name().equals(entity.plural) && fact.column() != null) {
                return "\nsemi join (\n    select " + SqlNames.key(fact.of()) + "\n    from "
                        + fact.of().table() + "\n    where " + SqlNames.of(fact.column()) + "\n) as known using ("
                        + SqlNames.key(fact.of()) + ")";
            }
        }
        return "";
    }

    private String meaning(Dictionary.Fact fact) {
        Slot slot = program.slot(fact.of(), fact.name());
        if (fact.yearsSince() != null) {
            return "greatest(0, " + years(fact) + ")";
        }
        if (fact.daysSince() != null) {
            return "greatest(0, date '" + on + "' - " + day(fact.of(), fact.daysSince()) + ")";
        }
        if (fact.answeredBy() != null) {
            return answered(fact.answeredBy());
        }
        if (fact.column() == null) {
            long absent = slot.type() instanceof Type.Codes ? 0 : Form.UNKNOWN;
            return SqlStage.constant(program, slot.type(), absent) + "::" + SqlStage.typeName(slot.type());
        }
        String column = SqlNames.of(fact.column());
        if (fact.kind() == Dictionary.Kind.LIST) {
            return "case when " + column + " then true end";
        }
        String value = column;
        if (slot.type() instanceof Type.Codes codes) {
            var bits = new ArrayList<String>();
            for (int bit = 0; bit < codes.values().size(); bit++) {
                bits.add("case when list_contains(" + column + ", "
                        + SqlNames.literal(codes.values().get(bit)) + ") then " + (1L << bit) + " else 0 end");
            }
            return "(" + String.join("\n    | ", bits) + ")::bigint";
        }
        if (slot.type() instanceof Type.Numeric) {
            value += "::bigint";
        }
        if (fact.absent() != null) {
            Slot sibling = program.find(fact.of(), fact.absent());
            String absent = sibling != null
                    ? source(fact.of(), fact.absent())
                    : SqlStage.constant(program, slot.type(), decider.reader().value(slot.type(), fact.absent()));
            value = "coalesce(" + value + ", " + absent + ")";
        }
        return fact.known() == null ? value : "case when " + SqlNames.of(fact.known()) + " then " + value + " end";
    }

    private String years(Dictionary.Fact fact) {
        return "("
                + SqlNames.wholeYears(source(fact.of(), Objects.requireNonNull(fact.yearsSince())), "date '" + on + "'")
                + ")";
    }

    private String answered(String kind) {
        return """
                exists (
                        from events as answer
                        where answer.household_id = events.household_id
                            and answer.kind = %s
                            and answer.date between date '%s' and date '%s'
                            and (answer.cause = events.cause or answer.cause = events.kind)
                    )""".formatted(SqlNames.literal(kind), on.withDayOfYear(1), on);
    }

    /** The day another fact counts from, or what an absent one means: {@code greatest(0, null)} would be 0 in DuckDB. */
    private String day(Entity entity, String name) {
        return program.dictionary().facts.stream()
                .filter(fact -> fact.of() == entity && fact.name().equals(name) && fact.column() != null)
                .map(this::meaning)
                .findFirst()
                .orElseThrow(() -> PackError.at("facts.yaml", name, "has no column, though another fact needs it"));
    }

    private String source(Entity entity, String fact) {
        return program.dictionary().facts.stream()
                .filter(f -> f.of() == entity && f.name().equals(fact) && f.column() != null)
                .map(f -> SqlNames.of(Objects.requireNonNull(f.column())))
                .findFirst()
                .orElseThrow(() -> PackError.at("facts.yaml", fact, "has no column, though another fact needs it"));
    }

    /** Queries of the rows that cannot be read as facts. */
    List<Step> checks() {
        var checks = new ArrayList<Step>();
        checks.add(new Step("households", """
                select 'households.parquet', household_id, null, 'stands there twice'
                from households
                group by household_id
                having count(*) > 1
                limit 1"""));
        checks.add(new Step("households", """
                select 'households.parquet', household_id, null, 'no parameters are in force for region ' || coalesce(region, 'null')
                from households
                where not exists (
                    from place_of
                    where place_of.region = households.region and place_of.residence = households.residence
                )
                limit 1"""));
        checks.add(new Step("persons", """
                select 'persons.parquet', household_id, person_id, 'stands there twice'
                from persons
                group by household_id, person_id
                having count(*) > 1
                limit 1"""));
        for (Entity entity : Entity.values()) {
            if (entity != Entity.HOUSEHOLD) {
                checks.add(new Step(entity.table(), orphans(entity)));
            }
            checks.add(new Step(entity.table(), unreadable(entity)));
        }
        return checks;
    }

    private static String orphans(Entity entity) {
        String person = SqlNames.hasPerson(entity) ? "person_id" : "null";
        boolean ofMember = SqlNames.hasPerson(entity) && entity != Entity.MEMBER;
        return """
                select '%s.parquet', household_id, %s, '%s'
                from %s as it
                where %snot exists (
                    from %s as owner
                    where owner.household_id = it.household_id%s
                )
                limit 1""".formatted(
                        entity.table(),
                        person,
                        ofMember ? "there is no such person" : "there is no such household",
                        entity.table(),
                        ofMember ? "it.person_id is not null and " : "",
                        ofMember ? "persons" : "households",
                        ofMember ? " and owner.person_id = it.person_id" : "");
    }

    private String unreadable(Entity entity) {
        var problems = new LinkedHashSet<String>();
        for (var fact : program.dictionary().facts) {
            if (fact.of() != entity) {
                continue;
            }
            Type type = program.slot(entity, fact.name()).type();
            if (fact.yearsSince() != null) {
                problems.add("when " + years(fact) + " > " + fact.max() + " then '" + source(entity, fact.yearsSince())
                        + " is out of range'");
            }
            if (fact.column() == null || fact.kind() == Dictionary.Kind.LIST) {
                continue;
            }
            String column = SqlNames.of(fact.column());
            if (fact.absent() == null && fact.ask() == null && !(type instanceof Type.Codes)) {
                problems.add("when " + column + " is null then '" + column + " is missing'");
            }
            switch (type) {
                case Type.Numeric n ->
                    problems.add("when " + column + " not between 0 and " + n.high() + " then '" + column
                            + " is out of range: ' || " + column);
                case Type.Code c ->
                    problems.add("when " + column + " not in (" + codes(c.values()) + ") then '" + column
                            + " is no known code: ' || " + column);
                case Type.Codes c ->
                    problems.add("when not list_has_all([" + codes(c.values()) + "], " + column + ") then '" + column
                            + " has an unknown code'");
                case Type.Truth t -> {}
                case Type.Day d -> {}
            }
        }
        String person = SqlNames.hasPerson(entity) ? "person_id" : "null";
        return "select '" + entity.table() + ".parquet', household_id, person_id, problem\nfrom (\n    select\n"
                + "        household_id,\n        " + person + " as person_id,\n        case\n            "
                + String.join("\n            ", problems) + "\n        end as problem\n    from " + entity.table()
                + "\n)\nwhere problem is not null\nlimit 1";
    }

    private static String codes(List<String> values) {
        return String.join(", ", values.stream().map(SqlNames::literal).toList());
    }
}
