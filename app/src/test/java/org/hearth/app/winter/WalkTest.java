package org.hearth.app.winter;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import org.hearth.app.Browser;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Role;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Walks through the pages as people do, in a real browser, at the end of a played winter. */
@PlayedWinter
@EnabledIf(value = "org.hearth.app.Browser#isInstalled", disabledReason = "no Chromium on this machine")
class WalkTest {

    @LocalServerPort
    int port;

    @Autowired
    DemoAccounts accounts;

    Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser("http://127.0.0.1:" + port);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void a_township_officer_closes_an_alert_and_sees_it_in_the_chain_of_the_household() {
        Page desk = browser.desk("zh");
        browser.signIn(desk, somebody(Role.TOWNSHIP_OFFICER));
        desk.navigate("/alerts");
        desk.locator("table.rows tbody tr a[href^='/alerts/']").first().click();
        String household = desk.locator("a[href^='/households/']").first().getAttribute("href");
        desk.locator("input[name=disposition][value=CONFERENCE]").check();
        String note = "两人入户核实，情况属实，已按规定办理。";
        desk.fill("#note", note);
        desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("办结预警"))
                .click();
        assertThat(desk.getByText(note).first()).isVisible();

        desk.navigate(household);
        Locator chain = desk.locator("aside ol.chain");
        assertThat(chain.locator("li").first()).containsText("预警处置");
    }

    @Test
    void a_clue_from_the_public_reaches_a_patrols_phone_and_comes_back_as_a_figure() {
        Page officer = browser.desk("zh");
        browser.signIn(officer, somebody(Role.COUNTY_OFFICER, "county.622927"));
        int helpedBefore = helped(officer);

        Page patrol = browser.phone("zh");
        browser.signIn(patrol, somebody(Role.PATROL));
        patrol.navigate("/patrol");
        if (patrol.locator("#team").count() > 0) {
            patrol.fill("#team", "测试巡查组");
            patrol.fill("#area", "汽车站一带");
            patrol.locator("form[action='/patrol/start'] button[type=submit]").click();
        }

        Page stranger = browser.phone("zh");
        stranger.navigate("/public/clue");
        stranger.selectOption("#county", "622927");
        String landmark = "县汽车站东门外";
        stranger.fill("#landmark", landmark);
        stranger.locator("form[action='/public/clue'] button.main").click();
        assertThat(stranger.locator("#main")).containsText("受理编号");

        Page desk = browser.desk("zh");
        browser.signIn(desk, somebody(Role.DUTY_DESK));
        desk.navigate("/duty");
        Locator clue = desk.locator("tr", new Page.LocatorOptions().setHasText(landmark));
        clue.getByText("派巡查").first().click();
        assertThat(desk.locator("tr", new Page.LocatorOptions().setHasText(landmark))
                        .locator(".tag.on"))
                .isVisible();

        patrol.navigate("/patrol");
        patrol.locator("a.card", new Page.LocatorOptions().setHasText(landmark)).click();
        patrol.locator("input[name=sex]").first().check();
        patrol.locator("input[name=outcome]").first().check();
        patrol.locator("form[data-outbox] button.main").click();
        patrol.waitForURL("**/patrol");

        assertThat(helped(officer)).isEqualTo(helpedBefore + 1);
    }

    @Test
    void a_childs_case_goes_from_the_application_to_the_entitlement_and_the_letter_without_a_public_notice() {
        Page township = browser.desk("zh");
        browser.signIn(township, somebody(Role.TOWNSHIP_OFFICER, "township.622927"));
        Page county = browser.desk("zh");
        browser.signIn(county, somebody(Role.COUNTY_OFFICER, "county.622927"));

        township.navigate("/households");
        township.locator("main table a[href^='/households/']").first().click();
        String household = township.url();
        township.navigate(household + "/application");
        township.locator("input[name=kind][value=UNATTENDED_CHILD]").check();
        township.fill("#text", "父母失联，随祖父母生活。");
        press(township, "受理");
        assertThat(township.locator(".error")).containsText("请选择为哪一名家庭成员申请");
        assertThat(township.locator("#text")).hasValue("父母失联，随祖父母生活。");
        township.selectOption("#person", new SelectOption().setIndex(1));
        press(township, "受理");

        township.locator("input[name=second]").fill("李秀英");
        township.fill("#finding", "父母外出失联超过六个月，由祖母照料。");
        press(township, "记录调查");
        String link = township.url();
        county.navigate(link);
        press(county, "信息核对已完成");
        township.navigate(link);
        township.locator("input[name=agreed][value=true]").check();
        township.fill("#proposed", "1351.10");
        township.fill("#opinion", "符合条件。");
        press(township, "提交初审意见");

        county.navigate(link);
        assertThat(county.locator(".halves")).containsText("父母外出失联超过六个月");
        county.locator("input[name=outcome][value=APPROVED]").check();
        county.fill("#reason", "符合事实无人抚养儿童条件。");
        press(county, "作出决定");
        assertThat(county.locator("main")).containsText("定期核查");

        township.navigate(link + "/letter");
        assertThat(township.locator("article.letter")).containsText("符合事实无人抚养儿童条件。");
        township.navigate(household);
        assertThat(township.getByText("事实无人抚养儿童基本生活补贴").first()).isVisible();
    }

    @Test
    void every_role_has_a_home_page_and_every_door_on_it_opens() {
        for (Role role : Role.values()) {
            Page page = browser.desk(role.ordinal() % 2 == 0 ? "zh" : "en");
            browser.signIn(page, somebody(role));
            assertThat(page.locator("h1")).isVisible();
            List<String> doors = page.locator("nav.doors a").all().stream()
                    .map(door -> door.getAttribute("href"))
                    .toList();
            for (String door : doors) {
                var answer = page.navigate(door);
                assertThat(answer).isNotNull();
                assertThat(answer.status()).as("%s opens %s", role, door).isEqualTo(200);
            }
            page.context().close();
        }
    }

    /** Presses a button of a form, and waits until the server has answered it. */
    private static void press(Page page, String button) {
        page.waitForResponse(
                answer -> answer.request().method().equals("POST"),
                () -> page.locator("main")
                        .getByRole(
                                AriaRole.BUTTON,
                                new Locator.GetByRoleOptions().setName(button).setExact(true))
                        .click());
    }

    private static int helped(Page officer) {
        officer.navigate("/bulletin");
        return Integer.parseInt(
                officer.locator("[data-figure=street-helped]").innerText().replace(",", ""));
    }

    private String somebody(Role role) {
        return somebody(role, "");
    }

    private String somebody(Role role, String username) {
        return Scopes.within(Scope.system("test"), accounts::list).stream()
                .filter(account -> account.role() == role && account.username().startsWith(username))
                .map(Accounts.Listed::username)
                .findFirst()
                .orElseThrow();
    }
}
