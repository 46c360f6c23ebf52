package org.hearth.app.packs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hearth.app.Browser;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two policy officers change the policy, in a real browser. */
@OwnPlatform
@EnabledIf(value = "org.hearth.app.Browser#isInstalled", disabledReason = "no Chromium on this machine")
class PolicyPagesTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 3, 15);
    private static final LocalDate TOMORROW = TODAY.plusDays(1);
    private static final LocatorAssertions.IsVisibleOptions IN_A_WHILE =
            new LocatorAssertions.IsVisibleOptions().setTimeout(240_000);

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private Browser browser;

    @BeforeEach
    void officers() {
        clock.moveTo(TODAY.atTime(9, 0));
        Scopes.run(Scope.system("test"), () -> {
            officer("policy.62", "马文博", RegionCode.parse("62"));
            officer("policy.cn", "李政", RegionCode.NATION);
            officer("second.cn", "王敏", RegionCode.NATION);
        });
        browser = new Browser("http://127.0.0.1:" + port);
    }

    private void officer(String username, String name, RegionCode region) {
        if (accounts.find(username).isEmpty()) {
            accounts.createForDemo(
                    new NewAccount(username, name, Role.POLICY_OFFICER, region, true), DemoAccounts.PASSWORD);
        }
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void a_standard_that_one_officer_raises_and_another_approves_decides_from_its_day_on() {
        NewHousehold household = householdWithAnIncomeOf500();
        Page first = browser.desk("zh");
        List<String> complaints = complaintsOf(first);
        browser.signIn(first, "policy.62");
        first.navigate("/packs");
        first.fill("#title", "积石山县农村低保标准 700 元");
        first.fill("#name", "2024.03-jishishan");
        first.locator("form[hx-post='/packs/drafts'] button").click();
        first.waitForURL("**/packs/drafts/*");
        String draft = first.url().substring(first.url().indexOf("/packs/"));

        first.navigate(draft + "/value");
        first.selectOption("#name", "dibao.standard");
        assertThat(first.locator("#unit")).hasValue("yuan/month");
        first.fill("#narrower", "622927");
        first.locator("#narrower").blur();
        first.selectOption("#residence", "rural");
        first.fill("#from", TOMORROW.toString());
        first.fill("#value", "700");
        first.fill("#source", "积石山县民政局文件");
        button(first, "保存到草稿").click();
        first.waitForURL("**" + draft);
        assertThat(first.locator("main")).containsText("700");
        assertThat(first.locator("#publish")).containsText("尚未检查");

        button(first, "开始测算").click();
        Locator result = first.locator("#simulation a[href^='/packs/simulations/']");
        assertThat(result).isVisible(IN_A_WHILE);
        result.click();
        // 700 − 500 = 200 a month instead of 621.30 − 500 = 121.30.
        assertThat(first.locator("main")).containsText("+78.70");
        assertThat(first.locator("main")).containsText("马进财");

        first.navigate(draft);
        button(first, "开始检查").click();
        assertThat(first.locator("#effectiveFrom")).isVisible(IN_A_WHILE);
        first.fill("#effectiveFrom", TOMORROW.toString());
        button(first, "提交批准").click();
        assertThat(first.locator("#publish")).containsText("须由另一位政策管理员批准");
        assertThat(first.locator("form[action$='/approve']")).hasCount(0);

        Page second = browser.desk("en");
        browser.signIn(second, "policy.cn");
        second.navigate(draft);
        button(second, "Approve and publish").click();
        assertThat(second.locator("h1")).containsText("2024.03-jishishan");
        assertThat(second.locator("main")).containsText("700");

        Scopes.run(Scope.system("test"), () -> {
            assertThat(dibao(household, TODAY)).isEqualTo("121.30");
            assertThat(dibao(household, TOMORROW)).isEqualTo("200.00");
        });
        assertThat(complaints).isEmpty();
    }

    @Test
    void of_two_officers_who_edit_one_table_the_second_sees_both_versions() {
        Page first = browser.desk("zh");
        List<String> complaints = complaintsOf(first);
        browser.signIn(first, "policy.cn");
        first.navigate("/packs");
        first.fill("#title", "发生在受理当天的事由");
        first.fill("#name", "2024.03-words");
        first.locator("form[hx-post='/packs/drafts'] button").click();
        first.waitForURL("**/packs/drafts/*");
        String draft = first.url().substring(first.url().indexOf("/packs/"));
        String edit = draft + "/file?file=cn/decisions/event.dmn&decision=";
        String decision = openFirstTable(first, edit);
        Page second = browser.desk("zh");
        browser.signIn(second, "second.cn");
        openFirstTable(second, edit);

        write(first, cell(first), ">= on");
        button(first, "保存到草稿").click();
        first.waitForURL("**" + draft);
        assertThat(first.locator("main")).containsText(decision);
        assertThat(first.locator("main")).containsText(">= on");

        write(second, cell(second), "< on");
        button(second, "保存到草稿").click();
        assertThat(second.locator("#problem")).containsText(">= on");
        assertThat(second.locator("#problem")).containsText("< on");
        second.locator("[data-over]").click();
        second.waitForURL("**" + draft);
        assertThat(second.locator("main")).containsText("< on");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_table_that_cannot_be_used_is_not_saved_and_the_place_is_named() {
        Page page = browser.desk("en");
        browser.signIn(page, "policy.cn");
        page.navigate("/packs");
        page.fill("#title", "A slip of the pen");
        page.fill("#name", "2024.03-slip");
        page.locator("form[hx-post='/packs/drafts'] button").click();
        page.waitForURL("**/packs/drafts/*");
        String draft = page.url().substring(page.url().indexOf("/packs/"));
        openFirstTable(page, draft + "/file?file=cn/decisions/event.dmn&decision=");
        write(page, cell(page), "nonsense(");
        button(page, "Save to the draft").click();
        assertThat(page.locator("#problem")).containsText("event.dmn");
        assertThat(page.locator("#problem")).containsText("row");
        assertThat(page.locator(".dmn")).containsText("nonsense(");
    }

    private String openFirstTable(Page page, String edit) {
        page.navigate(edit);
        page.locator(".dmn[data-ready=true]").waitFor();
        String decision = (String) page.evaluate("""
                async () => {
                    const dmn = document.querySelector('.dmn').dmn;
                    const view = dmn.getViews().find((one) => one.type === 'decisionTable');
                    await dmn.open(view);
                    return view.element.name;
                }""");
        cell(page).waitFor();
        assertThat(page.locator(".dmn .powered-by, .dmn .bjs-powered-by, .dmn [class*=powered]")
                        .first())
                .isVisible();
        return decision;
    }

    private static Locator cell(Page page) {
        return page.locator(".dmn td.input-cell .content-editable").first();
    }

    /** Types into a cell of the table and leaves it, which is when the editor takes it. */
    private static void write(Page page, Locator cell, String words) {
        cell.click();
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().type(words);
        page.locator("h1").click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    /** What the browser says of scripts and styles that the content policy forbids. */
    private static List<String> complaintsOf(Page page) {
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        return complaints;
    }

    private String dibao(NewHousehold household, LocalDate day) {
        return monitoring.determine(household.id(), day).benefits().stream()
                .filter(benefit -> benefit.benefit().equals("dibao"))
                .map(Determination.Benefit::amount)
                .findFirst()
                .orElseThrow()
                .setScale(2)
                .toPlainString();
    }

    private NewHousehold householdWithAnIncomeOf500() {
        Village village = new Village(registry);
        NewHousehold household = village.household(
                List.of(Stratum.DIBAO), village.person("马进财", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
        LocalDate known = LocalDate.of(2023, 11, 1);
        KnownFacts.know(db, village.code(), household.id(), null, "assets", "{}", known);
        KnownFacts.know(
                db,
                village.code(),
                household.id(),
                household.members().getFirst().id(),
                "income",
                "{\"kind\": \"transfer\", \"monthly\": 500}",
                known);
        return household;
    }
}
