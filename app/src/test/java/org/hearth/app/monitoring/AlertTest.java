package org.hearth.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class AlertTest {

    private static final Indicator MEDICAL =
            new Indicator("medical-spending-high", new Text("医疗支出过高", "High medical spending"));

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    PolicyPack policy;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewHousehold household;

    @BeforeEach
    void a_household() {
        village = new Village(registry);
        household = village.household(List.of(), village.person("马建国", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
    }

    @Test
    void two_signals_of_one_indicator_ask_one_question() {
        village.as("test", () -> {
            Alert first = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));
            Alert second = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));

            assertThat(second.id()).isEqualTo(first.id());
            assertThat(entries(ChainKind.ALERT)).hasSize(1);
        });
    }

    @Test
    void a_graver_signal_makes_the_open_question_graver_and_its_last_day_earlier() {
        village.as("test", () -> {
            Alert yellow = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));
            Alert red = monitoring.raise(signal(UUID.randomUUID(), Level.RED));
            Alert stillRed = monitoring.raise(signal(UUID.randomUUID(), Level.BLUE));

            assertThat(red.level()).isEqualTo(Level.RED);
            assertThat(red.dueOn()).isBefore(yellow.dueOn());
            assertThat(stillRed.level()).isEqualTo(Level.RED);
            assertThat(stillRed.dueOn()).isEqualTo(red.dueOn());
        });
    }

    @Test
    void the_same_signal_given_again_after_the_answer_does_not_ask_again() {
        UUID source = UUID.randomUUID();
        village.as("test", () -> {
            Alert alert = monitoring.raise(signal(source, Level.YELLOW));
            monitoring.close(alert.id(), Disposition.DELIVER, "已落实医疗救助。");
            Alert again = monitoring.raise(signal(source, Level.YELLOW));
            Alert news = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));

            assertThat(again.id()).isEqualTo(alert.id());
            assertThat(again.isClosed()).isTrue();
            assertThat(news.id()).isNotEqualTo(alert.id());
        });
    }

    @Test
    void a_signal_without_a_day_is_due_after_the_working_days_of_its_level() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(signal(UUID.randomUUID(), Level.ORANGE));
            int days = policy.parameters()
                    .value("alert.due-orange", village.code().digits(), "rural", clock.today())
                    .number()
                    .intValueExact();

            assertThat(alert.dueOn()).isEqualTo(policy.workingDays().plus(clock.today(), days));
            assertThat(alert.owner().digits()).isEqualTo(village.code().digits().substring(0, 9));
        });
    }

    @Test
    void a_disposition_closes_the_alert_and_is_seen_in_the_chain() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));
            monitoring.push(alert.id(), Department.HEALTH_INSURANCE, "住院费用未纳入医疗救助，请核办。");

            assertThat(entries(ChainKind.DISPOSITION)).singleElement().satisfies(entry -> {
                assertThat(entry.summary().zh()).contains("推送主管部门（医疗保障）").contains("请核办");
                assertThat(entry.link()).isEqualTo("/alerts/" + alert.id());
            });
            assertThatThrownBy(() -> monitoring.close(alert.id(), Disposition.CONFERENCE, "再议"))
                    .isInstanceOf(Problem.class);
        });
    }

    @Test
    void nothing_is_ended_before_two_people_have_verified_at_home() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));
            LocalDate today = clock.today();

            assertThatThrownBy(() -> monitoring.close(alert.id(), Disposition.END, "收入已超标准"))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(
                            () -> monitoring.recordHomeVerification(alert.id(), List.of("马建国", "马建国"), "收入已超标准", today))
                    .isInstanceOf(Problem.class);

            assertThat(monitoring
                            .recordHomeVerification(alert.id(), List.of("马建国", "李秀英"), "收入已超标准", today)
                            .state())
                    .isEqualTo(AlertState.VERIFYING);
            assertThat(monitoring.close(alert.id(), Disposition.END, "收入已超标准").isClosed())
                    .isTrue();
        });
    }

    @Test
    void the_database_itself_refuses_an_end_without_a_verification() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(signal(UUID.randomUUID(), Level.YELLOW));

            assertThatThrownBy(() -> db.sql("""
                            update monitoring.alert
                            set state = 'closed', disposition = 'end', note = '终止', closed_on = raised_on
                            where id = ?
                            """).param(alert.id()).update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("nothing_is_ended_unverified");
        });
    }

    @Test
    void a_thousand_signals_become_their_alerts_in_order() {
        village.as("test", () -> {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                signals.add(new Signal(
                        "test.bulk",
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        null,
                        village.code(),
                        MEDICAL,
                        new Text("第" + i + "户", "household " + i),
                        Level.BLUE,
                        null));
            }
            List<Alert> alerts = monitoring.raiseAll(signals);

            assertThat(alerts.stream().map(Alert::householdId).toList())
                    .isEqualTo(signals.stream().map(Signal::householdId).toList());
        });
    }

    private Signal signal(UUID source, Level level) {
        return new Signal(
                "test.signal",
                source,
                household.id(),
                null,
                village.code(),
                MEDICAL,
                new Text(
                        "去年自付医疗费用 42,000 元，超过家庭收入的六成。",
                        "Last year's own medical costs of 42,000 yuan exceed 60% of income."),
                level,
                null);
    }

    private List<ChainEntry> entries(ChainKind kind) {
        return chain.of(household.id()).stream()
                .filter(entry -> entry.kind() == kind)
                .toList();
    }
}
