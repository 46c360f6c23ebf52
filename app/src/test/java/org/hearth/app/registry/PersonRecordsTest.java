package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.PersonRecords.Taken;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class PersonRecordsTest {

    private static final Taken NOTHING = new Taken(false, false, false, false);

    @Autowired
    Registry registry;

    @Autowired
    PersonRecords records;

    @Autowired
    HouseholdSearch search;

    @Autowired
    Undo undo;

    @Autowired
    Exchange exchange;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson registered;
    private NewPerson again;
    private NewHousehold household;
    private NewHousehold other;

    @BeforeEach
    void one_woman_who_is_registered_twice() {
        village = new Village(registry);
        registered = village.person("马玉兰", Sex.F, LocalDate.of(1958, 6, 2), Relation.HEAD);
        again = new NewPerson(UUID.randomUUID(), "马玉蓝", Sex.F, LocalDate.of(1958, 1, 1), true, null, Relation.HEAD);
        household = village.household(List.of(Stratum.DIBAO), registered);
        other = village.household(List.of(), again);
        KnownFacts.know(
                db,
                village.code(),
                other.id(),
                again.id(),
                "disability",
                "{\"kind\":\"limb\",\"grade\":2}",
                LocalDate.of(2023, 11, 5));
    }

    @Test
    void the_merged_record_resolves_to_the_one_that_stays_with_what_was_known_under_it() {
        merge();

        assertThat(here(() -> registry.person(again.id())).get().id()).isEqualTo(registered.id());
        assertThat(here(() -> registry.householdOf(again.id()))).contains(household.id());
        assertThat(document(household.id())).contains("limb");
        assertThat(here(() -> registry.household(household.id())).get().names())
                .containsEntry(again.id().toString(), "马玉兰");
        assertThat(here(() -> registry.namesOf(registered.id()))).containsExactly("马玉兰", "马玉蓝");
    }

    @Test
    void a_wrong_merge_is_taken_back_exactly_and_is_not_made_again() {
        UUID operation = merge();
        KnownFacts.know(
                db, village.code(), household.id(), again.id(), "majorDisease", "true", LocalDate.of(2023, 12, 1));
        KnownFacts.know(
                db, village.code(), household.id(), registered.id(), "employed", "true", LocalDate.of(2023, 12, 1));

        village.as("officer", () -> undo.undo(operation, "身份证照片不是同一人"));

        assertThat(here(() -> registry.person(again.id())).get().name()).isEqualTo("马玉蓝");
        assertThat(here(() -> registry.householdOf(again.id()))).contains(other.id());
        assertThat(document(other.id()))
                .as("what came after goes by the id it came with")
                .contains("limb")
                .contains("majorDisease")
                .doesNotContain("employed");
        assertThat(document(household.id())).contains("employed").doesNotContain("majorDisease");
        assertThat(here(() -> registry.knownDifferent(again.id(), registered.id())))
                .isTrue();
        assertThat(here(() -> registry.knownDifferent(registered.id(), again.id())))
                .isTrue();
        assertThat(refused(this::merge)).contains("已判定为不同的人");
        assertThat(here(() -> registry.namesOf(registered.id()))).containsExactly("马玉兰");
    }

    @Test
    void the_number_can_go_to_the_one_that_stays_and_goes_back_with_the_merge() {
        IdentityNumber number = Objects.requireNonNull(registered.idNumber());
        UUID operation = here(
                () -> records.merge(again.id(), registered.id(), new Taken(true, true, true, true), "同一人，保留第二条记录"));

        Person stayed = here(() -> registry.personWith(number)).get();
        assertThat(stayed.id()).isEqualTo(again.id());
        assertThat(stayed.name()).isEqualTo("马玉兰");
        assertThat(stayed.born()).isEqualTo(LocalDate.of(1958, 6, 2));
        assertThat(here(() -> registry.householdOf(again.id()))).contains(household.id());

        village.as("officer", () -> undo.undo(operation, "误并"));
        assertThat(here(() -> registry.personWith(number)).get().id()).isEqualTo(registered.id());
        assertThat(here(() -> registry.person(again.id())).get().idNumberMasked())
                .isNull();
        assertThat(here(() -> registry.person(again.id())).get().bornEstimated())
                .isTrue();
        assertThat(here(() -> registry.householdOf(again.id()))).contains(other.id());
    }

    @Test
    void a_changed_name_stays_findable_as_a_former_one() {
        village.as(
                "officer",
                () -> records.correct(
                        registered.id(),
                        "马依兰",
                        Sex.F,
                        LocalDate.of(1958, 6, 2),
                        false,
                        null,
                        true,
                        LocalDate.of(2023, 12, 1),
                        "户口簿更名"));

        assertThat(here(() -> records.namesOf(registered.id())))
                .singleElement()
                .satisfies(name -> assertThat(name.name()).isEqualTo("马玉兰"))
                .satisfies(name -> assertThat(name.to()).isEqualTo(LocalDate.of(2023, 11, 30)));
        assertThat(here(() -> search.find(
                                new HouseholdSearch.Query("马玉兰", village.code().digits(), null, 0)))
                        .rows())
                .extracting(HouseholdSearch.Found::number)
                .containsExactly(household.number());
    }

    @Test
    void whoever_was_entered_without_a_number_gets_it_later() {
        IdentityNumber number = IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1958, 1, 1), 996);
        village.as(
                "officer",
                () -> records.correct(
                        again.id(),
                        "马玉蓝",
                        Sex.F,
                        LocalDate.of(1958, 1, 1),
                        false,
                        number,
                        false,
                        clock.today(),
                        "补录身份证"));

        assertThat(here(() -> registry.personWith(number)).get().id()).isEqualTo(again.id());
        assertThat(refused(() -> village.as(
                        "officer",
                        () -> records.correct(
                                again.id(),
                                "马玉蓝",
                                Sex.F,
                                LocalDate.of(1958, 1, 1),
                                false,
                                registered.idNumber(),
                                false,
                                clock.today(),
                                "补录"))))
                .contains("已有身份证号码");
    }

    private UUID merge() {
        return here(() -> records.merge(registered.id(), again.id(), NOTHING, "同村同日出生，核对本人"));
    }

    private String document(UUID of) {
        return here(() -> exchange.document(of, clock.today())).toString();
    }

    private <T extends @Nullable Object> T here(Supplier<T> work) {
        return Scopes.within(new Scope(RegionCode.parse("622927"), "officer"), work);
    }

    private static String refused(Runnable work) {
        return catchThrowableOfType(Problem.class, work::run).text().zh();
    }
}
