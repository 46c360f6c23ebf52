package org.hearth.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.hearth.app.platform.Text;
import org.hearth.policy.Pack;
import org.hearth.policy.PackError;
import org.hearth.screening.Screening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth screen}: a whole population by a policy pack, Parquet in and out. */
@Command(name = "screen", description = "按政策包筛查全部家庭。 Screen a population by a policy pack.")
final class Screen implements Callable<Integer> {

    enum Engine {
        duckdb
    }

    @Option(names = "--facts", required = true, description = "数据目录（docs/facts-layout.md）。 Folder of the facts.")
    @SuppressWarnings("NullAway.Init")
    Path facts;

    @Option(names = "--pack", description = "政策包目录（默认全国包）。 Folder of the policy pack (the national one).")
    Path pack = PackFolder.national();

    @Option(names = "--on", required = true, description = "按哪一天的规定。 By the rules in force on this day.")
    @SuppressWarnings("NullAway.Init")
    LocalDate on;

    @Option(names = "--engine", description = "引擎：duckdb。 Engine: duckdb.")
    Engine engine = Engine.duckdb;

    @Option(names = "--out", required = true, description = "输出目录。 Folder to write.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Option(names = "--verify", description = "逐户复核这么多户。 Decide so many households again, one by one.")
    long verify;

    @Override
    public Integer call() {
        Lines lines = new Lines(System.out);
        Pack policy = PackFolder.load(pack);
        try {
            Screening.Run run = Screening.run(
                    policy, facts, on, out, (step, share) -> lines.at(new Text(step.zh(), step.en()), share));
            String seconds = String.format("%.1f", run.took().toMillis() / 1000.0);
            lines.say(
                    "已筛查 " + run.households() + " 户 " + run.persons() + " 人，" + run.indicators() + " 条预警，用时 " + seconds
                            + " 秒：" + out,
                    "Screened " + run.households() + " households, " + run.persons() + " persons; " + run.indicators()
                            + " indicators fired; " + seconds + " s: " + out);
            if (verify > 0) {
                proveBothWays(policy, lines);
            }
        } catch (PackError | IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private void proveBothWays(Pack policy, Lines lines) {
        List<Screening.Difference> differences = Screening.verify(policy, facts, on, out, verify, on.toEpochDay());
        differences.forEach(System.out::println);
        if (!differences.isEmpty()) {
            throw new Failure("逐户复核有 " + differences.size() + " 处不一致。 " + differences.size()
                    + " differences from deciding one by one; the first: " + differences.getFirst());
        }
        lines.say("逐户复核至多 " + verify + " 户，全部一致。", "Up to " + verify + " households decided one by one: all agree.");
    }
}
