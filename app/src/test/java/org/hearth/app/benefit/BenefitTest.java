package org.hearth.app.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class BenefitTest {

    private static final RegionCode COUNTY = RegionCode.parse("622927");
    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

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
    void the_database_refuses_a_second_payment_of_one_entitlement_for_one_month() {
        UUID batch = prepared();
        village.as(
                "test",
                () -> assertThatThrownBy(
                                () -> db.sql("""
                        insert into benefit.payment
                            (id, region, entitlement_id, household_id, benefit, single, month, amount, batch_id, in_advance)
                        select uuidv7(), region, entitlement_id, household_id, benefit, single, month, amount, batch_id, in_advance
                        from benefit.payment
                        where batch_id = ? and household_id = ?
                        """).params(batch, household.id()).update())
                        .isInstanceOf(DataIntegrityViolationException.class)
                        .hasMessageContaining("one_payment_a_month"));
    }

    @Test
    void who_prepared_a_batch_does_not_release_it() {
        UUID batch = prepared();
        village.as(
                "county.preparer",
                () -> assertThatThrownBy(() -> benefits.releaseBatch(batch)).isInstanceOf(Problem.class));
        village.as("county.releaser", () -> {
            benefits.releaseBatch(batch);
            assertThat(db.sql("select state from benefit.payment where batch_id = ? and household_id = ?")
                            .params(batch, household.id())
                            .query(String.class)
                            .single())
                    .isEqualTo("INSTRUCTED");
            assertThat(db.sql("select sum(amount) = 0 and count(*) = 2 from benefit.posting where batch_id = ?")
                            .param(batch)
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        });
    }

    @Test
    void the_ledger_refuses_an_entry_that_does_not_balance() {
        UUID batch = prepared();
        village.as(
                "test",
                () -> assertThatThrownBy(() -> db.sql("""
                        insert into benefit.posting (id, region, entry_id, posted_on, batch_id, account, amount)
                        values (uuidv7(), '622927', uuidv7(), '2023-11-10', ?, 'fund', 1)
                        """).param(batch).update())
                        .hasMessageContaining("does not balance"));
    }

    @Test
    void goods_given_twice_with_one_id_count_once_and_stock_is_never_negative() {
        UUID given = UUID.randomUUID();
        village.as("test", () -> {
            RegionCode store = COUNTY;
            benefits.supply(store, Item.QUILT, 2, UUID.randomUUID(), NOVEMBER);
            benefits.giveGoods(store, household.id(), Item.QUILT, 2, Purpose.HEATING, given, NOVEMBER);
            benefits.giveGoods(store, household.id(), Item.QUILT, 2, Purpose.HEATING, given, NOVEMBER);
            assertThatThrownBy(() -> benefits.giveGoods(
                            store, household.id(), Item.QUILT, 1, Purpose.HEATING, UUID.randomUUID(), NOVEMBER))
                    .isInstanceOf(Problem.class);
        });
    }

    private UUID prepared() {
        UUID[] batch = new UUID[1];
        village.as("county.preparer", () -> {
            benefits.entitle(household.id(), null, Benefit.DIBAO, Yuan.of("621.30"), NOVEMBER, "test");
            batch[0] = benefits.prepareBatch(COUNTY, NOVEMBER, false);
        });
        return batch[0];
    }
}
