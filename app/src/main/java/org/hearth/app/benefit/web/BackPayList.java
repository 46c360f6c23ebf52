package org.hearth.app.benefit.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What households were paid too little before a standard was raised, month by month. */
@Component
class BackPayList {

    /** A version of the policy with all that it made up for. @param unplanned sums that are in no batch yet */
    record Version(long number, String name, LocalDate effectiveFrom, long households, Yuan sum, long unplanned) {}

    /** A household with its sum, and the months that it is made of. */
    record Household(UUID id, String number, @Nullable String name, String region, Yuan sum, List<Month> months) {}

    /** One month: {@code byRules} less {@code paid} is {@code difference}. */
    record Month(Benefit benefit, LocalDate month, Yuan byRules, Yuan paid, Yuan difference) {}

    private final JdbcClient db;

    BackPayList(JdbcClient db) {
        this.db = db;
    }

    /** The versions that anything was made up for in the region one may see, newest first. */
    @Transactional(readOnly = true)
    List<Version> versions() {
        return db.sql("""
                select v.number, v.name, v.effective_from, count(distinct b.household_id) as households,
                       sum(b.difference) as sum,
                       (select count(*)
                        from benefit.entitlement e
                        where e.benefit = 'back-pay'
                          and e.basis = '政策 ' || v.name || ' 补发'
                          and not exists (select from benefit.payment p where p.entitlement_id = e.id)) as unplanned
                from benefit.back_pay b
                join platform.pack_version v on v.number = b.version
                group by v.number
                order by v.number desc
                """)
                .query((row, n) -> new Version(
                        row.getLong("number"),
                        row.getString("name"),
                        row.getObject("effective_from", LocalDate.class),
                        row.getLong("households"),
                        new Yuan(row.getBigDecimal("sum")),
                        row.getLong("unplanned")))
                .list();
    }

    @Transactional(readOnly = true)
    Page<Household> households(long version, int page) {
        long count = db.sql("select count(distinct household_id) from benefit.back_pay where version = ?")
                .param(version)
                .query(Long.class)
                .single();
        List<Household> households = db.sql("""
                        select b.household_id, h.number, h.head_name, h.region, sum(b.difference) as sum
                        from benefit.back_pay b
                        join registry.published_household h on h.id = b.household_id
                        where b.version = :version
                        group by b.household_id, h.number, h.head_name, h.region
                        order by h.region, h.number
                        limit :size offset :before
                        """)
                .param("version", version)
                .param("size", Page.SIZE)
                .param("before", Page.before(page))
                .query((row, n) -> new Household(
                        row.getObject("household_id", UUID.class),
                        row.getString("number"),
                        row.getString("head_name"),
                        row.getString("region"),
                        new Yuan(row.getBigDecimal("sum")),
                        new ArrayList<>()))
                .list();
        db.sql("""
                select b.household_id, p.benefit, p.month, b.by_rules, b.paid, b.difference
                from benefit.back_pay b
                join benefit.payment p on p.id = b.payment_id
                where b.version = :version
                  and b.household_id = any (:households)
                order by p.month, p.benefit
                """)
                .param("version", version)
                .param("households", households.stream().map(Household::id).toArray(UUID[]::new))
                .query(row -> {
                    UUID id = row.getObject("household_id", UUID.class);
                    Month month = new Month(
                            Benefit.of(row.getString("benefit")),
                            row.getObject("month", LocalDate.class),
                            new Yuan(row.getBigDecimal("by_rules")),
                            new Yuan(row.getBigDecimal("paid")),
                            new Yuan(row.getBigDecimal("difference")));
                    households.stream()
                            .filter(household -> household.id().equals(id))
                            .forEach(household -> household.months().add(month));
                });
        return new Page<>(households, count, page);
    }
}
