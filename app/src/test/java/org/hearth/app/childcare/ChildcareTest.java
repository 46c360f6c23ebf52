package org.hearth.app.childcare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class ChildcareTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final String BOTH_AWAY = """
            [{"status": "away-for-work"}, {"status": "away-for-work"}]
            """;

    @Autowired
    Childcare childcare;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    JdbcClient db;

    Village village;

    @BeforeEach
    void village() {
        village = new Village(registry);
    }

    @Test
    void both_parents_away_leaves_a_child_of_fifteen_behind_but_not_one_of_sixteen() {
        assertThat(kind(LocalDate.of(2007, 11, 2), BOTH_AWAY)).contains(ChildKind.LEFT_BEHIND);
        assertThat(kind(LocalDate.of(2007, 11, 1), BOTH_AWAY)).isEmpty();
    }

    @Test
    void one_parent_away_and_the_other_able_is_not_left_behind() {
        assertThat(kind(LocalDate.of(2015, 5, 1), """
                [{"status": "away-for-work"}, {"status": "present", "ableGuardian": true}]
                """)).isEmpty();
        assertThat(kind(LocalDate.of(2015, 5, 1), """
                [{"status": "away-for-work"}, {"status": "present", "ableGuardian": false}]
                """)).contains(ChildKind.LEFT_BEHIND);
    }

    @Test
    void one_parent_dead_and_the_other_in_prison_is_unattended_and_both_dead_is_an_orphan() {
        assertThat(kind(LocalDate.of(2007, 1, 1), """
                [{"status": "dead"}, {"status": "imprisoned"}]
                """)).contains(ChildKind.UNATTENDED);
        assertThat(kind(LocalDate.of(2007, 1, 1), """
                [{"status": "dead"}, {"status": "dead"}]
                """)).contains(ChildKind.ORPHAN);
    }

    @Test
    void contact_counts_as_lost_after_six_months() {
        assertThat(kind(LocalDate.of(2015, 1, 1), """
                [{"status": "dead"}, {"status": "lost-contact", "months": 5}]
                """))
                .as("nobody looks after the child, but contact is not lost yet")
                .contains(ChildKind.IN_DIFFICULTY);
        assertThat(kind(LocalDate.of(2015, 1, 1), """
                [{"status": "dead"}, {"status": "lost-contact", "months": 6}]
                """)).contains(ChildKind.UNATTENDED);
    }

    @Test
    void a_child_of_a_household_on_a_roll_or_with_a_disability_is_in_difficulty() {
        String bothThere = """
                [{"status": "present"}, {"status": "present"}]
                """;
        LocalDate born = LocalDate.of(2015, 5, 1);
        assertThat(kind(born, bothThere)).isEmpty();
        assertThat(kind(List.of(Stratum.DIBAO), born, bothThere, Map.of())).contains(ChildKind.IN_DIFFICULTY);
        assertThat(kind(List.of(), born, bothThere, Map.of("disability", """
                {"kind": "hearing", "grade": 3}
                """))).contains(ChildKind.IN_DIFFICULTY);
        assertThat(kind(List.of(), born, bothThere, Map.of("livesWith", "\"alone\"")))
                .contains(ChildKind.IN_DIFFICULTY);
    }

    @Test
    void the_heaviest_kind_holds() {
        assertThat(kind(List.of(Stratum.DIBAO), LocalDate.of(2015, 5, 1), BOTH_AWAY, Map.of()))
                .contains(ChildKind.LEFT_BEHIND);
    }

    @Test
    void guardianship_is_checked_again_ninety_days_after_it_was_checked() {
        UUID child = child(LocalDate.of(2015, 1, 1), BOTH_AWAY).orElseThrow();
        village.as("test", () -> {
            assertThat(lastOn(child)).as("not checked yet: the day of the file").isEqualTo(NOVEMBER);
            long others = childcare.due(LocalDate.of(2024, 1, 30));
            childcare.recordAll(List.of(checkOn(child, LocalDate.of(2023, 12, 1))));
            assertThat(childcare.due(LocalDate.of(2024, 1, 30)))
                    .as("1 November + 90 days = 30 January; checked on 1 December, it is due on 29 February")
                    .isEqualTo(others - 1);
            assertThat(lastOn(child)).isEqualTo(LocalDate.of(2023, 12, 1));
        });
    }

    @Test
    void a_child_found_alone_is_reported_to_the_police_at_once_and_the_duty_only_ends_with_an_answer() {
        UUID child = child(LocalDate.of(2015, 1, 1), BOTH_AWAY).orElseThrow();
        GuardianshipCheck check = check(child, EnumSet.of(Danger.ALONE_OR_MISSING));
        village.as("test", () -> {
            childcare.record(check);
            childcare.record(check);
            UUID report = db.sql("select id from childcare.report where child_id = ?")
                    .param(child)
                    .query(UUID.class)
                    .single();
            assertThat(monitoring.from("childcare.report", report))
                    .singleElement()
                    .satisfies(alert -> {
                        assertThat(alert.level()).isEqualTo(Level.RED);
                        assertThat(alert.dueOn()).isEqualTo(alert.raisedOn());
                    });
            assertThatThrownBy(() -> db.sql("delete from childcare.report where id = ?")
                            .param(report)
                            .update())
                    .rootCause()
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> childcare.reported(report, "", "王警官")).isInstanceOf(Problem.class);
            childcare.reported(report, "J6229270001", "王警官");
            assertThatThrownBy(() -> childcare.reported(report, "J6229270002", "王警官"))
                    .isInstanceOf(Problem.class);
        });
    }

    @Test
    void a_check_in_order_raises_nothing_and_a_need_becomes_a_signal() {
        UUID child = child(LocalDate.of(2015, 1, 1), BOTH_AWAY).orElseThrow();
        GuardianshipCheck inOrder = check(child, Set.of());
        GuardianshipCheck need = new GuardianshipCheck(
                UUID.randomUUID(), child, NOVEMBER, "奶奶", false, true, true, "父母一个月没有联系", Set.of());
        village.as("test", () -> {
            childcare.record(inOrder);
            assertThat(monitoring.from("childcare.guardianship_check", inOrder.id()))
                    .isEmpty();
            childcare.record(need);
            assertThat(monitoring.from("childcare.guardianship_check", need.id()))
                    .hasSize(1);
        });
    }

    private LocalDate lastOn(UUID child) {
        return db.sql("select last_on from childcare.due_check where id = ?")
                .param(child)
                .query(LocalDate.class)
                .single();
    }

    private static GuardianshipCheck checkOn(UUID child, LocalDate on) {
        return new GuardianshipCheck(UUID.randomUUID(), child, on, "奶奶", true, true, true, "", Set.of());
    }

    private static GuardianshipCheck check(UUID child, Set<Danger> dangers) {
        return new GuardianshipCheck(
                UUID.randomUUID(),
                child,
                NOVEMBER,
                "奶奶",
                true,
                true,
                true,
                dangers.isEmpty() ? "" : "孩子一个人住了一周",
                dangers);
    }

    private Optional<ChildKind> kind(LocalDate born, String parents) {
        return kind(List.of(), born, parents, Map.of());
    }

    private Optional<ChildKind> kind(List<Stratum> strata, LocalDate born, String parents, Map<String, String> facts) {
        return child(strata, born, parents, facts).map(id -> {
            ChildKind[] kind = new ChildKind[1];
            village.as(
                    "test",
                    () -> kind[0] = ChildKind.of(db.sql("select kind from childcare.child where id = ?")
                            .param(id)
                            .query(String.class)
                            .single()));
            return kind[0];
        });
    }

    private Optional<UUID> child(LocalDate born, String parents) {
        return child(List.of(), born, parents, Map.of());
    }

    private Optional<UUID> child(List<Stratum> strata, LocalDate born, String parents, Map<String, String> facts) {
        NewHousehold household = village.household(
                strata,
                village.person("马老汉", Sex.M, LocalDate.of(1960, 1, 1), Relation.HEAD),
                village.person("马小龙", Sex.M, born, Relation.GRANDCHILD));
        UUID person = household.members().getLast().id();
        KnownFacts.know(db, village.code(), household.id(), person, "parents", parents, NOVEMBER);
        facts.forEach(
                (kind, value) -> KnownFacts.know(db, village.code(), household.id(), person, kind, value, NOVEMBER));
        UUID[] found = new UUID[1];
        village.as("test", () -> {
            childcare.find(NOVEMBER);
            found[0] = db.sql("select id from childcare.child where person_id = ?")
                    .param(person)
                    .query(UUID.class)
                    .optional()
                    .orElse(null);
        });
        return Optional.ofNullable(found[0]);
    }
}
