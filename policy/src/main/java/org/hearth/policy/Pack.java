package org.hearth.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hearth.policy.ScreeningSql.Result;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A policy pack: the front door of this library. Immutable, and safe to share between threads. */
public final class Pack {

    private final Determination.PackName name;
    private final Map<String, Determination.PackName> byRegion;
    private final Parameters parameters;
    private final WorkingDays workingDays;
    private final Program program;
    private final Outcome outcome;
    private final List<Indicator> indicators;
    private final Wording wording;
    private final List<DecisionFile> files;
    private final Decider decider;

    private Pack(
            Determination.PackName name,
            Map<String, Determination.PackName> byRegion,
            Parameters parameters,
            WorkingDays workingDays,
            Program program,
            Outcome outcome,
            List<Indicator> indicators,
            Wording wording,
            List<DecisionFile> files) {
        this.name = name;
        this.byRegion = byRegion;
        this.parameters = parameters;
        this.workingDays = workingDays;
        this.program = program;
        this.outcome = outcome;
        this.indicators = indicators;
        this.wording = wording;
        this.files = files;
        this.decider = new Decider(this::nameFor, program, outcome, parameters, workingDays);
    }

    /**
     * Loads a pack from its folder: a national one with the regional packs that lie beside it, or a regional one over the
     * national pack it names. A regional pack stands over the national one value by value and table by table, in its region only.
     *
     * @throws PackError in one line: file, table, row and column of the first thing that is wrong
     */
    public static Pack load(Path directory) {
        JsonNode head = head(directory);
        if (head.has("over")) {
            return load(head, directory.resolve(head.path("over").asString()), List.of(directory));
        }
        return load(head, directory, regionalPacks(directory));
    }

    /** Loads a pack as {@link #load} does, but a national one without the regional packs beside it. */
    static Pack loadAlone(Path directory) {
        JsonNode head = head(directory);
        return head.has("over") ? load(directory) : load(head, directory, List.of());
    }

    /** The folders beside a national pack that say they are laid over it. */
    private static List<Path> regionalPacks(Path directory) {
        Path national = directory.toAbsolutePath().normalize();
        try (var beside = Files.list(Objects.requireNonNull(national.getParent()))) {
            return beside.filter(folder -> Files.isRegularFile(folder.resolve("pack.yaml")))
                    .filter(folder -> !folder.equals(national))
                    .filter(folder -> folder.resolve(head(folder).path("over").asString(""))
                            .normalize()
                            .equals(national))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw PackError.in(directory.toString(), e);
        }
    }

    private static JsonNode head(Path directory) {
        Path head = directory.resolve("pack.yaml");
        if (!Files.isRegularFile(head)) {
            throw PackError.in(directory.toString(), "no policy pack here: pack.yaml is missing");
        }
        return Json.yaml(head);
    }

    private static Pack load(JsonNode asked, Path national, List<Path> regional) {
        JsonNode pack = head(national);
        Dictionary dictionary = Dictionary.load(national.resolve("facts.yaml"));
        Parameters parameters = Parameters.load(national.resolve("parameters"));
        var files = new Sources();
        files.add(national, pack, null);
        var names = new LinkedHashMap<String, Determination.PackName>();
        names.put("", name(pack));
        for (Path directory : regional) {
            JsonNode head = head(directory);
            String ofRegion = name(head).name();
            String region = Parameters.prefix(head.path("region").asString());
            if (region.isEmpty() || names.put(region, name(head)) != null) {
                throw PackError.at(
                        ofRegion + "/pack.yaml",
                        "region",
                        "a regional pack names one division, and one that is not taken");
            }
            var scope = new Program.Region(ofRegion, "pack." + ofRegion);
            if (Files.isDirectory(directory.resolve("parameters"))) {
                parameters = parameters.overlaid(Parameters.load(directory.resolve("parameters")), region, ofRegion);
            }
            parameters = parameters.withRegion(
                    scope.parameter(), region, head.path("authority").asString());
            dictionary.addParameters(head.path("parameters"));
            dictionary.addRegion(scope.parameter(), Dictionary.words(head.path("title")));
            files.add(directory, head, scope);
        }
        dictionary.requireValues(parameters);
        Program program = Program.compile(dictionary, files.sources, traced(pack));
        Outcome outcome = Outcome.of(program, pack);
        var folders = new ArrayList<Path>();
        folders.add(national);
        folders.addAll(regional);
        return new Pack(
                name(asked),
                names,
                parameters,
                WorkingDays.load(national.resolve("calendar")),
                program,
                outcome,
                Indicator.of(program, files.categories),
                Wording.load(folders, program, outcome),
                List.copyOf(files.files));
    }

    private static Determination.PackName name(JsonNode head) {
        return new Determination.PackName(
                head.path("name").asString(), head.path("version").asString());
    }

    /** The decisions of a pack and of those laid over it, and the categories of those that are indicators. */
    private static final class Sources {

        private final List<Program.Source> sources = new ArrayList<>();
        private final Map<Program.Source, String> categories = new LinkedHashMap<>();
        private final List<DecisionFile> files = new ArrayList<>();
        private final Map<String, String> ruleIds = new HashMap<>();

        void add(Path directory, JsonNode head, Program.@Nullable Region region) {
            for (JsonNode node : head.path("decisions")) {
                sources.addAll(decisions(directory, node, region));
            }
            for (JsonNode node : head.path("indicators")) {
                for (Program.Source source : decisions(directory, node, region)) {
                    categories.put(source, node.path("category").asString());
                    sources.add(source);
                }
            }
        }

        /** A row's id is what stands in a determination, an alert and a screening's result. */
        private void refuseTakenIds(Dmn.Decision decision) {
            if (decision.table() != null) {
                for (Dmn.Rule rule : decision.table().rules()) {
                    String taken = ruleIds.put(rule.id(), "table " + decision.name() + " of " + decision.file());
                    if (taken != null) {
                        throw PackError.at(
                                decision.file(),
                                "table " + decision.name() + ", row " + rule.id(),
                                "the id is taken by a row of " + taken);
                    }
                }
            }
        }

        private List<Program.Source> decisions(Path directory, JsonNode node, Program.@Nullable Region region) {
            Entity each = Outcome.entity(node);
            Path file = directory.resolve(node.path("file").asString());
            if (!Files.isRegularFile(file)) {
                throw PackError.at(
                        "pack.yaml", "file", "there is no " + node.path("file").asString());
            }
            files.add(new DecisionFile(file, each.singular, region == null ? null : region.pack()));
            List<Dmn.Decision> decisions = Dmn.read(file);
            decisions.forEach(this::refuseTakenIds);
            return decisions.stream()
                    .map(decision -> new Program.Source(each, decision, region))
                    .toList();
        }
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

    /** Its name and version. */
    public Determination.PackName name() {
        return name;
    }

    /** The name and version that a determination in a region carries: the regional pack's where one is laid over there. */
    public Determination.PackName nameFor(String region) {
        return byRegion.entrySet().stream()
                .filter(entry -> region.startsWith(entry.getKey()))
                .max(java.util.Comparator.comparingInt(entry -> entry.getKey().length()))
                .orElseThrow()
                .getValue();
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
     * @param unit {@code month}, {@code once} or {@code winter}
     */
    public record BenefitColumn(String benefit, boolean ofMember, String column, String unit) {}

    /** The benefits that the pack decides, in its order. */
    public List<BenefitColumn> benefits() {
        return outcome.benefits().stream()
                .map(benefit -> new BenefitColumn(
                        benefit.code(), benefit.amount().entity() == Entity.MEMBER, benefit.column(), benefit.unit()))
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

    /** The files of decisions, indicators too, in the order of the pack. */
    public List<DecisionFile> files() {
        return files;
    }

    /** The names that mean the same in a decision about any row, and what kind of value each is: the parameters, and {@code on}. */
    public Map<String, DecidedRow.Kind> everywhere() {
        return DecidedRow.everywhere(program);
    }

    /**
     * The facts and decisions of a kind of row, by name, and what kind of value each is.
     *
     * @param rows such as {@code member} or {@code members}
     */
    public Map<String, DecidedRow.Kind> columns(String rows) {
        return Arrays.stream(Entity.values())
                .filter(entity -> entity.singular.equals(rows) || entity.plural.equals(rows))
                .map(entity -> DecidedRow.columns(program, entity))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such kind of row: " + rows));
    }

    /**
     * Everything that is known and decided of one household, row by row.
     *
     * @throws IllegalArgumentException naming the field that holds what the fact dictionary does not know
     */
    public DecidedRow rows(HouseholdDocument household) {
        return new DecidedRow(program, Entity.HOUSEHOLD, decider.run(household));
    }

    /** The early-warning indicators, in the order of the pack. */
    public List<Indicator> indicators() {
        return indicators;
    }

    /** How a letter says what its rules decide. */
    public Wording wording() {
        return wording;
    }

    /**
     * The pack as SQL that screens a population on one day, by the rules and values then in force.
     *
     * @throws IllegalArgumentException when a parameter has no value in force on that day
     */
    public ScreeningSql screening(LocalDate on) {
        return screening(on, EnumSet.of(Result.HOUSEHOLDS, Result.PERSONS, Result.INDICATORS));
    }

    /** As {@link #screening(LocalDate)}, for these results and what they need. */
    public ScreeningSql screening(LocalDate on, Set<Result> wanted) {
        var facts = new SqlFacts(program, decider, parameters, on);
        var results = new SqlResults(program, outcome, indicators, on, wanted);
        var target = new SqlTarget(program, on, results.slots());
        return new ScreeningSql(
                facts.preparation(), facts.checks(), target.steps(), results.queries(target), target.parameters());
    }

    /**
     * This pack with some parameters changed from a day on; the later change is made to what the earlier one left.
     *
     * @throws IllegalArgumentException in one line: a name that the pack does not have, with the nearest that it has, or a
     *     value that the parameter cannot take
     */
    public Pack with(List<ParameterChange> changes, LocalDate on) {
        Parameters changed = parameters;
        for (ParameterChange change : changes) {
            changed = changed(changed, change, on);
        }
        return new Pack(name, byRegion, changed, workingDays, program, outcome, indicators, wording, files);
    }

    private Parameters changed(Parameters before, ParameterChange change, LocalDate on) {
        if (!before.names().contains(change.name())) {
            throw new IllegalArgumentException(change.name() + ": the pack has no such parameter; nearest: "
                    + String.join(", ", Nearest.of(change.name(), before.names())));
        }
        var declared = program.dictionary().parameters.stream()
                .filter(fact -> fact.name().equals(change.name()))
                .findFirst();
        Type type = declared.map(
                        fact -> program.slot(Entity.HOUSEHOLD, fact.slot()).type())
                .orElse(null);
        Parameters after = before.with(change, on, type instanceof Type.Numeric n ? n.scale() : 4);
        if (type != null) {
            for (Parameters.Difference difference : before.differences(after, on)) {
                if (difference.after() != null) {
                    decider.reader().requireParameter(change, type, difference.after());
                }
            }
        }
        return after;
    }

    /** What a parameter or fact is called; its name where the fact dictionary has none, as of a decision. */
    public Determination.Text label(String name) {
        var dictionary = program.dictionary();
        return dictionary.parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Dictionary.ParameterFact::slot)
                .findFirst()
                .or(() -> dictionary.facts.stream()
                        .filter(fact -> fact.name().equals(name))
                        .map(fact -> fact.of().singular + "." + name)
                        .findFirst())
                .map(key -> Objects.requireNonNull(dictionary.labels.get(key)))
                .orElse(new Determination.Text(name, name));
    }

    /** Whether a table stands in this very pack, not in one over or under it. */
    boolean owns(Table table) {
        var region = table.source().region();
        return region == null ? name.equals(byRegion.get("")) : region.pack().equals(name.name());
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
