package org.hearth.app.platform;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class ProblemPagesTest {

    private static final SignedIn OFFICER = inJishishan(Role.COUNTY_OFFICER);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Chain chain;

    MockMvc pages;

    @BeforeEach
    void pages() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void a_region_that_is_no_code_is_not_found_and_no_failure_of_the_system() throws Exception {
        pages.perform(get("/bulletin?region=1").with(user(OFFICER)))
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("没有找到这个地区")));
        for (String list : new String[] {"/alerts", "/households", "/cases", "/visits", "/children"}) {
            pages.perform(get(list + "?region=abc").with(user(OFFICER))).andExpect(status().is4xxClientError());
        }
    }

    @Test
    void the_address_of_a_form_opened_as_a_page_says_so() throws Exception {
        pages.perform(get("/duty/warnings").with(user(OFFICER)))
                .andExpect(status().isMethodNotAllowed())
                .andExpect(content().string(containsString("只接收提交")));
    }

    @Test
    void an_import_without_a_file_is_incomplete() throws Exception {
        pages.perform(multipart("/exchange").with(user(OFFICER)).with(csrf()))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("不完整")));
    }

    @Test
    void a_bulletin_whose_first_day_is_after_its_last_is_refused() throws Exception {
        pages.perform(get("/bulletin?from=2024-03-01&to=2023-11-01").with(user(OFFICER)))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("开始日期 2024-03-01 晚于结束日期 2023-11-01")));
    }

    @Test
    void a_link_of_the_chain_is_offered_only_to_whom_it_opens() throws Exception {
        Village village = new Village(registry);
        NewHousehold household =
                village.household(List.of(), village.person("马得福", Sex.M, LocalDate.of(1961, 3, 1), Relation.HEAD));
        String link = "/disasters/affected/" + UUID.randomUUID();
        village.as(
                "test",
                () -> chain.record(new ChainEntry(
                        household.id(),
                        null,
                        village.code(),
                        LocalDate.of(2023, 12, 19),
                        ChainKind.DISASTER,
                        new Text("房屋受损。", "House damaged."),
                        null,
                        "disaster.affected",
                        UUID.randomUUID(),
                        link)));

        pages.perform(get("/households/" + household.id()).with(user(OFFICER)))
                .andExpect(content().string(containsString("href=\"" + link)));
        pages.perform(get("/households/" + household.id()).with(user(inJishishan(Role.VILLAGE_WORKER))))
                .andExpect(content().string(containsString("房屋受损。")))
                .andExpect(content().string(not(containsString(link))));
    }

    private static SignedIn inJishishan(Role role) {
        return new SignedIn(UUID.randomUUID(), "test", "马建国", role, "622927", "", false, true);
    }
}
