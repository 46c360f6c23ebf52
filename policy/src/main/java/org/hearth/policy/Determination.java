package org.hearth.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pack says of one household: its stratum, what it is due, why, and which facts are still to be asked for.
 *
 * @param stratum the first layer that applies, {@code none}, or {@code undetermined} where a missing fact could change it
 * @param perCapitaIncome counted monthly income per member, yuan; null where a missing fact leaves it open
 * @param rigidShare necessary spending over income, 12 months, where it was worked out
 * @param missing facts that are not known and could change the outcome
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Determination(
        @Nullable String id,
        LocalDate on,
        String region,
        PackName pack,
        String stratum,
        @Nullable BigDecimal perCapitaIncome,
        @Nullable BigDecimal rigidShare,
        List<MemberResult> members,
        List<Benefit> benefits,
        List<Refusal> refused,
        List<Duty> duties,
        List<Reason> explanation,
        List<Question> missing) {

    /** A text in the two languages of the platform. */
    public record Text(String zh, String en) {}

    /** Which pack decided. */
    public record PackName(String name, String version) {}

    /** A member: whether counted under the rules, the stratum, and the marks that visits and child care go by. */
    public record MemberResult(String id, boolean counted, String stratum, List<String> marks) {}

    /**
     * Something due.
     *
     * @param member null where it is the household's
     * @param amount yuan
     * @param unit {@code month}, {@code once} or {@code winter}
     * @param from first day of the first month paid
     * @param months for how many months at most, where there is an end
     * @param decidedBy {@code township} or {@code county}
     * @param procedure {@code full}, {@code gradual-exit}, or {@code advance}: help first, paperwork after
     * @param paperworkBy by when the paperwork has to follow help in advance
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Benefit(
            String benefit,
            @Nullable String member,
            BigDecimal amount,
            String unit,
            @Nullable LocalDate from,
            @Nullable Integer months,
            @Nullable String decidedBy,
            @Nullable String procedure,
            @Nullable LocalDate paperworkBy) {}

    /**
     * Something not due, to whom (null: the household), and why.
     *
     * @param rule the row that refused it, its legal source and the parameter values it used; null and empty in a
     *     determination of an earlier version
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Refusal(
            String benefit,
            @Nullable String member,
            Text reason,
            @Nullable String rule,
            @Nullable String source,
            List<Used> parameters) {

        public Refusal {
            parameters = parameters == null ? List.of() : parameters;
        }
    }

    /** What the office must do, about whom (null: the household), and by when: a date, or {@code at-once}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Duty(String duty, @Nullable String member, String by) {}

    /**
     * A rule that fired ({@code result}) or just missed: the facts it looked at, the parameter values it used, and its
     * legal source.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reason(
            String rule,
            boolean result,
            @Nullable String member,
            Map<String, Object> inputs,
            List<Used> parameters,
            Text text,
            String source) {}

    /** A parameter value that a rule used, and whether it only stands in for a local value that is not known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Used(String name, Object value, @Nullable LocalDate validFrom, String source, boolean illustrative) {}

    /** A fact to ask for, of whom, and what hangs on it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Question(String fact, @Nullable String member, List<String> affects, Text question) {}

    /** The same determination, in the name of another edition of the pack. */
    public Determination by(PackName edition) {
        return new Determination(
                id,
                on,
                region,
                edition,
                stratum,
                perCapitaIncome,
                rigidShare,
                members,
                benefits,
                refused,
                duties,
                explanation,
                missing);
    }

    /** The determination as one line of JSON. */
    public String toJson() {
        return Json.write(this);
    }

    /** The determination that {@link #toJson} wrote, perhaps by an earlier version; what is not known any more is passed over. */
    public static Determination parse(String json) {
        return Json.readDetermination(json);
    }
}
