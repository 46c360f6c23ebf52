package org.hearth.app.outreach;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is owed on the street and in the stations, by when, and whether it was done. */
@Component
public class Duties {

    private final JdbcClient db;
    private final HearthClock clock;
    private final PolicyPack policy;
    private final Responses responses;

    Duties(JdbcClient db, HearthClock clock, PolicyPack policy, Responses responses) {
        this.db = db;
        this.clock = clock;
        this.policy = policy;
        this.responses = responses;
    }

    /** What is owed to somebody whom a patrol has met, and by when. */
    void after(NewEncounter met, RegionCode county, OffsetDateTime metAt) {
        LocalDate on = metAt.toLocalDate();
        Integer age = met.age();
        if (met.condition() == Condition.MINOR || (age != null && age < number("outreach.adult-age", county))) {
            owe("police_report", county, null, met.id(), metAt, "《未成年人保护法》第十一条");
        }
        if (met.outcome() != Outcome.SHELTER) {
            return;
        }
        OffsetDateTime endOfToday =
                on.plusDays(1).atStartOfDay(HearthClock.ZONE).toOffsetDateTime();
        owe("stay_limit", county, null, met.id(), endOfToday.plusDays(number("outreach.stay", county)), "救助管理办法实施细则");
        if (met.idNumber() == null && met.name().isBlank()) {
            String basis = "民政部、公安部 2015-08-20 意见";
            owe(
                    "family_search",
                    county,
                    null,
                    met.id(),
                    metAt.plusHours(number("outreach.family-search", county)),
                    basis);
            LocalDate last = policy.workingDays().plus(on, number("outreach.dna-request", county));
            owe(
                    "dna_request",
                    county,
                    null,
                    met.id(),
                    last.plusDays(1).atStartOfDay(HearthClock.ZONE).toOffsetDateTime(),
                    basis);
        }
    }

    private int number(String parameter, RegionCode county) {
        return policy.parameters()
                .value(parameter, county.digits(), "", clock.today())
                .number()
                .intValueExact();
    }

    void owe(
            String kind,
            RegionCode region,
            @Nullable UUID clue,
            @Nullable UUID encounter,
            OffsetDateTime due,
            String basis) {
        db.sql("""
                insert into outreach.duty (id, region, kind, clue_id, encounter_id, due_at, basis)
                values (:id, :region, :kind, :clue, :encounter, :due, :basis)
                """)
                .param("id", Ids.next())
                .param("region", region.digits())
                .param("kind", kind)
                .param("clue", clue)
                .param("encounter", encounter)
                .param("due", due)
                .param("basis", basis)
                .update();
    }

    /** What a station owes to somebody who cannot say who they are (民政部、公安部 2015-08-20 意见). */
    public enum Towards {
        /** A notice that asks who knows the person. */
        FAMILY_SEARCH,
        /** A request to the police for a DNA sample. */
        DNA_REQUEST;

        private String kind() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By when something is owed, and when it was done; both in China's time. */
    public record Owed(LocalDateTime dueAt, @Nullable LocalDateTime doneAt) {}

    /** What is owed to somebody whom a patrol brought in; nothing where they said who they are. */
    @Transactional(readOnly = true)
    public Optional<Owed> owed(UUID encounterId, Towards what) {
        return db.sql("""
                        select due_at at time zone 'Asia/Shanghai' as due_at, done_at at time zone 'Asia/Shanghai' as done_at
                        from outreach.duty
                        where encounter_id = ? and kind = ?
                        """).params(encounterId, what.kind()).query(Owed.class).optional();
    }

    /** Notes that what is owed to somebody whom a patrol brought in was done. */
    @Transactional
    public void fulfil(UUID encounterId, Towards what) {
        db.sql("""
                update outreach.duty
                set done_at = ?, done_by = ?
                where encounter_id = ? and kind = ? and done_at is null
                """).params(now(), Scopes.actor(), encounterId, what.kind()).update();
    }

    /** Notes that a duty was done. */
    @Transactional
    public void fulfil(UUID dutyId) {
        db.sql("update outreach.duty set done_at = ?, done_by = ? where id = ? and done_at is null")
                .params(now(), Scopes.actor(), dutyId)
                .update();
        responses.fulfil(dutyId);
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
