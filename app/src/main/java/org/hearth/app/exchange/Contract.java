package org.hearth.app.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a department and the platform agreed a file looks like, and which facts its rows state. Read from
 * {@code contracts/*.yaml}; the fields are after the Frictionless Table Schema.
 *
 * @param kind name of the record kind
 * @param file what the department's file names begin with; tells apart kinds that have the same columns
 * @param atMost amounts that may not exceed another
 * @param facts what one row states
 * @param death the date field of a row that reports a death; null for all other kinds
 */
record Contract(
        String kind,
        Text title,
        Text department,
        String file,
        List<Field> fields,
        @Nullable List<AtMost> atMost,
        List<FactRule> facts,
        @Nullable String death,
        ChainRule chain) {

    /** How a cell is read; the contracts spell it as given here. */
    enum Type {
        @JsonProperty("person-name")
        PERSON_NAME,
        @JsonProperty("identity-number")
        IDENTITY_NUMBER,
        @JsonProperty("string")
        STRING,
        @JsonProperty("date")
        DATE,
        @JsonProperty("amount")
        AMOUNT,
        @JsonProperty("code")
        CODE
    }

    /**
     * A column.
     *
     * @param name its header, as the department writes it
     * @param required whether the cell may not be empty
     * @param codes for a code: what a cell may say, and what that is in the household document
     */
    record Field(
            String name,
            Type type,
            boolean required,
            @Nullable Map<String, JsonNode> codes) {}

    /** The sum of some amounts may not exceed another; otherwise the row waits for {@code reason}. */
    record AtMost(List<String> sum, String of, Text reason) {}

    /**
     * A fact that a row states.
     *
     * @param kind the property of the household document
     * @param about {@code person} or {@code household}
     * @param only for rows that have these words in these fields; null for all
     * @param holdsOn the field with the date from which it holds
     * @param key fields, or plain words, that tell several facts of a kind apart
     * @param value a pattern of the value: {@code {constant: …}}, {@code {field: …}}, {@code {sum: […]}}, or an object of these
     */
    record FactRule(
            String kind,
            String about,
            @Nullable Map<String, String> only,
            String holdsOn,
            @Nullable List<String> key,
            JsonNode value) {

        boolean isStatedBy(Map<String, String> cells) {
            return only == null || cells.entrySet().containsAll(only.entrySet());
        }
    }

    /**
     * The line in the household's chain.
     *
     * @param on the field with the day it happened; null for one line a household and file, on the day the file came
     * @param summed for such a line, the amount that is added up
     */
    record ChainRule(@Nullable String on, @Nullable String summed, String zh, String en) {}

    List<AtMost> limits() {
        return atMost == null ? List.of() : atMost;
    }

    List<String> columns() {
        return fields.stream().map(Field::name).toList();
    }

    /** The one column of a type of which each contract has one: the name, and the identity number. */
    String column(Type type) {
        return fields.stream()
                .filter(field -> field.type() == type)
                .map(Field::name)
                .findFirst()
                .orElseThrow();
    }
}
