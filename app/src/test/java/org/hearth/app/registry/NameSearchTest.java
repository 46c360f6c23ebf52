package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Names are found as people type them. */
@HearthTest
class NameSearchTest {

    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county.622927", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    PersonRecords records;

    @Autowired
    PersonSearch persons;

    @Autowired
    HouseholdSearch households;

    @Autowired
    PersonKeys keys;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson xiulan;
    private NewPerson aili;
    private NewHousehold household;

    @BeforeEach
    void two_people_of_one_household() {
        village = new Village(registry);
        xiulan = village.person("马秀兰", Sex.F, LocalDate.of(1948, 6, 2), Relation.HEAD);
        aili = village.person("买买提·艾力", Sex.M, LocalDate.of(1970, 6, 2), Relation.OTHER);
        household = village.household(List.of(), xiulan, aili);
    }

    @ParameterizedTest
    @ValueSource(strings = {"马秀兰", "馬秀蘭", "马秀", "mxl", "MXL", "maxiulan", "ma xiulan", "Ma Xiu Lan", "maxiu", "马 秀兰"})
    void a_woman_is_found_by_characters_of_either_kind_by_sound_and_by_first_letters(String typed) {
        assertThat(personsBy(typed)).contains(xiulan.id()).doesNotContain(aili.id());
        assertThat(householdsBy(typed)).containsExactly(household.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"买买提·艾力", "买买提艾力", "买买提", "mmtal", "maimaiti", "maimaiti aili"})
    void a_name_with_a_middle_dot_is_found_without_it(String typed) {
        assertThat(personsBy(typed)).contains(aili.id()).doesNotContain(xiulan.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "马", "xiulan", "malan", "0930", "%", "mx%"})
    void what_begins_no_name_finds_nobody(String typed) {
        assertThat(personsBy(typed)).doesNotContain(xiulan.id(), aili.id());
    }

    @Test
    void the_surname_is_read_as_a_surname_and_u_umlaut_as_keyboards_and_passports_have_it() {
        NewPerson shan = village.person("单桂芳", Sex.F, LocalDate.of(1950, 1, 1), Relation.HEAD);
        NewPerson lv = village.person("吕绿", Sex.F, LocalDate.of(1951, 1, 1), Relation.OTHER);
        village.household(List.of(), shan, lv);

        assertThat(personsBy("shanguifang")).contains(shan.id());
        assertThat(personsBy("lvlv")).contains(lv.id());
        assertThat(personsBy("lulu")).contains(lv.id());
        assertThat(personsBy("lülü")).contains(lv.id());
    }

    @Test
    void a_former_name_is_found_by_its_sound_and_shown_and_a_corrected_one_is_found_no_more() {
        village.as("officer", () -> records.addName(xiulan.id(), "马尕妹", true, null, null, "户口簿"));
        assertThat(here(() -> persons.find(query("magamei"))).rows()).anySatisfy(found -> {
            assertThat(found.id()).isEqualTo(xiulan.id());
            assertThat(found.knownAs()).isEqualTo("马尕妹");
        });

        village.as(
                "officer",
                () -> records.correct(
                        xiulan.id(),
                        "马秀莲",
                        Sex.F,
                        xiulan.born(),
                        false,
                        null,
                        false,
                        LocalDate.of(2023, 12, 1),
                        "录入错误"));
        assertThat(personsBy("maxiulian")).contains(xiulan.id());
        assertThat(personsBy("maxiulan")).doesNotContain(xiulan.id());
    }

    @Test
    void a_register_older_than_the_keys_is_filled_in_the_background() {
        here(() -> db.sql("delete from registry.name_key where person_id = ?")
                .param(xiulan.id())
                .update());
        assertThat(personsBy("mxl")).doesNotContain(xiulan.id());
        assertThat(personsBy("马秀兰")).as("the whole name needs no key").contains(xiulan.id());

        Scopes.run(Scope.system("registry"), () -> keys.writeMissing(2_000));

        assertThat(personsBy("mxl")).contains(xiulan.id());
    }

    @Test
    void the_list_that_one_sees_is_a_file_with_masked_numbers_and_the_look_is_noted() throws Exception {
        NewPerson formula = village.person("=cmd|' /C calc'!A0", Sex.F, LocalDate.of(1940, 1, 1), Relation.HEAD);
        village.household(List.of(), formula);
        String number = Objects.requireNonNull(xiulan.idNumber()).digits();

        String file = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build()
                .perform(get("/persons.csv")
                        .param("region", village.code().digits())
                        .with(user(OFFICER)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(file.lines().toList())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "马秀兰",
                                "女",
                                ",1948,",
                                Objects.requireNonNull(xiulan.idNumber()).masked(),
                                household.number()))
                .anySatisfy(line -> assertThat(line).startsWith("'=cmd"));
        assertThat(file).doesNotContain(number).doesNotContain("1948-06-02");
        assertThat(db.sql(
                                "select actor || ' ' || detail from platform.audit where action = 'persons-exported' and subject = ?")
                        .param(village.code().digits())
                        .query(String.class)
                        .list())
                .containsExactly("county.622927 3 persons");
    }

    private List<UUID> personsBy(String typed) {
        return here(() -> persons.find(query(typed))).rows().stream()
                .map(PersonSearch.Found::id)
                .toList();
    }

    private PersonSearch.Query query(String typed) {
        return new PersonSearch.Query(typed, village.code().digits(), false, 0);
    }

    private List<UUID> householdsBy(String typed) {
        return here(() -> households.find(
                        new HouseholdSearch.Query(typed, village.code().digits(), null, 0)))
                .rows()
                .stream()
                .map(HouseholdSearch.Found::id)
                .toList();
    }

    private <T extends @Nullable Object> T here(Supplier<T> work) {
        return Scopes.within(new Scope(RegionCode.parse("622927"), "officer"), work);
    }
}
