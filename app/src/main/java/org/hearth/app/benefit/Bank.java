package org.hearth.app.benefit;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.benefit.BankFile.Transfer;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What goes to the bank for a released batch, and what comes back. */
@Component
class Bank {

    private final JdbcClient db;
    private final Registry registry;
    private final Regions regions;
    private final Chain chain;
    private final Audit audit;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Bank(
            JdbcClient db,
            Registry registry,
            Regions regions,
            Chain chain,
            Audit audit,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.registry = registry;
        this.regions = regions;
        this.chain = chain;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    void writeFile(UUID batch, OutputStream target) {
        record Head(String region, @Nullable LocalDate releasedOn) {}
        Head head = db.sql("select region, released_on from benefit.batch where id = ?")
                .param(batch)
                .query(Head.class)
                .optional()
                .orElseThrow(() -> new Missing("个发放批次", "batch"));
        LocalDate releasedOn = head.releasedOn();
        if (releasedOn == null) {
            throw new Problem("批次尚未复核，不能生成银行文件。", "The batch has not been released; there is no bank file yet.");
        }
        record Line(
                UUID paymentId,
                Yuan amount,
                String benefit,
                LocalDate month,
                UUID accountId,
                String bank,
                String holder) {}
        List<Line> lines = db.sql("""
                select p.id as payment_id, p.amount, p.benefit, p.month, a.id as account_id, a.bank, a.holder
                from benefit.instruction i
                join benefit.payment p on p.id = i.payment_id
                join registry.bank_account a on a.household_id = p.household_id and a.valid_to is null
                where i.batch_id = ?
                order by p.region, p.household_id, p.benefit, p.month
                """)
                .param(batch)
                .query((row, n) -> new Line(
                        row.getObject("payment_id", UUID.class),
                        new Yuan(row.getBigDecimal("amount")),
                        row.getString("benefit"),
                        row.getObject("month", LocalDate.class),
                        row.getObject("account_id", UUID.class),
                        row.getString("bank"),
                        row.getString("holder")))
                .list();
        long asked = db.sql("select count(*) from benefit.instruction where batch_id = ?")
                .param(batch)
                .query(Long.class)
                .single();
        if (asked != lines.size()) {
            throw new Problem(
                    "批次内有 " + (asked - lines.size()) + " 笔付款的家庭已没有登记账户，请先登记收款账户。",
                    (asked - lines.size())
                            + " payments of the batch are for households that have no account any more; register one first.");
        }
        Map<UUID, String> numbers = registry.accountNumbers(
                lines.stream().map(Line::accountId).distinct().toList());
        audit.note("bank-file-made", batch.toString(), lines.size() + " account numbers");
        BankFile.write(
                batch,
                regions.name(new RegionCode(head.region())) + "民政局",
                clock.now(),
                releasedOn,
                lines.stream()
                        .map(line -> new Transfer(
                                line.paymentId(),
                                line.amount().amount(),
                                line.bank(),
                                line.holder(),
                                numbers.getOrDefault(line.accountId(), ""),
                                monthOf(line.month())
                                        + Benefit.of(line.benefit()).title().zh()))
                        .toList(),
                target);
    }

    BankAnswerRead readAnswer(InputStream file) {
        BankAnswer answer = BankAnswer.read(file);
        UUID batch = BankFile.id(answer.messageId())
                .filter(id -> db.sql("select id from benefit.batch where id = ? and released_on is not null for update")
                        .param(id)
                        .query(UUID.class)
                        .optional()
                        .isPresent())
                .orElseThrow(() -> new Problem(
                        "回单所对应的批次 " + answer.messageId() + " 不在您负责的地区，或尚未复核。",
                        "The answer is to file " + answer.messageId()
                                + ", which is no released batch of your region."));
        List<UUID> named = named(answer, batch);
        LocalDate today = clock.today();
        UUID settling = Ids.next();
        settle(answer, batch, named, today);
        post(batch, settling, today);
        List<ChainEntry> entries = new ArrayList<>();
        List<PaymentReturned> returned = new ArrayList<>();
        int paid = carryOver(batch, today, entries, returned);
        chain.recordAll(entries);
        returned.forEach(events::publishEvent);
        audit.note("bank-answer-read", batch.toString(), paid + " paid, " + returned.size() + " returned");
        return new BankAnswerRead(batch, paid, returned.size());
    }

    private List<UUID> named(BankAnswer answer, UUID batch) {
        List<UUID> named = new ArrayList<>();
        for (BankAnswer.Line line : answer.lines()) {
            named.add(BankFile.id(line.endToEndId()).orElseThrow(() -> unknown(line.endToEndId())));
        }
        db.sql("""
                select id
                from unnest(?::uuid[]) given (id)
                where not exists (
                    select from benefit.instruction i where i.batch_id = ? and i.payment_id = given.id)
                limit 1
                """)
                .params(named.toArray(UUID[]::new), batch)
                .query(UUID.class)
                .optional()
                .ifPresent(id -> {
                    throw unknown(BankFile.undashed(id));
                });
        return named;
    }

    private static Problem unknown(String endToEndId) {
        return new Problem(
                "回单中的付款 " + endToEndId + " 不在该批次内，整份回单未读入。请向银行核对。",
                "Payment " + endToEndId + " is not in this batch; nothing of the answer was taken. Ask the bank.");
    }

    /** Writes the bank's word to what was asked and has no answer yet; an answer read again finds nothing. */
    private void settle(BankAnswer answer, UUID batch, List<UUID> named, LocalDate on) {
        String[] outcomes =
                answer.lines().stream().map(line -> outcome(line.status())).toArray(String[]::new);
        String[] reasons = answer.lines().stream()
                .map(line -> line.reason().isEmpty() ? ReturnReason.unstated() : line.reason())
                .toArray(String[]::new);
        db.sql("""
                update benefit.instruction i
                set outcome = coalesce(given.outcome, :whole),
                    answered_on = :on,
                    return_code = case when coalesce(given.outcome, :whole) = 'RETURNED' then coalesce(given.reason, :wholeReason) end
                from benefit.instruction asked
                left join unnest(:ids::uuid[], :outcomes::text[], :reasons::text[]) given (id, outcome, reason)
                    on given.id = asked.payment_id
                where asked.batch_id = :batch
                  and i.id = asked.id
                  and i.outcome is null
                  and case when given.id is null then :whole else given.outcome end is not null
                """)
                .param("whole", outcome(answer.wholeStatus()), Types.VARCHAR)
                .param("wholeReason", answer.wholeReason().isEmpty() ? ReturnReason.unstated() : answer.wholeReason())
                .param("on", on)
                .param("ids", named.toArray(UUID[]::new))
                .param("outcomes", outcomes)
                .param("reasons", reasons)
                .param("batch", batch)
                .update();
    }

    private static @Nullable String outcome(String status) {
        return BankAnswer.isPaid(status) ? "PAID" : BankAnswer.isReturned(status) ? "RETURNED" : null;
    }

    /** Books what was just answered, while the payments still stand as instructed: payable to bank, or to returned money. */
    private void post(UUID batch, UUID entry, LocalDate on) {
        db.sql("""
                with answered as (
                    select sum(p.amount) filter (where i.outcome = 'PAID') as paid,
                           sum(p.amount) filter (where i.outcome = 'RETURNED') as returned,
                           sum(p.amount) as total
                    from benefit.instruction i
                    join benefit.payment p on p.id = i.payment_id and p.batch_id = i.batch_id and p.state = 'INSTRUCTED'
                    where i.batch_id = :batch
                      and i.outcome is not null
                )
                insert into benefit.posting (id, region, entry_id, posted_on, batch_id, account, amount)
                select uuidv7(), b.region, :entry, :on, b.id, side.account, side.amount
                from benefit.batch b
                cross join answered
                cross join lateral (values ('payable', total), ('bank', -paid), ('returned', -returned)) side (account, amount)
                where b.id = :batch
                  and side.amount <> 0
                """).param("entry", entry).param("on", on).param("batch", batch).update();
    }

    /** Moves the payments on, and notes each in its household's chain. Returns how many were paid. */
    private int carryOver(UUID batch, LocalDate on, List<ChainEntry> entries, List<PaymentReturned> returned) {
        int[] paid = {0};
        db.sql("""
                update benefit.payment p
                set state = i.outcome,
                    paid_on = case when i.outcome = 'PAID' then :on end,
                    return_code = i.return_code
                from benefit.instruction i
                where i.batch_id = :batch
                  and i.payment_id = p.id
                  and p.batch_id = i.batch_id
                  and p.state = 'INSTRUCTED'
                  and i.outcome is not null
                returning p.id, p.household_id, p.region, p.benefit, p.single, p.month, p.amount, p.state, p.return_code,
                          i.id as instruction_id
                """).param("on", on).param("batch", batch).query(row -> {
            UUID payment = row.getObject("id", UUID.class);
            UUID household = row.getObject("household_id", UUID.class);
            RegionCode region = new RegionCode(row.getString("region"));
            Yuan amount = new Yuan(row.getBigDecimal("amount"));
            String code = row.getString("return_code");
            Text what =
                    what(row.getString("benefit"), row.getBoolean("single"), row.getObject("month", LocalDate.class));
            if (code == null) {
                paid[0]++;
                entries.add(new ChainEntry(
                        household,
                        null,
                        region,
                        on,
                        ChainKind.PAYMENT,
                        new Text("发放" + what.zh() + "。", what.en() + " paid."),
                        amount,
                        "benefit.payment",
                        payment,
                        ""));
            } else {
                ReturnReason reason = ReturnReason.of(code);
                entries.add(new ChainEntry(
                        household,
                        null,
                        region,
                        on,
                        ChainKind.PAYMENT,
                        new Text(
                                what.zh() + "被银行退回：" + reason.title().zh() + "。",
                                what.en() + " returned by the bank: "
                                        + reason.title().en() + "."),
                        null,
                        "benefit.return",
                        row.getObject("instruction_id", UUID.class),
                        ""));
                returned.add(
                        new PaymentReturned(payment, household, region, row.getString("benefit"), amount, code, on));
            }
        });
        return paid[0];
    }

    private static Text what(String benefit, boolean single, LocalDate month) {
        Text title = Benefit.of(benefit).title();
        return single
                ? title
                : new Text(
                        monthOf(month) + title.zh(),
                        title.en() + " for " + month.toString().substring(0, 7));
    }

    private static String monthOf(LocalDate month) {
        return month.getYear() + "年" + month.getMonthValue() + "月";
    }
}
