package org.hearth.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A policy pack: the front door of this library. Immutable, and safe to share between threads. */
public final class Pack {

    private final Determination.PackName name;
    private final Parameters parameters;
    private final WorkingDays workingDays;
    private final Program program;
    private final Outcome outcome;
    private final List<Indicator> indicators;
    private final Decider decider;

    private Pack(
            Determination.PackName name,
            Parameters parameters,
            WorkingDays workingDays,
            Program program,
            Outcome outcome,
            List<Indicator> indicators) {
        this.name = name;
        this.parameters = parameters;
        this.workingDays = workingDays;
        this.program = program;
        this.outcome = outcome;
        this.indicators = indicators;
        this.decider = new Decider(name, program, outcome, parameters, workingDays);
    }

    /**
     * Loads a pack from its folder.
     *
     * @throws PackError in one line: file, table, row and column of the first thing that is wrong
     */
    public static Pack load(Path directory) {
        Path head = directory.resolve("pack.yaml");
        if (!Files.isRegularFile(head)) {
            throw PackError.in(directory.toString(), "no policy pack here: pack.yaml is missing");
        }
        JsonNode pack = Json.yaml(head);
        Dictionary dictionary = Dictionary.load(directory.resolve("facts.yaml"));
        Parameters parameters = Parameters.load(directory.resolve("parameters"));
        dictionary.requireValues(parameters);
        WorkingDays workingDays = WorkingDays.load(directory.resolve("calendar"));
        var sources = new ArrayList<Program.Source>();
        for (JsonNode node : pack.path("decisions")) {
            sources.addAll(decisions(directory, node));
        }
        var categories = new LinkedHashMap<Program.Source, String>();
        for (JsonNode node : pack.path("indicators")) {
            for (Program.Source source : decisions(directory, node)) {
                categories.put(source, node.path("category").asString());
                sources.add(source);
            }
        }
        Program program = Program.compile(dictionary, sources, traced(pack));
        return new Pack(
                new Determination.PackName(
                        pack.path("name").asString(), pack.path("version").asString()),
                parameters,
                workingDays,
                program,
                Outcome.of(program, pack),
                Indicator.of(program, categories));
    }

    private static List<Program.Source> decisions(Path directory, JsonNode node) {
        Entity each = Outcome.entity(node);
        Path file = directory.resolve(node.path("file").asString());
        if (!Files.isRegularFile(file)) {
            throw PackError.at(
                    "pack.yaml", "file", "there is no " + node.path("file").asString());
        }
        return Dmn.read(file).stream().map(d -> new Program.Source(each, d)).toList();
    }

    /** The decisions whose missing facts are asked for: the strata and the amounts. */
    private static Map<Entity, List<String>> traced(JsonNode pack) {
        var household = new ArrayList<String>();
        var member = new ArrayList<String>();
        household.add(pack.path("outcome").path("stratum").asString());
        member.add(pack.path("outcome").path("member-stratum").asString());
        for (JsonNode node : pack.path("benefits")) {
            (Outcome.entity(node) == Entity.HOUSEHOLD ? household : member)
                    .add(node.path("amount").asString());
        }
        return Map.of(Entity.HOUSEHOLD, household, Entity.MEMBER, member);
    }

    /** Its name and version, as every determination carries them. */
    public Determination.PackName name() {
        return name;
    }

    /** The dated values by place. */
    public Parameters parameters() {
        return parameters;
    }

    /** The calendar of working days. */
    public WorkingDays workingDays() {
        return workingDays;
    }

    /**
     * Decides one household under the rules and values in force on its {@code on}.
     *
     * @throws IllegalArgumentException naming the field that holds what the fact dictionary does not know
     */
    public Determination decide(HouseholdDocument household) {
        return decider.decide(household);
    }

    /**
     * A benefit that the pack decides, and its column in a screening's result.
     *
     * @param ofMember whether it is one person's, else the household's
     */
    public record BenefitColumn(String benefit, boolean ofMember, String column) {}

    /** The benefits that the pack decides, in its order. */
    public List<BenefitColumn> benefits() {
        return outcome.benefits().stream()
                .map(benefit ->
                        new BenefitColumn(benefit.code(), benefit.amount().entity() == Entity.MEMBER, benefit.column()))
                .toList();
    }

    /** An indicator that fired; {@code member} is null where it is about the household. */
    public record Fired(Indicator indicator, @Nullable String member) {}

    /**
     * The early-warning indicators that fire for one household.
     *
     * @throws IllegalArgumentException naming the field that holds what the fact dictionary does not know
     */
    public List<Fired> indicatorsOf(HouseholdDocument household) {
        Row row = decider.run(household);
        Row[] members = row.lists[Entity.MEMBER.ordinal()];
        var fired = new ArrayList<Fired>();
        for (Table table : program.tables().values()) {
            if (table.rule() != null || table.result().equals(outcome.marks())) {
                continue;
            }
            if (table.result().entity() == Entity.HOUSEHOLD) {
                fire(table, row, null, fired);
            } else {
                for (int i = 0; i < members.length; i++) {
                    fire(table, members[i], household.members().get(i).id(), fired);
                }
            }
        }
        return fired;
    }

    private void fire(Table table, Row row, @Nullable String member, List<Fired> fired) {
        long bits = row.values[table.result().index()];
        for (int rule = 0; rule < table.conditions().size(); rule++) {
            if ((bits >> rule & 1) == 1) {
                String id = table.ruleId(rule + 1L);
                indicators.stream()
                        .filter(indicator -> indicator.id().equals(id))
                        .forEach(indicator -> fired.add(new Fired(indicator, member)));
            }
        }
    }

    /** The early-warning indicators, in the order of the pack. */
    public List<Indicator> indicators() {
        return indicators;
    }

    /**
     * The pack as SQL that screens a population on one day, by the rules and values then in force.
     *
     * @throws IllegalArgumentException when a parameter has no value in force on that day
     */
    public ScreeningSql screening(LocalDate on) {
        var facts = new SqlFacts(program, decider, parameters, on);
        var results = new SqlResults(program, outcome, indicators);
        var target = new SqlTarget(program, on, results.slots());
        return new ScreeningSql(facts.preparation(), facts.checks(), target.steps(), results.queries(target));
    }

    Program program() {
        return program;
    }

    Outcome outcome() {
        return outcome;
    }

    Decider decider() {
        return decider;
    }
}
