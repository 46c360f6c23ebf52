package org.hearth.app.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.casework.DoubledHelp.Finding;
import org.hearth.app.casework.DoubledHelp.Kind;
import org.hearth.app.casework.HelpReceived.Line;
import org.hearth.app.casework.HelpReceived.State;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class HelpTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final LocalDate JANUARY = LocalDate.of(2024, 1, 8);

    @Autowired
    Registry registry;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    HelpReceived received;

    @Autowired
    DoubledHelp doubled;

    @Autowired
    Benefits benefits;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson mother;
    private NewPerson son;
    private NewHousehold household;

    @BeforeEach
    void a_dibao_household_of_two() {
        village = new Village(registry);
        mother = village.person("马玉兰", Sex.F, LocalDate.of(1958, 6, 2), Relation.HEAD);
        son = village.person("马小军", Sex.M, LocalDate.of(1988, 5, 2), Relation.CHILD);
        household = village.household(List.of(Stratum.DIBAO), mother, son);
    }

    @Test
    void an_empty_place_of_the_matrix_is_missing_and_what_no_record_tells_is_not_known() {
        know(mother.id(), "medicalInsurance", "\"as-due\"");
        know(son.id(), "medicalInsurance", "\"without-help\"");
        know(null, "dwellingDanger", "\"D\"");

        assertThat(states())
                .isEqualTo("基本生活 MISSING, 参加医保资助 MISSING, 医疗救助 NOT_DUE, 教育资助 NOT_DUE, 住房救助 MISSING, "
                        + "就业帮扶 NOT_DUE, 受灾人员救助 NOT_DUE, 取暖救助 UNKNOWN");

        village.as(
                "test",
                () -> benefits.entitle(household.id(), null, Benefit.DIBAO, Yuan.of("400.00"), NOVEMBER, "test"));
        know(son.id(), "medicalInsurance", "\"as-due\"");
        know(null, "dwellingDanger", "\"none\"");

        assertThat(states()).startsWith("基本生活 HAS, 参加医保资助 HAS").contains("住房救助 NOT_DUE");
        village.as(
                "test",
                () -> assertThat(received.missing(village.code().digits(), JANUARY, "")
                                .lines())
                        .isEmpty());
    }

    @Test
    void all_households_on_a_roll_are_looked_at_page_by_page_and_none_is_left_out_or_shown_twice() {
        for (int i = 0; i < 118; i++) {
            village.household(
                    List.of(Stratum.DIBAO),
                    village.person("马阿" + (char) ('\u4e00' + i), Sex.F, LocalDate.of(1960, 1, 1), Relation.HEAD));
        }
        NewHousehold helped = village.household(
                List.of(Stratum.DIBAO), village.person("韩英", Sex.F, LocalDate.of(1960, 1, 1), Relation.HEAD));
        List<String> shown = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        village.as("test", () -> {
            benefits.entitle(helped.id(), null, Benefit.DIBAO, Yuan.of("400.00"), NOVEMBER, "test");
            String after = "";
            while (after != null) {
                HelpReceived.Found found = received.missing(village.code().digits(), JANUARY, after);
                pages.add(found.lines().size());
                found.lines().forEach(line -> shown.add(line.number()));
                after = found.after();
            }
            assertThat(received.countMissing(village.code().digits(), JANUARY)).isEqualTo(119);
        });

        assertThat(pages).containsExactly(50, 50, 19);
        assertThat(shown).doesNotHaveDuplicates().doesNotContain(helped.number());
    }

    @Test
    void medical_costs_of_which_nothing_was_reimbursed_are_missed_medical_aid() {
        know(mother.id(), "expenditure", "{\"kind\":\"medical\",\"amount\":12000,\"reimbursed\":0}");

        assertThat(states()).contains("医疗救助 MISSING");

        know(mother.id(), "expenditure", "{\"kind\":\"medical\",\"amount\":12000,\"reimbursed\":7000}");
        assertThat(states()).contains("医疗救助 HAS");
    }

    @Test
    void the_edge_layer_is_due_no_basic_living_and_tekun_no_employment() {
        NewHousehold edge = village.household(
                List.of(Stratum.EDGE), village.person("韩英", Sex.F, LocalDate.of(1960, 1, 1), Relation.HEAD));
        NewHousehold tekun = village.household(
                List.of(Stratum.TEKUN), village.person("马阿舍", Sex.F, LocalDate.of(1938, 1, 1), Relation.HEAD));

        assertThat(states(edge.id())).startsWith("基本生活 NOT_DUE");
        assertThat(states(tekun.id())).startsWith("基本生活 MISSING").contains("就业帮扶 NOT_DUE");
    }

    @Test
    void money_that_still_goes_to_the_household_somebody_left_is_shown_as_doubled() {
        village.as("test", () -> {
            benefits.entitle(household.id(), son.id(), Benefit.TEKUN_BASIC, Yuan.of("820.00"), NOVEMBER, "test");
            assertThat(found()).isEmpty();

            UUID fresh = operations.split(
                    household.id(),
                    Map.of(son.id(), Relation.HEAD),
                    new Place(village.code(), Residence.RURAL, ""),
                    LocalDate.of(2023, 12, 1),
                    "分户");
            assertThat(found()).containsExactly(Kind.PAID_WHERE_NO_LONGER);

            benefits.entitle(fresh, son.id(), Benefit.TEKUN_BASIC, Yuan.of("820.00"), NOVEMBER, "test");
            assertThat(found())
                    .containsExactlyInAnyOrder(
                            Kind.PAID_IN_TWO_HOUSEHOLDS, Kind.PAID_IN_TWO_HOUSEHOLDS, Kind.PAID_WHERE_NO_LONGER);
        });
    }

    @Test
    void layers_that_exclude_each_other_by_the_pack_are_shown() {
        NewHousehold both = village.household(
                List.of(Stratum.DIBAO, Stratum.EDGE),
                village.person("韩英", Sex.F, LocalDate.of(1960, 1, 1), Relation.HEAD));

        village.as(
                "test",
                () -> assertThat(doubled.in(village.code().digits(), JANUARY))
                        .filteredOn(f -> f.kind() == Kind.EXCLUDING_LAYERS)
                        .extracting(Finding::householdId)
                        .containsExactly(both.id()));
    }

    private List<Kind> found() {
        return doubled.in(village.code().digits(), JANUARY).stream()
                .map(Finding::kind)
                .toList();
    }

    private String states() {
        return states(household.id());
    }

    private String states(UUID of) {
        StringBuilder states = new StringBuilder();
        village.as("test", () -> {
            Line line = received.of(of, JANUARY).getFirst();
            states.append(line.places().stream()
                    .map(place ->
                            place.aid().zh() + " " + State.valueOf(place.state().name()))
                    .collect(Collectors.joining(", ")));
        });
        return states.toString();
    }

    private void know(@Nullable UUID person, String kind, String value) {
        KnownFacts.know(db, village.code(), household.id(), person, kind, value, LocalDate.of(2023, 12, 1));
    }
}
