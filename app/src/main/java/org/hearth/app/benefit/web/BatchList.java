package org.hearth.app.benefit.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Item;
import org.hearth.app.benefit.ReturnReason;
import org.hearth.app.benefit.Rhythm;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Batches and their payments, as the pages show them. */
@Component
class BatchList {

    /** Where a batch stands. */
    enum Stage {
        PREPARED("待复核", "To be released"),
        AT_BANK("待银行回单", "With the bank"),
        ANSWERED("已回单", "Answered");

        private final Text title;

        Stage(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    record Batch(
            UUID id,
            String region,
            LocalDate month,
            boolean inAdvance,
            String preparedBy,
            LocalDate preparedOn,
            @Nullable String releasedBy,
            @Nullable LocalDate releasedOn,
            Stage stage,
            long payments,
            Yuan amount,
            long paid,
            long returned) {

        public String link() {
            return "/payments/" + id;
        }
    }

    record Query(@Nullable LocalDate month, @Nullable Stage stage, boolean returned, int page) {}

    /** One benefit's share of a batch. */
    record Total(Benefit benefit, long payments, Yuan amount, long paid, long returned) {}

    /**
     * One payment of a batch.
     *
     * @param outcome what the bank answered to this batch; absent until then
     * @param state where the payment stands now, perhaps in a later batch
     */
    record Line(
            UUID id,
            UUID householdId,
            String number,
            String name,
            String region,
            Benefit benefit,
            LocalDate month,
            Yuan amount,
            @Nullable String outcome,
            @Nullable LocalDate answeredOn,
            @Nullable ReturnReason reason,
            String state) {}

    /** What waits: batches to release, batches with the bank, and payments that came back. */
    record Waiting(long toRelease, long atBank, long returned) {}

    /** A household whose money came back. */
    record Returned(
            UUID householdId,
            String number,
            String name,
            String region,
            long payments,
            Yuan amount,
            LocalDate since,
            ReturnReason reason,
            boolean corrected) {}

    /** An entitlement of a household. */
    record Entitled(
            Benefit benefit,
            @Nullable String person,
            Rhythm rhythm,
            Yuan amount,
            LocalDate from,
            @Nullable LocalDate to,
            String basis) {}

    /** Goods that a household was given. */
    record Given(Item item, int quantity, LocalDate on) {}

    private static final String SELECT = """
            select b.*,
                   case when b.released_on is null then 'PREPARED'
                        when sums.open > 0 then 'AT_BANK'
                        else 'ANSWERED' end as stage,
                   sums.*
            from benefit.batch b
            cross join lateral (
                select count(*)                                          as payments,
                       coalesce(sum(p.amount), 0)                        as amount,
                       count(*) filter (where i.outcome = 'PAID')        as paid,
                       count(*) filter (where i.outcome = 'RETURNED')    as returned,
                       count(*) filter (where i.outcome is null)         as open
                from benefit.instruction i
                join benefit.payment p on p.id = i.payment_id
                where i.batch_id = b.id
            ) sums
            """;

    private static final RowMapper<Batch> BATCH = (row, n) -> new Batch(
            row.getObject("id", UUID.class),
            row.getString("region"),
            row.getObject("month", LocalDate.class),
            row.getBoolean("in_advance"),
            row.getString("prepared_by"),
            row.getObject("prepared_on", LocalDate.class),
            row.getString("released_by"),
            row.getObject("released_on", LocalDate.class),
            Stage.valueOf(row.getString("stage")),
            row.getLong("payments"),
            new Yuan(row.getBigDecimal("amount")),
            row.getLong("paid"),
            row.getLong("returned"));

    private static final String MATCHING = """
            where (cast(:month as date) is null or found.month = :month)
              and (:stage = '' or found.stage = :stage)
              and (not :returned or found.returned > 0)
            """;

    /** The payments of a batch, those that came back first. */
    private static final String LINES = """
            select p.id, p.household_id, h.number, h.head_name, p.region, p.benefit, p.month, p.amount, p.state,
                   i.outcome, i.answered_on, i.return_code
            from benefit.instruction i
            join benefit.payment p on p.id = i.payment_id
            join registry.published_household h on h.id = p.household_id
            where i.batch_id = :batch
            order by i.outcome = 'RETURNED' desc nulls last, p.region, h.number, p.benefit, p.month
            """;

    private static final RowMapper<Line> LINE = (row, n) -> {
        String code = row.getString("return_code");
        return new Line(
                row.getObject("id", UUID.class),
                row.getObject("household_id", UUID.class),
                row.getString("number"),
                row.getString("head_name"),
                row.getString("region"),
                Benefit.of(row.getString("benefit")),
                row.getObject("month", LocalDate.class),
                new Yuan(row.getBigDecimal("amount")),
                row.getString("outcome"),
                row.getObject("answered_on", LocalDate.class),
                code == null ? null : ReturnReason.of(code),
                row.getString("state"));
    };

    private final JdbcClient db;

    BatchList(JdbcClient db) {
        this.db = db;
    }

    @Transactional(readOnly = true)
    Page<Batch> find(Query query) {
        long count = bind("select count(*) from (" + SELECT + ") found " + MATCHING, query)
                .query(Long.class)
                .single();
        List<Batch> rows = bind(
                        "select * from (" + SELECT + ") found " + MATCHING
                                + " order by found.prepared_on desc, found.id desc limit :limit offset :offset",
                        query)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(query.page()))
                .query(BATCH)
                .list();
        return new Page<>(rows, count, query.page());
    }

    @Transactional(readOnly = true)
    Batch batch(UUID id) {
        return db.sql(SELECT + " where b.id = ?")
                .param(id)
                .query(BATCH)
                .optional()
                .orElseThrow(() -> new Missing("个发放批次", "batch"));
    }

    @Transactional(readOnly = true)
    List<Total> totals(UUID batch) {
        return db.sql("""
                select p.benefit,
                       count(*)                                       as payments,
                       sum(p.amount)                                  as amount,
                       count(*) filter (where i.outcome = 'PAID')     as paid,
                       count(*) filter (where i.outcome = 'RETURNED') as returned
                from benefit.instruction i
                join benefit.payment p on p.id = i.payment_id
                where i.batch_id = ?
                group by p.benefit
                order by p.benefit
                """)
                .param(batch)
                .query((row, n) -> new Total(
                        Benefit.of(row.getString("benefit")),
                        row.getLong("payments"),
                        new Yuan(row.getBigDecimal("amount")),
                        row.getLong("paid"),
                        row.getLong("returned")))
                .list();
    }

    /** One page of the payments of a batch, those that came back first. */
    @Transactional(readOnly = true)
    List<Line> lines(UUID batch, int page) {
        return db.sql(LINES + " limit :limit offset :offset")
                .param("batch", batch)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(page))
                .query(LINE)
                .list();
    }

    /** All payments of a batch, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(UUID batch, Consumer<Line> lines) {
        try (Stream<Line> found =
                db.sql(LINES).param("batch", batch).withFetchSize(Csv.ROWS_AT_A_TIME).query(LINE).stream()) {
            found.forEach(lines);
        }
    }

    @Transactional(readOnly = true)
    Waiting waiting() {
        return db.sql("""
                select (select count(*) from benefit.batch where released_on is null) as to_release,
                       (select count(*)
                        from benefit.batch b
                        where b.released_on is not null
                          and exists (
                              select from benefit.instruction i where i.batch_id = b.id and i.outcome is null)) as at_bank,
                       (select count(*) from benefit.payment where state = 'RETURNED') as returned
                """).query(Waiting.class).single();
    }

    /** The households whose money came back and is not paid yet; those that wait for another account first. */
    @Transactional(readOnly = true)
    List<Returned> returned() {
        return db.sql("""
                select p.household_id, h.number, h.head_name, h.region, count(*) as payments, sum(p.amount) as amount,
                       min(i.answered_on) as since, max(p.return_code) as code,
                       bool_and(a.valid_from >= i.sent_on) as corrected
                from benefit.payment p
                join registry.published_household h on h.id = p.household_id
                join lateral (
                    select max(i.answered_on) as answered_on, max(b.released_on) as sent_on
                    from benefit.instruction i
                    join benefit.batch b on b.id = i.batch_id
                    where i.payment_id = p.id
                ) i on true
                left join registry.bank_account a on a.household_id = p.household_id and a.valid_to is null
                where p.state = 'RETURNED'
                group by p.household_id, h.number, h.head_name, h.region
                order by corrected nulls first, since, h.number
                """)
                .query((row, n) -> new Returned(
                        row.getObject("household_id", UUID.class),
                        row.getString("number"),
                        row.getString("head_name"),
                        row.getString("region"),
                        row.getLong("payments"),
                        new Yuan(row.getBigDecimal("amount")),
                        row.getObject("since", LocalDate.class),
                        ReturnReason.of(row.getString("code")),
                        row.getBoolean("corrected")))
                .list();
    }

    /** How many households are owed something for {@code month} that no batch holds. */
    @Transactional(readOnly = true)
    long toPrepare(LocalDate month) {
        return db.sql("""
                select count(distinct e.household_id)
                from benefit.entitlement e
                join registry.bank_account a on a.household_id = e.household_id and a.valid_to is null
                where e.valid_from < :month + interval '1 month'
                  and (e.valid_to is null or e.valid_to >= :month)
                  and not exists (
                      select from benefit.payment p where p.entitlement_id = e.id and (p.single or p.month = :month))
                """).param("month", month).query(Long.class).single();
    }

    /** How many entitled households wait because no account is registered. */
    @Transactional(readOnly = true)
    long withoutAccount(LocalDate month) {
        return db.sql("""
                select count(distinct e.household_id)
                from benefit.entitlement e
                where (e.valid_to is null or e.valid_to >= :month)
                  and not exists (
                      select from registry.bank_account a where a.household_id = e.household_id and a.valid_to is null)
                  and not exists (
                      select from benefit.payment p where p.entitlement_id = e.id and (p.single or p.month = :month))
                """).param("month", month).query(Long.class).single();
    }

    @Transactional(readOnly = true)
    List<Entitled> entitlements(UUID household) {
        return db.sql("""
                select e.benefit, p.name as person, e.rhythm, e.amount, e.valid_from, e.valid_to, e.basis
                from benefit.entitlement e
                left join registry.person p on p.id = e.person_id
                where e.household_id = ?
                order by e.valid_to is not null, e.valid_from desc, e.benefit, p.name
                """)
                .param(household)
                .query((row, n) -> new Entitled(
                        Benefit.of(row.getString("benefit")),
                        row.getString("person"),
                        Rhythm.valueOf(row.getString("rhythm").toUpperCase(Locale.ROOT)),
                        new Yuan(row.getBigDecimal("amount")),
                        row.getObject("valid_from", LocalDate.class),
                        row.getObject("valid_to", LocalDate.class),
                        row.getString("basis")))
                .list();
    }

    /** What a household was paid or is being paid, newest first. */
    @Transactional(readOnly = true)
    List<Line> payments(UUID household) {
        return db.sql("""
                select id, region, benefit, month, amount, state, paid_on, return_code
                from benefit.payment
                where household_id = ?
                order by month desc, benefit
                """)
                .param(household)
                .query((row, n) -> {
                    String code = row.getString("return_code");
                    return new Line(
                            row.getObject("id", UUID.class),
                            household,
                            "",
                            "",
                            row.getString("region"),
                            Benefit.of(row.getString("benefit")),
                            row.getObject("month", LocalDate.class),
                            new Yuan(row.getBigDecimal("amount")),
                            null,
                            row.getObject("paid_on", LocalDate.class),
                            code == null ? null : ReturnReason.of(code),
                            row.getString("state"));
                })
                .list();
    }

    @Transactional(readOnly = true)
    List<Given> goods(UUID household) {
        return db.sql("""
                select item, -quantity as quantity, moved_on
                from benefit.movement
                where household_id = ?
                order by moved_on desc, item
                """)
                .param(household)
                .query((row, n) -> new Given(
                        Item.of(row.getString("item")),
                        row.getInt("quantity"),
                        row.getObject("moved_on", LocalDate.class)))
                .list();
    }

    private JdbcClient.StatementSpec bind(String sql, Query query) {
        return db.sql(sql)
                .param("month", query.month())
                .param("stage", query.stage() == null ? "" : query.stage().name())
                .param("returned", query.returned());
    }
}
