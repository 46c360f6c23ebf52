package org.hearth.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Stratum;
import org.hearth.app.winter.PlayedWinter;
import org.hearth.app.winter.WinterPlay;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PlayedWinter
class NightlyScreeningTest {

    @Autowired
    NightlyScreening screening;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Registry registry;

    @Autowired
    PolicyPack policy;

    @Autowired
    JdbcClient db;

    @Test
    void who_is_due_help_and_has_none_is_asked_about_with_the_income_that_decides() {
        Scopes.run(Scope.system("test"), () -> {
            List<Alert> uncovered = alerts("uncovered-dibao").stream()
                    .filter(alert -> alert.raisedOn().equals(WinterPlay.FIRST))
                    .toList();

            assertThat(uncovered).isNotEmpty().allSatisfy(alert -> {
                assertThat(alert.reason().zh()).contains("人均月收入", "最低生活保障对象", "尚未纳入");
                assertThat(alert.level()).isEqualTo(Level.ORANGE);
            });
        });
    }

    @Test
    void an_alert_that_a_case_answered_leaves_the_household_on_the_roll() {
        Scopes.run(Scope.system("test"), () -> {
            Set<Object> approved = Set.copyOf(db.sql("""
                            select household_id
                            from casework.published_case
                            where kind = 'dibao'
                              and outcome = 'approved'
                            """).query().singleColumn());

            assertThat(approved).isNotEmpty();
            assertThat(alerts("uncovered-dibao").stream()
                            .map(Alert::householdId)
                            .filter(approved::contains))
                    .isNotEmpty()
                    .allSatisfy(household -> assertThat(
                                    registry.household(household).orElseThrow().holds(Stratum.DIBAO))
                            .isTrue());
        });
    }

    @Test
    void what_was_answered_this_quarter_is_not_asked_again() {
        LocalDate again = LocalDate.of(2024, 3, 15);

        NightlyScreening.Run first = screening.screen(again);
        NightlyScreening.Run second = screening.screen(again);

        assertThat(first.households()).isEqualTo(PlayedWinter.HOUSEHOLDS);
        assertThat(second.signals()).isZero();
    }

    @Test
    void of_several_indicators_on_one_topic_about_one_of_them_the_gravest_is_asked() {
        Map<String, String> topics = policy.pack().indicators().stream()
                .collect(Collectors.toMap(org.hearth.policy.Indicator::id, org.hearth.policy.Indicator::topic));

        Scopes.run(Scope.system("test"), () -> {
            List<String> subjects = db
                    .sql("""
                            select a.household_id || '/' || coalesce(a.person_id::text, '') as subject, a.indicator
                            from monitoring.alert a
                            join monitoring.signal s on s.alert_id = a.id
                            where s.source = 'monitoring.screening'
                              and a.raised_on = ?
                            """)
                    .param(WinterPlay.FIRST)
                    .query((row, n) -> row.getString("subject") + "/" + topics.get(row.getString("indicator")))
                    .list()
                    .stream()
                    .filter(subject -> !subject.endsWith("/null"))
                    .toList();

            assertThat(subjects).isNotEmpty().doesNotHaveDuplicates();
        });
    }

    @Test
    void who_is_on_the_lists_of_visits_and_childcare_is_not_asked_about_twice() {
        List<String> listed = policy.pack().indicators().stream()
                .filter(indicator -> List.of("visits", "childcare").contains(indicator.topic()))
                .map(org.hearth.policy.Indicator::id)
                .toList();

        assertThat(listed).contains("elder-80-alone", "child-left-behind");
        Scopes.run(
                Scope.system("test"),
                () -> listed.forEach(id -> assertThat(alerts(id)).isEmpty()));
    }

    /** Those that the screening asked; the end of transitional disaster relief asks the same in its own words. */
    private List<Alert> alerts(String indicator) {
        return db.sql("""
                        select distinct a.id
                        from monitoring.alert a
                        join monitoring.signal s on s.alert_id = a.id and s.reason_zh = a.reason_zh
                        where a.indicator = ?
                          and s.source = 'monitoring.screening'
                        """).param(indicator).query(UUID.class).list().stream()
                .map(id -> monitoring.alert(id).orElseThrow())
                .toList();
    }
}
