package org.hearth.app.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class CasePagesTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    JdbcClient db;

    private MockMvc pages;
    private Village village;
    private NewHousehold household;
    private Alert alert;

    @BeforeEach
    void an_alert_about_a_household() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        village = new Village(registry);
        household = village.household(List.of(), village.person("马玉兰", Sex.F, LocalDate.of(1958, 6, 2), Relation.HEAD));
        village.as(
                "test",
                () -> alert = monitoring.raise(new Signal(
                        "test.screening",
                        UUID.randomUUID(),
                        household.id(),
                        null,
                        village.code(),
                        new Indicator("uncovered-dibao", new Text("疑似符合低保未纳入", "Seems due dibao, not included")),
                        new Text("人均月收入 210.00 元，低于标准 621.30 元。", "210.00 yuan a head a month, below 621.30."),
                        Level.ORANGE,
                        null)));
    }

    @Test
    void an_officer_answers_an_alert_on_its_page_and_finds_the_case_it_became() throws Exception {
        SignedIn officer =
                officer(Role.TOWNSHIP_OFFICER, village.code().digits().substring(0, 9));
        assertThat(page("/alerts", officer))
                .contains("疑似符合低保未纳入")
                .contains("马玉兰")
                .contains("橙色");
        assertThat(page(alert.link(), officer)).contains("人均月收入 210.00 元").contains("一事一议");

        var answered = pages.perform(post(alert.link() + "/disposition")
                        .with(user(officer))
                        .with(csrf())
                        .header("HX-Request", "true")
                        .param("disposition", "DELIVER")
                        .param("note", "入户核实属实。"))
                .andReturn()
                .getResponse();
        assertThat(answered.getHeader("HX-Redirect")).isEqualTo(alert.link());

        assertThat(page(alert.link(), officer)).contains("入户核实属实。").contains("落实政策");
        assertThat(page(alert.link() + "/case", officer)).contains("最低生活保障").contains("/cases/");
        assertThat(page("/cases", officer)).contains("马玉兰").contains("开展调查");
        assertThat(page("/households/" + household.id() + "/cases", officer)).contains("最低生活保障");
        assertThat(page("/households/" + household.id() + "/determination", officer))
                .contains("政策包");
        assertThat(page("/alerts.csv?state=CLOSED", officer)).contains("马玉兰");
        assertThat(page("/cases.csv", officer)).contains("最低生活保障");
    }

    @Test
    void the_case_page_shows_every_duty_with_its_day_and_its_source() throws Exception {
        SignedIn officer = officer(Role.COUNTY_OFFICER, "622927");
        String link = pages.perform(post("/households/" + household.id() + "/application")
                        .with(user(officer))
                        .with(csrf())
                        .param("id", UUID.randomUUID().toString())
                        .param("kind", "TEKUN")
                        .param("text", "无劳动能力、无生活来源。"))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        assertThat(page(link, officer)).contains("民发〔2021〕43号").contains("信息核对已完成");
    }

    @Test
    void an_alert_becomes_a_case_with_one_click_and_the_approver_sees_the_rules_beside_the_finding() throws Exception {
        SignedIn officer =
                officer(Role.TOWNSHIP_OFFICER, village.code().digits().substring(0, 9));
        assertThat(page(alert.link() + "/case", officer))
                .contains("受理为最低生活保障办件")
                .contains("人均月收入 210.00 元");
        String link = pages.perform(post(alert.link() + "/case")
                        .with(user(officer))
                        .with(csrf())
                        .param("note", "情况属实。"))
                .andReturn()
                .getResponse()
                .getHeader("Location");
        step(link, "investigation", officer, "first", "马建国", "second", "李秀英", "finding", "两间土房，无存款。");

        SignedIn county = officer(Role.COUNTY_OFFICER, "622927");
        step(link, "data-check", county);
        assertThat(page(link, county))
                .contains("政策核定")
                .contains("核定不出这类救助的金额")
                .contains("待问")
                .contains("两间土房，无存款。")
                .contains("信息核对于");

        step(link, "review", officer, "agreed", "false", "opinion", "财产超出规定。");
        step(link, "decision", county, "outcome", "REFUSED", "reason", "名下有小汽车，财产不符合规定。");
        assertThat(page(link + "/letter", officer))
                .contains("您申请的最低生活保障，这次没有批准。")
                .contains("名下有小汽车，财产不符合规定。")
                .contains("12349")
                .contains("第二十一条");
        assertThat(page(link + "/letter?in=en", officer)).contains("This time it is not approved.");

        var pdf = pages.perform(get(link + "/letter.pdf").with(user(officer)))
                .andReturn()
                .getResponse();
        assertThat(pdf.getContentType()).isEqualTo("application/pdf");
        assertThat(new String(pdf.getContentAsByteArray(), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");
        assertThat(db.sql("select count(*) from platform.audit where action = 'letter-downloaded' and subject = ?")
                        .param(link.substring("/cases/".length()))
                        .query(Integer.class)
                        .single())
                .isOne();
        SignedIn elsewhere = officer(Role.COUNTY_OFFICER, "630222");
        assertThat(pages.perform(get(link + "/letter.pdf").with(user(elsewhere)))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
    }

    private void step(String link, String step, SignedIn who, String... fields) throws Exception {
        var request = post(link + "/" + step).with(user(who)).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        assertThat(pages.perform(request).andReturn().getResponse().getStatus()).isEqualTo(303);
    }

    @Test
    void above_the_ceiling_the_phone_page_says_what_to_do_and_nothing_is_paid() throws Exception {
        SignedIn officer =
                officer(Role.TOWNSHIP_OFFICER, village.code().digits().substring(0, 9));
        assertThat(page("/households/" + household.id() + "/emergency", officer))
                .contains("3,143.60")
                .contains("参考值");

        var refused = pages.perform(post("/households/" + household.id() + "/emergency")
                        .with(user(officer))
                        .with(csrf())
                        .header("HX-Request", "true")
                        .param("id", UUID.randomUUID().toString())
                        .param("cause", "FIRE")
                        .param("text", "厨房失火。")
                        .param("amount", "5,000"))
                .andReturn()
                .getResponse();
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains("支出型临时救助").contains("data-field=\"amount\"");
        assertThat(page("/cases?kind=TEMPORARY_EMERGENCY", officer)).doesNotContain("马玉兰");
    }

    private String page(String link, SignedIn who) throws Exception {
        var response = pages.perform(get(link).with(user(who))).andReturn().getResponse();
        response.setCharacterEncoding("UTF-8");
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString();
    }

    private static SignedIn officer(Role role, String region) {
        return new SignedIn(UUID.randomUUID(), "officer." + region, "马建国", role, region, "", false, true);
    }
}
