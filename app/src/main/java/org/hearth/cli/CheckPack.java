package org.hearth.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.hearth.policy.IndicatorList;
import org.hearth.policy.PackCheck;
import org.hearth.policy.PackError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth check-pack}: is a pack sound, do its worked cases come out, and which rows does no case reach? */
@Command(name = "check-pack", description = "校验政策包并运行案例。 Validate a policy pack and run its cases.")
final class CheckPack implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "政策包目录。 Folder of the policy pack.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "列出该地区尚待核实的参考值。 List the illustrative values to be confirmed for this division.")
    String region = "";

    @Option(names = "--on", paramLabel = "DATE", description = "核实哪一天的值（默认今天）。 The day they are for (today).")
    LocalDate on = LocalDate.now();

    @Option(names = "--list", description = "只列出预警指标（Markdown）。 Only list the early-warning indicators, in Markdown.")
    boolean list;

    @Override
    public Integer call() {
        if (list) {
            System.out.print(IndicatorList.of(PackFolder.load(folder)));
            return 0;
        }
        PackCheck check;
        try {
            check = PackCheck.of(folder);
        } catch (PackError e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        Lines lines = new Lines(System.out);
        check.unreached().forEach(row -> System.out.println("没有案例用到 no case reaches: " + row));
        check.failures().forEach(System.out::println);
        if (!check.failures().isEmpty()) {
            throw new Failure(folder + "：" + check.failures().size() + " 处与案例不符。 "
                    + check.failures().size() + " values are not as the cases say; the first: "
                    + check.failures().getFirst());
        }
        String name = check.pack().name() + " " + check.pack().version();
        lines.say(
                name + "：" + check.cases() + " 个案例全部相符，" + check.unreached().size() + " 行规则没有案例。",
                name + ": all " + check.cases() + " cases come out; no case reaches "
                        + check.unreached().size() + " rows.");
        if (!region.isEmpty()) {
            toConfirm(lines);
        }
        return 0;
    }

    private void toConfirm(Lines lines) {
        var values = PackFolder.load(folder).parameters().illustrative(region, on);
        for (org.hearth.policy.Parameters.Value value : values) {
            String residence = value.residence() == null ? "" : "（" + value.residence() + "）";
            System.out.println("待核实 to confirm: " + value.name() + residence + " = " + value.value() + " "
                    + value.unit() + " · " + value.source());
        }
        lines.say(
                region + "：" + values.size() + " 项参考值待核实。",
                region + ": " + values.size() + " illustrative values to be confirmed.");
    }
}
