package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.HouseholdOperations.Leaving;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class HouseholdOperationsTest {

    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);
    private static final RegionCode MINHE = RegionCode.parse("630222100201");

    @Autowired
    Registry registry;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    Undo undo;

    @Autowired
    Exchange exchange;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson father;
    private NewPerson son;
    private NewPerson wife;
    private NewHousehold household;

    @BeforeEach
    void a_father_with_his_son_and_the_sons_wife() {
        village = new Village(registry);
        father = village.person("马建国", Sex.M, LocalDate.of(1955, 3, 1), Relation.HEAD);
        son = village.person("马小军", Sex.M, LocalDate.of(1988, 5, 2), Relation.CHILD);
        wife = village.person("韩英", Sex.F, LocalDate.of(1990, 7, 9), Relation.OTHER);
        household = village.household(List.of(Stratum.DIBAO), father, son, wife);
    }

    @Test
    void a_son_and_his_wife_become_a_household_of_their_own_and_both_days_can_be_asked() {
        UUID fresh = splitOff();

        assertThat(names(here(() -> registry.household(household.id())))).containsExactly("马建国");
        assertThat(names(here(() -> registry.household(fresh)))).containsExactly("马小军", "韩英");
        assertThat(here(() -> registry.household(fresh)).get().strata()).isEmpty();
        assertThat(here(() -> registry.household(household.id())).get().holds(Stratum.DIBAO))
                .isTrue();
        assertThat(names(here(() -> registry.householdOn(household.id(), DECEMBER.minusDays(1)))))
                .containsExactly("马建国", "马小军", "韩英");
        assertThat(names(here(() -> registry.householdOn(household.id(), DECEMBER))))
                .containsExactly("马建国");
    }

    @Test
    void what_was_known_of_the_son_goes_with_him_and_comes_back_when_the_split_is_taken_back() {
        KnownFacts.know(
                db,
                village.code(),
                household.id(),
                son.id(),
                "income",
                "{\"kind\":\"wage\",\"monthly\":1800}",
                LocalDate.of(2023, 11, 5));
        UUID fresh = splitOff();

        assertThat(document(fresh)).contains("1800");
        assertThat(document(household.id())).doesNotContain("1800");

        takeBack(household.id());

        assertThat(document(household.id())).contains("1800");
        assertThat(names(here(() -> registry.household(household.id())))).containsExactly("马建国", "马小军", "韩英");
        assertThat(here(() -> registry.household(fresh)).get().dissolvedOn()).isNotNull();
    }

    @Test
    void a_split_is_not_taken_back_once_the_new_household_holds_a_layer_of_its_own() {
        UUID fresh = splitOff();
        village.as("officer", () -> registry.confirmStratum(fresh, null, Stratum.EDGE, DECEMBER, "case 1"));

        assertThat(refused(() -> takeBack(household.id()))).contains("新户已认定救助类别");
    }

    @Test
    void an_operation_is_taken_back_only_after_those_that_build_on_it() {
        UUID fresh = splitOff();
        village.as(
                "officer", () -> operations.changePlace(fresh, Residence.RURAL, "二社 12 号", DECEMBER.plusDays(9), "搬家"));

        assertThat(refused(() -> takeBack(household.id()))).contains("地址变更");

        takeBack(fresh);
        takeBack(household.id());
        assertThat(names(here(() -> registry.household(household.id())))).hasSize(3);
    }

    @Test
    void the_head_does_not_split_off_and_a_split_leaves_somebody() {
        assertThat(refused(() -> split(Map.of(father.id(), Relation.HEAD)))).contains("户主不能分出");
        assertThat(refused(() ->
                        split(Map.of(father.id(), Relation.HEAD, son.id(), Relation.CHILD, wife.id(), Relation.OTHER))))
                .contains("至少要留下一位");
        assertThat(refused(() -> split(Map.of(son.id(), Relation.CHILD)))).contains("指定一位在世成员为户主");
    }

    @Test
    void two_households_become_one_and_the_strata_of_the_dissolved_one_end_the_day_before() {
        NewPerson grandmother = village.person("马阿舍", Sex.F, LocalDate.of(1938, 1, 1), Relation.HEAD);
        NewHousehold alone = village.household(List.of(Stratum.EDGE), grandmother);

        village.as(
                "officer",
                () -> operations.merge(
                        alone.id(), household.id(), Map.of(grandmother.id(), Relation.PARENT), DECEMBER, "随子女生活"));

        assertThat(names(here(() -> registry.household(household.id()))))
                .contains("马阿舍")
                .hasSize(4);
        assertThat(here(() -> registry.household(alone.id())).get().dissolvedOn())
                .isEqualTo(LocalDate.of(2023, 11, 30));
        assertThat(here(() -> registry.householdOn(alone.id(), LocalDate.of(2023, 11, 30)))
                        .get()
                        .holds(Stratum.EDGE))
                .isTrue();
        assertThat(here(() -> registry.household(alone.id())).get().strata()).isEmpty();

        takeBack(household.id());

        assertThat(names(here(() -> registry.household(alone.id())))).containsExactly("马阿舍");
        assertThat(here(() -> registry.household(alone.id())).get().holds(Stratum.EDGE))
                .isTrue();
        assertThat(here(() -> registry.household(alone.id())).get().dissolvedOn())
                .isNull();
    }

    @Test
    void a_household_that_moved_to_another_county_is_seen_there_with_its_chain_and_its_facts() {
        KnownFacts.know(
                db,
                village.code(),
                household.id(),
                father.id(),
                "disability",
                "{\"kind\":\"limb\",\"grade\":2}",
                LocalDate.of(2023, 11, 5));
        village.as(
                "officer",
                () -> chain.record(new ChainEntry(
                        household.id(),
                        null,
                        village.code(),
                        DECEMBER,
                        ChainKind.VISIT,
                        new Text("入户看望。", "A visit."),
                        null,
                        "test",
                        UUID.randomUUID(),
                        "")));

        Scopes.run(
                new Scope(RegionCode.NATION, "county.622927"),
                () -> operations.move(household.id(), new Place(MINHE, Residence.RURAL, "三社"), DECEMBER, "举家迁移"));

        Scope minhe = new Scope(RegionCode.parse("630222"), "county.630222");
        assertThat(Scopes.within(minhe, () -> names(registry.household(household.id()))))
                .hasSize(3);
        assertThat(Scopes.within(minhe, () -> chain.of(household.id()))).hasSize(1);
        assertThat(Scopes.within(minhe, () -> exchange.document(household.id(), clock.today()))
                        .toString())
                .contains("limb")
                .contains(MINHE.digits());
        assertThat(Scopes.within(minhe, () -> registry.householdOn(household.id(), DECEMBER.minusDays(1)))
                        .get()
                        .region())
                .isEqualTo(village.code());
        assertThat(here(() -> registry.household(household.id())))
                .as("the office before")
                .isEmpty();
        assertThat(here(() -> chain.of(household.id())))
                .as("what arose there stays there")
                .hasSize(1);

        Scopes.run(
                new Scope(RegionCode.NATION, "county.630222"),
                () -> undo.undo(undo.ofHousehold(household.id()).getFirst().id(), "误办"));
        assertThat(names(here(() -> registry.household(household.id())))).hasSize(3);
        assertThat(Scopes.within(minhe, () -> chain.of(household.id()))).isEmpty();
    }

    @Test
    void a_member_who_leaves_on_the_day_that_he_came_never_belonged() {
        NewPerson guest = village.person("马来迟", Sex.M, LocalDate.of(1999, 1, 1), Relation.OTHER);
        village.as("officer", () -> {
            operations.join(household.id(), guest, DECEMBER, "误登");
            operations.leave(household.id(), guest.id(), Leaving.OTHER, DECEMBER, "不是本户人");
        });

        assertThat(names(here(() -> registry.householdOn(household.id(), DECEMBER))))
                .doesNotContain("马来迟");
        assertThat(here(() -> db.sql("""
                        select count(*) from registry.membership where person_id = ? and withdrawn_at is not null
                        """).param(guest.id()).query(Long.class).single()))
                .isOne();
    }

    @Test
    void another_member_becomes_the_head_and_there_is_always_one() {
        assertThat(refused(() -> village.as(
                        "officer",
                        () -> operations.relate(
                                household.id(),
                                Map.of(
                                        father.id(),
                                        Relation.PARENT,
                                        son.id(),
                                        Relation.CHILD,
                                        wife.id(),
                                        Relation.OTHER),
                                DECEMBER,
                                "年老"))))
                .contains("指定一位在世成员为户主");

        village.as(
                "officer",
                () -> operations.relate(
                        household.id(),
                        Map.of(father.id(), Relation.PARENT, son.id(), Relation.HEAD, wife.id(), Relation.SPOUSE),
                        DECEMBER,
                        "父亲年老"));

        assertThat(here(() -> registry.household(household.id())).get().name()).isEqualTo("马小军");
        assertThat(here(() -> registry.householdOn(household.id(), DECEMBER.minusDays(1)))
                        .get()
                        .name())
                .isEqualTo("马建国");
    }

    @Test
    void a_number_that_is_in_the_register_is_not_registered_a_second_time() {
        NewPerson again = new NewPerson(UUID.randomUUID(), "马小君", Sex.M, son.born(), son.idNumber(), Relation.HEAD);

        assertThat(refused(() -> village.as(
                        "officer",
                        () -> operations.register(
                                new Place(village.code(), Residence.RURAL, ""), again, DECEMBER, "新登记"))))
                .contains("已登记在册");
    }

    private UUID splitOff() {
        return split(Map.of(son.id(), Relation.HEAD, wife.id(), Relation.SPOUSE));
    }

    private UUID split(Map<UUID, Relation> leaving) {
        return here(() -> operations.split(
                household.id(), leaving, new Place(village.code(), Residence.RURAL, "一社 8 号"), DECEMBER, "成家分户"));
    }

    private void takeBack(UUID of) {
        village.as(
                "officer",
                () -> undo.undo(
                        undo.ofHousehold(of).stream()
                                .filter(o -> !o.isUndone())
                                .findFirst()
                                .get()
                                .id(),
                        "误办"));
    }

    private String document(UUID of) {
        return here(() -> exchange.document(of, clock.today())).toString();
    }

    private <T extends @Nullable Object> T here(Supplier<T> work) {
        return Scopes.within(new Scope(RegionCode.parse("622927"), "officer"), work);
    }

    private static List<String> names(java.util.Optional<Household> household) {
        return household.get().members().stream().map(m -> m.person().name()).toList();
    }

    private static String refused(Runnable work) {
        return catchThrowableOfType(Problem.class, work::run).text().zh();
    }
}
