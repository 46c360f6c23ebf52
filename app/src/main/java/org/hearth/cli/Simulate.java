package org.hearth.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hearth.app.platform.Text;
import org.hearth.policy.Pack;
import org.hearth.policy.PackError;
import org.hearth.policy.ParameterChange;
import org.hearth.screening.Simulation;
import org.hearth.screening.Simulation.Cost;
import org.hearth.screening.Simulation.Group;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hearth simulate}: a population by a pack as it is and by a changed one; who gains, who loses, what it costs. */
@Command(
        name = "simulate",
        description = "模拟政策调整：谁增谁减、谁换类别、花费多少。 Simulate a change of policy: who gains, who loses, what it costs.",
        footer = {
            "",
            "示例 Examples:",
            "  全部低保标准提高 10% raise every dibao standard by 10 %:",
            "    hearth simulate --facts facts --on 2023-12-20 --set dibao.standard=+10%% --out out",
            "  只把临夏州农村低保标准定为 700 元 the rural standard of Linxia alone:",
            "    hearth simulate ... --set dibao.standard@6229:rural=700",
            "  各地各加 50 元，边缘倍数改为 2 each place 50 yuan more, and the edge at twice the standard:",
            "    hearth simulate ... --set dibao.standard=+50 --set edge.multiple=2",
            "  换用另一个政策包 another pack:",
            "    hearth simulate ... --with packs/cn-draft",
            "输出 Written: changes.parquet persons.parquet summary.csv summary.json simulation.xlsx simulation.html"
        })
final class Simulate implements Callable<Integer> {

    @Option(names = "--facts", required = true, description = "数据目录（docs/facts-layout.md）。 Folder of the facts.")
    @SuppressWarnings("NullAway.Init")
    Path facts;

    @Option(names = "--pack", description = "政策包目录（默认全国包）。 Folder of the policy pack (the national one).")
    Path pack = PackFolder.national();

    @Option(names = "--on", required = true, description = "按哪一天的规定。 By the rules in force on this day.")
    @SuppressWarnings("NullAway.Init")
    LocalDate on;

    @Option(
            names = "--set",
            paramLabel = "NAME[@REGION][:RESIDENCE]=VALUE",
            description =
                    "调整一个参数，可多次：值、+50、-50、+10%%、-10%%；可限地区和 urban、rural。 Change a parameter; repeatable: a value, a step or a percentage of each place's own value.")
    List<String> sets = List.of();

    @Option(names = "--with", paramLabel = "PACK_DIR", description = "与另一个政策包比较。 Compare with another pack.")
    @Nullable
    Path with;

    @Option(names = "--out", required = true, description = "输出目录。 Folder to write.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    /** A wrong change is told in one line, without the usage that would bury it. */
    @Override
    public Integer call() {
        try {
            return simulate();
        } catch (ParameterException e) {
            spec.commandLine().getErr().println("hearth simulate: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        }
    }

    private int simulate() {
        if (sets.isEmpty() && with == null) {
            throw wrong("用 --set 或 --with 说明要调整什么。 Say what to change, with --set or --with.");
        }
        Pack before = PackFolder.load(pack);
        Pack other = with == null ? null : PackFolder.load(with);
        var request = new Simulation.Request(before, other, changes(), facts, on);
        try {
            request.after();
        } catch (IllegalArgumentException e) {
            throw wrong("--set " + e.getMessage());
        }
        Lines lines = new Lines(System.out);
        try {
            tell(
                    Simulation.run(
                            request,
                            out,
                            (step, share) -> lines.at(new Text(step.zh(), step.en()), share),
                            Thread.currentThread()::isInterrupted),
                    lines);
        } catch (PackError | IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private ParameterException wrong(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private List<ParameterChange> changes() {
        var changes = new ArrayList<ParameterChange>();
        for (String set : sets) {
            try {
                changes.add(ParameterChange.parse(set));
            } catch (IllegalArgumentException e) {
                throw wrong("--set " + e.getMessage());
            }
        }
        return changes;
    }

    private void tell(Simulation.Summary summary, Lines lines) {
        if (!summary.withoutEffect().isEmpty()) {
            String names = String.join(", ", summary.withoutEffect());
            lines.say("不影响类别和金额：" + names, "No stratum and no amount depends on: " + names);
        }
        Group total = summary.total();
        long movers = total.moves().stream()
                .filter(move -> !move.before().equals(move.after()))
                .mapToLong(Simulation.Move::households)
                .sum();
        lines.say(
                total.households() + " 户：" + total.gainers() + " 户增加，" + total.losers() + " 户减少，" + movers + " 户改变类别；"
                        + total.undetermined() + " 户证据不足，单列。",
                total.households() + " households: " + total.gainers() + " gain, " + total.losers() + " lose, " + movers
                        + " change stratum; " + total.undetermined() + " undetermined, shown apart.");
        Cost difference = total.difference();
        lines.say(
                "花费差额：每月 " + yuan(difference.month()) + " 元，一次性 " + yuan(difference.oneOff()) + " 元，全年 "
                        + yuan(difference.year()) + " 元：" + out,
                "Difference of cost: " + yuan(difference.month()) + " yuan a month, " + yuan(difference.oneOff())
                        + " one-off, " + yuan(difference.year()) + " a year: " + out);
    }

    private static String yuan(long fen) {
        return (fen > 0 ? "+" : "") + String.format("%,.2f", java.math.BigDecimal.valueOf(fen, 2));
    }
}
