package org.hearth.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hearth.policy.PackCheck;
import org.hearth.policy.PackError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth check-pack}: is a pack sound, do its worked cases come out, and which rows does no case reach? */
@Command(name = "check-pack", description = "校验政策包并运行案例。 Validate a policy pack and run its cases.")
final class CheckPack implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "政策包目录。 Folder of the policy pack.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Override
    public Integer call() {
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
        return 0;
    }
}
