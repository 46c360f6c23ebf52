package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.hearth.app.HearthTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Each test publishes within a transaction that is rolled back, so that the other tests keep the installed pack. */
@HearthTest
class PolicyPackTest {

    private static final String STANDARDS = "cn/parameters/dibao.csv";
    private static final String EDGE = "cn/decisions/household.dmn";

    @Autowired
    PolicyPack policy;

    @Autowired
    JdbcClient db;

    @Autowired
    HearthClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Value("${hearth.packs}")
    Path packs;

    private void rolledBack(Runnable work) {
        Scopes.run(
                Scope.system("test"),
                () -> transaction.executeWithoutResult(status -> {
                    status.setRollbackOnly();
                    work.run();
                }));
    }

    private String standard(LocalDate day) {
        return standard(policy, day);
    }

    private static String standard(PolicyPack policy, LocalDate day) {
        return policy.packOn(day)
                .parameters()
                .value("dibao.standard", "622927", "rural", day)
                .value();
    }

    private PackFiles raised(PackFiles files, String name, String from, String amount) {
        return files.with(
                        STANDARDS,
                        files.texts().get(STANDARDS) + "dibao.standard,622927,rural," + from + ",," + amount
                                + ",yuan/month,积石山县低保标准,false\n")
                .withVersion("cn", name);
    }

    private long publish(PackFiles files, boolean valuesOnly, LocalDate from) {
        return policy.publish(new PackVersion.New(files, valuesOnly, from, "", "policy.a", "policy.b"));
    }

    @Test
    void the_day_before_a_version_takes_effect_is_decided_by_the_one_before() {
        rolledBack(() -> {
            PackFiles before = policy.installedFiles();
            LocalDate first = clock.today().plusMonths(1);
            publish(raised(before, "A", first.toString(), "700"), true, first);

            assertThat(standard(first)).isEqualTo("700");
            assertThat(standard(first.minusDays(1))).isEqualTo("621.3");
            assertThat(policy.packOn(first).name().version()).isEqualTo("A");
            assertThat(policy.packOn(first.minusDays(1)).name().version()).isEqualTo(before.version("cn"));
        });
    }

    @Test
    void values_that_reach_back_are_used_with_the_rules_that_held_then() {
        rolledBack(() -> {
            LocalDate later = clock.today().plusMonths(2);
            PackFiles installed = policy.installedFiles().withVersion("cn", "B");
            PackFiles changedRules = installed.with(EDGE, installed.texts().get(EDGE) + "<!-- B -->");
            publish(changedRules, false, later);
            LocalDate july = LocalDate.of(2023, 7, 1);
            publish(raised(changedRules, "C", july.toString(), "700"), true, july);

            assertThat(standard(july)).isEqualTo("700");
            assertThat(policy.packOn(july).name().version())
                    .isEqualTo(policy.installedFiles().version("cn") + "+C");
            assertThat(policy.packOn(later).name().version()).isEqualTo("C");
            assertThat(policy.packOn(july, 0).name().version())
                    .isEqualTo(policy.installedFiles().version("cn"));
        });
    }

    @Test
    void another_node_decides_by_a_publication_without_being_started_again() {
        rolledBack(() -> {
            PolicyPack other = new PolicyPack(packs, Duration.ZERO, db, clock);
            LocalDate today = clock.today();
            assertThat(standard(other, today)).isEqualTo("621.3");
            publish(raised(policy.installedFiles(), "D", today.toString(), "700"), true, today);

            assertThat(standard(other, today)).isEqualTo("700");
        });
    }

    @Test
    void a_withdrawn_version_decides_nothing() {
        rolledBack(() -> {
            LocalDate first = clock.today().plusMonths(1);
            long number = publish(raised(policy.installedFiles(), "E", first.toString(), "700"), true, first);
            Scopes.run(Scope.system("one"), () -> policy.askToWithdraw(number, "通知收回"));
            Scopes.run(Scope.system("two"), () -> policy.withdraw(number));

            assertThat(standard(first)).isEqualTo("621.3");
        });
    }

    @Test
    void the_database_refuses_any_change_of_what_was_published() {
        rolledBack(() -> {
            long number = publish(policy.installedFiles().withVersion("cn", "F"), true, clock.today());
            assertThatThrownBy(() -> db.sql("update platform.pack_file set content = 'x' where version = ?")
                            .param(number)
                            .update())
                    .isInstanceOf(DataAccessException.class);
        });
    }

    @Test
    void the_database_refuses_that_one_person_asks_and_approves() {
        rolledBack(() -> {
            PackFiles files = policy.installedFiles().withVersion("cn", "G");
            assertThatThrownBy(() ->
                            policy.publish(new PackVersion.New(files, true, clock.today(), "", "policy.a", "policy.a")))
                    .hasMessageContaining("four_eyes");
        });
    }
}
