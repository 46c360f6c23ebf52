package org.hearth.policy;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hearth.policy.ScreeningSql.Step;

/**
 * The typed form as set-based DuckDB SQL: a temporary table for each stage, with the columns that are still needed after
 * it. Each is made before it is read again, because DuckDB would else work out an inlined chain of CASE many times.
 */
final class SqlTarget {

    private final Program program;
    private final LocalDate on;
    private final Set<Slot> wanted;
    private final Map<Entity, String> tables = new EnumMap<>(Entity.class);
    private final List<Step> steps = new ArrayList<>();

    /** Compiles what {@code results} need, and no more. */
    SqlTarget(Program program, LocalDate on, Collection<Slot> results) {
        this.program = program;
        this.on = on;
        this.wanted = new LinkedHashSet<>(results);
        for (Entity entity : Entity.values()) {
            tables.put(entity, SqlFacts.view(entity));
        }
        compile();
    }

    List<Step> steps() {
        return steps;
    }

    /** The table that holds the results of this kind of row. */
    String table(Entity entity) {
        return java.util.Objects.requireNonNull(tables.get(entity));
    }

    /** The parameters that the results depend on. */
    Set<String> parameters() {
        var names = new TreeSet<String>();
        for (Slot slot : needed()) {
            if (slot.parameter() != null) {
                names.add(slot.parameter());
            }
        }
        return names;
    }

    private void compile() {
        Set<Slot> needed = needed();
        var runs = new ArrayList<Program.Stage>();
        for (Program.Stage stage : program.stages()) {
            List<Slot> slots = stage.slots().stream().filter(needed::contains).toList();
            if (!slots.isEmpty()) {
                runs.add(new Program.Stage(stage.entity(), slots));
            }
        }
        Map<Slot, Integer> lastUse = lastUse(runs);
        var there = new EnumMap<Entity, Set<Slot>>(Entity.class);
        for (int run = 0; run < runs.size(); run++) {
            Entity entity = runs.get(run).entity();
            List<Slot> slots = runs.get(run).slots();
            Set<Slot> kept = there.computeIfAbsent(entity, this::facts);
            kept.addAll(slots);
            int now = run;
            kept.removeIf(slot -> lastUse.getOrDefault(slot, -1) <= now && !wanted.contains(slot));
            String before = table(entity);
            String made = entity.singular + "_" + (run + 1);
            steps.add(new Step(made, new SqlStage(program, entity, on, slots).statement(made, tables, kept)));
            if (!before.equals(SqlFacts.view(entity))) {
                steps.add(new Step(before, "drop table " + before));
            }
            tables.put(entity, made);
        }
    }

    private Set<Slot> needed() {
        var needed = new LinkedHashSet<Slot>();
        var open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            Slot slot = open.pop();
            Form meaning = program.meaning(slot);
            if (needed.add(slot) && meaning != null) {
                open.addAll(Dependencies.of(meaning));
            }
        }
        return needed;
    }

    private Map<Slot, Integer> lastUse(List<Program.Stage> runs) {
        var last = new HashMap<Slot, Integer>();
        for (int run = 0; run < runs.size(); run++) {
            for (Slot slot : runs.get(run).slots()) {
                for (Slot used : Dependencies.of(java.util.Objects.requireNonNull(program.meaning(slot)))) {
                    last.put(used, run);
                }
            }
        }
        return last;
    }

    private Set<Slot> facts(Entity entity) {
        var facts = new LinkedHashSet<Slot>();
        for (var fact : program.dictionary().facts) {
            if (fact.of() == entity) {
                facts.add(program.slot(entity, fact.name()));
            }
        }
        return facts;
    }
}
