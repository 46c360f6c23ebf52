package org.hearth.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fact dictionary of a pack, {@code facts.yaml}: what each fact is called, where it stands, and how to ask for it. */
final class Dictionary {

    private static final String FILE = "facts.yaml";

    enum Kind {
        MONEY,
        DECIMAL,
        WHOLE,
        TRUTH,
        CODE,
        CODES,
        DAY,
        LIST
    }

    /**
     * A fact.
     *
     * @param max the most a number can be; a larger one is an error of the record, not a fact
     * @param field the field of the household document, dotted; for a derived fact, null
     * @param column the column of the facts layout; null where the layout has none
     * @param known the truth column that says whether the group it belongs to is known; null where there is none
     * @param absent what an absent value means: a value, or the name of another fact
     * @param ask the question to ask when it is not known; null where it always is
     * @param yearsSince the day it counts whole years from, up to {@code on}
     * @param daysSince the day it counts days from, up to {@code on}
     * @param answeredBy of an event, the kind of event that answers it: true where one of that kind, in the calendar year of
     *     {@code on} and not after it, names this event's cause or kind as its cause
     */
    record Fact(
            Entity of,
            String name,
            Kind kind,
            long max,
            List<String> values,
            @Nullable String field,
            @Nullable String column,
            @Nullable String known,
            @Nullable String absent,
            @Nullable String ask,
            @Nullable String yearsSince,
            @Nullable String daysSince,
            @Nullable String answeredBy) {

        /** Whether it counts from another fact. */
        boolean derived() {
            return yearsSince != null || daysSince != null;
        }
    }

    /**
     * A parameter as decisions see it.
     *
     * @param residence fixes one, such as the urban standard for a rural household
     * @param before the value that the one in force replaced; where there was none, the one in force
     */
    record ParameterFact(
            String name,
            String slot,
            Kind kind,
            int places,
            List<String> values,
            @Nullable String residence,
            boolean before) {}

    /** A question: its name, the kind of row it is asked of, and its words. */
    record Question(String name, Determination.Text text) {}

    final List<Fact> facts = new ArrayList<>();
    final List<ParameterFact> parameters = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();
    final Map<String, Determination.Text> labels = new HashMap<>();

    static Dictionary load(Path file) {
        var dictionary = new Dictionary();
        JsonNode root = Json.yaml(file);
        for (JsonNode node : root.path("questions")) {
            dictionary.questions.add(new Question(text(node, "name"), words(node)));
        }
        for (JsonNode node : root.path("facts")) {
            dictionary.facts.add(dictionary.fact(node));
        }
        dictionary.addParameters(root.path("parameters"));
        return dictionary;
    }

    /** The parameters that only a regional pack knows. */
    void addParameters(JsonNode nodes) {
        for (JsonNode node : nodes) {
            String name = text(node, "name");
            String slot = node.has("as") ? text(node, "as") : camel(name);
            parameters.add(new ParameterFact(
                    name,
                    slot,
                    kind(name, text(node, "type")),
                    node.path("places").asInt(2),
                    strings(node.path("values")),
                    optional(node, "residence"),
                    node.path("before").asBoolean(false)));
            labels.put(slot, words(node));
        }
    }

    /** The truth parameter that says where a regional pack holds. */
    void addRegion(String parameter, Determination.Text title) {
        parameters.add(new ParameterFact(parameter, camel(parameter), Kind.TRUTH, 0, List.of(), null, false));
        labels.put(camel(parameter), title);
    }

    /**
     * Refuses a pack in which a decision could need a parameter that has no value for the whole nation. A parameter that no
     * decision reads (a clock, a visit interval) need not be declared here; a misspelt one shows as the declared one missing.
     */
    void requireValues(Parameters values) {
        for (ParameterFact parameter : parameters) {
            if (!values.names().contains(parameter.name())) {
                throw PackError.at("parameters", parameter.name(), "has no value, though " + FILE + " declares it");
            }
            values.requireUnbroken(parameter.name(), parameter.residence());
        }
    }

    private Fact fact(JsonNode node) {
        String name = text(node, "name");
        Entity of = Entity.named(text(node, "of"))
                .orElseThrow(() -> PackError.at(FILE, name, "of: no such kind of row: " + text(node, "of")));
        Kind kind = kind(name, text(node, "type"));
        String ask = optional(node, "ask");
        if (ask != null && question(ask) < 0) {
            throw PackError.at(FILE, name, "ask: there is no question " + ask);
        }
        if ((kind == Kind.CODE || kind == Kind.CODES) && !node.has("values")) {
            throw PackError.at(FILE, name, "values: a code needs the list of its values");
        }
        labels.put(of.singular + "." + name, words(node));
        return new Fact(
                of,
                name,
                kind,
                node.path("max").asLong(kind == Kind.MONEY ? 100_000_000L : 1_000L),
                strings(node.path("values")),
                optional(node, "field"),
                optional(node, "column"),
                optional(node, "known"),
                optional(node, "absent"),
                ask,
                optional(node, "years-since"),
                optional(node, "days-since"),
                optional(node, "answered-by"));
    }

    /** The number of a question, or -1. */
    int question(@Nullable String name) {
        for (int i = 0; i < questions.size(); i++) {
            if (questions.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** {@code tekun.basic-multiple} as an expression names it: {@code tekunBasicMultiple}. */
    static String camel(String name) {
        var camel = new StringBuilder();
        boolean raise = false;
        for (char c : name.toCharArray()) {
            if (c == '.' || c == '-') {
                raise = true;
            } else {
                camel.append(raise ? Character.toUpperCase(c) : c);
                raise = false;
            }
        }
        return camel.toString();
    }

    private static Kind kind(String name, String type) {
        return switch (type) {
            case "money" -> Kind.MONEY;
            case "decimal" -> Kind.DECIMAL;
            case "whole" -> Kind.WHOLE;
            case "boolean" -> Kind.TRUTH;
            case "code" -> Kind.CODE;
            case "codes" -> Kind.CODES;
            case "date" -> Kind.DAY;
            case "list" -> Kind.LIST;
            default -> throw PackError.at(FILE, name, "type: not a type: " + type);
        };
    }

    static Determination.Text words(JsonNode node) {
        return new Determination.Text(text(node, "zh"), text(node, "en"));
    }

    private static String text(JsonNode node, String key) {
        if (!node.has(key)) {
            throw PackError.at(FILE, node.path("name").asString("an entry"), key + " is missing");
        }
        return node.path(key).asString();
    }

    private static @Nullable String optional(JsonNode node, String key) {
        return node.has(key) ? node.path(key).asString() : null;
    }

    private static List<String> strings(JsonNode node) {
        var strings = new ArrayList<String>();
        node.forEach(item -> strings.add(item.asString()));
        return List.copyOf(strings);
    }
}
