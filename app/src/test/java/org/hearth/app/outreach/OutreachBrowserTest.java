package org.hearth.app.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.UUID;
import org.hearth.app.Browser;
import org.hearth.app.HearthTest;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The patrol's phone without a signal, in a real browser. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class OutreachBrowserTest {

    private static final RegionCode COUNTY = RegionCode.parse("654124");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Outreach outreach;

    @Autowired
    JdbcClient db;

    @Test
    void a_meeting_recorded_without_signal_arrives_once_when_the_signal_is_back() {
        String leader = "patrol.offline";
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(leader, "赵卫东", Role.PATROL, COUNTY, true), DemoAccounts.PASSWORD));
        NewClue clue = new NewClue(
                UUID.randomUUID(),
                COUNTY,
                "",
                "汽车站候车厅外",
                null,
                null,
                1,
                Condition.SLEEPING_ROUGH,
                ClueSource.DRIVER,
                "");
        Scopes.run(new Scope(COUNTY, leader), () -> {
            outreach.tell(clue);
            UUID patrol = outreach.startPatrol(COUNTY, "城区一队", "老城区", 2, 1);
            outreach.dispatch(clue.id(), Outreach.Answerer.PATROL, patrol);
        });
        try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
            Page phone = browser.phone("zh");
            browser.signIn(phone, leader);
            phone.navigate("/patrol");
            phone.waitForCondition(
                    () -> Boolean.TRUE.equals(phone.evaluate("""
                    async clue => navigator.serviceWorker.controller !== null
                        && await caches.match('/patrol') !== undefined
                        && await caches.match('/patrol/encounter?clue=' + clue) !== undefined
                    """, clue.id().toString())));

            // The emulated loss of signal reaches a new page a moment late, and its outbox sends at once: nothing may
            // get out.
            phone.context().route(everything -> true, route -> {
                if (route.request().method().equals("POST")) {
                    route.abort();
                } else {
                    route.resume();
                }
            });
            phone.context().setOffline(true);
            phone.click("a[href*='" + clue.id() + "']");
            phone.check("input[name=sex][value=M]", new Page.CheckOptions().setForce(true));
            phone.check("input[name=outcome][value=REFUSED]", new Page.CheckOptions().setForce(true));
            phone.click(".thumb button");
            phone.waitForURL("**/patrol");
            phone.waitForSelector("#outbox:has-text('1 条记录等待上传')");
            assertThat(encounters()).as("nothing has arrived yet").isZero();

            phone.context().unrouteAll();
            phone.context().setOffline(false);
            phone.waitForSelector("#outbox:has-text('记录已全部上传')");
            phone.reload();
            phone.waitForSelector("text=没有派来的线索");

            assertThat(encounters()).isEqualTo(1);
        }
    }

    private long encounters() {
        return Scopes.within(
                new Scope(COUNTY, "test"),
                () -> db.sql("select count(*) from outreach.encounter")
                        .query(Long.class)
                        .single());
    }
}
