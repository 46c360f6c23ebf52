package org.hearth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hearth.app.bulletin.Bulletin;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.app.winter.WinterPlay;
import org.hearth.divisions.RegionCode;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hearth demo}: a winter is played; the site opens, or the bulletin is printed. */
@Command(name = "demo", description = "演示一个冬天。 Play a winter.")
final class Demo implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--households", description = "户数（默认 10000）。 Households (10000).", defaultValue = "10000")
    int households;

    @Option(names = "--seed", description = "种子（默认 2024）。 Seed (2024).", defaultValue = "2024")
    long seed;

    @Option(names = "--port", description = "网页端口（默认 8080）。 Port of the pages (8080).", defaultValue = "8080")
    int port;

    @Option(names = "--once", description = "只打印通报，不开网页。 Print the bulletin and end.")
    boolean once;

    @Override
    public Integer call() {
        Limits.households(spec, households);
        Limits.port(spec, port);
        Installation installation = new Installation(System.getenv());
        Lines lines = new Lines(System.out);
        lines.say("启动数据库和平台…", "Starting the database and the platform…");
        try (RunningPlatform platform = RunningPlatform.start(
                installation, !once, port, true, database -> database.makeRoomForDemo(households, seed, lines))) {
            WinterPlay winter = platform.bean(WinterPlay.class);
            if (winter.played().isEmpty()) {
                Path population = generate(installation, lines);
                winter.play(households, seed, GenerateRequest.DEMO_REGIONS, population, lines::at);
            }
            if (once) {
                print(platform.bean(Bulletin.class));
            } else {
                open(platform.bean(DemoAccounts.class), lines);
                platform.await();
            }
        }
        return 0;
    }

    private Path generate(Installation installation, Lines lines) {
        Path folder = installation.data().resolve("population-" + households + "-" + seed);
        if (!Files.exists(folder.resolve("manifest.json"))) {
            Population.generate(
                    new GenerateRequest(
                            households, seed, GenerateRequest.DEMO_REGIONS, GenerateRequest.DEMO_AS_OF, folder),
                    (step, share) -> lines.at(new Text(step.zh(), step.en()), share));
        }
        return folder;
    }

    private static void print(Bulletin bulletin) {
        String text = Scopes.within(
                Scope.system("demo"),
                () -> bulletin.text(
                        List.of(RegionCode.parse("622900"), RegionCode.parse("630200")),
                        WinterPlay.FIRST,
                        WinterPlay.LAST));
        System.out.println();
        System.out.println(text);
    }

    private void open(DemoAccounts accounts, Lines lines) {
        String address = "http://localhost:" + port;
        lines.say(
                "演示账号（密码都是 " + DemoAccounts.PASSWORD + "）",
                "Demonstration accounts (password of all: " + DemoAccounts.PASSWORD + ")");
        Scopes.within(Scope.system("demo"), accounts::list)
                .forEach(account -> System.out.printf(
                        "  %-28s %s · %s%n",
                        account.username(),
                        account.role().title().zh(),
                        account.role().title().en()));
        lines.say("已就绪：" + address, "Ready: " + address);
        browser().ifPresent(command -> {
            try {
                new ProcessBuilder(command, address).start();
            } catch (IOException e) {
                lines.say("请在浏览器里打开上面的网址。", "Open the address above in a browser.");
            }
        });
    }

    /** What opens a page on this machine, if somebody sits in front of it. */
    private static Optional<String> browser() {
        if (System.getProperty("os.name").startsWith("Mac")) {
            return Optional.of("open");
        }
        boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        return desktop ? Optional.of("xdg-open") : Optional.empty();
    }
}
