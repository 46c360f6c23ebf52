package org.hearth.app.benefit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is still due for months gone by, because a standard was raised later with effect from an earlier month (补发): the amount
 * by the new rules less what was paid.
 */
@Component
public class BackPay {

    /**
     * Monthly money of a household or of one person of it.
     *
     * @param amount a month, as it runs
     * @param running whether it has no end
     * @param next the first month that is not planned or paid yet
     * @param paid what was planned or paid for months that may be made up for
     */
    public record Monthly(
            UUID entitlement,
            UUID household,
            @Nullable UUID person,
            Benefit benefit,
            Yuan amount,
            boolean running,
            LocalDate next,
            List<Paid> paid) {}

    /** A month's payment. */
    public record Paid(UUID payment, LocalDate month, Yuan amount) {}

    /** The amount that a payment should have had. */
    public record Line(UUID payment, Yuan byRules) {}

    record Sum(UUID household, Yuan difference) {}

    private record OfMonth(UUID entitlement, Paid paid) {}

    private final JdbcClient db;

    BackPay(JdbcClient db) {
        this.db = db;
    }

    List<Monthly> monthlySince(RegionCode region, LocalDate from) {
        // A payment keeps its amount from when it is planned until it is cancelled, so that a planned one counts as
        // paid.
        List<OfMonth> paid = db.sql("""
                        select p.entitlement_id, p.id, p.month, p.amount
                        from benefit.payment p
                        join benefit.entitlement e on e.id = p.entitlement_id
                        where e.rhythm = 'monthly'
                          and p.state <> 'CANCELLED'
                          and p.month >= :from
                          and p.region >= :region
                          and p.region < :end
                        order by p.month
                        """)
                .param("from", from)
                .param("region", region.digits())
                .param("end", region.digits() + ":")
                .query((row, n) -> new OfMonth(
                        row.getObject("entitlement_id", UUID.class),
                        new Paid(
                                row.getObject("id", UUID.class),
                                row.getObject("month", LocalDate.class),
                                new Yuan(row.getBigDecimal("amount")))))
                .list();
        var byEntitlement = new HashMap<UUID, List<Paid>>();
        paid.forEach(month -> byEntitlement
                .computeIfAbsent(month.entitlement(), id -> new ArrayList<>())
                .add(month.paid()));
        return db.sql("""
                        select e.id, e.household_id, e.person_id, e.benefit, e.amount, e.valid_to is null as running,
                               coalesce(
                                   (select max(p.month) + interval '1 month'
                                    from benefit.payment p
                                    where p.entitlement_id = e.id
                                      and p.state <> 'CANCELLED'),
                                   date_trunc('month', e.valid_from))::date as next
                        from benefit.entitlement e
                        where e.rhythm = 'monthly'
                          and e.region >= :region
                          and e.region < :end
                          and (e.valid_to is null or e.valid_to >= :from)
                        order by e.household_id, e.id
                        """)
                .param("from", from)
                .param("region", region.digits())
                .param("end", region.digits() + ":")
                .query((row, n) -> monthly(row, byEntitlement.getOrDefault(row.getObject("id", UUID.class), List.of())))
                .list();
    }

    private static Monthly monthly(ResultSet row, List<Paid> paid) throws SQLException {
        return new Monthly(
                row.getObject("id", UUID.class),
                row.getObject("household_id", UUID.class),
                row.getObject("person_id", UUID.class),
                Benefit.of(row.getString("benefit")),
                new Yuan(row.getBigDecimal("amount")),
                row.getBoolean("running"),
                row.getObject("next", LocalDate.class),
                List.copyOf(paid));
    }

    /** Notes each line that comes to something and is not noted yet, and adds them up by household. */
    List<Sum> note(Collection<Line> lines, long version, LocalDate on) {
        var sums = new LinkedHashMap<UUID, Yuan>();
        for (Line line : lines) {
            db.sql("""
                    insert into benefit.back_pay
                        (id, region, payment_id, household_id, version, by_rules, paid, worked_out_on)
                    select :id, region, payment_id, household_id, :version, :due, paid, :on
                    from (
                        select p.region, p.id as payment_id, p.household_id,
                               p.amount + coalesce(
                                   (select sum(b.difference) from benefit.back_pay b
                                    where b.payment_id = p.id and b.version < :version), 0) as paid
                        from benefit.payment p
                        where p.id = :payment
                    ) as so_far
                    where paid < :due
                    on conflict do nothing
                    returning household_id, difference
                    """)
                    .param("id", Ids.next())
                    .param("version", version)
                    .param("due", line.byRules().amount())
                    .param("on", on)
                    .param("payment", line.payment())
                    .query(row -> {
                        sums.merge(
                                row.getObject("household_id", UUID.class),
                                new Yuan(row.getBigDecimal("difference")),
                                Yuan::plus);
                    });
        }
        return sums.entrySet().stream()
                .map(sum -> new Sum(sum.getKey(), sum.getValue()))
                .toList();
    }

    void raise(UUID entitlement, Yuan amount, LocalDate from, String basis) {
        LocalDate next = db.sql("""
                        select greatest(:from, coalesce(
                            (select max(month) + interval '1 month' from benefit.payment
                             where entitlement_id = e.id and state <> 'CANCELLED'), e.valid_from)::date)
                        from benefit.entitlement e
                        where id = :id
                          and valid_to is null
                          and amount < :amount
                        for update
                        """)
                .param("from", from)
                .param("id", entitlement)
                .param("amount", amount.amount())
                .query(LocalDate.class)
                .optional()
                .orElse(null);
        if (next == null) {
            return;
        }
        int begun = db.sql("""
                        update benefit.entitlement
                        set valid_to = :next::date - 1
                        where id = :id
                          and valid_from < :next
                        """).param("next", next).param("id", entitlement).update();
        if (begun == 0) {
            db.sql("update benefit.entitlement set amount = ? where id = ?")
                    .params(amount.amount(), entitlement)
                    .update();
            return;
        }
        db.sql("""
                insert into benefit.entitlement
                    (id, region, household_id, person_id, benefit, rhythm, amount, valid_from, basis)
                select :new, region, household_id, person_id, benefit, rhythm, :amount, :next, :basis
                from benefit.entitlement
                where id = :id
                """)
                .param("new", Ids.next())
                .param("amount", amount.amount())
                .param("next", next)
                .param("basis", basis)
                .param("id", entitlement)
                .update();
    }
}
