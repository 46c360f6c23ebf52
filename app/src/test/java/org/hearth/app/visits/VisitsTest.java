package org.hearth.app.visits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class VisitsTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);

    @Autowired
    Visits visits;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Chain chain;

    @Autowired
    JdbcClient db;

    Village village;

    @BeforeEach
    void village() {
        village = new Village(registry);
    }

    @Test
    void somebody_of_eighty_living_alone_is_visited_weekly() {
        UUID elder = elder(LocalDate.of(1943, 11, 1), "alone");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            assertThat(due(elder)).containsExactly(NOVEMBER.plusDays(7));
        });
    }

    @Test
    void somebody_of_seventy_nine_living_alone_is_visited_every_quarter() {
        UUID elder = elder(LocalDate.of(1943, 11, 2), "alone");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            assertThat(due(elder)).containsExactly(NOVEMBER.plusDays(90));
        });
    }

    @Test
    void somebody_who_cannot_care_for_themselves_is_visited_at_least_every_thirty_days() {
        UUID elder = elder(LocalDate.of(1955, 1, 1), "with-family", "selfCareFailed", "4");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            assertThat(due(elder)).containsExactly(NOVEMBER.plusDays(30));
        });
    }

    @Test
    void finding_twice_lists_once() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        village.as("test", () -> {
            assertThat(visits.find(NOVEMBER)).isZero();
            assertThat(listed(person(elder))).isEqualTo(1);
        });
    }

    @Test
    void who_moved_into_an_institution_leaves_the_list() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        UUID person = person(elder);
        KnownFacts.know(
                db,
                village.code(),
                household(elder),
                person,
                "livingArrangement",
                "\"institution\"",
                NOVEMBER.plusDays(9));
        village.as("test", () -> {
            visits.find(NOVEMBER.plusDays(10));
            assertThat(listed(person)).isZero();
        });
    }

    @Test
    void a_missed_visit_goes_to_the_township_and_then_to_the_county() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            visits.escalate(LocalDate.of(2023, 11, 10));
            assertThat(escalated(elder)).as("due on the 8th, two days of grace").isEqualTo("none");
            visits.escalate(LocalDate.of(2023, 11, 11));
            assertThat(escalated(elder)).isEqualTo("township");
            visits.escalate(LocalDate.of(2023, 11, 14));
            assertThat(escalated(elder)).isEqualTo("township");
            visits.escalate(LocalDate.of(2023, 11, 15));
            assertThat(escalated(elder)).isEqualTo("county");
        });
    }

    @Test
    void a_visit_sent_ten_times_counts_once() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        Finding finding = finding(elder, true, "", Map.of());
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            for (int i = 0; i < 10; i++) {
                visits.record(finding);
            }
            assertThat(count("select count(*) from visits.finding where elder_id = ?", elder))
                    .isEqualTo(1);
            assertThat(count("select count(*) from visits.visit where elder_id = ? and visited_on is not null", elder))
                    .isEqualTo(1);
            assertThat(chain.of(household(elder))).hasSize(1);
        });
    }

    @Test
    void somebody_who_comes_late_makes_up_for_the_visit_that_was_due_last() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            visits.plan(NOVEMBER.plusDays(8));
            assertThat(due(elder)).containsExactly(NOVEMBER.plusDays(7), NOVEMBER.plusDays(14));
            visits.escalate(NOVEMBER.plusDays(10));
            assertThat(waiting(elder)).containsExactly(NOVEMBER.plusDays(7), NOVEMBER.plusDays(14));
            visits.recordAll(List.of(findingOn(elder, NOVEMBER.plusDays(11)), findingOn(elder, NOVEMBER.plusDays(14))));
            assertThat(waiting(elder)).isEmpty();
            assertThat(escalated(elder, NOVEMBER.plusDays(7)))
                    .as("it stays marked as missed")
                    .isEqualTo("township");
            assertThat(escalated(elder, NOVEMBER.plusDays(14))).isEqualTo("none");
        });
    }

    @Test
    void nobody_met_leaves_the_visit_due_and_says_what_was_done() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        village.as("test", () -> {
            visits.plan(NOVEMBER);
            assertThatThrownBy(() -> visits.record(finding(elder, false, " ", Map.of())))
                    .isInstanceOf(Problem.class);
            visits.record(finding(elder, false, "邻居说去了女儿家，已电话核实", Map.of()));
            assertThat(count("select count(*) from visits.visit where elder_id = ? and visited_on is null", elder))
                    .isEqualTo(1);
        });
    }

    @Test
    void every_problem_is_answered() {
        UUID elder = elder(LocalDate.of(1940, 1, 1), "alone");
        Finding finding = finding(elder, true, "", Map.of(Theme.FIRE_SAFETY, "煤炉烟道漏气"));
        village.as("test", () -> {
            visits.record(finding);
            List<Alert> alerts = monitoring.from("visits.finding", finding.id());
            assertThat(alerts).hasSize(1);
            monitoring.close(alerts.getFirst().id(), Disposition.DELIVER, "已更换烟道并装一氧化碳报警器");
            assertThat(db.sql("select answer from visits.problem where finding_id = ?")
                            .param(finding.id())
                            .query(String.class)
                            .single())
                    .isEqualTo("已更换烟道并装一氧化碳报警器");
        });
    }

    private Finding finding(UUID elder, boolean met, String note, Map<Theme, String> problems) {
        return new Finding(UUID.randomUUID(), elder, VisitKind.HOME, met, note, NOVEMBER.plusDays(5), problems);
    }

    private static Finding findingOn(UUID elder, LocalDate on) {
        return new Finding(UUID.randomUUID(), elder, VisitKind.HOME, true, "", on, Map.of());
    }

    private List<LocalDate> waiting(UUID elder) {
        return visits.waiting(NOVEMBER.plusDays(30)).stream()
                .filter(visit -> visit.elderId().equals(elder))
                .map(Visits.Waiting::dueOn)
                .toList();
    }

    private UUID elder(LocalDate born, String living) {
        return elder(born, "with-family", "livingArrangement", "\"" + living + "\"");
    }

    private UUID elder(LocalDate born, String living, String kind, String value) {
        NewHousehold household = village.household(List.of(), village.person("马秀英", Sex.F, born, Relation.HEAD));
        UUID person = household.members().getFirst().id();
        KnownFacts.know(
                db, village.code(), household.id(), person, "livingArrangement", "\"" + living + "\"", NOVEMBER);
        KnownFacts.know(db, village.code(), household.id(), person, kind, value, NOVEMBER);
        village.as("test", () -> visits.find(NOVEMBER));
        UUID[] found = new UUID[1];
        village.as(
                "test",
                () -> found[0] = db.sql("select id from visits.elder where person_id = ? and left_on is null")
                        .param(person)
                        .query(UUID.class)
                        .single());
        return found[0];
    }

    private List<LocalDate> due(UUID elder) {
        return db.sql("select due_on from visits.visit where elder_id = ? order by due_on")
                .param(elder)
                .query(LocalDate.class)
                .list();
    }

    private String escalated(UUID elder) {
        return escalated(elder, NOVEMBER.plusDays(7));
    }

    private String escalated(UUID elder, LocalDate dueOn) {
        return db.sql("""
                        select case when county_on is not null then 'county'
                                    when missed_on is not null then 'township' else 'none' end
                        from visits.visit where elder_id = ? and due_on = ?
                        """).param(elder).param(dueOn).query(String.class).single();
    }

    private long listed(UUID person) {
        return count("select count(*) from visits.elder where person_id = ? and left_on is null", person);
    }

    private long count(String sql, UUID id) {
        return db.sql(sql).param(id).query(Long.class).single();
    }

    private UUID person(UUID elder) {
        return ofElder("select person_id from visits.elder where id = ?", elder);
    }

    private UUID household(UUID elder) {
        return ofElder("select household_id from visits.elder where id = ?", elder);
    }

    private UUID ofElder(String sql, UUID elder) {
        UUID[] found = new UUID[1];
        village.as(
                "test",
                () -> found[0] = db.sql(sql).param(elder).query(UUID.class).single());
        return found[0];
    }
}
