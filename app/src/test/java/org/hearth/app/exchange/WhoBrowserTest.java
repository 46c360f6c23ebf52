package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deciding whose row it is as a county officer does it: with one key a row. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class WhoBrowserTest {

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Registry registry;

    @Autowired
    PersonRecords records;

    @Autowired
    Exchange exchange;

    @Autowired
    Quarantine quarantine;

    @Autowired
    Whose whose;

    @Autowired
    JdbcClient db;

    @Test
    void one_key_says_this_is_the_person_and_the_next_row_opens() {
        Village village = new Village(registry);
        NewPerson man = village.person("鲜牙古白", Sex.M, LocalDate.of(1956, 3, 14), Relation.HEAD);
        NewPerson sister = village.person("鲜阿西也", Sex.F, LocalDate.of(1961, 7, 25), Relation.OTHER);
        UUID household = village.household(List.of(), man, sister).id();
        String his = Objects.requireNonNull(man.idNumber()).digits();
        String hers = Objects.requireNonNull(sister.idNumber()).digits();
        String officer = "county." + village.code().digits();
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(officer, "马主任", Role.COUNTY_OFFICER, RegionCode.parse("622927"), true),
                        DemoAccounts.PASSWORD));
        String rows = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n"
                + "鲜牙古白," + his.substring(0, 12) + his.charAt(13) + his.charAt(12) + his.substring(14)
                + ",县医院,2023-12-01,1200,800,100\n"
                + "鲜牙古白," + hers + ",县医院,2023-12-02,300,0,0\n";
        UUID[] first = new UUID[1];
        village.as("county", () -> {
            records.addName(sister.id(), "鲜尕花", true, null, null, "户口簿");
            BatchResult batch = exchange.importFile(
                    "", "医保-1201.csv", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
            first[0] = quarantine
                    .find(Quarantine.Selection.of(batch.batchId()), 0)
                    .rows()
                    .getFirst()
                    .id();
        });
        try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
            Page page = browser.desk("zh");
            browser.signIn(page, officer);
            page.navigate("/exchange/rows/" + first[0] + "/who");
            assertThat(page.textContent(".candidate")).contains("鲜牙古白", "第 13、14 位不同");

            page.keyboard().press("1");

            page.waitForSelector("text=已认定本人，这一行已导入");
            page.navigate("/households/" + household);
            assertThat(page.textContent("main")).contains("1笔医疗费用，合计1,200.00元");
        }
    }

    @Test
    void one_key_ticks_all_sure_rows_of_the_page_and_one_reason_confirms_them() {
        Village village = new Village(registry);
        NewPerson man = village.person("鲜伊布拉", Sex.M, LocalDate.of(1957, 4, 15), Relation.HEAD);
        UUID household = village.household(List.of(), man).id();
        String his = Objects.requireNonNull(man.idNumber()).digits();
        String officer = "county." + village.code().digits();
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(officer, "马主任", Role.COUNTY_OFFICER, RegionCode.parse("622927"), true),
                        DemoAccounts.PASSWORD));
        String wrong = his.substring(0, 17) + (his.endsWith("0") ? "1" : "0");
        String rows = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n鲜伊布拉," + wrong + ",县医院,2023-12-01,1200,800,100\n" + "鲜伊布拉,"
                + wrong + ",县医院,2023-12-02,300,0,0\n";
        village.as(
                "county",
                () -> exchange.importFile(
                        "", "医保-1202.csv", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8))));
        Scopes.run(Scope.system("test"), whose::look);
        try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
            Page page = browser.desk("zh");
            browser.signIn(page, officer);
            page.navigate("/exchange/who?likely=yes");
            int boxes = page.locator("input[name=chosen]").count();
            assertThat(boxes).isGreaterThanOrEqualTo(2);
            assertThat(page.textContent("[data-ticked]")).isEqualTo("0");

            page.keyboard().press("a");

            assertThat(page.textContent("[data-ticked]")).isEqualTo(String.valueOf(boxes));
            page.click("form[data-ticks] button[type=submit]");
            page.waitForSelector("text=" + boxes + " 行已认定本人并导入");
            page.navigate("/households/" + household);
            assertThat(page.textContent("main")).contains("合计1,200.00元", "合计300.00元");
        }
    }
}
