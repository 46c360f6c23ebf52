package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hearth.app.casework.EntitlementMatrix.Exclusion;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Within;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Duplicated or overlapping help (重复救助) that no constraint forbids: after a roll was taken over, between kinds of benefit, and
 * after people changed households. A finding is a question to an officer, not a verdict.
 */
@Component
public class DoubledHelp {

    /** What is doubled. */
    public enum Kind {
        PAID_IN_TWO_HOUSEHOLDS("同一人在两户领取", "One person paid in two households"),
        PAID_WHERE_NO_LONGER("人已不在该户，待遇仍发到该户", "Paid to a household the person has left"),
        TWO_BASIC_BENEFITS("同时领取两种基本生活待遇", "Two basic benefits at once"),
        EXCLUDING_LAYERS("同时登记互斥的救助类别", "Layers that exclude each other"),
        SAME_CAUSE_TWICE("同一事由两次临时救助", "Helped twice for one cause"),
        ON_ANOTHER_ROLL("成员在其他名册", "A member is on another roll"),
        SHARED_ACCOUNT("两户同一收款账户", "Two households, one account");

        private final Text title;

        Kind(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    /** One finding. @param detail names, benefits or causes, as the register has them */
    public record Finding(
            Kind kind,
            UUID householdId,
            String number,
            @Nullable String headName,
            String region,
            String detail) {}

    private final JdbcClient db;
    private final EntitlementMatrix matrix;

    DoubledHelp(JdbcClient db, EntitlementMatrix matrix) {
        this.db = db;
        this.matrix = matrix;
    }

    /** The findings about households of a region, by kind and village. */
    @Transactional(readOnly = true)
    public List<Finding> in(@Nullable String region, LocalDate on) {
        Within within = Within.of(region);
        List<Finding> findings = new ArrayList<>(db.sql("""
                        with running as (
                            select e.household_id, e.benefit, p.surviving_id as person_id
                            from benefit.entitlement e
                            left join registry.person p on p.id = e.person_id
                            where e.rhythm = 'monthly'
                              and e.benefit in ('dibao', 'tekun-basic', 'orphan', 'unattended-child')
                              and e.valid_from <= :on
                              and (e.valid_to is null or e.valid_to >= :on)
                        ),
                        found (kind, household_id, detail) as (
                            select 'PAID_IN_TWO_HOUSEHOLDS', r.household_id, p.name
                            from running r
                            join running o on o.person_id = r.person_id and o.household_id <> r.household_id
                            join registry.person p on p.id = r.person_id
                            union
                            select 'PAID_WHERE_NO_LONGER', r.household_id, p.name
                            from running r
                            join registry.person p on p.id = r.person_id
                            join registry.membership m on m.person_id = r.person_id and m.valid_to is null
                            where m.household_id <> r.household_id
                            union
                            select 'TWO_BASIC_BENEFITS', r.household_id, p.name
                            from running r
                            join running o on o.household_id = r.household_id
                                and o.person_id = r.person_id and o.benefit > r.benefit
                            join registry.person p on p.id = r.person_id
                            union
                            select 'SAME_CAUSE_TWICE', c.household_id, c.cause
                            from casework.case_file c
                            where c.outcome = 'approved' and c.cause is not null and c.accepted_on > cast(:on as date) - 366
                            group by c.household_id, c.cause, c.cause_year
                            having count(*) > 1
                            union
                            select 'ON_ANOTHER_ROLL', f.household_id, p.name
                            from exchange.current_fact f
                            join registry.person p on p.id = f.person_id and p.died_on is null
                            where f.kind = 'onAnotherRoll' and f.value = 'true'
                              and exists (select from registry.stratum s
                                          where s.household_id = f.household_id and s.valid_to is null)
                            union
                            select 'SHARED_ACCOUNT', a.household_id, a.holder || ' ' || a.account_masked
                            from registry.bank_account a
                            join registry.bank_account o on o.account_index = a.account_index
                                and o.household_id <> a.household_id and o.valid_to is null
                            join registry.household other on other.id = o.household_id and other.dissolved_on is null
                            where a.valid_to is null
                        )
                        select f.kind, h.id as household_id, h.number, h.head_name, h.region, f.detail
                        from found f
                        join registry.published_household h on h.id = f.household_id and h.dissolved_on is null
                        where h.region >= :from and h.region < :end
                        order by f.kind, h.region, h.number
                        """)
                .param("on", on)
                .param("from", within.from())
                .param("end", within.end())
                .query(Finding.class)
                .list());
        for (Exclusion exclusion : matrix.exclusionsOn(on)) {
            findings.addAll(db.sql("""
                            select 'EXCLUDING_LAYERS' as kind, h.id as household_id, h.number, h.head_name, h.region, :what as detail
                            from registry.published_household h
                            where h.strata @> array[cast(:one as text), cast(:other as text)]
                              and h.region >= :from and h.region < :end
                              and h.dissolved_on is null
                            order by h.region, h.number
                            """)
                    .param("one", exclusion.one().code())
                    .param("other", exclusion.other().code())
                    .param(
                            "what",
                            exclusion.one().title() + "、" + exclusion.other().title() + "（" + exclusion.source() + "）")
                    .param("from", within.from())
                    .param("end", within.end())
                    .query(Finding.class)
                    .list());
        }
        return findings;
    }
}
