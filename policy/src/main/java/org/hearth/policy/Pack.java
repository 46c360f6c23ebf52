package org.hearth.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The early-warning indicators, in the order of the pack. */
    public List<Indicator> indicators() {
        return indicators;
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
