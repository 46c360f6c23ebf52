package org.hearth.app.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.hearth.app.KnownFacts;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Beijing's dibao standard of 1,395 yuan from July 2023 was published on 19 October 2023; until then 1,320 was paid. */
@OwnPlatform
class BackPayTest {

    private static final RegionCode BEIJING = RegionCode.parse("11");
    private static final RegionCode DISTRICT = RegionCode.parse("110101");
    private static final RegionCode VILLAGE = RegionCode.parse("110101001001");
    private static final LocalDate JULY = LocalDate.of(2023, 7, 1);
    private static final String STANDARDS = "cn/parameters/dibao.csv";
    private static final String KNOWN_SINCE_OCTOBER = "dibao.standard,11,,2023-07-01,";

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

    @Autowired
    PolicyPack policy;

    @Autowired
    Drafts drafts;

    @Autowired
    DraftCheck check;

    @Autowired
    Jobs jobs;

    @Autowired
    Publications publications;

    @Autowired
    Raises raises;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void beijings_rise_of_july_published_in_october_gives_75_yuan_for_each_month_paid() throws Exception {
        asItWasKnownBeforeOctober();
        UUID household = householdWithAnIncomeOf500();
        Scopes.run(new Scope(DISTRICT, "county.a"), () -> {
            assertThat(policy.parameters()
                            .value("dibao.standard", "110101", "urban", clock.today())
                            .number())
                    .isEqualByComparingTo("1320");
            benefits.entitle(household, null, Benefit.DIBAO, Yuan.of("820"), JULY, "2023-001");
        });
        for (int month = 0; month < 4; month++) {
            pay(JULY.plusMonths(month));
        }

        clock.moveTo(LocalDateTime.of(2023, 10, 19, 10, 0));
        UUID draft = draftOfTheRise();
        Scopes.run(new Scope(BEIJING, "policy.a"), () -> {
            assertThatThrownBy(() -> publications.ask(draft, JULY, ""))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("why");
            publications.ask(draft, JULY, "京民社救发〔2023〕：自 2023 年 7 月起执行");
            assertThatThrownBy(() -> publications.approve(draft)).hasMessageContaining("colleague");
        });
        Scopes.run(new Scope(BEIJING, "policy.b"), () -> publications.approve(draft));
        raises.carryOut(clock.today());

        // 1,395 − 500 = 895; 895 − 820 = 75, for July, August, September and October.
        Scopes.run(Scope.system("test"), () -> {
            assertThat(db.sql("select by_rules, paid, difference from benefit.back_pay where household_id = ?")
                            .param(household)
                            .query()
                            .listOfRows())
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line.values())
                            .containsExactly(
                                    new BigDecimal("895.00"), new BigDecimal("820.00"), new BigDecimal("75.00")));
            assertThat(amounts(household, "back-pay")).containsExactly(new BigDecimal("300.00"));
            assertThat(db.sql("""
                            select amount || ' from ' || valid_from
                            from benefit.entitlement
                            where household_id = ?
                              and benefit = 'dibao'
                              and valid_to is null
                            """).param(household).query(String.class).single())
                    .isEqualTo("895.00 from 2023-11-01");
        });
        neverTwice(household);
        pay(LocalDate.of(2023, 11, 1));
        Scopes.run(
                Scope.system("test"),
                () -> assertThat(
                                db.sql("""
                                select benefit || ' ' || amount
                                from benefit.payment
                                where household_id = ?
                                  and month = '2023-11-01'
                                order by 1
                                """).param(household).query(String.class).list())
                        .containsExactly("back-pay 300.00", "dibao 895.00"));
    }

    private void neverTwice(UUID household) {
        raises.carryOut(clock.today());
        Scopes.run(Scope.system("test"), () -> {
            assertThat(amounts(household, "back-pay")).containsExactly(new BigDecimal("300.00"));
            assertThatThrownBy(() -> db.sql("""
                            insert into benefit.back_pay
                                (id, region, payment_id, household_id, version, by_rules, paid, worked_out_on)
                            select uuidv7(), region, payment_id, household_id, version, by_rules, paid, worked_out_on
                            from benefit.back_pay
                            where household_id = ?
                            """).param(household).update())
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessageContaining("back_pay_once_a_version");
        });
    }

    private List<BigDecimal> amounts(UUID household, String benefit) {
        return db.sql("select amount from benefit.entitlement where household_id = ? and benefit = ?")
                .params(household, benefit)
                .query(BigDecimal.class)
                .list();
    }

    private void asItWasKnownBeforeOctober() {
        clock.moveTo(LocalDateTime.of(2023, 10, 18, 10, 0));
        PackFiles installed = policy.installedFiles();
        var lines = installed.texts().get(STANDARDS).lines().filter(line -> !line.startsWith(KNOWN_SINCE_OCTOBER));
        String before = String.join("\n", lines.toList())
                        .replace("dibao.standard,11,,2022-07-01,2023-06-30,", "dibao.standard,11,,2022-07-01,,")
                + "\n";
        Scopes.run(
                Scope.system("test"),
                () -> transaction.executeWithoutResult(status -> policy.publish(new PackVersion.New(
                        installed.with(STANDARDS, before).withVersion("cn", "before"),
                        true,
                        LocalDate.of(2022, 7, 1),
                        "test",
                        "policy.a",
                        "policy.b"))));
    }

    private UUID householdWithAnIncomeOf500() {
        UUID id = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        LocalDate born = LocalDate.of(1970, 3, 1);
        NewHousehold household = new NewHousehold(
                id,
                "B" + id.toString().substring(0, 12),
                VILLAGE,
                Residence.URBAN,
                "",
                null,
                null,
                List.of(new NewPerson(
                        person,
                        "王桂兰",
                        Sex.F,
                        born,
                        IdentityNumber.synthetic(RegionCode.parse("110101"), born, 4),
                        Relation.HEAD)),
                List.of(Stratum.DIBAO),
                new NewAccount("北京农商银行", "9" + Math.abs(id.hashCode()), "王桂兰"));
        Scopes.run(
                Scope.system("test"), () -> registry.registerAll(List.of(household), LocalDate.of(2023, 6, 1), "test"));
        know(id, null, "assets", "{}");
        know(id, person, "income", "{\"kind\": \"transfer\", \"monthly\": 500}");
        return id;
    }

    private void know(UUID household, UUID person, String kind, String value) {
        KnownFacts.know(db, VILLAGE, household, person, kind, value, LocalDate.of(2023, 6, 1));
    }

    private void pay(LocalDate month) {
        UUID[] batch = new UUID[1];
        Scopes.run(new Scope(DISTRICT, "county.a"), () -> batch[0] = benefits.prepareBatch(DISTRICT, month, false));
        Scopes.run(new Scope(DISTRICT, "county.b"), () -> benefits.releaseBatch(batch[0]));
        Scopes.run(
                Scope.system("test"),
                () -> db.sql("update benefit.payment set state = 'PAID', paid_on = ? where batch_id = ?")
                        .params(month.plusDays(9), batch[0])
                        .update());
    }

    private UUID draftOfTheRise() {
        UUID[] ids = new UUID[2];
        Scope officer = new Scope(BEIJING, "policy.a");
        Scopes.run(officer, () -> {
            ids[0] = drafts.start("北京市低保标准 1,395 元", "2023.10").id();
            drafts.addValue(
                    ids[0],
                    new Drafts.NewValue(
                            "dibao.standard", "11", "", JULY, "1395", "yuan/month", "北京市 2023 年 7 月低保标准", false));
            assertThatThrownBy(() -> publications.ask(ids[0], JULY, "追溯"))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("Not checked");
            ids[1] = check.start(ids[0]);
        });
        await().atMost(Duration.ofMinutes(5))
                .until(() -> !Scopes.within(officer, () -> jobs.job(ids[1])).isRunning());
        Scopes.run(officer, () -> {
            Job done = jobs.job(ids[1]);
            assertThat(done.state()).as(String.valueOf(done.result())).isEqualTo(Job.State.DONE);
            assertThat(Publications.result(done).parts())
                    .hasSize(3)
                    .allSatisfy(part -> assertThat(part.problems()).isEmpty());
        });
        return ids[0];
    }
}
