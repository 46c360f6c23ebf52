package org.hearth.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which decisions of a pack fill which parts of a determination, as {@code pack.yaml} says. */
record Outcome(
        Slot stratum,
        Slot perCapitaIncome,
        Slot perCapitaIncomeAtLeast,
        Slot rigidShare,
        Slot rigidShareWorkedOut,
        Slot counted,
        Slot memberStratum,
        Slot marks,
        List<Benefit> benefits,
        List<Refusal> refusals,
        List<Duty> duties) {

    /**
     * A benefit and its terms.
     *
     * @param unit {@code month}, {@code once} or {@code winter}
     * @param from {@code next-month} or {@code this-month}: the first month paid of a monthly benefit
     * @param months for how many months at most, where there is an end; 0 for none
     * @param decidedBy {@code township} or {@code county}
     * @param procedure {@code full}, {@code advance} or {@code gradual-exit}
     * @param paperworkWorkingDays after help in advance, within how many working days the paperwork has to follow
     */
    record Benefit(
            String code,
            Slot amount,
            String unit,
            Term from,
            Term months,
            Term decidedBy,
            Term procedure,
            Term paperworkWorkingDays) {

        /** Its column in a screening's result: {@code tekun_care} of a member, {@code dibao_amount} of a household. */
        String column() {
            String name = code.replace('-', '_');
            return amount.entity() == Entity.HOUSEHOLD ? name + "_amount" : name;
        }
    }

    /** A benefit that is refused, and the COLLECT table whose rows are the reasons. */
    record Refusal(String benefit, Slot reasons) {}

    /**
     * A duty of the office: its time limit in working days, days or months after the acceptance; at once without any.
     *
     * @param when the truth decision on which it exists; null where it always does
     */
    record Duty(String code, Entity of, @Nullable Slot when, Term workingDays, Term days, Term months) {}

    /** A term of a benefit or duty: what a decision or parameter says, else a value written in {@code pack.yaml}. */
    record Term(@Nullable Slot slot, String written) {

        boolean isAbsent() {
            return slot == null && written.isEmpty();
        }
    }

    static Outcome of(Program program, JsonNode pack) {
        JsonNode outcome = pack.path("outcome");
        return new Outcome(
                slot(program, outcome, "stratum", Entity.HOUSEHOLD),
                slot(program, outcome, "per-capita-income", Entity.HOUSEHOLD),
                slot(program, outcome, "per-capita-income-at-least", Entity.HOUSEHOLD),
                slot(program, outcome, "rigid-share", Entity.HOUSEHOLD),
                slot(program, outcome, "rigid-share-worked-out", Entity.HOUSEHOLD),
                slot(program, outcome, "counted", Entity.MEMBER),
                slot(program, outcome, "member-stratum", Entity.MEMBER),
                slot(program, outcome, "marks", Entity.MEMBER),
                benefits(program, pack.path("benefits")),
                refusals(program, pack.path("refusals")),
                duties(program, pack.path("duties")));
    }

    private static List<Benefit> benefits(Program program, JsonNode nodes) {
        var benefits = new ArrayList<Benefit>();
        for (JsonNode node : nodes) {
            Entity each = entity(node);
            benefits.add(new Benefit(
                    node.path("benefit").asString(),
                    program.slot(each, node.path("amount").asString()),
                    node.path("unit").asString(),
                    term(program, each, node, "from"),
                    term(program, each, node, "months"),
                    term(program, each, node, "decided-by"),
                    term(program, each, node, "procedure"),
                    term(program, each, node, "paperwork-working-days")));
        }
        return List.copyOf(benefits);
    }

    private static List<Refusal> refusals(Program program, JsonNode nodes) {
        var refusals = new ArrayList<Refusal>();
        for (JsonNode node : nodes) {
            Slot reasons = program.slot(entity(node), node.path("reasons").asString());
            Table table = program.tables().get(reasons);
            if (table == null || table.rule() != null) {
                throw PackError.at("pack.yaml", "refusals", reasons.name() + " has to be a COLLECT table");
            }
            refusals.add(new Refusal(node.path("benefit").asString(), reasons));
        }
        return List.copyOf(refusals);
    }

    private static List<Duty> duties(Program program, JsonNode nodes) {
        var duties = new ArrayList<Duty>();
        for (JsonNode node : nodes) {
            Entity each = node.has("each") ? entity(node) : Entity.HOUSEHOLD;
            duties.add(new Duty(
                    node.path("duty").asString(),
                    each,
                    node.has("when") ? program.slot(each, node.path("when").asString()) : null,
                    term(program, each, node, "working-days"),
                    term(program, each, node, "days"),
                    term(program, each, node, "months")));
        }
        return List.copyOf(duties);
    }

    private static Term term(Program program, Entity each, JsonNode node, String key) {
        String written = node.path(key).asString("");
        Slot slot = program.find(each, written);
        return new Term(slot != null ? slot : program.find(Entity.HOUSEHOLD, written), written);
    }

    private static Slot slot(Program program, JsonNode outcome, String key, Entity entity) {
        if (!outcome.has(key)) {
            throw PackError.at("pack.yaml", "outcome", key + " is missing");
        }
        return program.slot(entity, outcome.path(key).asString());
    }

    static Entity entity(JsonNode node) {
        String each = node.path("each").asString("");
        return Entity.named(each).orElseThrow(() -> PackError.at("pack.yaml", "each", "no such kind of row: " + each));
    }
}
