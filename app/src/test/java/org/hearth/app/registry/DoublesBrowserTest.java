package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.List;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Going through likely doubles by the keyboard, in a township where nobody else is. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class DoublesBrowserTest {

    private static final RegionCode TOWNSHIP = RegionCode.parse("622927780");
    private static final RegionCode VILLAGE = RegionCode.parse("622927780201");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Registry registry;

    @Autowired
    Doubles doubles;

    @Autowired
    JdbcClient db;

    private Browser browser;
    private Page page;

    @BeforeEach
    void a_township_officer_and_two_pairs_of_records() {
        Village numbers = new Village(registry);
        NewPerson first = numbers.person("仙玉兰", Sex.F, LocalDate.of(1958, 6, 2), Relation.HEAD);
        NewPerson second = numbers.person("仙成福", Sex.M, LocalDate.of(1961, 3, 8), Relation.HEAD);
        register(first);
        register(second);
        register(new NewPerson(UUID.randomUUID(), "仙玉兰", Sex.F, first.born(), null, Relation.HEAD));
        register(new NewPerson(UUID.randomUUID(), "仙成富", Sex.M, second.born(), null, Relation.HEAD));
        db.sql("""
                insert into region.division (code, name, level, valid_from)
                values (?, '比对乡', 4, '2023-06-30'), (?, '比对村委会', 5, '2023-06-30')
                on conflict do nothing
                """).params(TOWNSHIP.digits(), VILLAGE.digits()).update();
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount("doubles.622927780", "王经办", Role.TOWNSHIP_OFFICER, TOWNSHIP, true),
                        DemoAccounts.PASSWORD));
        Scopes.run(Scope.system("registry"), doubles::look);
        browser = new Browser("http://127.0.0.1:" + port);
        page = browser.desk("zh");
        browser.signIn(page, "doubles.622927780");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void from_the_home_page_one_pair_is_merged_and_the_other_said_to_be_two_people_and_taken_back() {
        page.waitForSelector("a[href='/persons/doubles']");
        page.navigate("/persons/doubles");
        assertThat(page.locator("table.rows tbody tr").count()).isEqualTo(2);
        page.click("text=逐对核对");
        String first = page.textContent("main");
        assertThat(first).contains("是同一个人吗", "相同", "有力支持");

        page.keyboard().press("d");
        page.waitForSelector("text=已记下：是两个人");
        assertThat(page.textContent("main")).as("the other pair").contains("仙");

        page.keyboard().press("m");
        page.waitForSelector("h1:has-text('查重与合并')");
        page.fill("#reason", "比对身份证和照片，是同一人");
        page.click("text=是同一人，合并");
        page.waitForSelector("text=合并重复的人员记录");

        page.navigate("/persons/doubles");
        page.waitForSelector("text=没有疑似重复的记录");
        page.click("nav.tabs a:has-text('已判定不同')");
        page.click("summary:has-text('撤销这个判断')");
        page.fill("details[open] input[name=reason]", "看错了照片");
        page.click("details[open] button");
        page.waitForSelector("text=判断已撤销");
        page.navigate("/persons/doubles");
        assertThat(page.locator("table.rows tbody tr").count()).isEqualTo(1);
    }

    private void register(NewPerson person) {
        UUID id = UUID.randomUUID();
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(
                        List.of(new NewHousehold(
                                id,
                                "D" + id.toString().substring(0, 12),
                                VILLAGE,
                                Residence.RURAL,
                                "",
                                null,
                                null,
                                List.of(person),
                                List.of(),
                                null)),
                        LocalDate.of(2023, 11, 1),
                        "test"));
    }
}
