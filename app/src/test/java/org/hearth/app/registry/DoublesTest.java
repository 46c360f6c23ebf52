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
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.PersonRecords.Taken;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Records of the register that may be of one person. */
@HearthTest
class DoublesTest {

    private static final LocalDate BORN = LocalDate.of(1958, 6, 2);
    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    PersonRecords records;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    Doubles doubles;

    @Autowired
    List<TodaysWork> work;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson registered;
    private NewHousehold household;

    @BeforeEach
    void a_woman_in_the_register() {
        village = new Village(registry);
        registered = village.person("冶尕桂芝", Sex.F, BORN, Relation.HEAD);
        household = village.household(List.of(), registered);
        db.sql("""
                insert into region.division (code, name, level, valid_from)
                values (?, '试验村委会', 5, '2023-06-30')
                on conflict do nothing
                """).param(village.code().digits()).update();
    }

    @Test
    void a_second_record_without_a_number_is_proposed_and_counted_for_the_officer() {
        NewPerson again = again("冶尕桂芝", BORN, false);
        village.household(List.of(), again);

        look();

        assertThat(isProposed(again)).isTrue();
        assertThat(here(() -> doubles.pairs("yes", 0)).rows())
                .anySatisfy(pair ->
                        assertThat(List.of(pair.one().id(), pair.other().id())).contains(registered.id(), again.id()));
        assertThat(here(() -> work.stream()
                        .flatMap(room -> room.todaysWork(OFFICER, LocalDate.of(2024, 1, 8)).stream())
                        .map(TodaysWork.Item::link)
                        .toList()))
                .contains("/persons/doubles");
    }

    @Test
    void a_name_written_by_its_sound_and_a_birth_date_that_is_an_estimate_are_still_proposed() {
        NewPerson byEar = again("冶尕贵芝", BORN, false);
        NewPerson aboutThen = again("冶尕桂芝", LocalDate.of(1960, 1, 1), true);
        village.household(List.of(), byEar);
        village.household(List.of(), aboutThen);

        look();

        assertThat(isProposed(byEar)).isTrue();
        assertThat(isProposed(aboutThen)).isTrue();
    }

    @Test
    void two_records_that_each_have_a_number_are_in_doubt_however_much_agrees() {
        NewPerson numbered = village.person("冶尕桂芝", Sex.F, BORN, Relation.HEAD);
        village.household(List.of(), numbered);

        look();

        assertThat(isProposed(numbered)).isTrue();
        assertThat(here(() -> doubles.pairs("yes", 0)).rows())
                .noneSatisfy(
                        pair -> assertThat(List.of(pair.one().id(), pair.other().id()))
                                .contains(registered.id(), numbered.id()));
    }

    @Test
    void namesakes_of_one_village_with_numbers_and_birth_dates_of_their_own_are_two_people() {
        NewPerson namesake = village.person("冶尕桂芝", Sex.F, LocalDate.of(1991, 11, 24), Relation.HEAD);
        NewPerson another = village.person("冶尕桂花", Sex.F, BORN, Relation.HEAD);
        village.household(List.of(), namesake);
        village.household(List.of(), another);

        look();

        assertThat(isProposed(namesake)).isFalse();
        assertThat(isProposed(another)).isFalse();
    }

    @Test
    void an_estimated_age_is_not_off_by_decades() {
        NewPerson daughter = again("冶尕桂芝", LocalDate.of(1990, 1, 1), true);
        village.household(List.of(), daughter);

        look();

        assertThat(isProposed(daughter)).isFalse();
    }

    @Test
    void twins_in_one_household_are_two_people() {
        LocalDate day = LocalDate.of(2015, 4, 9);
        NewPerson elder = new NewPerson(UUID.randomUUID(), "撒龙吉", Sex.M, day, null, Relation.CHILD);
        NewPerson younger = new NewPerson(UUID.randomUUID(), "撒虎祥", Sex.M, day, null, Relation.CHILD);
        village.household(
                List.of(), village.person("撒成才", Sex.M, LocalDate.of(1985, 1, 3), Relation.HEAD), elder, younger);

        look();

        assertThat(isProposed(elder, younger)).isFalse();
    }

    @Test
    void who_was_found_to_be_another_is_proposed_no_more_until_that_is_taken_back() {
        NewPerson again = again("冶尕桂芝", BORN, false);
        village.household(List.of(), again);
        look();

        village.as("officer", () -> records.different(registered.id(), again.id(), "照片不是一人"));
        assertThat(isProposed(again)).as("at once").isFalse();
        look();
        assertThat(isProposed(again)).as("the next night").isFalse();
        assertThat(here(() -> doubles.judgedDifferent(0)).rows())
                .anySatisfy(judged -> assertThat(judged.reason()).isEqualTo("照片不是一人"));

        village.as("officer", () -> records.notDifferent(registered.id(), again.id(), "看错了照片"));
        assertThat(isProposed(again)).isTrue();
    }

    @Test
    void a_pair_is_weighed_again_when_one_of_them_changes_and_goes_when_it_is_likely_no_more() {
        NewPerson again = again("冶尕桂芝", BORN, false);
        village.household(List.of(), again);
        look();
        assertThat(isProposed(again)).isTrue();

        village.as(
                "officer",
                () -> records.correct(
                        again.id(),
                        "唐秋菊",
                        Sex.F,
                        LocalDate.of(1971, 9, 30),
                        false,
                        null,
                        false,
                        LocalDate.of(2023, 12, 1),
                        "户口簿"));
        look();

        assertThat(isProposed(again)).isFalse();
    }

    @Test
    void who_was_merged_or_has_died_is_not_proposed() {
        NewPerson merged = again("冶尕桂芝", BORN, false);
        NewPerson dead = again("冶尕桂芝", BORN, false);
        village.household(List.of(), merged);
        village.household(List.of(), dead);
        look();
        assertThat(isProposed(merged)).isTrue();
        assertThat(isProposed(dead)).isTrue();

        village.as("officer", () -> {
            records.merge(registered.id(), merged.id(), new Taken(false, false, false, false), "同一人");
            registry.personDied(
                    dead.id(),
                    LocalDate.of(2023, 12, 2),
                    new Source("test", UUID.randomUUID(), new Text("村里报告", "told by the village")));
        });

        assertThat(isProposed(merged)).isFalse();
        assertThat(isProposed(dead)).isFalse();
    }

    @Test
    void a_pair_across_two_townships_is_the_countys_and_goes_along_when_one_moves() {
        RegionCode elsewhere = RegionCode.parse("622927790201");
        NewPerson again = again("冶尕桂芝", BORN, false);
        UUID other = UUID.randomUUID();
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(
                        List.of(new NewHousehold(
                                other,
                                "D" + other.toString().substring(0, 12),
                                elsewhere,
                                Residence.RURAL,
                                "",
                                null,
                                null,
                                List.of(again),
                                List.of(),
                                null)),
                        LocalDate.of(2023, 11, 1),
                        "test"));
        look();
        assertThat(isProposed(again)).isTrue();
        assertThat(seenBy(elsewhere.digits().substring(0, 9), registered, again))
                .isFalse();

        village.as(
                "officer",
                () -> operations.move(
                        other,
                        new HouseholdOperations.Place(village.code(), Residence.RURAL, ""),
                        LocalDate.of(2023, 12, 1),
                        "迁回"));
        look();
        assertThat(seenBy(village.code().digits().substring(0, 9), registered, again))
                .isTrue();
    }

    @Test
    void who_is_likely_there_is_registered_again_only_by_somebody_who_says_that_it_is_another_person()
            throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        String asked = pages.perform(filled(get("/persons/likely")).with(user(OFFICER)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(asked).contains("/persons/" + registered.id()).contains("1958-06-02");

        MockHttpServletResponse refused = pages.perform(filled(post("/households/new"))
                        .with(user(OFFICER))
                        .with(csrf())
                        .header("HX-Request", "true"))
                .andReturn()
                .getResponse();
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString(StandardCharsets.UTF_8)).contains("档案中可能已有此人：冶尕桂芝 1958");

        MockHttpServletResponse done = pages.perform(filled(post("/households/new"))
                        .with(user(OFFICER))
                        .with(csrf())
                        .param("another", "true"))
                .andReturn()
                .getResponse();
        assertThat(done.getStatus()).isEqualTo(303);
        UUID fresh = UUID.fromString(String.valueOf(done.getHeader("Location")).substring("/households/".length()));
        UUID namesake = here(() -> registry.household(fresh))
                .orElseThrow()
                .members()
                .getFirst()
                .person()
                .id();
        assertThat(here(() -> registry.knownDifferent(registered.id(), namesake)))
                .isTrue();
    }

    @Test
    void the_two_stand_side_by_side_with_the_words_of_each_comparison_and_no_number_in_clear() throws Exception {
        NewPerson again = again("冶尕贵芝", BORN, false);
        village.household(List.of(), again);
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();

        String page = pages.perform(get("/persons/" + registered.id() + "/doubles/" + again.id())
                        .with(user(OFFICER)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(page)
                .contains("冶尕桂芝", "冶尕贵芝", "读音", "有力支持", household.number())
                .doesNotContain(registered.idNumber().digits());
    }

    private MockHttpServletRequestBuilder filled(MockHttpServletRequestBuilder request) {
        return request.param("name", "冶尕桂芝")
                .param("sex", "F")
                .param("born", "1958-06-02")
                .param("village", village.code().digits())
                .param("residence", "RURAL")
                .param("address", "")
                .param("on", "2023-12-01")
                .param("reason", "新登记");
    }

    private static NewPerson again(String name, LocalDate born, boolean estimated) {
        return new NewPerson(UUID.randomUUID(), name, Sex.F, born, estimated, null, Relation.HEAD);
    }

    private void look() {
        Scopes.run(Scope.system("registry"), doubles::look);
    }

    private boolean isProposed(NewPerson again) {
        return isProposed(registered, again);
    }

    private boolean isProposed(NewPerson one, NewPerson other) {
        return seenBy("622927", one, other);
    }

    private boolean seenBy(String region, NewPerson one, NewPerson other) {
        List<UUID> both = List.of(one.id(), other.id());
        return Scopes.within(new Scope(RegionCode.parse(region), "officer"), () -> {
            for (int page = 0; ; page++) {
                var found = doubles.pairs("", page);
                if (found.rows().stream()
                        .anyMatch(pair -> both.contains(pair.one().id())
                                && both.contains(pair.other().id()))) {
                    return true;
                }
                if (found.isLast()) {
                    return false;
                }
            }
        });
    }

    private <T extends @Nullable Object> T here(Supplier<T> work) {
        return Scopes.within(new Scope(RegionCode.parse("622927"), "officer"), work);
    }
}
