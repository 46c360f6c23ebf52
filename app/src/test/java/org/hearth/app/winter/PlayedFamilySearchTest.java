package org.hearth.app.winter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.familysearch.FamilySearch;
import org.hearth.app.familysearch.FamilySearch.Suggestion;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Who could not say who they were, in a played winter. */
@PlayedWinter
class PlayedFamilySearchTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Test
    void whoever_was_taken_in_has_a_notice_and_whom_the_police_looked_for_is_known_again() {
        List<Unknown> all = Scopes.within(
                new Scope(RegionCode.NATION, "statistician.cn"),
                () -> files.unknown("", false, 0).rows());

        LocalDate last = all.stream()
                .map(one -> one.appearance().on())
                .max(LocalDate::compareTo)
                .orElseThrow();
        assertThat(all.stream().filter(one -> one.appearance().on().isBefore(last)))
                .isNotEmpty()
                .allMatch(Unknown::noticed);
        assertThat(all.stream().filter(Unknown::identified)).isNotEmpty();
        for (Unknown unknown : all) {
            List<Suggestion> likely = Scopes.within(
                    new Scope(unknown.region(), "duty." + unknown.region().digits()),
                    () -> search.suggestions(unknown));
            assertThat(likely.stream()
                            .anyMatch(one ->
                                    one.settled() != null && one.settled().same()))
                    .as("the report that the DNA confirmed is among those shown, for whoever was known again")
                    .isEqualTo(unknown.identified());
        }
    }

    @Test
    void the_page_of_everybody_taken_in_opens_with_whom_they_may_be() throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        List<Unknown> all = Scopes.within(
                new Scope(RegionCode.NATION, "statistician.cn"),
                () -> files.unknown("", false, 0).rows());
        boolean aPersonOfTheRegister = false;
        for (Unknown unknown : all) {
            SignedIn desk = new SignedIn(
                    UUID.randomUUID(),
                    "duty",
                    "值班员",
                    Role.DUTY_DESK,
                    unknown.region().digits(),
                    "",
                    false,
                    true);
            MockHttpServletResponse page = pages.perform(
                            get("/unknown/" + unknown.id()).with(user(desk)))
                    .andReturn()
                    .getResponse();
            assertThat(page.getStatus()).isEqualTo(200);
            aPersonOfTheRegister |=
                    page.getContentAsString(StandardCharsets.UTF_8).contains(" 年生");
        }
        assertThat(aPersonOfTheRegister).isTrue();
    }
}
