package org.hearth.app.disaster;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class DisasterPagesTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Disasters disasters;

    @Autowired
    HearthClock clock;

    private MockMvc pages;
    private Village village;
    private Disaster quake;
    private NewPerson elder;

    @BeforeEach
    void an_earthquake_hits_an_elder_who_lives_alone() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        village = new Village(registry);
        elder = village.person("韩福", Sex.M, LocalDate.of(1940, 1, 1), Relation.HEAD);
        village.household(List.of(), elder);
        village.as(
                "test",
                () -> quake = disasters.declare(new Disasters.NewDisaster(
                        DisasterKind.EARTHQUAKE,
                        new Text("地震（" + village.code() + "）", "Earthquake"),
                        clock.now().minusDays(1),
                        new BigDecimal("6.2"),
                        "中国地震台网",
                        List.of(RegionCode.parse("622927")))));
    }

    @Test
    void a_list_is_taken_in_with_its_totals_and_the_rows_set_aside_say_why() throws Exception {
        String lists = imported();

        pages.perform(get(lists).with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content().string(allOf(containsString("搁置的行"), containsString("无名氏"))));
        pages.perform(get(quake.link()).with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content().string(allOf(containsString("独居老年人"), containsString("逐日报告"))));
        pages.perform(get("/disasters").with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content().string(containsString(quake.name().zh())));
        pages.perform(get(quake.link() + "/affected.csv?reason=elder-alone").with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content().string(containsString("韩福")));
        pages.perform(get(quake.link() + "?stage=recovered").with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content().string(containsString("没有符合条件的受灾家庭")));
    }

    @Test
    void who_is_not_reached_is_todays_work_until_the_call_is_recorded() throws Exception {
        imported();
        Affected[] affected = new Affected[1];
        village.as("test", () -> affected[0] = disasters.affected(quake.id()).getFirst());
        String page = "/disasters/affected/" + affected[0].id();

        pages.perform(get("/").with(officer(Role.TOWNSHIP_OFFICER)))
                .andExpect(content().string(containsString(quake.link() + "?who=to-call")));
        pages.perform(post(page + "/call")
                        .param("finding", "人安全，已住进帐篷。")
                        .with(officer(Role.TOWNSHIP_OFFICER))
                        .with(csrf()))
                .andExpect(redirectedUrl(page));
        pages.perform(post(page + "/stage")
                        .param("to", "TRANSITIONAL")
                        .with(officer(Role.TOWNSHIP_OFFICER))
                        .with(csrf()))
                .andExpect(redirectedUrl(page));
        pages.perform(post(page + "/transitional")
                        .param("relief", UUID.randomUUID().toString())
                        .param("month", "2024-01")
                        .param("persons", "1")
                        .param("basis", "过渡期生活救助方案")
                        .with(officer(Role.TOWNSHIP_OFFICER))
                        .with(csrf()))
                .andExpect(redirectedUrl(page));
        pages.perform(get(page).with(officer(Role.COUNTY_OFFICER)))
                .andExpect(content()
                        .string(allOf(containsString("已住进帐篷"), containsString("待县定标准"), containsString("转社会救助"))));
        pages.perform(get("/").with(officer(Role.TOWNSHIP_OFFICER)))
                .andExpect(content().string(not(containsString(quake.link() + "?who=to-call"))));
        pages.perform(get("/households/" + affected[0].householdId() + "/disasters")
                        .with(officer(Role.TOWNSHIP_OFFICER)))
                .andExpect(content().string(containsString("过渡期生活救助")));
    }

    @Test
    void one_household_is_entered_by_hand_and_a_visitor_is_kept_out() throws Exception {
        pages.perform(get(quake.link() + "/enter").with(officer(Role.TOWNSHIP_OFFICER)))
                .andExpect(content().string(containsString("严重损坏")));
        pages.perform(post(quake.link() + "/enter")
                        .param("entry", UUID.randomUUID().toString())
                        .param("name", "韩福")
                        .param("idNumber", elder.idNumber().digits())
                        .param("damage", "SEVERE")
                        .param("person", "relocated")
                        .with(officer(Role.TOWNSHIP_OFFICER))
                        .with(csrf()))
                .andExpect(status().isSeeOther());
        pages.perform(get(quake.link() + "?text=韩福&damage=severe").with(officer(Role.TOWNSHIP_OFFICER)))
                .andExpect(content().string(containsString("独居老年人")));
        pages.perform(get("/disasters").with(officer(Role.VISITOR))).andExpect(status().isForbidden());
    }

    @Test
    void what_is_wrong_stands_at_its_field() throws Exception {
        pages.perform(post(quake.link() + "/enter")
                        .header("HX-Request", "true")
                        .param("name", "韩福")
                        .param("idNumber", "622927194001010000")
                        .param("damage", "SEVERE")
                        .with(officer(Role.TOWNSHIP_OFFICER))
                        .with(csrf()))
                .andExpect(status().is(422))
                .andExpect(content().string(containsString("data-field=\"idNumber\"")));
    }

    private String imported() throws Exception {
        String file = "姓名,身份证号,房屋受损,因灾死亡,受伤,转移安置\n韩福," + elder.idNumber().digits()
                + ",倒塌,否,否,是\n无名氏,62292719900101000Z,倒塌,否,否,是\n";
        return Objects.requireNonNull(pages.perform(multipart(quake.link() + "/lists")
                        .file(new MockMultipartFile(
                                "file", "名单.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                        .with(officer(Role.COUNTY_OFFICER))
                        .with(csrf()))
                .andExpect(status().isSeeOther())
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }

    private RequestPostProcessor officer(Role role) {
        return user(new SignedIn(UUID.randomUUID(), "test", "马建国", role, "622927", "", false, true));
    }
}
