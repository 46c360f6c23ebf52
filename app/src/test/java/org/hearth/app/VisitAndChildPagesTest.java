package org.hearth.app;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.childcare.Childcare;
import org.hearth.app.childcare.Danger;
import org.hearth.app.childcare.Reporter;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.visits.Visits;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class VisitAndChildPagesTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Visits visits;

    @Autowired
    Childcare childcare;

    @Autowired
    JdbcClient db;

    @Test
    void each_role_opens_its_own_pages_and_no_others() throws Exception {
        open(Role.VISITOR, "/visit", 200);
        open(Role.TOWNSHIP_OFFICER, "/visits", 200);
        open(Role.VILLAGE_WORKER, "/children", 200);
        open(Role.COUNTY_OFFICER, "/children", 200);
        open(Role.VISITOR, "/children", 403);
        open(Role.VISITOR, "/visits", 403);
        open(Role.VILLAGE_WORKER, "/visit/" + UUID.randomUUID(), 404);
        open(Role.VILLAGE_WORKER, "/children/" + UUID.randomUUID(), 404);
    }

    @Test
    void the_pages_show_an_elder_who_is_due_and_a_child_in_danger() throws Exception {
        Village village = new Village(registry);
        LocalDate day = LocalDate.of(2023, 11, 1);
        var home = village.household(
                List.of(),
                village.person("马秀英", Sex.F, LocalDate.of(1940, 1, 1), Relation.HEAD),
                village.person("马小龙", Sex.M, LocalDate.of(2015, 1, 1), Relation.GRANDCHILD));
        UUID elder = home.members().getFirst().id();
        UUID child = home.members().getLast().id();
        KnownFacts.know(db, village.code(), home.id(), elder, "livingArrangement", "\"empty-nest\"", day);
        KnownFacts.know(
                db,
                village.code(),
                home.id(),
                child,
                "parents",
                "[{\"status\": \"dead\"}, {\"status\": \"dead\"}]",
                day);
        UUID[] ids = new UUID[2];
        village.as("test", () -> {
            visits.find(day);
            visits.plan(day);
            visits.escalate(day.plusDays(30));
            childcare.find(day);
            ids[0] = id("select id from visits.elder where person_id = ?", elder);
            ids[1] = id("select id from childcare.child where person_id = ?", child);
            childcare.found(UUID.randomUUID(), ids[1], Danger.VIOLENCE, Reporter.SCHOOL, "身上有伤");
        });
        contains(Role.VISITOR, "/visit", "马秀英");
        contains(Role.VISITOR, "/visit/" + ids[0], "120");
        contains(Role.TOWNSHIP_OFFICER, "/visits?month=2023-11", "马秀英");
        contains(Role.VILLAGE_WORKER, "/children", "立即报警");
        contains(Role.VILLAGE_WORKER, "/children/" + ids[1], "马小龙");
        contains(Role.VILLAGE_WORKER, "/children/" + ids[1] + "/check", "马小龙");
        contains(Role.COUNTY_OFFICER, "/children", "马某某");
        contains(Role.COUNTY_OFFICER, "/children/" + ids[1], "马某某");
        contains(Role.COUNTY_OFFICER, "/visits/" + ids[0], "马秀英");
        contains(Role.TOWNSHIP_OFFICER, "/visits.csv?state=MISSED", "马秀英");
        contains(Role.TOWNSHIP_OFFICER, "/", "错过未补的探访");
        contains(Role.VILLAGE_WORKER, "/", "待探访老人");
    }

    private UUID id(String sql, UUID person) {
        return db.sql(sql).param(person).query(UUID.class).single();
    }

    private void contains(Role role, String page, String text) throws Exception {
        MockMvc web = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        SignedIn who = new SignedIn(UUID.randomUUID(), "test", "马建国", role, "622927", "", false, true);
        web.perform(get(page).with(user(who)))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString(text)));
    }

    private void open(Role role, String page, int expected) throws Exception {
        MockMvc web = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        SignedIn who = new SignedIn(UUID.randomUUID(), "test", "马建国", role, "622927899", "", false, true);
        web.perform(get(page).with(user(who))).andExpect(status().is(expected));
    }
}
