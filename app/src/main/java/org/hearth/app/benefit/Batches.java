package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A county's payments of a month: prepared by one officer, released by another. */
@Component
class Batches {

    private final JdbcClient db;
    private final Audit audit;
    private final HearthClock clock;

    Batches(JdbcClient db, Audit audit, HearthClock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    UUID prepare(RegionCode county, LocalDate month, boolean inAdvance) {
        UUID batch = Ids.next();
        db.sql("""
                insert into benefit.batch (id, region, month, in_advance, prepared_by, prepared_on)
                values (?, ?, ?, ?, ?, ?)
                """)
                .params(batch, county.digits(), month, inAdvance, Scopes.actor(), clock.today())
                .update();
        // A household without an account waits until one is registered; its line would come back from the bank anyway.
        db.sql("""
                insert into benefit.payment
                    (id, region, entitlement_id, household_id, benefit, single, month, amount, batch_id, in_advance)
                select uuidv7(), region, id, household_id, benefit, rhythm <> 'monthly', :month, amount, :batch, :advance
                from benefit.entitlement e
                where region >= :county
                  and region < :end
                  and valid_from < :month + interval '1 month'
                  and (valid_to is null or valid_to >= :month)
                  and exists (
                      select from registry.bank_account a where a.household_id = e.household_id and a.valid_to is null)
                on conflict do nothing
                """)
                .param("month", month)
                .param("batch", batch)
                .param("advance", inAdvance)
                .param("county", county.digits())
                .param("end", county.digits() + ":")
                .update();
        // What came back because of its account waits for another one; the bank would only return it again.
        db.sql("""
                update benefit.payment p
                set batch_id = :batch
                where state = 'RETURNED'
                  and region >= :county
                  and region < :end
                  and not exists (
                      select from benefit.instruction i where i.payment_id = p.id and i.outcome is null)
                  and exists (
                      select
                      from registry.bank_account a
                      where a.household_id = p.household_id
                        and a.valid_to is null
                        and (p.return_code <> all (:needAccount)
                             or a.valid_from >= (
                                 select max(b.released_on)
                                 from benefit.instruction i
                                 join benefit.batch b on b.id = i.batch_id
                                 where i.payment_id = p.id)))
                """)
                .param("batch", batch)
                .param("needAccount", ReturnReason.needingAnotherAccount())
                .param("county", county.digits())
                .param("end", county.digits() + ":")
                .update();
        int asked = db.sql("""
                insert into benefit.instruction (id, region, batch_id, payment_id)
                select uuidv7(), region, batch_id, id
                from benefit.payment
                where batch_id = ?
                """).param(batch).update();
        if (asked == 0) {
            throw new Problem("本月没有待发放的待遇。", "Nothing is owed for this month that has not been planned.");
        }
        return batch;
    }

    void release(UUID batch) {
        String preparedBy = db.sql("select prepared_by from benefit.batch where id = ? for update")
                .param(batch)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new Missing("个发放批次", "batch"));
        if (preparedBy.equals(Scopes.actor())) {
            throw new Problem("编制人不能复核自己的批次，请由另一位经办人员复核。", "Who prepared a batch cannot release it; ask a colleague.");
        }
        int released = db.sql("""
                update benefit.batch
                set released_by = ?, released_on = ?
                where id = ?
                  and released_by is null
                """).params(Scopes.actor(), clock.today(), batch).update();
        if (released == 0) {
            throw new Problem("该批次已经复核。", "This batch has been released already.");
        }
        // What is paid for the first time is drawn from the fund; what came back lies on the account of returned money.
        db.sql("""
                with due as (
                    select sum(amount) filter (where state = 'PLANNED') as planned,
                           sum(amount) filter (where state = 'RETURNED') as returned,
                           sum(amount) as total
                    from benefit.payment
                    where batch_id = :batch
                      and state in ('PLANNED', 'RETURNED')
                )
                insert into benefit.posting (id, region, entry_id, posted_on, batch_id, account, amount)
                select uuidv7(), b.region, :entry, :on, b.id, side.account, side.amount
                from benefit.batch b
                cross join due
                cross join lateral (values ('fund', planned), ('returned', returned), ('payable', -total)) side (account, amount)
                where b.id = :batch
                  and side.amount <> 0
                """)
                .param("batch", batch)
                .param("entry", Ids.next())
                .param("on", clock.today())
                .update();
        db.sql("""
                update benefit.payment
                set state = 'INSTRUCTED', return_code = null
                where batch_id = ?
                  and state in ('PLANNED', 'RETURNED')
                """).param(batch).update();
        audit.note("payment-batch-released", batch.toString(), "");
    }
}
