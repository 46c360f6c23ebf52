package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Arrivals.Arrival;
import org.hearth.app.registry.HouseholdOperations.NewContact;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A household that moves to another county is accepted there or sent back; nothing is lost or paid twice meanwhile. */
@HearthTest
class ArrivalsTest {

    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);
    private static final RegionCode JISHISHAN = RegionCode.parse("622927");
    private static final RegionCode MINHE = RegionCode.parse("630222");
    private static final RegionCode SENT_TO = RegionCode.parse("630222100201");
    private static final SignedIn RECEIVER =
            new SignedIn(UUID.randomUUID(), "county.630222", "李主任", Role.COUNTY_OFFICER, "630222", "", false, true);
    private static final SignedIn SENDER =
            new SignedIn(UUID.randomUUID(), "county.622927", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    Arrivals arrivals;

    @Autowired
    Contacts contacts;

    @Autowired
    Undo undo;

    @Autowired
    Benefits benefits;

    @Autowired
    List<TodaysWork> work;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewHousehold household;

    @BeforeEach
    void a_household_that_moves_to_minhe() {
        village = new Village(registry);
        household = village.household(
                List.of(Stratum.DIBAO), village.person("马建国", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
        village.as("county.622927", () -> {
            contacts.add(household.id(), null, "马小军", "儿子", "13909301234");
            benefits.entitle(household.id(), null, Benefit.DIBAO, Yuan.of("621.30"), LocalDate.of(2023, 11, 1), "test");
        });
        Scopes.run(
                new Scope(RegionCode.NATION, "county.622927"),
                () -> operations.move(household.id(), new Place(SENT_TO, Residence.RURAL, "三社"), DECEMBER, "随子举家迁移"));
    }

    @Test
    void the_receiving_county_is_told_who_comes_from_where_and_why_and_what_comes_along() throws Exception {
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();
        assertThat(minhe(() -> arrivals.waiting(0)).rows()).contains(arrival);
        assertThat(linksOf(RECEIVER)).contains("/arrivals");

        String page = page("/arrivals/" + arrival.operationId(), RECEIVER);
        assertThat(page)
                .contains("马建国", "随子举家迁移", "county.622927", village.code().digits(), "2023-12-01")
                .contains("最低生活保障对象", "每月领取 621.30 元", "马小军 儿子 13909301234")
                .contains("接收这户", "退回迁出地");
        assertThat(page("/households/" + household.id(), RECEIVER)).contains("还没有接收；救助照常发放");
    }

    @Test
    void the_county_that_it_left_sees_whether_it_was_accepted_but_not_the_household() throws Exception {
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();

        assertThat(jishishan(() -> arrivals.sent(0)).rows()).contains(arrival);
        assertThat(jishishan(() -> arrivals.waiting(0)).rows()).doesNotContain(arrival);
        assertThat(page("/arrivals/" + arrival.operationId(), SENDER))
                .contains("等候接收", "随子举家迁移")
                .doesNotContain("接收这户")
                .doesNotContain("13909301234");
    }

    @Test
    void accepted_in_another_village_with_somebody_to_call_it_waits_no_more() {
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();
        RegionCode other = RegionCode.parse("630222100202");

        Scopes.run(
                new Scope(MINHE, "county.630222"),
                () -> operations.accept(
                        arrival.operationId(), other, Optional.of(new NewContact("李村长", "村干部", "13997012345"))));

        assertThat(minhe(() -> registry.household(household.id())).orElseThrow().region())
                .isEqualTo(other);
        assertThat(minhe(() -> contacts.of(household.id())).stream().map(Contacts.Contact::name))
                .containsExactlyInAnyOrder("李村长", "马小军");
        assertThat(minhe(() -> arrivals.ofWaiting(household.id()))).isEmpty();
        assertThat(jishishan(() -> arrivals.arrival(arrival.operationId()))
                        .orElseThrow()
                        .acceptedBy())
                .isEqualTo("county.630222");
        assertThat(refused(() -> Scopes.run(
                        new Scope(MINHE, "county.630222"),
                        () -> operations.accept(arrival.operationId(), other, Optional.empty()))))
                .contains("已经接收或退回");
    }

    @Test
    void a_household_that_is_not_accepted_yet_does_not_move_on_and_is_not_dissolved() {
        assertThat(refused(() -> Scopes.run(
                        new Scope(RegionCode.NATION, "county.630222"),
                        () -> operations.move(
                                household.id(),
                                new Place(RegionCode.parse("630222100202"), Residence.RURAL, ""),
                                LocalDate.of(2023, 12, 2),
                                "再迁"))))
                .contains("还没有接收，不能再迁移或并户");
        NewHousehold other =
                village.household(List.of(), village.person("马阿舍", Sex.F, LocalDate.of(1938, 1, 1), Relation.HEAD));
        assertThat(refused(() -> Scopes.run(
                        new Scope(RegionCode.NATION, "county.630222"),
                        () -> operations.merge(household.id(), other.id(), Map.of(), LocalDate.of(2023, 12, 2), "并户"))))
                .contains("还没有接收，不能再迁移或并户");
    }

    @Test
    void a_move_taken_back_after_it_was_accepted_is_told_to_the_county_that_has_the_household_again() {
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();
        Scopes.run(
                new Scope(MINHE, "county.630222"),
                () -> operations.accept(arrival.operationId(), SENT_TO, Optional.empty()));

        Scopes.run(new Scope(RegionCode.NATION, "county.630222"), () -> undo.undo(arrival.operationId(), "接收后核实未迁来"));

        assertThat(jishishan(() -> arrivals.arrival(arrival.operationId()))
                        .orElseThrow()
                        .backReason())
                .isEqualTo("接收后核实未迁来");
        assertThat(jishishan(() -> registry.household(household.id()))).isPresent();
    }

    @Test
    void sent_back_it_is_the_other_countys_again_and_that_county_reads_why() throws Exception {
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();

        assertThat(pages().perform(post("/arrivals/" + arrival.operationId() + "/send-back")
                                .with(user(RECEIVER))
                                .with(csrf())
                                .param("reason", ""))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .as("without a reason")
                .isEqualTo(422);
        assertThat(pages().perform(post("/arrivals/" + arrival.operationId() + "/send-back")
                                .with(user(RECEIVER))
                                .with(csrf())
                                .param("reason", "本人仍住积石山，未实际迁来"))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(303);

        Household back = jishishan(() -> registry.household(household.id())).orElseThrow();
        assertThat(back.region()).isEqualTo(village.code());
        assertThat(back.holds(Stratum.DIBAO)).isTrue();
        assertThat(minhe(() -> registry.household(household.id()))).isEmpty();
        assertThat(minhe(() -> arrivals.waiting(0)).rows())
                .extracting(Arrival::operationId)
                .doesNotContain(arrival.operationId());
        assertThat(linksOf(SENDER)).contains("/arrivals/sent");
        assertThat(page("/arrivals/sent", SENDER)).contains("本人仍住积石山，未实际迁来");

        Scopes.run(new Scope(JISHISHAN, "county.622927"), arrivals::noteSentBack);
        assertThat(linksOf(SENDER)).doesNotContain("/arrivals/sent");
    }

    @Test
    void a_month_is_paid_once_whichever_county_prepares_it_and_however_often_the_household_goes_to_and_fro() {
        LocalDate month = LocalDate.of(2023, 12, 1);
        Arrival arrival = minhe(() -> arrivals.ofWaiting(household.id())).orElseThrow();

        prepare(JISHISHAN, month);
        assertThat(paid(month)).as("the county that it left pays no more").isEmpty();
        prepare(MINHE, month);
        assertThat(paid(month)).as("while it waits").containsExactly("630222100201");

        Scopes.run(new Scope(RegionCode.NATION, "county.630222"), () -> undo.undo(arrival.operationId(), "未实际迁来"));
        prepare(JISHISHAN, month);
        assertThat(paid(month)).as("back in the county that it left").hasSize(1);
        LocalDate next = month.plusMonths(1);
        prepare(JISHISHAN, next);
        prepare(MINHE, next);
        assertThat(paid(next))
                .as("the month after")
                .containsExactly(village.code().digits());
    }

    private void prepare(RegionCode county, LocalDate month) {
        try {
            Scopes.run(new Scope(county, "county.preparer"), () -> benefits.prepareBatch(county, month, false));
        } catch (Problem nothingIsDue) {
            assertThat(nothingIsDue.text().zh()).contains("没有");
        }
    }

    private List<String> paid(LocalDate month) {
        return Scopes.within(
                Scope.system("test"),
                () -> db.sql("""
                        select region from benefit.payment where household_id = ? and month = ?
                        """)
                        .params(household.id(), month)
                        .query(String.class)
                        .list());
    }

    private List<String> linksOf(SignedIn who) {
        return Scopes.within(
                new Scope(who.regionCode(), who.username()),
                () -> work.stream()
                        .flatMap(room -> room.todaysWork(who, LocalDate.of(2024, 1, 8)).stream())
                        .map(TodaysWork.Item::link)
                        .toList());
    }

    private String page(String link, SignedIn who) throws Exception {
        return pages().perform(get(link).with(user(who)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private MockMvc pages() {
        return MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    private <T extends @Nullable Object> T minhe(Supplier<T> work) {
        return Scopes.within(new Scope(MINHE, "county.630222"), work);
    }

    private <T extends @Nullable Object> T jishishan(Supplier<T> work) {
        return Scopes.within(new Scope(JISHISHAN, "county.622927"), work);
    }

    private static String refused(Runnable work) {
        return catchThrowableOfType(Problem.class, work::run).text().zh();
    }
}
