package org.hearth.policy;

import java.math.BigInteger;
import java.util.ArrayList;
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

    /** A decision to compile: where it is written, and what kind of row it is about. */
    record Source(Entity entity, Dmn.Decision decision) {}

    /** A run of columns of one entity that only need columns of the stages before it, or of their own row. */
    record Stage(Entity entity, List<Slot> slots) {}

    private final Dictionary dictionary;
    private final Symbols symbols = new Symbols();
    private final Map<Entity, Map<String, Slot>> slots = new EnumMap<>(Entity.class);
    private final Map<Entity, Map<String, Ratio>> ratios = new EnumMap<>(Entity.class);
    private final Map<Entity, Map<String, Source>> sources = new EnumMap<>(Entity.class);
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
        for (Source source : decisions) {
            String name = source.decision().name();
            if (of(program.slots, source.entity()).containsKey(name)
                    || of(program.sources, source.entity()).put(name, source) != null) {
                throw PackError.at(source.decision().file(), "decision " + name, "the name is taken");
            }
        }
        for (Source source : decisions) {
            program.compile(source);
        }
        var missing = new Missing(program);
        wanted.forEach((entity, names) -> names.forEach(name -> missing.trace(program.slot(entity, name))));
        program.stages = program.layer();
        return program;
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

    private void compile(Source source) {
        Dmn.Decision decision = source.decision();
        String name = decision.name();
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
            Table table = Table.compile(this, source, decision.table());
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
            compile(source);
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

    int width(Entity entity) {
        return of(slots, entity).size();
    }

    /** The bits of all questions. */
    Type.Numeric questionBits() {
        return new Type.Numeric(0, BigInteger.ZERO, BigInteger.TWO.pow(dictionary.questions.size()));
    }
}
