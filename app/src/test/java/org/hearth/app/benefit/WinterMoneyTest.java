package org.hearth.app.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
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
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class WinterMoneyTest {

    /** Xunhua in Qinghai, where a household is paid 1,000 yuan a winter in town and 800 in the country. */
    private static final RegionCode XUNHUA = RegionCode.parse("630225");

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 15);

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

    @Autowired
    Chain chain;

    @Autowired
    JdbcClient db;

    @Test
    void three_urban_and_two_rural_households_in_qinghai_are_paid_4_600_yuan_for_heating_once_a_winter() {
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(
                        List.of(
                                household(Residence.URBAN, Stratum.DIBAO),
                                household(Residence.URBAN, Stratum.DIBAO),
                                household(Residence.URBAN, Stratum.TEKUN),
                                household(Residence.RURAL, Stratum.DIBAO),
                                household(Residence.RURAL, Stratum.TEKUN),
                                household(Residence.RURAL, Stratum.EDGE)),
                        NOVEMBER,
                        "test"));
        Scopes.run(new Scope(XUNHUA, "county.630225"), () -> {
            assertThat(benefits.entitleHeating(XUNHUA, NOVEMBER)).isEqualTo(5);
            assertThat(benefits.entitleHeating(XUNHUA, NOVEMBER.plusMonths(2))).isZero();
            UUID batch = benefits.prepareBatch(XUNHUA, NOVEMBER, false);
            assertThat(db.sql("select sum(amount) from benefit.payment where batch_id = ?")
                            .param(batch)
                            .query(BigDecimal.class)
                            .single())
                    .as("3 × 1,000 + 2 × 800")
                    .isEqualByComparingTo("4600");
            assertThat(benefits.entitleFestivalSubsidy(XUNHUA, NOVEMBER))
                    .as("no place is known to pay one")
                    .isZero();
        });
    }

    @Test
    void february_2024_is_paid_before_spring_festival_and_no_other_month_is() {
        assertThat(benefits.advanceBefore(XUNHUA, LocalDate.of(2024, 2, 5))).contains(LocalDate.of(2024, 2, 10));
        assertThat(benefits.advanceBefore(XUNHUA, LocalDate.of(2024, 1, 5))).isEmpty();
        assertThat(benefits.advanceBefore(XUNHUA, LocalDate.of(2024, 3, 5))).isEmpty();
    }

    @Test
    void emergency_help_is_paid_the_same_day_from_the_reserve_fund_and_once() {
        Village village = new Village(registry);
        NewHousehold household =
                village.household(List.of(), village.person("马建国", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
        village.as("township.test", () -> {
            benefits.payAtOnce(household.id(), Benefit.TEMPORARY_ASSISTANCE, Yuan.of("800"), NOVEMBER, "case 1");
            benefits.payAtOnce(household.id(), Benefit.TEMPORARY_ASSISTANCE, Yuan.of("800"), NOVEMBER, "case 1");
            assertThat(db.sql("select paid_on from benefit.payment where household_id = ? and state = 'PAID'")
                            .param(household.id())
                            .query(LocalDate.class)
                            .list())
                    .containsExactly(NOVEMBER);
            assertThat(db.sql("""
                    select -sum(s.amount)
                    from benefit.posting s
                    join benefit.payment p on p.id = s.entry_id
                    where p.household_id = ? and s.account = 'reserve'
                    """).param(household.id()).query(BigDecimal.class).single())
                    .isEqualByComparingTo("800");
            assertThat(chain.of(household.id())).hasSize(1);
        });
    }

    private static NewHousehold household(Residence residence, Stratum stratum) {
        UUID id = UUID.randomUUID();
        return new NewHousehold(
                id,
                "Q" + id.toString().substring(0, 13),
                RegionCode.parse("630225100201"),
                residence,
                "",
                null,
                null,
                List.of(new NewPerson(UUID.randomUUID(), "韩英", Sex.F, LocalDate.of(1960, 1, 1), null, Relation.HEAD)),
                List.of(stratum),
                new NewAccount("农商银行", "8" + Math.abs(id.hashCode()), "韩英"));
    }
}
