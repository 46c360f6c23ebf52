package org.hearth.app.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
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
import org.hearth.app.registry.Undo;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What other rooms have running for a household, when it is merged or moves. */
@HearthTest
class HouseholdAffairsTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);

    @Autowired
    Registry registry;

    @Autowired
    HouseholdOperations operations;

    @Autowired
    Undo undo;

    @Autowired
    Casework casework;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Benefits benefits;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewPerson grandmother;
    private NewHousehold alone;
    private NewHousehold family;

    @BeforeEach
    void a_grandmother_and_the_family_that_takes_her_in() {
        village = new Village(registry);
        grandmother = village.person("马阿舍", Sex.F, LocalDate.of(1938, 1, 1), Relation.HEAD);
        alone = village.household(List.of(Stratum.DIBAO), grandmother);
        family = village.household(List.of(), village.person("马建国", Sex.M, LocalDate.of(1960, 3, 1), Relation.HEAD));
    }

    @Test
    void the_officer_is_told_what_runs_and_monthly_money_ends_with_the_household_and_runs_again_when_it_comes_back() {
        village.as("officer", () -> {
            benefits.entitle(alone.id(), null, Benefit.DIBAO, Yuan.of("570.00"), NOVEMBER, "test");
            assertThat(operations.affairsOf(alone.id()))
                    .singleElement()
                    .satisfies(affair -> assertThat(affair.text().zh()).contains("每月领取 570.00 元"))
                    .satisfies(affair -> assertThat(affair.holdsUp()).isFalse());
            merge();
        });
        assertThat(paidUntil()).isEqualTo(LocalDate.of(2023, 12, 31));

        village.as(
                "officer",
                () -> undo.undo(undo.ofHousehold(alone.id()).getFirst().id(), "误并"));
        assertThat(paidUntil()).isNull();
    }

    @Test
    void a_household_with_an_open_case_is_not_dissolved() {
        village.as("officer", () -> {
            open();
            assertThat(catchThrowableOfType(Problem.class, this::merge).text().zh())
                    .contains("还有未办结的事项")
                    .contains("在办");
        });
    }

    @Test
    void open_cases_alerts_and_money_go_to_the_office_of_the_new_village() {
        village.as("officer", () -> {
            open();
            benefits.entitle(alone.id(), null, Benefit.DIBAO, Yuan.of("570.00"), NOVEMBER, "test");
            monitoring.raise(new Signal(
                    "test.affairs",
                    UUID.randomUUID(),
                    alone.id(),
                    null,
                    village.code(),
                    new Indicator("uncovered-dibao", new Text("疑似符合低保未纳入", "Seems due dibao, not included")),
                    new Text("人均月收入低。", "Low income."),
                    Level.ORANGE,
                    null));
        });
        RegionCode minhe = RegionCode.parse("630222100201");
        Scopes.run(
                new Scope(RegionCode.NATION, "county.622927"),
                () -> operations.move(alone.id(), new Place(minhe, Residence.RURAL, ""), DECEMBER, "举家迁移"));

        Scopes.run(new Scope(RegionCode.parse("630222"), "county.630222"), () -> {
            assertThat(count("casework.case_file")).isOne();
            assertThat(count("monitoring.alert")).isOne();
            assertThat(count("benefit.entitlement")).isOne();
            assertThat(db.sql(
                                    "select count(*) from casework.step s join casework.case_file c on c.id = s.case_id where c.household_id = ?")
                            .param(alone.id())
                            .query(Long.class)
                            .single())
                    .as("the steps that the office before took")
                    .isPositive();
        });
        village.as("officer", () -> assertThat(count("casework.case_file")).isZero());
    }

    private void merge() {
        operations.merge(alone.id(), family.id(), Map.of(grandmother.id(), Relation.PARENT), DECEMBER, "随子女生活");
    }

    private void open() {
        casework.accept(
                new Casework.Application(
                        UUID.randomUUID(), alone.id(), null, CaseKind.TEKUN, null, "无劳动能力。", false, false),
                DECEMBER);
    }

    private long count(String table) {
        return db.sql("select count(*) from " + table + " where household_id = ?")
                .param(alone.id())
                .query(Long.class)
                .single();
    }

    private @Nullable LocalDate paidUntil() {
        @Nullable LocalDate[] until = new LocalDate[1];
        village.as(
                "officer",
                () -> until[0] = db.sql("select valid_to from benefit.entitlement where household_id = ?")
                        .param(alone.id())
                        .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                        .single()
                        .orElse(null));
        return until[0];
    }
}
