package org.hearth.screening;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.hearth.screening.Screening.Difference;
import org.jspecify.annotations.Nullable;

/** Both ways to a result side by side: what the screening wrote, and what the pack decides of the one household. */
final class Verification {

    private static final int AT_ONCE = 5_000;

    private final Pack pack;
    private final Duck duck;
    private final LocalDate on;
    private final Path out;

    Verification(Pack pack, Duck duck, LocalDate on, Path out) {
        this.pack = pack;
        this.duck = duck;
        this.on = on;
        this.out = out;
    }

    List<Difference> of(long households, long seed) throws SQLException {
        duck.execute("""
                create temp table chosen as
                select household_id, (row_number() over (order by household_id) - 1) // %d as run
                from (
                    select household_id
                    from read_parquet(%s)
                    order by hash(household_id, %d), household_id
                    limit %d
                )""".formatted(AT_ONCE, result("households"), seed, households));
        var differences = new ArrayList<Difference>();
        for (long run = 0; run * AT_ONCE < households; run++) {
            duck.execute("create or replace temp table sample as select household_id from chosen where run = " + run);
            List<HouseholdDocument> documents = new Documents(duck.connection()).read(on);
            if (documents.isEmpty()) {
                break;
            }
            compare(documents, differences);
        }
        return differences;
    }

    private String result(String name) {
        return Duck.quoted(out.resolve(name + ".parquet"));
    }

    /** Results by household or by household and person: column to readable value. */
    private Map<String, Map<String, String>> results(String name, String key) throws SQLException {
        var results = new HashMap<String, Map<String, String>>();
        try (Statement statement = duck.connection().createStatement();
                ResultSet row = statement.executeQuery("select *, " + key + " as owner\nfrom read_parquet("
                        + result(name) + ")\nsemi join sample using (household_id)")) {
            while (row.next()) {
                var values = new TreeMap<String, String>();
                for (int column = 1; column < row.getMetaData().getColumnCount(); column++) {
                    values.put(row.getMetaData().getColumnName(column), readable(row.getObject(column)));
                }
                results.merge(row.getString("owner"), values, (a, b) -> {
                    b.forEach((field, value) -> a.merge(field, value, (x, y) -> x + " " + y));
                    return a;
                });
            }
        }
        return results;
    }

    private static String readable(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> "";
            case Array array ->
                String.join(
                        " ",
                        new TreeSet<>(Arrays.stream((Object[]) array.getArray())
                                .map(Object::toString)
                                .toList()));
            case Object other -> other.toString();
        };
    }

    private void compare(List<HouseholdDocument> documents, List<Difference> differences) throws SQLException {
        var households = results("households", "household_id");
        var persons = results("persons", "household_id || '/' || person_id");
        var indicators = results("indicators", "household_id || '/' || coalesce(person_id, '')");
        for (HouseholdDocument document : documents) {
            String id = String.valueOf(document.id());
            Determination decided = pack.decide(document);
            var fired = new HashMap<String, TreeSet<String>>();
            pack.indicatorsOf(document)
                    .forEach(f -> fired.computeIfAbsent(f.member() == null ? "" : f.member(), m -> new TreeSet<>())
                            .add(f.indicator().id()));
            Map<String, String> screened = households.getOrDefault(id, Map.of());
            household(decided, document).forEach((field, value) -> {
                compare(differences, id, null, field, amountless(field, screened.getOrDefault(field, "")), value);
            });
            compare(differences, id, null, "indicators", fired(indicators, id + "/"), joined(fired, ""));
            for (Determination.MemberResult member : decided.members()) {
                Map<String, String> of = persons.getOrDefault(id + "/" + member.id(), Map.of());
                person(decided, member).forEach((field, value) -> {
                    compare(differences, id, member.id(), field, amountless(field, of.getOrDefault(field, "")), value);
                });
                compare(
                        differences,
                        id,
                        member.id(),
                        "indicators",
                        fired(indicators, id + "/" + member.id()),
                        joined(fired, member.id()));
            }
        }
    }

    private static void compare(
            List<Difference> differences,
            String household,
            @Nullable String person,
            String field,
            String screened,
            String decided) {
        if (!screened.equals(decided)) {
            differences.add(new Difference(household, person, field, screened, decided));
        }
    }

    /** A determination lists no benefit of nothing, where the screening writes 0, or NULL while it is open. */
    private String amountless(String field, String value) {
        boolean amount =
                pack.benefits().stream().anyMatch(benefit -> benefit.column().equals(field));
        return amount && value.isEmpty() ? "0" : value;
    }

    private static String fired(Map<String, Map<String, String>> indicators, String owner) {
        String list = indicators.getOrDefault(owner, Map.of()).getOrDefault("indicator", "");
        return list.isEmpty() ? "" : String.join(" ", new TreeSet<>(List.of(list.split(" "))));
    }

    private static String joined(Map<String, TreeSet<String>> fired, String member) {
        return String.join(" ", fired.getOrDefault(member, new TreeSet<>()));
    }

    private Map<String, String> household(Determination decided, HouseholdDocument document) {
        var values = new TreeMap<String, String>();
        values.put("region", document.region());
        values.put("residence", document.residence());
        values.put("stratum", decided.stratum());
        values.put("decided_by", decided.stratum().equals("undetermined") ? "" : rule(decided, null));
        values.put("per_capita_income", fen(decided.perCapitaIncome()));
        values.put(
                "counted_members",
                String.valueOf(decided.members().stream()
                        .filter(Determination.MemberResult::counted)
                        .count()));
        values.put("holds", String.join(" ", new TreeSet<>(document.holds())));
        amounts(values, decided, null);
        var missing = new TreeSet<String>();
        decided.missing().forEach(question -> missing.add(question.fact()));
        values.put("missing", String.join(" ", missing));
        return values;
    }

    private Map<String, String> person(Determination decided, Determination.MemberResult member) {
        var values = new TreeMap<String, String>();
        values.put("counted", String.valueOf(member.counted()));
        values.put("stratum", member.stratum());
        values.put("decided_by", member.stratum().equals("undetermined") ? "" : rule(decided, member.id()));
        values.put("marks", String.join(" ", new TreeSet<>(member.marks())));
        amounts(values, decided, member.id());
        return values;
    }

    /** The row of the table of strata that decided, without the table's name. */
    private static String rule(Determination decided, @Nullable String member) {
        String prefix = member == null ? "stratum/" : "memberStratum/";
        return decided.explanation().stream()
                .filter(reason -> reason.result()
                        && java.util.Objects.equals(reason.member(), member)
                        && reason.rule().startsWith(prefix))
                .map(reason -> reason.rule().substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    private void amounts(Map<String, String> values, Determination decided, @Nullable String member) {
        for (Pack.BenefitColumn benefit : pack.benefits()) {
            if (benefit.ofMember() == (member != null)) {
                values.put(benefit.column(), amount(decided, benefit.benefit(), member));
            }
        }
    }

    private static String amount(Determination decided, String benefit, @Nullable String member) {
        return decided.benefits().stream()
                .filter(b -> b.benefit().equals(benefit) && java.util.Objects.equals(b.member(), member))
                .map(b -> fen(b.amount()))
                .findFirst()
                .orElse("0");
    }

    private static String fen(@Nullable BigDecimal yuan) {
        return yuan == null ? "" : yuan.movePointRight(2).toBigIntegerExact().toString();
    }
}
