package org.hearth.policy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hearth.policy.Determination.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a letter says what a rule decided, to people who know no term of the rules: {@code letter.yaml} of a pack. A rule that
 * has no words here is not told in a letter.
 *
 * @param rules by the id of the row
 * @param questions by the fact asked for, where the fact dictionary's own question is for caseworkers
 */
public record Wording(Map<String, Rule> rules, Map<String, Text> questions) {

    /** What a sentence may speak of beside the facts, decisions and parameters that the rule looked at. */
    private static final Set<String> ALWAYS = Set.of("amount", "member", "months", "perCapitaIncome", "rigidShare");

    private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z]+)%?}");
    private static final Pattern CONDITION = Pattern.compile("([A-Za-z]+) (=|<|>) ([A-Za-z]+)");
    private static final String FILE = "letter.yaml";

    /**
     * The words of one rule.
     *
     * @param benefit the benefit that it is about; null where it says what the household or a member is
     * @param says short sentences with blanks such as <code>{dibaoStandard}</code>
     * @param sums the arithmetic, as a caseworker writes it; the first that holds is the one
     */
    public record Rule(@Nullable String benefit, @Nullable Text says, List<Sum> sums) {}

    /** A line of arithmetic with blanks, and when it is the one: always, or on a comparison of two values. */
    public record Sum(@Nullable String when, String line) {

        /** Whether it is the one, with these values; not where one of the two is not known. */
        public boolean holds(Function<String, @Nullable BigDecimal> values) {
            if (when == null) {
                return true;
            }
            Matcher condition = condition(when);
            BigDecimal left = values.apply(condition.group(1));
            BigDecimal right = values.apply(condition.group(3));
            if (left == null || right == null) {
                return false;
            }
            int order = left.compareTo(right);
            return switch (condition.group(2)) {
                case "<" -> order < 0;
                case ">" -> order > 0;
                default -> order == 0;
            };
        }

        private static Matcher condition(String when) {
            Matcher matcher = CONDITION.matcher(when);
            if (!matcher.matches()) {
                throw PackError.at(FILE, "when " + when, "is not of the form: name = name, name < name, name > name");
            }
            return matcher;
        }

        private List<String> names() {
            var names = new ArrayList<>(blanks(line));
            if (when != null) {
                Matcher condition = condition(when);
                names.add(condition.group(1));
                names.add(condition.group(3));
            }
            return names;
        }
    }

    /** The words of a pack and of those laid over it; a pack without the file has none. */
    static Wording load(List<Path> folders, Program program, Outcome outcome) {
        var rules = new HashMap<String, Rule>();
        var questions = new HashMap<String, Text>();
        for (Path folder : folders) {
            Path file = folder.resolve(FILE);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            JsonNode root = Json.yaml(file);
            for (var entry : root.path("rules").properties()) {
                rules.put(entry.getKey(), rule(entry.getValue()));
            }
            for (var entry : root.path("questions").properties()) {
                questions.put(entry.getKey(), Dictionary.words(entry.getValue()));
            }
        }
        var wording = new Wording(Map.copyOf(rules), Map.copyOf(questions));
        wording.refuseWhatThePackDoesNotKnow(program, outcome);
        return wording;
    }

    private static Rule rule(JsonNode node) {
        var sums = new ArrayList<Sum>();
        for (JsonNode sum : node.path("sums")) {
            sums.add(new Sum(
                    sum.has("when") ? sum.path("when").asString() : null,
                    sum.path("line").asString()));
        }
        return new Rule(
                node.has("benefit") ? node.path("benefit").asString() : null,
                node.has("zh") ? Dictionary.words(node) : null,
                List.copyOf(sums));
    }

    private void refuseWhatThePackDoesNotKnow(Program program, Outcome outcome) {
        Set<String> known = program.tables().values().stream()
                .flatMap(table -> table.written().rules().stream())
                .map(Dmn.Rule::id)
                .collect(Collectors.toSet());
        Set<String> benefits =
                outcome.benefits().stream().map(Outcome.Benefit::code).collect(Collectors.toSet());
        rules.forEach((id, rule) -> {
            String place = "rule " + id;
            if (!known.contains(id)) {
                throw PackError.at(FILE, place, "no table has such a row");
            }
            if (rule.benefit() != null && !benefits.contains(rule.benefit())) {
                throw PackError.at(FILE, place, "there is no benefit " + rule.benefit());
            }
            for (String name : names(rule)) {
                boolean found = ALWAYS.contains(name)
                        || program.find(Entity.HOUSEHOLD, name) != null
                        || program.find(Entity.MEMBER, name) != null;
                if (!found) {
                    throw PackError.at(FILE, place, "there is no fact, decision or parameter " + name);
                }
            }
        });
        questions.keySet().forEach(fact -> {
            if (program.dictionary().question(fact) < 0) {
                throw PackError.at(FILE, "question " + fact, "the fact dictionary has no such question");
            }
        });
    }

    private static Set<String> names(Rule rule) {
        var names = new HashSet<String>();
        if (rule.says() != null) {
            names.addAll(blanks(rule.says().zh()));
            names.addAll(blanks(rule.says().en()));
        }
        rule.sums().forEach(sum -> names.addAll(sum.names()));
        return names;
    }

    private static List<String> blanks(String text) {
        return BLANK.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
