package org.hearth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hearth.routing.Instance;
import org.hearth.routing.Plan;
import org.hearth.routing.Routing;
import org.hearth.routing.SolomonFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hearth patrol-plan}: routes for an instance in Solomon's format. */
@Command(name = "patrol-plan", description = "规划巡查路线。 Plan patrol routes.")
final class PatrolPlan implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "INSTANCE", description = "Solomon 格式的点位文件。 Points, in Solomon's format.")
    @SuppressWarnings("NullAway.Init")
    Path instance;

    @Option(names = "--seconds", description = "计算时间，秒（默认 10）。 Seconds to search (10).", defaultValue = "10")
    int seconds;

    @Option(names = "--out", required = true, description = "路线文件。 File to write the routes to.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seconds 至少为 1。 --seconds must be at least 1, not " + seconds + ".");
        }
        requireFolder();
        Plan plan = Routing.solve(read(), Duration.ofSeconds(seconds));
        try {
            SolomonFormat.write(plan, out);
        } catch (IOException e) {
            throw new Failure("写不了 " + out + "。 " + out + " cannot be written: " + e, e);
        }
        new Lines(System.out)
                .say(
                        String.format(
                                Locale.ROOT,
                                "%d 辆车，里程 %.2f，未安排 %d 处：%s",
                                plan.vehicles(),
                                plan.distance(),
                                plan.unserved().size(),
                                out),
                        String.format(
                                Locale.ROOT,
                                "%d vehicles, distance %.2f, %d unserved: %s",
                                plan.vehicles(),
                                plan.distance(),
                                plan.unserved().size(),
                                out));
        return 0;
    }

    private Instance read() {
        try {
            return SolomonFormat.read(instance);
        } catch (SolomonFormat.Unreadable e) {
            throw new Failure("点位文件有误。 Not an instance: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new Failure("没有这个文件：" + instance + "。 There is no such file: " + instance, e);
        } catch (IOException e) {
            throw new Failure("读不了 " + instance + "。 " + instance + " cannot be read: " + e, e);
        }
    }

    /** Before the search, so that nobody waits for a plan that cannot be kept. */
    private void requireFolder() {
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
            throw new Failure("写不了 " + out + "。 " + out + " cannot be written: no such folder, or a folder itself.");
        }
    }
}
