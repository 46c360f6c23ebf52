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
        Slot counted,
        Slot memberStratum,
        Slot marks,
        List<Benefit> benefits,
        List<Duty> duties) {

    /** A benefit: its code, the decision of its amount, and {@code month}, {@code once} or {@code winter}. */
    record Benefit(String code, Slot amount, String unit) {}

    /** A duty of the office: a time limit in working days, or in days where {@code workingDays} is 0. */
    record Duty(String code, int workingDays, int delegatedWorkingDays, int days) {}

    static Outcome of(Program program, JsonNode pack) {
        JsonNode outcome = pack.path("outcome");
        var benefits = new ArrayList<Benefit>();
        for (JsonNode node : pack.path("benefits")) {
            Entity each = entity(node);
            benefits.add(new Benefit(
                    node.path("benefit").asString(),
                    program.slot(each, node.path("amount").asString()),
                    node.path("unit").asString()));
        }
        var duties = new ArrayList<Duty>();
        for (JsonNode node : pack.path("duties")) {
            int workingDays = node.path("working-days").asInt(0);
            duties.add(new Duty(
                    node.path("duty").asString(),
                    workingDays,
                    node.path("delegated-working-days").asInt(workingDays),
                    node.path("days").asInt(0)));
        }
        return new Outcome(
                slot(program, outcome, "stratum", Entity.HOUSEHOLD),
                slot(program, outcome, "per-capita-income", Entity.HOUSEHOLD),
                slot(program, outcome, "per-capita-income-at-least", Entity.HOUSEHOLD),
                slot(program, outcome, "rigid-share", Entity.HOUSEHOLD),
                slot(program, outcome, "counted", Entity.MEMBER),
                slot(program, outcome, "member-stratum", Entity.MEMBER),
                slot(program, outcome, "marks", Entity.MEMBER),
                List.copyOf(benefits),
                List.copyOf(duties));
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

    /** The household decision behind a benefit code, or null. */
    @Nullable
    Benefit household(String code) {
        return benefits.stream()
                .filter(b -> b.code().equals(code) && b.amount().entity() == Entity.HOUSEHOLD)
                .findFirst()
                .orElse(null);
    }
}
