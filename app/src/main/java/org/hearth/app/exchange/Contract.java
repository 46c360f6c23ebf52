package org.hearth.app.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param proposes what a row proposes to be done in the register; null where it asks for nothing
 * @param tells what other rooms are told of a row, whether its person is in the register or not; null for most kinds
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
        @Nullable List<ProposalRule> proposes,
        @Nullable Tells tells,
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
     * @param title the same in English; null where the type says it all
     * @param description what to write, where name and type do not say it
     * @param example a cell as it may be written
     * @param codes for a code: what a cell may say, and what that is in the household document
     * @param addedLater whether the column was agreed upon later: rows that were kept before lack it, and where it is empty they are
     *     still the same rows; such columns stand last
     */
    record Field(
            String name,
            Type type,
            @Nullable String title,
            @Nullable Text description,
            @Nullable String example,
            @Nullable Constraints constraints,
            @Nullable Map<String, JsonNode> codes,
            boolean addedLater) {

        /** Whether the cell may not be empty. A row is about its first name and number, so they may not. */
        boolean required() {
            return constraints != null && constraints.required();
        }
    }

    /**
     * What a cell must keep to beyond its type.
     *
     * @param required whether it may not be empty
     * @param pattern a regular expression that the whole of a text matches
     * @param minimum the least amount
     * @param maximum the largest amount
     * @param future whether a date may lie after today
     */
    record Constraints(
            boolean required,
            @Nullable String pattern,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            boolean future) {}

    /** The sum of some amounts may not exceed another; otherwise the row waits for {@code reason}. */
    record AtMost(List<String> sum, String of, Text reason) {}

    /**
     * A fact that a row states.
     *
     * @param kind the property of the household document
     * @param about {@code person} or {@code household}
     * @param only for rows that have one of these words in these fields; null for all
     * @param holdsOn the field with the date from which it holds
     * @param key fields, or plain words, that tell several facts of a kind apart
     * @param value a pattern of the value: {@code {constant: …}}, {@code {field: …}}, {@code {sum: […]}}, or an object of these,
     *     without the parts of which the field is empty. A value of null, or one whose {@code ended} is true, ends the fact
     * @param stratum the stratum that the department finds by it, of the household: it holds until the fact is ended
     */
    record FactRule(
            String kind,
            String about,
            @Nullable Map<String, List<String>> only,
            String holdsOn,
            @Nullable List<String> key,
            JsonNode value,
            @Nullable String stratum) {

        boolean isStatedBy(Map<String, String> cells) {
            return has(only, cells);
        }
    }

    /**
     * What a row proposes to be done in the register of households. Nothing is done by itself.
     *
     * @param act as {@code ProposedAct} spells it
     * @param only for rows that have one of these words in these fields; null for all
     * @param on the field with the day it happened
     * @param key fields that tell the event from others, so that the same one told by another row is proposed once; null where
     *     what happened to a household on one day is one event
     * @param name the field with the name of the child or the spouse
     * @param sex the field with the child's sex
     * @param number the field with the spouse's identity number
     * @param place the field that says where they moved
     */
    record ProposalRule(
            String act,
            @Nullable Map<String, List<String>> only,
            String on,
            @Nullable List<String> key,
            @Nullable String name,
            @Nullable String sex,
            @Nullable String number,
            @Nullable String place) {

        boolean isMadeBy(Map<String, String> cells) {
            return has(only, cells);
        }

        /** The fields that it reads beside its day. */
        List<String> fields() {
            return Stream.concat(
                            Stream.ofNullable(key).flatMap(List::stream),
                            Stream.of(name, sex, number, place).filter(Objects::nonNull))
                    .toList();
        }
    }

    private static boolean has(@Nullable Map<String, List<String>> only, Map<String, String> cells) {
        return only == null
                || only.entrySet().stream().allMatch(wanted -> wanted.getValue().contains(cells.get(wanted.getKey())));
    }

    /**
     * The line in the household's chain. What stands in square brackets is left out where its column is empty.
     *
     * @param on the field with the day it happened; null for one line a household and file, on the day the file came
     * @param summed for such a line, the amount that is added up
     */
    record ChainRule(@Nullable String on, @Nullable String summed, String zh, String en) {}

    List<ProposalRule> proposals() {
        return proposes == null ? List.of() : proposes;
    }

    /** The facts by which the department finds a stratum. */
    List<FactRule> strata() {
        return facts.stream().filter(rule -> rule.stratum() != null).toList();
    }

    /** Whether rows ask for something in the register: a death is noted, an act proposed, a stratum found. */
    boolean reachesTheRegister() {
        return death != null || !proposals().isEmpty() || !strata().isEmpty();
    }

    /**
     * What another room is told of a row.
     *
     * @param what kind of news it is, such as {@code missing-person}
     * @param of what the room calls a value, and the field that has it
     */
    record Tells(String what, Map<String, String> of) {}

    List<AtMost> limits() {
        return atMost == null ? List.of() : atMost;
    }

    List<String> columns() {
        return fields.stream().map(Field::name).toList();
    }

    /** The columns without which a file cannot be used; the others may be missing from it. */
    List<String> required() {
        return fields.stream()
                .filter(field -> Columns.isRequired(this, field))
                .map(Field::name)
                .toList();
    }

    /** The cells of a row in the contract's order, which may have been kept before its last columns were agreed upon. */
    List<String> inFull(List<String> cells) {
        List<String> full = new ArrayList<>(cells);
        while (full.size() < fields.size()) {
            full.add("");
        }
        return full;
    }

    /** The first column of a type; of names and identity numbers it is that of the person whom the row is about. */
    String column(Type type) {
        return fields.stream()
                .filter(field -> field.type() == type)
                .map(Field::name)
                .findFirst()
                .orElseThrow();
    }
}
