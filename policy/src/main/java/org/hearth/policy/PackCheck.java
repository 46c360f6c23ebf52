package org.hearth.policy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the worked cases of a pack, {@code cases/*.yaml}, say of it.
 *
 * @param pack its name and version
 * @param cases how many ran
 * @param failures one line for each value that is not as a case says: file, case, field, wanted and decided
 * @param unreached one line for each row of a table that no case reaches: file, table, row
 */
public record PackCheck(Determination.PackName pack, int cases, List<String> failures, List<String> unreached) {

    /**
     * Loads a pack and runs its cases: a national one by itself, a regional one over the national.
     *
     * @throws PackError when the pack cannot be used, or a case cannot be read
     */
    public static PackCheck of(Path directory) {
        Pack pack = Pack.loadAlone(directory);
        var run = new Run(pack);
        read(directory, run::decide);
        return new PackCheck(pack.name(), run.cases, List.copyOf(run.failures), run.unreached());
    }

    /**
     * The households of a pack's cases, in their order.
     *
     * @throws PackError when a case cannot be read
     */
    public static List<HouseholdDocument> households(Path directory) {
        var households = new ArrayList<HouseholdDocument>();
        read(directory, (place, written, household) -> households.add(household));
        return households;
    }

    private interface Use {
        void of(String place, JsonNode written, HouseholdDocument household);
    }

    private static void read(Path directory, Use use) {
        for (Path file : Folder.files(directory.resolve("cases"), ".yaml")) {
            var earlier = new HashMap<String, JsonNode>();
            for (JsonNode written : Json.yaml(file).path("cases")) {
                read(file.getFileName().toString(), written, earlier, use);
            }
        }
    }

    private static void read(String file, JsonNode written, Map<String, JsonNode> earlier, Use use) {
        String name = written.path("name").asString("");
        for (String needed : List.of("name", "zh", "en", "source", "arithmetic", "household", "expect")) {
            if (!written.has(needed)) {
                throw PackError.at(file, "case " + name, needed + " is missing");
            }
        }
        try {
            JsonNode document = document(file, written, earlier);
            earlier.put(name, document);
            use.of(file + ": case " + name, written, Json.household(document));
        } catch (IllegalArgumentException | JacksonException e) {
            throw PackError.at(file, "case " + name, String.valueOf(e.getMessage()));
        }
    }

    /** The household as written, laid over that of the case it is like. */
    private static JsonNode document(String file, JsonNode written, Map<String, JsonNode> earlier) {
        String name = written.path("name").asString("");
        String like = written.path("like").asString("");
        JsonNode household = written.path("household");
        if (!(household instanceof ObjectNode own)) {
            throw PackError.at(file, "case " + name, "household: not a household document");
        }
        if (like.isEmpty()) {
            return own;
        }
        if (earlier.get(like) instanceof ObjectNode model) {
            return model.deepCopy().setAll(own);
        }
        throw PackError.at(file, "case " + name, "like: no earlier case " + like);
    }

    private static final class Run {

        private final Pack pack;
        private final Map<Table, Long> reached = new LinkedHashMap<>();
        private final List<String> failures = new ArrayList<>();
        private int cases;

        /** The rows of the pack's own tables are to be reached, not those of a pack over or under it. */
        Run(Pack pack) {
            this.pack = pack;
            pack.program().tables().values().stream()
                    .filter(table -> pack.owns(table))
                    .forEach(table -> reached.put(table, 0L));
        }

        void decide(String place, JsonNode written, HouseholdDocument household) {
            cases++;
            note(pack.decider().run(household));
            JsonNode expected = written.path("expect");
            if (expected instanceof ObjectNode fields && fields.has("indicators")) {
                indicators(place, expected.path("indicators"), household);
                expected = fields.deepCopy().without("indicators");
            }
            compare(place, "", expected, Json.tree(pack.decide(household)));
        }

        /** Every field that the case writes has to be so; in a list, entry by entry. Numbers count by their value. */
        private void compare(String place, String field, JsonNode wanted, JsonNode decided) {
            if (wanted.isObject()) {
                wanted.propertyNames()
                        .forEach(name -> compare(
                                place,
                                field.isEmpty() ? name : field + "." + name,
                                wanted.path(name),
                                decided.path(name)));
            } else if (wanted.isArray()) {
                if (wanted.size() != decided.size()) {
                    fail(place, field, wanted, decided);
                    return;
                }
                for (int i = 0; i < wanted.size(); i++) {
                    compare(place, field + "[" + i + "]", wanted.get(i), decided.get(i));
                }
            } else if (wanted.isNumber() && decided.isNumber()) {
                BigDecimal number = wanted.decimalValue();
                if (number.compareTo(decided.decimalValue()) != 0) {
                    fail(place, field, wanted, decided);
                }
            } else if (!wanted.equals(decided) && !(wanted.isNull() && decided.isMissingNode())) {
                fail(place, field, wanted, decided);
            }
        }

        /** Which indicators have to fire, and which must not: of the {@code household}, or of a member by its id. */
        private void indicators(String place, JsonNode wanted, HouseholdDocument household) {
            var subjects = new HashSet<String>();
            subjects.add("household");
            household.members().forEach(member -> subjects.add(member.id()));
            var fired = new HashSet<String>();
            for (Pack.Fired one : pack.indicatorsOf(household)) {
                fired.add(of(one.member() == null ? "household" : one.member(), one.indicator()));
            }
            wanted.forEachEntry((rule, bySubject) -> bySubject.forEachEntry((subject, ids) -> ids.forEach(id -> {
                Indicator indicator = indicator(id.asString());
                if (!subjects.contains(subject) || indicator.ofMember() == subject.equals("household")) {
                    throw new IllegalArgumentException("indicators: " + id.asString() + " is not one of " + subject);
                }
                boolean should = switch (rule) {
                    case "fire" -> true;
                    case "silent" -> false;
                    default -> throw new IllegalArgumentException("indicators: neither fire nor silent: " + rule);
                };
                boolean does = fired.contains(of(subject, indicator));
                if (does != should) {
                    failures.add(place + ": indicator " + indicator.id() + " of " + subject
                            + (should ? " should fire, and does not" : " should not fire, and does"));
                }
            })));
        }

        private Indicator indicator(String id) {
            return pack.indicators().stream()
                    .filter(indicator -> indicator.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("indicators: the pack has none called " + id));
        }

        private static String of(String subject, Indicator indicator) {
            return subject + "/" + indicator.id();
        }

        private void fail(String place, String field, JsonNode wanted, JsonNode decided) {
            failures.add(place + ": " + field + " should be " + wanted + ", and is "
                    + (decided.isMissingNode() ? "absent" : decided));
        }

        private void note(Row household) {
            visit(Entity.HOUSEHOLD, household);
            for (Entity child : Entity.values()) {
                for (Row row : household.lists[child.ordinal()]) {
                    visit(child, row);
                    for (Entity inner : Entity.values()) {
                        for (Row item : row.lists[inner.ordinal()]) {
                            visit(inner, item);
                        }
                    }
                }
            }
        }

        private void visit(Entity entity, Row row) {
            reached.replaceAll((table, rules) -> {
                if (table.result().entity() != entity) {
                    return rules;
                }
                if (table.rule() == null) {
                    return rules | row.values[table.result().index()];
                }
                boolean open = table.open() != null && row.values[table.open().index()] != 0;
                return open ? rules : rules | 1L << row.values[table.rule().index()] - 1;
            });
        }

        List<String> unreached() {
            var rows = new ArrayList<String>();
            reached.forEach((table, rules) -> {
                for (int rule = 0; rule < table.conditions().size(); rule++) {
                    if ((rules >> rule & 1) == 0) {
                        rows.add(table.source().decision().file() + ": table "
                                + table.source().decision().name() + ", row " + table.ruleId(rule + 1L));
                    }
                }
            });
            return List.copyOf(rows);
        }
    }
}
