package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What records propose, as a township officer does it in a real browser. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class ProposedActsBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Registry registry;

    @Autowired
    Exchange exchange;

    private Village village;
    private NewPerson mother;
    private Browser browser;
    private Page page;

    @BeforeEach
    void a_township_officer_at_the_desk() {
        village = new Village(registry);
        NewPerson father = village.person("马占海", Sex.M, LocalDate.of(1986, 3, 4), Relation.HEAD);
        mother = village.person("韩秀英", Sex.F, LocalDate.of(1988, 5, 6), Relation.SPOUSE);
        village.household(List.of(Stratum.DIBAO), father, mother);
        String officer = "acts." + village.code().digits();
        RegionCode township = new RegionCode(village.code().digits().substring(0, 9));
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

    private void bring(String file, String rows) {
        village.as(
                "county",
                () -> exchange.importFile("", file, new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8))));
    }

    private static String of(NewPerson person) {
        return person.name() + "," + Objects.requireNonNull(person.idNumber()).digits();
    }

    @Test
    void a_birth_leads_from_the_home_page_to_a_form_that_is_filled_in_and_the_list_is_empty_after_it() {
        bring(
                "卫健-出生.csv",
                "母亲姓名,母亲身份证号,出生医学证明编号,新生儿姓名,新生儿性别,出生日期\n" + of(mother) + ",X"
                        + village.code().digits().substring(3) + ",马冬至,男,2023-12-21\n");

        page.navigate("/");
        page.click(".today a:has-text('待办登记事项')");
        String panel = "section.panel:has-text('卫健-出生.csv')";
        page.waitForSelector(panel);
        assertThat(page.textContent(panel))
                .contains("新生儿入户", "韩秀英", "卫生健康部门“出生医学证明”，卫健-出生.csv 第 1 行", "2023-12-21", "最低生活保障")
                .doesNotContain(Objects.requireNonNull(mother.idNumber()).digits());
        page.click(panel + " a:has-text('录入马冬至')");

        assertThat(page.inputValue("#name")).isEqualTo("马冬至");
        assertThat(page.inputValue("#born")).isEqualTo("2023-12-21");
        assertThat(page.isChecked("input[name=sex][value=M]")).isTrue();
        assertThat(page.inputValue("#relation"))
                .as("a child of the head's wife")
                .isEqualTo("CHILD");
        assertThat(page.inputValue("#on-join")).isEqualTo("2023-12-21");
        assertThat(page.inputValue("#reason-join")).contains("出生医学证明");
        page.click("main button.main");
        page.waitForSelector("h1:has-text('马占海')");
        assertThat(page.textContent("table.rows")).contains("马冬至");
        assertThat(page.locator("main .notice:has-text('待办登记事项')").count()).isZero();

        page.navigate("/register/proposals");
        assertThat(page.locator(panel).count()).isZero();
        page.click("text=已办结");
        assertThat(page.textContent(panel)).contains("已办");
    }

    @Test
    void a_spouse_who_is_not_in_the_register_is_entered_by_the_number_of_the_record_that_no_page_shows() {
        NewPerson son = village.person("马小军", Sex.M, LocalDate.of(1998, 5, 2), Relation.HEAD);
        NewPerson stranger = village.person("沙腊梅", Sex.F, LocalDate.of(1999, 8, 11), Relation.OTHER);
        UUID his = village.household(List.of(), son).id();
        bring(
                "民政-结婚.csv",
                "姓名,身份证号,结婚证字号,登记日期,配偶姓名,配偶身份证号\n" + of(son) + ",J622901-2023-"
                        + village.code().digits().substring(6) + ",2023-12-21," + of(stranger) + "\n");

        page.navigate("/households/" + his);
        page.click("main .notice:has-text('待办登记事项') a");
        page.click("section.panel:has-text('民政-结婚.csv') a:has-text('录入配偶沙腊梅')");
        assertThat(page.content())
                .contains("来文写明的号码")
                .doesNotContain(Objects.requireNonNull(stranger.idNumber()).digits());
        assertThat(page.inputValue("#relation")).isEqualTo("SPOUSE");
        page.click("main button.main");

        page.waitForSelector("h1:has-text('马小军')");
        village.as(
                "county",
                () -> assertThat(registry.personWith(Objects.requireNonNull(stranger.idNumber())))
                        .hasValueSatisfying(person -> {
                            assertThat(person.name()).isEqualTo("沙腊梅");
                            assertThat(person.born()).isEqualTo(LocalDate.of(1999, 8, 11));
                        }));
    }

    @Test
    void what_need_not_be_done_is_dismissed_for_a_reason_that_stays_with_it() {
        bring(
                "民政-离婚.csv",
                "姓名,身份证号,离婚证字号,登记日期\n" + of(mother) + ",L622901-2023-"
                        + village.code().digits().substring(6) + ",2023-12-21\n");

        page.navigate("/register/proposals");
        String panel = "section.panel:has-text('民政-离婚.csv')";
        page.click(panel + " a:has-text('办理分户')");
        assertThat(page.inputValue("#relation-" + mother.id())).isEqualTo("HEAD");

        page.navigate("/register/proposals");
        page.click(panel + " summary");
        page.fill(panel + " input[name=reason]", "离婚后仍同住照顾子女，入户核实");
        page.click(panel + " button");
        page.waitForSelector(panel, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        page.click("text=已办结");
        assertThat(page.textContent(panel)).contains("不需办理", "离婚后仍同住照顾子女，入户核实");
    }
}
