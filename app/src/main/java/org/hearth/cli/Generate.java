package org.hearth.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Manifest;
import org.hearth.population.Population;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hearth generate}: a population with departments' records and known truth, as files. */
@Command(name = "generate", description = "生成模拟人口。 Generate a population.")
final class Generate implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--households", required = true, description = "户数。 How many households.")
    long households;

    @Option(names = "--seed", required = true, description = "种子：同一种子，文件逐字节相同。 Same seed, same bytes.")
    long seed;

    @Option(names = "--out", required = true, description = "输出目录。 Folder to write.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Option(names = "--region", description = "行政区划代码，可多次（默认临夏州、海东市）。 Division codes; repeatable (Linxia and Haidong).")
    List<String> regions = List.of();

    @Override
    public Integer call() {
        Limits.households(spec, households);
        Lines lines = new Lines(System.out);
        List<RegionCode> places = regions.isEmpty()
                ? GenerateRequest.DEMO_REGIONS
                : regions.stream().map(this::region).toList();
        Manifest made;
        try {
            made = Population.generate(
                    new GenerateRequest(households, seed, places, GenerateRequest.DEMO_AS_OF, out),
                    (step, share) -> lines.at(new Text(step.zh(), step.en()), share));
        } catch (IllegalArgumentException e) {
            throw new Failure("行政区划里没有这个地区的村（社区）。 " + e.getMessage() + ".", e);
        }
        lines.say(
                "已生成 " + made.households() + " 户 " + made.persons() + " 人：" + out,
                "Made " + made.households() + " households, " + made.persons() + " persons: " + out);
        return 0;
    }

    private RegionCode region(String text) {
        try {
            return RegionCode.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--region 须是 2、4、6、9 或 12 位行政区划代码。 --region takes a division code of 2, 4, 6, 9 or 12 digits, not "
                            + text + ".");
        }
    }
}
