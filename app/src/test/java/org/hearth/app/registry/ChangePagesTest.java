package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Who may open which page of a household's changes, and that what is posted goes no further than what is offered. */
@HearthTest
class ChangePagesTest {

    private static final String IN_ANOTHER_COUNTY = "630222100201";
    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);

    @Autowired
    Registry registry;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    Accounts accounts;

    @Autowired
    Regions regions;

    @Autowired
    WebApplicationContext context;

    private MockMvc pages;
    private Village village;
    private NewPerson head;
    private NewHousehold household;

    @BeforeEach
    void a_household_of_one() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Scopes.run(Scope.system("test"), () -> regions.loadIfEmpty(Progress.SILENT));
        village = new Village(registry);
        head = village.person("马变更", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD);
        household = village.household(List.of(), head);
    }

    @Test
    void a_village_worker_opens_the_changes_of_a_household_and_not_its_split() throws Exception {
        SignedIn worker = signedIn(Role.VILLAGE_WORKER, village.code());
        assertThat(answer(get("/households/" + household.id() + "/change"), worker)
                        .getStatus())
                .isEqualTo(200);
        assertThat(answer(get("/households/" + household.id() + "/split"), worker)
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void a_township_moves_nobody_out_of_the_township() throws Exception {
        Map<String, String> typed =
                Map.of("village", IN_ANOTHER_COUNTY, "residence", "RURAL", "on", "2023-12-01", "reason", "伪造的村代码");

        MockHttpServletResponse answer = answer(
                post("/households/" + household.id() + "/move"),
                typed,
                signedIn(Role.TOWNSHIP_OFFICER, village.code().at(DivisionLevel.TOWNSHIP)));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(answer.getContentAsString(StandardCharsets.UTF_8)).contains("请选择所在的村（社区）");
        village.as(
                "test",
                () -> assertThat(
                                registry.household(household.id()).orElseThrow().region())
                        .isEqualTo(village.code()));
    }

    @Test
    void nobody_is_registered_outside_ones_own_region_and_a_missing_number_is_asked_for_at_its_field()
            throws Exception {
        Map<String, String> typed = Map.of(
                "name", "马新户", "village", IN_ANOTHER_COUNTY, "residence", "RURAL", "on", "2023-12-01", "reason", "入户");

        MockHttpServletResponse answer =
                answer(post("/households/new"), typed, signedIn(Role.VILLAGE_WORKER, village.code()));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(answer.getContentAsString(StandardCharsets.UTF_8))
                .contains("请选择所在的村（社区）", "data-field=\"idNumber\"", "请填写身份证号码")
                .doesNotContain("data-field=\"born\"");
    }

    @Test
    void two_records_side_by_side_call_the_village_by_its_name() throws Exception {
        RegionCode real = RegionCode.parse("622927103203");
        NewPerson one = village.person("马同村", Sex.M, LocalDate.of(1966, 3, 1), Relation.HEAD);
        NewPerson other = new NewPerson(UUID.randomUUID(), "马同村", Sex.M, one.born(), null, Relation.HEAD);
        village.as(
                "test",
                () -> List.of(one, other)
                        .forEach(person ->
                                operations.register(new Place(real, Residence.RURAL, "一社"), person, DECEMBER, "入户")));

        assertThat(answer(
                                get("/persons/" + one.id() + "/doubles/" + other.id()),
                                signedIn(Role.COUNTY_OFFICER, RegionCode.parse("622927")))
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("<td>" + regions.path(real, DivisionLevel.COUNTY) + "</td>")
                .doesNotContain("<td>" + real.digits() + "</td>");
    }

    @Test
    void who_did_it_is_called_by_name_and_the_system_the_system() throws Exception {
        String officer = "namer." + village.code().digits();
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(officer, "王经办", Role.COUNTY_OFFICER, RegionCode.parse("622927"), true),
                        "winter-2024"));
        village.as(officer, () -> operations.changePlace(household.id(), Residence.RURAL, "二社 3 号", DECEMBER, "搬到新房"));
        village.as(
                "system:registry",
                () -> operations.changePlace(household.id(), Residence.RURAL, "二社 4 号", DECEMBER, "门牌更正"));

        assertThat(answer(
                                get("/households/" + household.id() + "/history"),
                                signedIn(Role.COUNTY_OFFICER, RegionCode.parse("622927")))
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("搬到新房 · 王经办", "门牌更正 · 系统")
                .doesNotContain(officer);
    }

    @Test
    void of_a_dissolved_household_nothing_is_determined_and_nothing_is_begun() throws Exception {
        NewHousehold other =
                village.household(List.of(), village.person("马留户", Sex.F, LocalDate.of(1970, 3, 1), Relation.HEAD));
        village.as(
                "test",
                () -> operations.merge(
                        household.id(), other.id(), Map.of(head.id(), Relation.OTHER), DECEMBER, "投靠亲属"));
        SignedIn county = signedIn(Role.COUNTY_OFFICER, RegionCode.parse("622927"));

        MockHttpServletResponse determination = answer(get("/households/" + household.id() + "/determination"), county);
        assertThat(determination.getStatus()).isEqualTo(200);
        assertThat(determination.getContentAsString(StandardCharsets.UTF_8)).contains("不作核定");
        assertThat(answer(get("/households/" + household.id() + "/cases"), county)
                        .getContentAsString(StandardCharsets.UTF_8))
                .doesNotContain("受理申请");
        assertThat(answer(get("/households/" + household.id() + "/application"), county)
                        .getStatus())
                .isEqualTo(422);
    }

    private static SignedIn signedIn(Role role, RegionCode region) {
        return new SignedIn(UUID.randomUUID(), "test", "经办人", role, region.digits(), "", false, true);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, SignedIn who) throws Exception {
        return answer(request, Map.of(), who);
    }

    private MockHttpServletResponse answer(
            MockHttpServletRequestBuilder request, Map<String, String> typed, SignedIn who) throws Exception {
        typed.forEach(request::param);
        return pages.perform(request.with(user(who)).with(csrf()).header("HX-Request", "true"))
                .andReturn()
                .getResponse();
    }
}
