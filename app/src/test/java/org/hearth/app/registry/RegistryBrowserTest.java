package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.Browser;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The register as an officer works in it, in a real browser. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class RegistryBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Registry registry;

    @Autowired
    JdbcClient db;

    private Village village;
    private Browser browser;
    private Page page;
    private NewHousehold household;
    private NewPerson son;

    @BeforeEach
    void a_township_officer_at_the_desk() {
        village = new Village(registry);
        NewPerson father = village.person("马建国", Sex.M, LocalDate.of(1955, 3, 1), Relation.HEAD);
        son = village.person("马小军", Sex.M, LocalDate.of(1988, 5, 2), Relation.CHILD);
        NewPerson wife = village.person("韩英", Sex.F, LocalDate.of(1990, 7, 9), Relation.OTHER);
        household = village.household(List.of(Stratum.DIBAO), father, son, wife);
        RegionCode township = new RegionCode(village.code().digits().substring(0, 9));
        db.sql("""
                insert into region.division (code, name, level, valid_from)
                values (?, '试验乡', 4, '2023-06-30'), (?, '试验村委会', 5, '2023-06-30')
                on conflict do nothing
                """).params(township.digits(), village.code().digits()).update();
        String officer = "registrar." + village.code().digits();
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(officer, "王经办", Role.TOWNSHIP_OFFICER, township, true), DemoAccounts.PASSWORD));
        browser = new Browser("http://127.0.0.1:" + port);
        page = browser.desk("zh");
        browser.signIn(page, officer);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void the_number_comes_first_is_checked_at_the_field_and_tells_birth_date_and_sex() {
        String number = IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1961, 4, 5), 902)
                .digits();
        String mistyped = number.substring(0, 9) + (number.charAt(9) == '0' ? '1' : '0') + number.substring(10);
        page.navigate("/households/new");

        page.fill("#idNumber", mistyped);
        page.dispatchEvent("#idNumber", "change");
        page.waitForSelector("#number-read .error:has-text('校验码')");

        page.fill("#idNumber", number);
        page.dispatchEvent("#idNumber", "change");
        page.waitForSelector("#number-read:has-text('1961-04-05 出生 · 女')");

        page.selectOption("#village", village.code().digits());
        page.click("main button.main");
        page.waitForSelector("#problem:has-text('请选择城乡类别')");
        page.waitForSelector("#problem:has-text('依据或原因')");
        assertThat(page.inputValue("#idNumber")).as("nothing typed is lost").isEqualTo(number);

        page.fill("#name", "马桂花");
        page.check("input[name=residence][value=RURAL]");
        page.fill("#address", "三社 5 号");
        page.fill("#reason-new", "新迁入，凭户口簿");
        page.click("main button.main");
        page.waitForSelector("h1:has-text('马桂花')");
        assertThat(page.textContent("main")).contains("三社 5 号").doesNotContain(number);
    }

    @Test
    void who_is_in_the_register_is_not_made_twice_but_led_to_and_can_join() {
        NewPerson alone = village.person("马阿舍", Sex.F, LocalDate.of(1938, 1, 1), Relation.HEAD);
        NewPerson child = village.person("马小花", Sex.F, LocalDate.of(2010, 1, 1), Relation.GRANDCHILD);
        village.household(List.of(), alone, child);

        page.navigate("/households/" + household.id() + "/members/new");
        page.fill("#idNumber", Objects.requireNonNull(child.idNumber()).digits());
        page.dispatchEvent("#idNumber", "change");
        page.waitForSelector("#number-read:has-text('已登记在册')");
        page.click("text=让此人加入本户");
        page.selectOption("#relation", "GRANDCHILD");
        page.fill("#reason-join", "随祖父生活");
        page.click("main button.main");

        page.waitForSelector("h1:has-text('马建国')");
        assertThat(page.textContent("table.rows")).contains("马小花");
    }

    @Test
    void somebody_registered_in_another_county_is_named_by_the_office_only() {
        NewPerson elsewhere = new NewPerson(
                UUID.randomUUID(),
                "韩秘密",
                Sex.F,
                LocalDate.of(1970, 2, 3),
                IdentityNumber.synthetic(RegionCode.parse("630222"), LocalDate.of(1970, 2, 3), 904),
                Relation.HEAD);
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(
                        List.of(new NewHousehold(
                                UUID.randomUUID(),
                                "E" + village.code(),
                                RegionCode.parse("630222100201"),
                                Residence.RURAL,
                                "",
                                null,
                                null,
                                List.of(elsewhere),
                                List.of(),
                                null)),
                        LocalDate.of(2023, 11, 1),
                        "test"));

        page.navigate("/households/new");
        page.fill("#idNumber", Objects.requireNonNull(elsewhere.idNumber()).digits());
        page.dispatchEvent("#idNumber", "change");
        page.waitForSelector("#number-read:has-text('登记。不能重复登记')");

        assertThat(page.textContent("#number-read"))
                .containsAnyOf("630222", "民和回族土族自治县")
                .doesNotContain("韩秘密");
    }

    @Test
    void a_son_splits_off_the_history_shows_both_days_and_the_split_is_taken_back() {
        page.navigate("/households/" + household.id() + "/split");
        page.selectOption("#relation-" + son.id(), "HEAD");
        page.selectOption("#relation-" + household.members().get(2).id(), "SPOUSE");
        page.fill("#on-split", "2023-12-01");
        page.fill("#reason-split", "成家分户");
        page.click("main button.main");
        page.waitForSelector("h1:has-text('马小军')");

        page.navigate("/households/" + household.id());
        page.waitForSelector("#household-history:has-text('分户')");
        assertThat(page.textContent("#household-history > p:nth-of-type(2)")).doesNotContain("马小军");
        page.fill("#history-on", "2023-11-30");
        page.dispatchEvent("#history-on", "change");
        page.waitForSelector("#household-history > p:has-text('马小军 · 子女')");

        page.click("#household-history summary:text-is('撤销')");
        page.fill("#household-history input[name=reason]", "误办");
        page.click("text=确认撤销");
        page.waitForSelector(
                "#household-history .tag:has-text('已由')",
                new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(page.textContent("table.rows")).contains("马小军").contains("韩英");
    }

    @Test
    void two_records_stand_side_by_side_with_what_differs_marked_and_become_one() {
        NewPerson again =
                new NewPerson(UUID.randomUUID(), "马晓军", Sex.M, LocalDate.of(1988, 5, 2), true, null, Relation.HEAD);
        village.household(List.of(), again);

        page.navigate("/persons/" + son.id() + "/merge?with=" + again.id());
        assertThat(page.textContent("tr.differs >> nth=0"))
                .contains("马小军")
                .contains("马晓军")
                .contains("不同");
        assertThat(page.locator("tr:has(th:text-is('性别'))").getAttribute("class"))
                .isNotEqualTo("differs");
        page.fill("#reason", "同日出生，本人核实");
        page.click("text=是同一人，合并");
        page.waitForSelector("h1:has-text('马小军')");
        page.waitForSelector("td:has-text('马晓军')");

        page.navigate("/persons/" + again.id());
        page.waitForSelector("text=您打开的记录已合并到此人");
        page.navigate("/persons?text=马晓军");
        page.waitForSelector("tr:has-text('马小军'):has-text('又名 马晓军')");
    }
}
