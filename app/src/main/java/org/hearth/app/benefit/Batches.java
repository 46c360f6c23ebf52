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
        int planned = db.sql("""
                insert into benefit.payment
                    (id, region, entitlement_id, household_id, benefit, single, month, amount, batch_id, in_advance)
                select uuidv7(), region, id, household_id, benefit, rhythm <> 'monthly', :month, amount, :batch, :advance
                from benefit.entitlement
                where region >= :county
                  and region < :end
                  and valid_from < :month + interval '1 month'
                  and (valid_to is null or valid_to >= :month)
                on conflict do nothing
                """)
                .param("month", month)
                .param("batch", batch)
                .param("advance", inAdvance)
                .param("county", county.digits())
                .param("end", county.digits() + ":")
                .update();
        if (planned == 0) {
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
        db.sql("update benefit.payment set state = 'INSTRUCTED' where batch_id = ? and state = 'PLANNED'")
                .param(batch)
                .update();
        db.sql("""
                insert into benefit.posting (id, region, entry_id, posted_on, batch_id, account, amount)
                select uuidv7(), b.region, :entry, :on, b.id, side.account, side.sign * total.amount
                from benefit.batch b
                cross join (select sum(amount) as amount from benefit.payment where batch_id = :batch and state = 'INSTRUCTED') total
                cross join (values ('fund', 1), ('payable', -1)) side (account, sign)
                where b.id = :batch
                """)
                .param("entry", Ids.next())
                .param("on", clock.today())
                .param("batch", batch)
                .update();
        audit.note("payment-batch-released", batch.toString(), "");
    }
}
