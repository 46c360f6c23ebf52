package org.hearth.app.outreach;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class OutreachPagesTest {

    private static final String COUNTY = "654121";

    @Autowired
    WebApplicationContext context;

    @Autowired
    Outreach outreach;

    @Autowired
    JdbcClient db;

    private MockMvc pages;

    @BeforeEach
    void a_station() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Scopes.run(
                new Scope(RegionCode.parse(COUNTY), "duty." + COUNTY),
                () -> outreach.openSite(RegionCode.parse(COUNTY), "救助站", "", false, 1, 1, null, null));
    }

    @Test
    void a_clue_from_the_street_needs_no_account_and_shows_its_words_as_words() throws Exception {
        pages.perform(get("/public/clue")).andExpect(status().isOk());
        pages.perform(clue(COUNTY).with(csrf())).andExpect(redirectedUrl("/public/clue/received"));
        pages.perform(get("/duty").with(user(as(Role.DUTY_DESK))))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("&lt;script&gt;")))
                .andExpect(content().string(not(containsString("<script>alert"))));
    }

    @Test
    void what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept() throws Exception {
        pages.perform(post("/public/clue")
                        .with(csrf())
                        .param("id", UUID.randomUUID().toString())
                        .param("county", COUNTY)
                        .param("landmark", " ")
                        .param("what", "一位老人躺在桥下")
                        .param("people", "0")
                        .param("condition", "MINOR")
                        .param("source", "DRIVER"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("请写明在哪里")))
                .andExpect(content().string(containsString("人数应在 1 到 50 之间")))
                .andExpect(content().string(containsString("一位老人躺在桥下")))
                .andExpect(content().string(containsString("value=\"" + COUNTY + "\" selected")));
    }

    @Test
    void the_ninth_clue_within_ten_minutes_from_one_address_waits_with_all_that_was_typed() throws Exception {
        RequestPostProcessor address = request -> {
            request.setRemoteAddr("203.0.113.9");
            return request;
        };
        for (int i = 0; i < 8; i++) {
            pages.perform(clue(COUNTY).with(csrf()).with(address)).andExpect(redirectedUrl("/public/clue/received"));
        }
        pages.perform(clue(COUNTY).with(csrf()).with(address).param("what", "第九条"))
                .andExpect(status().isTooManyRequests())
                .andExpect(content().string(containsString("提交过于频繁")))
                .andExpect(content().string(containsString("第九条")));
    }

    @Test
    void a_response_ends_at_the_desk_when_its_warning_has_run_out() throws Exception {
        RegionCode county = RegionCode.parse("654122");
        Scopes.run(new Scope(county, "duty." + county), () -> {
            UUID warning = UUID.randomUUID();
            db.sql("""
                    insert into outreach.warning
                        (id, region, identifier, sender, kind, colour, headline, sent_at, expires_at)
                    values (?, ?, ?, 'qx', 'cold_wave', 'red', '寒潮红色预警信号', now() - interval '9000 days',
                            now() - interval '8999 days')
                    """).params(warning, county.digits(), warning.toString()).update();
            db.sql("""
                    insert into outreach.response (id, region, level, warning_id, started_at)
                    values (?, ?, 1, ?, now() - interval '9000 days')
                    """).params(UUID.randomUUID(), county.digits(), warning).update();
        });
        SignedIn desk = new SignedIn(
                UUID.randomUUID(), "pages.expired", "测试", Role.DUTY_DESK, county.digits(), "", false, true);

        pages.perform(get("/duty").with(user(desk)))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("寒潮红色预警信号"))));
    }

    @Test
    void the_desk_hears_of_a_clue_opens_a_temporary_site_and_calls_a_team_out() throws Exception {
        RegionCode county = RegionCode.parse("654123");
        SignedIn desk =
                new SignedIn(UUID.randomUUID(), "pages.site", "测试", Role.DUTY_DESK, county.digits(), "", false, true);
        UUID clue = UUID.randomUUID();
        UUID team = Scopes.within(new Scope(county, "duty." + county), () -> {
            outreach.tell(new Outreach.NewClue(
                    clue, county, "", "桥下", null, null, 1, Condition.STRANDED, ClueSource.PUBLIC, ""));
            return outreach.addTeam(county, "城区一队", "老城区", "", 3, 1);
        });

        pages.perform(get("/duty/news").param("since", "2000-01-01T00:00:00Z").with(user(desk)))
                .andExpect(content().string(containsString("有 1 条新线索")));
        pages.perform(post("/duty/sites")
                        .with(user(desk))
                        .with(csrf())
                        .param("name", "文化广场救助点")
                        .param("women", "1")
                        .param("men", "2"))
                .andExpect(content().string(containsString("文化广场救助点")));
        pages.perform(post("/duty/clues/" + clue + "/dispatch")
                        .with(user(desk))
                        .with(csrf())
                        .param("to", "PATROL")
                        .param("patrol", team.toString()))
                .andExpect(content().string(containsString("已派巡查 · 城区一队")));
    }

    @Test
    void a_hostile_form_is_refused() throws Exception {
        pages.perform(clue(COUNTY)).andExpect(status().isForbidden());
        pages.perform(clue("110101").with(csrf())).andExpect(status().isUnprocessableContent());
        pages.perform(clue(COUNTY).param("website", "x").with(csrf()))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("还没有提交")));
    }

    @Test
    void a_patrol_sees_its_pages_and_not_the_desk() throws Exception {
        pages.perform(post("/patrol/start")
                .with(user(as(Role.PATROL)))
                .with(csrf())
                .param("team", "一队")
                .param("area", "城区")
                .param("people", "2")
                .param("vehicles", "1"));
        pages.perform(get("/patrol").with(user(as(Role.PATROL)))).andExpect(status().isOk());
        pages.perform(get("/patrol/encounter").with(user(as(Role.PATROL)))).andExpect(status().isOk());
        pages.perform(get("/duty").with(user(as(Role.PATROL)))).andExpect(status().isForbidden());
    }

    private static MockHttpServletRequestBuilder clue(String county) {
        return post("/public/clue")
                .param("id", UUID.randomUUID().toString())
                .param("county", county)
                .param("landmark", "<script>alert(1)</script>")
                .param("people", "1")
                .param("condition", "SLEEPING_ROUGH")
                .param("source", "DRIVER");
    }

    private static SignedIn as(Role role) {
        return new SignedIn(UUID.randomUUID(), "pages." + role, "测试", role, COUNTY, "", false, true);
    }
}
