package org.hearth.cli;

import java.util.concurrent.Callable;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Role;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hearth serve}: the platform for real use. */
@Command(name = "serve", description = "启动平台。 Start the platform.")
final class Serve implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--port", description = "网页端口（默认 8080）。 Port of the pages (8080).", defaultValue = "8080")
    int port;

    @Override
    public Integer call() {
        Limits.port(spec, port);
        Installation installation = new Installation(System.getenv());
        Lines lines = new Lines(System.out);
        lines.say("启动数据库和平台…", "Starting the database and the platform…");
        try (RunningPlatform platform = RunningPlatform.start(installation, true, port, false)) {
            Scopes.run(Scope.system("serve"), () -> {
                platform.bean(Regions.class).loadIfEmpty(lines::at);
                firstAdministrator(platform.bean(Accounts.class), lines);
            });
            if (platform.bean(HearthClock.class).isPlayed()) {
                lines.say(
                        "注意：这个数据目录里是演示数据，时间停在演示的冬天；演示账号不能登录。真正使用请用 HEARTH_DATA 另指一个空目录。",
                        "Note: this data folder holds a played winter, and its clock with it; demonstration accounts cannot sign in. "
                                + "For real use, point HEARTH_DATA at an empty folder.");
            }
            lines.say("已就绪：http://localhost:" + port, "Ready: http://localhost:" + port);
            platform.await();
        }
        return 0;
    }

    private static void firstAdministrator(Accounts accounts, Lines lines) {
        if (accounts.hasAdministrator()) {
            return;
        }
        String password = accounts.create(
                new Accounts.NewAccount("admin", "系统管理员", Role.ADMINISTRATOR, RegionCode.NATION, false));
        lines.say(
                "第一个管理员：admin，一次性密码 " + password + "（只显示这一次，登录后须立即修改）",
                "First administrator: admin, one-time password " + password
                        + " (shown only once; it must be changed at sign-in)");
    }
}
