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
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class OutreachPagesTest {

    private static final String COUNTY = "654121";

    @Autowired
    WebApplicationContext context;

    @Autowired
    Outreach outreach;

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
    void a_hostile_form_is_refused() throws Exception {
        pages.perform(clue(COUNTY)).andExpect(status().isForbidden());
        pages.perform(clue("110101").with(csrf())).andExpect(status().isUnprocessableContent());
        pages.perform(clue(COUNTY).param("website", "x").with(csrf())).andExpect(redirectedUrl("/public/clue"));
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
                .param("condition", "SLEEPING_ROUGH")
                .param("source", "DRIVER");
    }

    private static SignedIn as(Role role) {
        return new SignedIn(UUID.randomUUID(), "pages." + role, "测试", role, COUNTY, "", false, true);
    }
}
