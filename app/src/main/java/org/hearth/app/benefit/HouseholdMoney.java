package org.hearth.app.benefit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.HouseholdAffairs;
import org.hearth.app.registry.HouseholdChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of a household's money when it is dissolved, comes back or moves to another office. */
@Component
class HouseholdMoney implements HouseholdAffairs {

    private final JdbcClient db;

    HouseholdMoney(JdbcClient db) {
        this.db = db;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Affair> of(UUID household) {
        List<Affair> affairs = new ArrayList<>();
        record Running(long count, BigDecimal amount) {}
        Running running = db.sql("""
                        select count(*) as count, coalesce(sum(amount), 0) as amount
                        from benefit.entitlement
                        where household_id = ? and rhythm = 'monthly' and valid_to is null
                        """).param(household).query(Running.class).single();
        if (running.count() > 0) {
            Yuan amount = new Yuan(running.amount());
            affairs.add(new Affair(
                    new Text(
                            "每月领取 " + amount + " 元（" + running.count() + " 项）；户注销后从次月起停发，成员变动后须重新核定。",
                            "It is paid " + amount + " yuan a month (" + running.count()
                                    + "); that ends with the month in which it is dissolved, and is to be assessed again when members change."),
                    false));
        }
        long underWay = db.sql("""
                        select count(*)
                        from benefit.payment
                        where household_id = ? and state in ('PLANNED', 'INSTRUCTED', 'RETURNED')
                        """).param(household).query(Long.class).single();
        if (underWay > 0) {
            affairs.add(new Affair(
                    new Text(
                            underWay + " 笔付款已列入批次或被银行退回，尚未结清。",
                            underWay + " payments are planned, at the bank or returned, and not settled yet."),
                    true));
        }
        return affairs;
    }

    /** In the same transaction as the change itself, so that the register and the money never tell two stories. */
    @EventListener
    void householdChanged(HouseholdChanged changed) {
        switch (changed.change()) {
            case MOVED ->
                db.sql("update benefit.entitlement set region = ? where household_id = ?")
                        .params(changed.region().digits(), changed.householdId())
                        .update();
            case DISSOLVED ->
                db.sql("""
                        update benefit.entitlement
                        set valid_to = greatest(:last, valid_from), ended_by = :household
                        where household_id = :household
                          and rhythm = 'monthly'
                          and valid_to is null
                        """)
                        .param("last", lastOfMonth(changed.on()))
                        .param("household", changed.householdId())
                        .update();
            case RESTORED ->
                db.sql("""
                        update benefit.entitlement
                        set valid_to = null, ended_by = null
                        where household_id = :household
                          and ended_by = :household
                        """).param("household", changed.householdId()).update();
            case REGISTERED, MEMBER_DIED, STRATUM_CONFIRMED, STRATUM_ENDED, MEMBERS_CHANGED -> {}
        }
    }

    private static LocalDate lastOfMonth(LocalDate day) {
        return day.withDayOfMonth(day.lengthOfMonth());
    }
}
