package org.hearth.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hearth.policy.Form.Column;
import org.hearth.policy.Form.Reach;
import org.hearth.policy.Typing.Plain;
import org.hearth.policy.Typing.Ratio;
import org.hearth.policy.Typing.Value;
import org.jspecify.annotations.Nullable;

/** All decisions of a pack in the typed form: a column for each, in the order in which they can be worked out. */
final class Program {

    /** No household has more members, nor a member more incomes; what bounds a sum. */
    static final long LONGEST_LIST = 100;

    /** The most rules of a table: each has one bit of a long. */
    static final int MOST_RULES = 60;

    /**
     * A decision to compile: what kind of row it is about, and where it is written.
     *
     * @param region the regional pack that it belongs to; null for the national one
     */
    record Source(
            Entity entity, Dmn.Decision decision, @Nullable Region region) {

        Source(Entity entity, Dmn.Decision decision) {
            this(entity, decision, null);
        }

        /** Its column while it stands beside a decision of the same name: {@code temporaryAmount@cn-31-shanghai}. */
        String apart() {
            return Program.apart(decision.name(), region);
        }
    }

    /** A regional pack: its name, and the truth parameter that holds in its region. */
    record Region(String pack, String parameter) {}

    /** A run of columns of one entity that only need columns of the stages before it, or of their own row. */
    record Stage(Entity entity, List<Slot> slots) {}

    private final Dictionary dictionary;
    private final Symbols symbols = new Symbols();
    private final Map<Entity, Map<String, Slot>> slots = new EnumMap<>(Entity.class);
    private final Map<Entity, Map<String, Ratio>> ratios = new EnumMap<>(Entity.class);
    private final Map<Entity, Map<String, Source>> sources = new EnumMap<>(Entity.class);
    private final Map<Entity, Map<String, List<Source>>> replacements = new EnumMap<>(Entity.class);
    private final Map<Slot, Map<Long, String>> ruleIds = new HashMap<>();
    private final Map<Slot, List<Table>> numbered = new HashMap<>();
    private final Map<Slot, Form> forms = new LinkedHashMap<>();
    private final Map<Slot, Table> tables = new LinkedHashMap<>();
    private final Set<Source> open = new LinkedHashSet<>();
    private final Map<Source, Set<String>> used = new HashMap<>();
    private List<Stage> stages = List.of();

    private Program(Dictionary dictionary) {
        this.dictionary = dictionary;
        for (Entity entity : Entity.values()) {
            slots.put(entity, new LinkedHashMap<>());
            ratios.put(entity, new HashMap<>());
            sources.put(entity, new LinkedHashMap<>());
            replacements.put(entity, new HashMap<>());
        }
    }

    /**
     * Compiles.
     *
     * @param wanted household and member decisions whose missing facts are to be traced
     */
    static Program compile(Dictionary dictionary, List<Source> decisions, Map<Entity, List<String>> wanted) {
        var program = new Program(dictionary);
        program.declareFacts();
        decisions.forEach(program::name);
        for (Source source : decisions) {
            program.find(source.entity(), source.decision().name(), Reach.SELF);
        }
        var missing = new Missing(program);
        wanted.forEach((entity, names) -> names.forEach(name -> missing.trace(program.slot(entity, name))));
        program.stages = program.layer();
        return program;
    }

    /** A regional decision of a national one's name takes its place in the region; any other name may stand once. */
    private void name(Source source) {
        String name = source.decision().name();
        Source national = of(sources, source.entity()).get(name);
        if (source.region() != null && national != null && national.region() == null) {
            of(replacements, source.entity())
                    .computeIfAbsent(name, n -> new ArrayList<>())
                    .add(source);
        } else if (national != null || of(slots, source.entity()).containsKey(name)) {
            throw PackError.at(source.decision().file(), "decision " + name, "the name is taken");
        } else {
            of(sources, source.entity()).put(name, source);
        }
    }

    private void declareFacts() {
        declare(Entity.HOUSEHOLD, "on", new Type.Day(), false, -1, null);
        for (var parameter : dictionary.parameters) {
            Type type = type(parameter.kind(), parameter.places(), 100_000_000L, parameter.values());
            declare(Entity.HOUSEHOLD, parameter.slot(), type, false, -1, parameter.name());
        }
        for (var fact : dictionary.facts) {
            int question = dictionary.question(fact.ask());
            declare(
                    fact.of(),
                    fact.name(),
                    type(fact.kind(), 2, fact.max(), fact.values()),
                    question >= 0,
                    question,
                    null);
        }
    }

    private Type type(Dictionary.Kind kind, int places, long max, List<String> values) {
        values.forEach(symbols::number);
        return switch (kind) {
            case MONEY -> Type.Numeric.whole(0, max).at(2);
            case DECIMAL -> Type.Numeric.whole(0, 15).at(places);
            case WHOLE -> Type.Numeric.whole(0, max);
            case TRUTH, LIST -> new Type.Truth();
            case CODE -> new Type.Code(values);
            case CODES -> new Type.Codes(values);
            case DAY -> new Type.Day();
        };
    }

    private Slot declare(
            Entity entity, String name, Type type, boolean nullable, int question, @Nullable String parameter) {
        var slot = new Slot(entity, name, type, nullable, of(slots, entity).size(), question, parameter);
        of(slots, entity).put(name, slot);
        return slot;
    }

    /** A new column with its meaning. */
    Slot define(Entity entity, String name, Form form) {
        Slot slot = declare(entity, name, form.type(), form.nullable(), -1, null);
        forms.put(slot, form);
        return slot;
    }

    /** The column that holds a form: itself when it is one, else a hidden new one. */
    Slot column(Entity entity, Form form) {
        if (form instanceof Column c && c.reach() == Reach.SELF) {
            return c.slot();
        }
        for (var entry : forms.entrySet()) {
            if (entry.getKey().entity() == entity && entry.getValue().equals(form)) {
                return entry.getKey();
            }
        }
        return define(entity, "#" + of(slots, entity).size(), form);
    }

    private void compile(Source source, String name) {
        Dmn.Decision decision = source.decision();
        if (of(slots, source.entity()).containsKey(name)) {
            return;
        }
        if (!open.add(source)) {
            throw PackError.at(
                    decision.file(),
                    "decision " + name,
                    "decides itself, by way of "
                            + open.stream().map(s -> s.decision().name()).toList());
        }
        used.put(source, new HashSet<>());
        if (decision.table() != null) {
            Table table = Table.compile(this, source, name, decision.table());
            tables.put(table.result(), table);
        } else if (decision.expression() != null) {
            try {
                literal(source.entity(), name, decision.expression());
            } catch (IllegalArgumentException e) {
                throw PackError.at(decision.file(), "decision " + name, String.valueOf(e.getMessage()));
            }
        }
        open.remove(source);
        for (String use : used.getOrDefault(source, Set.of())) {
            if (!decision.requires().contains(use)) {
                throw PackError.at(
                        decision.file(),
                        "decision " + name,
                        "uses " + use + ", but has no information requirement for it");
            }
        }
    }

    /** A national decision with its regional replacements: whichever holds where the household lives. */
    private void compile(Source national, List<Source> regional) {
        Entity entity = national.entity();
        String name = national.decision().name();
        if (of(slots, entity).containsKey(name)) {
            return;
        }
        compile(national, national.apart());
        var columns = new ArrayList<Form>(List.of(apart(national)));
        for (Source source : regional) {
            compile(source, source.apart());
            columns.add(apart(source));
        }
        try {
            List<Form> aligned = Typing.align(columns);
            Form form = aligned.getFirst();
            for (int i = 0; i < regional.size(); i++) {
                form = new Form.Choice(
                        holdsIn(regional.get(i)),
                        aligned.get(i + 1),
                        form,
                        Typing.joint(List.of(form, aligned.get(i + 1))));
            }
            define(entity, name, form);
        } catch (IllegalArgumentException e) {
            throw PackError.at(
                    regional.getFirst().decision().file(), "decision " + name, String.valueOf(e.getMessage()));
        }
        ruleNumbers(national, regional);
    }

    private Column apart(Source source) {
        Slot slot = slot(source.entity(), source.apart());
        Table table = tables.get(slot);
        if (of(ratios, source.entity()).containsKey(source.apart()) || (table != null && table.rule() == null)) {
            throw PackError.at(
                    source.decision().file(),
                    "decision " + source.decision().name(),
                    "a regional pack cannot replace a division or a COLLECT table; give it another name");
        }
        return new Column(Reach.SELF, slot);
    }

    /** Whether the regional pack of a decision holds where the household lives. */
    Form holdsIn(Source source) {
        String parameter = java.util.Objects.requireNonNull(source.region()).parameter();
        return new Column(Reach.HOUSEHOLD, slot(Entity.HOUSEHOLD, Dictionary.camel(parameter)));
    }

    /** Rules of the tables that stand for one decision are numbered through, the national ones first. */
    private void ruleNumbers(Source national, List<Source> regional) {
        String name = national.decision().name();
        var ids = new LinkedHashMap<Long, String>();
        var tablesInOrder = new ArrayList<Table>();
        Form numbers = null;
        var all = new ArrayList<>(List.of(national));
        all.addAll(regional);
        for (Source source : all) {
            Table table = tables.get(slot(source.entity(), source.apart()));
            if (table == null) {
                return;
            }
            tablesInOrder.add(table);
            long before = ids.size();
            for (int number = 1; number <= table.outputs().size(); number++) {
                ids.put(before + number, table.ruleId(number));
            }
            Form own = Typing.plus(new Column(Reach.SELF, java.util.Objects.requireNonNull(table.rule())), before);
            numbers = numbers == null
                    ? own
                    : new Form.Choice(holdsIn(source), own, numbers, Typing.joint(List.of(own, numbers)));
        }
        Slot rule = define(national.entity(), name + "#rule", java.util.Objects.requireNonNull(numbers));
        ruleIds.put(rule, ids);
        numbered.put(rule, List.copyOf(tablesInOrder));
    }

    /** A table and its regional replacements, in the order in which {@link #rule} numbers their rules. */
    List<Table> numberedTables(Slot result) {
        List<Table> found = numbered.get(rule(result));
        return found != null ? found : List.of(java.util.Objects.requireNonNull(tables.get(result)));
    }

    /** The column of the number of the rule that decided a table or its regional replacement. */
    Slot rule(Slot result) {
        return slot(result.entity(), result.name() + "#rule");
    }

    /** What the numbers of {@link #rule} stand for. */
    Map<Long, String> ruleIds(Slot result) {
        Map<Long, String> ids = ruleIds.get(rule(result));
        if (ids == null) {
            ids = new LinkedHashMap<>();
            Table table = java.util.Objects.requireNonNull(tables.get(result));
            for (long number = 1; number <= table.outputs().size(); number++) {
                ids.put(number, table.ruleId(number));
            }
        }
        return ids;
    }

    /** Whether a table is the one that holds where the household lives. */
    boolean holds(Table table, Row household) {
        return holds(table.source(), household);
    }

    /** Whether what a pack, national or regional, says of a decision is what holds where the household lives. */
    boolean holds(Entity entity, String decision, @Nullable String regional, Row household) {
        var written = new ArrayList<>(of(replacements, entity).getOrDefault(decision, List.of()));
        written.add(java.util.Objects.requireNonNull(of(sources, entity).get(decision)));
        return written.stream()
                .filter(source -> source.region() == null
                        ? regional == null
                        : source.region().pack().equals(regional))
                .anyMatch(source -> holds(source, household));
    }

    private boolean holds(Source source, Row household) {
        if (source.region() != null) {
            return holdsIn(source, household);
        }
        return of(replacements, source.entity()).getOrDefault(source.decision().name(), List.of()).stream()
                .noneMatch(replacement -> holdsIn(replacement, household));
    }

    /** What a column means for a household: of a decision that regional packs replace, the one that is in force there. */
    @Nullable
    Form meaning(Slot slot, Row household) {
        List<Source> replacing = of(replacements, slot.entity()).getOrDefault(slot.name(), List.of());
        if (replacing.isEmpty()) {
            return meaning(slot);
        }
        String name = replacing.stream()
                .filter(source -> holdsIn(source, household))
                .reduce((before, after) -> after)
                .map(Source::apart)
                .orElse(apart(slot.name(), null));
        return meaning(slot(slot.entity(), name));
    }

    private boolean holdsIn(Source source, Row household) {
        return household.values[((Column) holdsIn(source)).slot().index()] == 1;
    }

    private void literal(Entity entity, String name, String expression) {
        Value value = new Typing(this, entity).value(Feel.expression(expression));
        switch (value) {
            case Plain p -> define(entity, name, p.form());
            case Ratio r -> {
                of(ratios, entity).put(name, r);
                boolean money = r.numerator().type() instanceof Type.Numeric n
                        && n.scale() == 2
                        && r.denominator().type() instanceof Type.Numeric d
                        && d.scale() == 0;
                define(entity, name, Typing.round(r, money ? 2 : 4, Form.Rounding.HALF_EVEN));
            }
        }
    }

    /** What a name means in an expression about a row of {@code entity}. */
    Value lookUp(Entity entity, String name) {
        Value own = find(entity, name, Reach.SELF);
        if (own != null) {
            return own;
        }
        Slot parameter = of(slots, Entity.HOUSEHOLD).get(name);
        if (parameter != null && (parameter.parameter() != null || name.equals("on"))) {
            use(name);
            return new Plain(new Column(Reach.HOUSEHOLD, parameter));
        }
        throw new IllegalArgumentException(
                "unknown name " + name + ": no fact, parameter or decision of a " + entity.singular + " is called so");
    }

    /** What {@code household.name} or {@code member.name} means. */
    Value lookUpOuter(Entity owner, String name) {
        Value found = find(owner, name, owner == Entity.MEMBER ? Reach.MEMBER : Reach.HOUSEHOLD);
        if (found == null) {
            throw new IllegalArgumentException("unknown name " + owner.singular + "." + name);
        }
        return found;
    }

    private @Nullable Value find(Entity entity, String name, Reach reach) {
        Source source = of(sources, entity).get(name);
        if (source != null) {
            List<Source> regional = of(replacements, entity).get(name);
            if (regional == null) {
                compile(source, name);
            } else {
                compile(source, regional);
            }
        }
        Ratio ratio = of(ratios, entity).get(name);
        if (ratio != null && reach == Reach.SELF) {
            return ratio;
        }
        Slot slot = of(slots, entity).get(name);
        return slot == null ? null : new Plain(new Column(reach, slot));
    }

    /** Notes that the decision in hand uses a name, which DMN wants declared. */
    void use(String name) {
        if (!open.isEmpty()) {
            used.computeIfAbsent(List.copyOf(open).getLast(), source -> new HashSet<>())
                    .add(name);
        }
    }

    /** The fact that says whether the list of {@code child} rows is known, or null where it always is. */
    @Nullable
    Slot knownList(Entity owner, Entity child) {
        Slot slot = of(slots, owner).get(child.plural);
        return slot != null && slot.nullable() ? slot : null;
    }

    private List<Stage> layer() {
        var done = new HashSet<Slot>();
        slots.values()
                .forEach(byName -> byName.values().stream()
                        .filter(slot -> !forms.containsKey(slot))
                        .forEach(done::add));
        var layered = new ArrayList<Stage>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Entity entity : Entity.values()) {
                var stage = new ArrayList<Slot>();
                var before = Set.copyOf(done);
                boolean more = true;
                while (more) {
                    more = false;
                    for (var entry : forms.entrySet()) {
                        Slot slot = entry.getKey();
                        if (slot.entity() == entity
                                && !done.contains(slot)
                                && Dependencies.of(entry.getValue()).stream()
                                        .allMatch(d -> (d.entity() == entity ? done : before).contains(d))) {
                            done.add(slot);
                            stage.add(slot);
                            more = true;
                        }
                    }
                }
                if (!stage.isEmpty()) {
                    layered.add(new Stage(entity, List.copyOf(stage)));
                    progress = true;
                }
            }
        }
        return List.copyOf(layered);
    }

    private static String apart(String decision, @Nullable Region region) {
        return decision + "@" + (region == null ? "" : region.pack());
    }

    private static <T> T of(Map<Entity, T> byEntity, Entity entity) {
        return java.util.Objects.requireNonNull(byEntity.get(entity));
    }

    Symbols symbols() {
        return symbols;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    List<Stage> stages() {
        return stages;
    }

    Map<Slot, Table> tables() {
        return tables;
    }

    /** What a column means; null for a fact or a parameter. */
    @Nullable
    Form meaning(Slot slot) {
        return forms.get(slot);
    }

    /** The column of a fact, parameter or decision that surely exists. */
    Slot slot(Entity entity, String name) {
        Slot slot = of(slots, entity).get(name);
        if (slot == null) {
            throw PackError.in("pack.yaml", "no decision of a " + entity.singular + " is called " + name);
        }
        return slot;
    }

    /** As {@link #slot}, or null. */
    @Nullable
    Slot find(Entity entity, String name) {
        return of(slots, entity).get(name);
    }

    /** All columns of an entity, the hidden ones too. */
    Collection<Slot> columns(Entity entity) {
        return of(slots, entity).values();
    }

    /** The fraction that a decision is, or null where it is none. */
    @Nullable
    Ratio ratio(Entity entity, String name) {
        return of(ratios, entity).get(name);
    }

    int width(Entity entity) {
        return of(slots, entity).size();
    }

    /** The bits of all questions. */
    Type.Numeric questionBits() {
        return new Type.Numeric(0, BigInteger.ZERO, BigInteger.TWO.pow(dictionary.questions.size()));
    }
}
