package org.hearth.oracles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hearth.policy.DecidedRow;
import org.hearth.policy.DecisionFile;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.hearth.policy.PackCheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A benchmark, run by hand (bench/README.md): how many households a second each engine decides on one thread, all files of
 * the national pack, with the households of its worked cases. The engines are given their inputs ready; we read the document.
 */
class HouseholdsASecond {

    private static final Path NATIONAL = Path.of("../packs/cn");

    /** All that an engine is asked for one household. */
    private record Asked(Engine engine, Map<String, @Nullable Object> given) {}

    private interface Work {
        Object on(int household);
    }

    @Test
    void households_a_second() {
        Pack pack = Pack.load(NATIONAL);
        List<HouseholdDocument> households = PackCheck.households(NATIONAL);
        var kie = new ArrayList<List<Asked>>();
        var jdmn = new ArrayList<List<Asked>>();
        for (int i = 0; i < households.size(); i++) {
            kie.add(new ArrayList<>());
            jdmn.add(new ArrayList<>());
        }
        for (DecisionFile file : pack.files()) {
            var inputs = new Inputs(pack, file);
            Engine first = Kie.load(file);
            Engine second = Jdmn.load(file, inputs.typed());
            for (int i = 0; i < households.size(); i++) {
                for (DecidedRow row : pack.rows(households.get(i)).all()) {
                    if (file.each().equals(row.each())) {
                        kie.get(i).add(new Asked(first, inputs.of(row, first.inputs())));
                        jdmn.get(i).add(new Asked(second, inputs.of(row, second.inputs())));
                    }
                }
            }
        }
        double theirs = measure("Apache KIE", households.size(), i -> ask(kie.get(i)));
        double others = measure("jDMN", households.size(), i -> ask(jdmn.get(i)));
        double ours = measure("Hearth, all decisions", households.size(), i -> pack.rows(households.get(i)));
        double explained =
                measure("Hearth, with the explanation", households.size(), i -> pack.decide(households.get(i)));
        System.out.printf(
                "all decisions: %.0f times KIE, %.0f times jDMN; with the explanation: %.0f and %.0f times%n",
                ours / theirs, ours / others, explained / theirs, explained / others);
    }

    private static Object ask(List<Asked> asked) {
        Object last = asked;
        for (Asked one : asked) {
            last = one.engine().decide(one.given(), Map.of());
        }
        return last;
    }

    /** Households a second of processor time, after as long a warm-up. */
    private static double measure(String name, int households, Work work) {
        double rate = 0;
        for (int round = 0; round < 2; round++) {
            long began = System.nanoTime();
            long cpu = cpu();
            long done = 0;
            int spent = 0;
            while (System.nanoTime() - began < 10_000_000_000L) {
                for (int i = 0; i < households; i++) {
                    spent ^= System.identityHashCode(work.on(i));
                }
                done += households;
            }
            rate = done / ((cpu() - cpu) / 1e9);
            System.out.printf("%s: %.0f households a second%s%n", name, rate, spent == 1 ? " " : "");
        }
        return rate;
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
