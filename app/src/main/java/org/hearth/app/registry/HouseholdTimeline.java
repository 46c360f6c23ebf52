package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All that held of a household, each with its first and last day and the day on which it was written down. */
@Component
public class HouseholdTimeline {

    /** What a line is about, in the order of the page. */
    public enum Topic {
        MEMBER,
        STRATUM,
        PLACE,
        ACCOUNT
    }

    /**
     * One thing that held.
     *
     * @param subject whose it was: a member's name, or empty for the household
     * @param value in the register's own code: a relation, a stratum; or words, as an address
     * @param late whether it was written down more than a month after its first day
     * @param withdrawn whether it turned out never to have held
     */
    public record Line(
            Topic topic,
            String subject,
            String value,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            OffsetDateTime recordedAt,
            boolean late,
            boolean withdrawn) {

        /** The value in the words of the page. */
        public Object words() {
            return switch (topic) {
                case MEMBER -> Relation.of(value).title();
                case STRATUM -> Stratum.of(value).title();
                case PLACE, ACCOUNT -> value;
            };
        }
    }

    private final JdbcClient db;

    HouseholdTimeline(JdbcClient db) {
        this.db = db;
    }

    /** The lines, by topic and the newest first; what was withdrawn is among them, marked. */
    @Transactional(readOnly = true)
    public List<Line> of(UUID household) {
        return db.sql("""
                        select topic, subject, value, valid_from as "from", valid_to as "to", recorded_at,
                               valid_from < recorded_at::date - 31 as late,
                               withdrawn
                        from (
                            select 'MEMBER' as topic, p.name as subject, m.relation as value, m.valid_from, m.valid_to,
                                   m.recorded_at, m.withdrawn_at is not null as withdrawn
                            from registry.membership m
                            join registry.person p on p.id = m.person_id
                            where m.household_id = :household
                            union all
                            select 'STRATUM', coalesce(p.name, ''), s.stratum, s.valid_from, s.valid_to,
                                   s.recorded_at, s.withdrawn_at is not null
                            from registry.stratum s
                            left join registry.person p on p.id = s.person_id
                            where s.household_id = :household
                            union all
                            select 'PLACE', '', d.name || ' ' || f.address, f.valid_from, f.valid_to,
                                   f.recorded_at, f.withdrawn_at is not null
                            from registry.former_place f
                            join lateral (select name from region.division where code = f.village limit 1) d on true
                            where f.household_id = :household
                            union all
                            select 'ACCOUNT', b.holder, b.bank || ' ' || b.account_masked, b.valid_from, b.valid_to,
                                   b.recorded_at, false
                            from registry.bank_account b
                            where b.household_id = :household
                        ) lines
                        order by array_position(array['MEMBER', 'STRATUM', 'PLACE', 'ACCOUNT'], topic),
                                 valid_to is not null, valid_from desc, subject
                        """).param("household", household).query(Line.class).list();
    }
}
