package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.registry.Registry.NewPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A birth date does not stand beside a masked number, whose hidden digits it is (docs/adr/0018). */
@HearthTest
class BirthDateBesideMaskTest {

    private static final LocalDate BORN = LocalDate.of(1957, 8, 23);

    @Autowired
    Registry registry;

    @Autowired
    WebApplicationContext context;

    private MockMvc pages;
    private Village village;

    @BeforeEach
    void the_pages() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        village = new Village(registry);
    }

    @Test
    void lists_and_the_persons_own_page_show_the_year_alone() throws Exception {
        NewPerson woman = village.person("祁掩码", Sex.F, BORN, Relation.HEAD);
        village.household(List.of(), woman);
        for (String page : List.of("/persons?text=祁掩码", "/persons/" + woman.id())) {
            assertThat(page(page))
                    .as(page)
                    .contains("********", "1957")
                    .doesNotContain("1957-08-23", "19570823", "0823");
        }
    }

    @Test
    void somebody_without_a_number_is_shown_with_the_whole_date() throws Exception {
        NewPerson man = new NewPerson(UUID.randomUUID(), "祁无号", Sex.M, BORN, null, Relation.HEAD);
        village.household(List.of(), man);
        assertThat(page("/persons?text=祁无号")).contains("1957-08-23");
        assertThat(page("/persons/" + man.id())).contains("1957-08-23");
    }

    @Test
    void two_records_side_by_side_show_the_dates_only_where_they_differ() throws Exception {
        NewPerson one = village.person("祁对照", Sex.F, BORN, Relation.HEAD);
        NewPerson same = new NewPerson(UUID.randomUUID(), "祁对照", Sex.F, BORN, null, Relation.HEAD);
        NewPerson other = village.person("祁对照", Sex.F, BORN.plusDays(1), Relation.HEAD);
        village.household(List.of(), one);
        village.household(List.of(), same);
        village.household(List.of(), other);
        assertThat(page("/persons/" + one.id() + "/merge?with=" + same.id()))
                .contains("<td>1957</td>")
                .doesNotContain("1957-08-23");
        assertThat(page("/persons/" + one.id() + "/merge?with=" + other.id())).contains("1957-08-23", "1957-08-24");
    }

    @Test
    void nor_do_the_exported_list_and_the_pages_of_likely_doubles() throws Exception {
        NewPerson one = village.person("祁双记", Sex.F, BORN, Relation.HEAD);
        NewPerson same = new NewPerson(UUID.randomUUID(), "祁双记", Sex.F, BORN, null, Relation.HEAD);
        village.household(List.of(), one);
        village.household(List.of(), same);
        assertThat(page("/persons.csv?text=祁双记")).contains("1957-08-23").containsOnlyOnce("1957-08-23");
        assertThat(page("/persons/" + one.id() + "/doubles/" + same.id()))
                .contains("<td>1957</td>")
                .containsOnlyOnce("1957-08-23");
        assertThat(page("/persons/likely?name=祁双记&sex=F&born=1957-08-23&village="
                        + village.code().digits()))
                .contains("********")
                .containsOnlyOnce("1957-08-23");
    }

    private String page(String address) throws Exception {
        return pages.perform(get(address)
                        .with(user(new SignedIn(
                                UUID.randomUUID(), "county", "县", Role.COUNTY_OFFICER, "622927", "", false, true))))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }
}
