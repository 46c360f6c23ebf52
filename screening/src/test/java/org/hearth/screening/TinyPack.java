package org.hearth.screening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hearth.policy.Pack;

/**
 * A pack of a few decisions about a household, written for a test: the facts, parameters and calendar of the national pack,
 * and each decision an amount that the determination and the screening show.
 */
final class TinyPack {

    private static final Path NATIONAL = Path.of("../packs/cn");
    private static final Pattern NAME = Pattern.compile("\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> WORDS = Set.of(
            "if",
            "then",
            "else",
            "and",
            "or",
            "not",
            "true",
            "false",
            "null",
            "in",
            "some",
            "every",
            "satisfies",
            "sum",
            "count",
            "append",
            "max",
            "min",
            "decimal",
            "floor",
            "date",
            "years",
            "months",
            "duration",
            "list",
            "contains");

    private final Map<String, String> household = new LinkedHashMap<>();
    private final Map<String, String> member = new LinkedHashMap<>();

    /** An amount, in FEEL. */
    TinyPack amount(String name, String expression) {
        household.put(name, expression(expression));
        return this;
    }

    /** A decision about a member, in FEEL. */
    TinyPack ofMember(String name, String expression) {
        member.put(name, expression(expression));
        return this;
    }

    /** An amount that a table says: each row is its cells and what it says, parted by {@code |}. */
    TinyPack table(String name, String policy, List<String> inputs, String output, String... rows) {
        household.put(name, table(name, policy, inputs, output, List.of(rows)));
        return this;
    }

    private static String expression(String feel) {
        return "<literalExpression><text>" + xml(feel) + "</text></literalExpression>";
    }

    private static String table(String name, String policy, List<String> inputs, String output, List<String> rows) {
        var table = new StringBuilder("<decisionTable hitPolicy=\"" + policy + "\">");
        inputs.forEach(input ->
                table.append("<input><inputExpression><text>" + xml(input) + "</text></inputExpression></input>"));
        table.append("<output name=\"" + name + "\">" + output + "</output>");
        for (int row = 0; row < rows.size(); row++) {
            String[] cells = rows.get(row).split("\\|");
            table.append("<rule id=\"" + name + "-" + (row + 1) + "\">");
            for (int cell = 0; cell < cells.length; cell++) {
                String kind = cell < inputs.size() ? "inputEntry" : "outputEntry";
                table.append("<" + kind + "><text>" + xml(cells[cell].strip()) + "</text></" + kind + ">");
            }
            table.append("</rule>");
        }
        return table + "</decisionTable>";
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Writes it into an empty folder, and loads it. */
    Pack in(Path folder) throws IOException {
        for (String part : List.of("parameters", "calendar")) {
            Files.createDirectories(folder.resolve(part));
            try (var files = Files.list(NATIONAL.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Files.copy(NATIONAL.resolve("facts.yaml"), folder.resolve("facts.yaml"));
        Files.writeString(
                folder.resolve("pack.yaml"),
                """
                name: tiny
                version: "1"
                decisions:
                  - {file: household.dmn, each: household}
                  - {file: member.dmn, each: member}
                outcome: {stratum: stratum, per-capita-income: nothing, per-capita-income-at-least: nothing, rigid-share: nothing, rigid-share-worked-out: never, counted: counted, member-stratum: memberStratum, marks: marks}
                benefits:
                """
                        + household.keySet().stream()
                                .map(name -> "  - {benefit: " + name + ", each: household, amount: " + name
                                        + ", unit: once}\n")
                                .collect(Collectors.joining()));
        var ofHousehold = new LinkedHashMap<>(household);
        ofHousehold.put("nothing", expression("0.00"));
        ofHousehold.put("never", expression("false"));
        ofHousehold.put("stratum", table("stratum", "FIRST", List.of("residence"), "", List.of("-|\"none\"")));
        Files.writeString(folder.resolve("household.dmn"), file(ofHousehold));
        var ofMember = new LinkedHashMap<>(member);
        ofMember.put("counted", expression("true"));
        ofMember.put("memberStratum", table("memberStratum", "FIRST", List.of("sex"), "", List.of("-|\"none\"")));
        ofMember.put("marks", table("marks", "COLLECT", List.of("sex"), "", List.of("\"F\"|\"woman\"")));
        Files.writeString(folder.resolve("member.dmn"), file(ofMember));
        return Pack.load(folder);
    }

    private static String file(Map<String, String> decisions) {
        var names = new LinkedHashSet<String>();
        decisions.values().forEach(body -> names.addAll(names(body)));
        names.removeAll(decisions.keySet());
        var file = new StringBuilder("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\">");
        names.forEach(name -> file.append("<inputData id=\"in-" + name + "\" name=\"" + name + "\"/>"));
        decisions.forEach((name, body) -> {
            file.append("<decision id=\"" + name + "\" name=\"" + name + "\">");
            for (String need : names(body)) {
                file.append(
                        decisions.containsKey(need)
                                ? needs("requiredDecision", need)
                                : needs("requiredInput", "in-" + need));
            }
            file.append(body).append("</decision>");
        });
        return file + "</definitions>";
    }

    private static String needs(String kind, String id) {
        return "<informationRequirement><" + kind + " href=\"#" + id + "\"/></informationRequirement>";
    }

    private static Set<String> names(String body) {
        return NAME.matcher(body.replaceAll("<(?!/?text)[^>]*>|</?text>", " ").replaceAll("&[a-z]+;", " "))
                .results()
                .map(found -> found.group())
                .filter(name -> !name.startsWith("\"") && !WORDS.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
