package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Within;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Households that came from another county (迁入待接收): the move holds and help goes on from its day, and the receiving office
 * either accepts the household or sends it back, which takes the move back.
 */
@Component
public class Arrivals {

    /**
     * A household that came, or was sent, from one county to another.
     *
     * @param operationId the move
     * @param from the village that it left
     * @param to the village that it came to
     * @param on the day from which it lives there
     * @param reason why, in the words of whoever moved it
     * @param backReason why it was sent back; absent where it was not
     */
    public record Arrival(
            UUID operationId,
            UUID householdId,
            String householdNumber,
            String headName,
            int persons,
            RegionCode to,
            RegionCode from,
            LocalDate on,
            String reason,
            OffsetDateTime sentAt,
            String sentBy,
            @Nullable OffsetDateTime acceptedAt,
            @Nullable String acceptedBy,
            @Nullable OffsetDateTime sentBackAt,
            @Nullable String sentBackBy,
            @Nullable String backReason) {

        public boolean isWaiting() {
            return acceptedAt == null && sentBackAt == null;
        }
    }

    private static final RowMapper<Arrival> ARRIVAL = (row, n) -> new Arrival(
            row.getObject("operation_id", UUID.class),
            row.getObject("household_id", UUID.class),
            row.getString("household_number"),
            row.getString("head_name"),
            row.getInt("persons"),
            new RegionCode(row.getString("region")),
            new RegionCode(row.getString("from_region")),
            row.getObject("effective_on", LocalDate.class),
            row.getString("reason"),
            row.getObject("sent_at", OffsetDateTime.class),
            row.getString("sent_by"),
            row.getObject("accepted_at", OffsetDateTime.class),
            row.getString("accepted_by"),
            row.getObject("sent_back_at", OffsetDateTime.class),
            row.getString("sent_back_by"),
            row.getString("sent_back_reason"));

    // A row is also seen by the county that the household left; these are the households that came.
    private static final String WAITING = """
            from registry.arrival
            where region >= :from
              and region < :end
              and accepted_at is null
              and sent_back_at is null
            """;

    private static final String SENT = """
            from registry.arrival
            where from_region >= :from
              and from_region < :end
            """;

    private static final String BACK = SENT + " and sent_back_at is not null and noted_at is null";

    private final JdbcClient db;
    private final Audit audit;
    private final HearthClock clock;

    Arrivals(JdbcClient db, Audit audit, HearthClock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    void sent(UUID operation, Household household, RegionCode to, LocalDate on, String reason) {
        db.sql("""
                insert into registry.arrival
                    (operation_id, household_id, household_number, head_name, persons, region, from_region, effective_on, reason,
                     sent_at, sent_by)
                values (:operation, :household, :number, :head, :persons, :to, :from, :on, :reason, :now, :by)
                """)
                .param("operation", operation)
                .param("household", household.id())
                .param("number", household.number())
                .param("head", household.name())
                .param("persons", household.size())
                .param("to", to.digits())
                .param("from", household.region().digits())
                .param("on", on)
                .param("reason", reason)
                .param("now", now())
                .param("by", Scopes.actor())
                .update();
    }

    /** The households that came into the current scope and wait to be accepted, the oldest first. */
    @Transactional(readOnly = true)
    public Page<Arrival> waiting(int page) {
        return page(WAITING, "sent_at, operation_id", page);
    }

    @Transactional(readOnly = true)
    public long waiting() {
        return count(WAITING);
    }

    /** The households that left the current scope for another county, the latest first. */
    @Transactional(readOnly = true)
    public Page<Arrival> sent(int page) {
        return page(SENT, "noted_at is null and sent_back_at is not null desc, sent_at desc, operation_id", page);
    }

    /** How many were sent back to the current scope and not noted there yet. */
    @Transactional(readOnly = true)
    public long sentBack() {
        return count(BACK);
    }

    /** The office that sent the households has seen that they are back. */
    @Transactional
    public void noteSentBack() {
        bound("update registry.arrival set noted_at = :now, noted_by = :by"
                        + BACK.replaceFirst("from registry.arrival", ""))
                .param("now", now())
                .param("by", Scopes.actor())
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<Arrival> arrival(UUID operation) {
        return db.sql("select * from registry.arrival where operation_id = ?")
                .param(operation)
                .query(ARRIVAL)
                .optional();
    }

    /** How a household came that waits to be accepted. */
    @Transactional(readOnly = true)
    public Optional<Arrival> ofWaiting(UUID household) {
        return db.sql("""
                        select *
                        from registry.arrival
                        where household_id = ? and accepted_at is null and sent_back_at is null
                        """).param(household).query(ARRIVAL).optional();
    }

    void accept(Arrival arrival, RegionCode village) {
        db.sql("update registry.arrival set accepted_at = ?, accepted_by = ?, region = ? where operation_id = ?")
                .params(now(), Scopes.actor(), village.digits(), arrival.operationId())
                .update();
        audit.note(
                "arrival-accepted",
                arrival.householdId().toString(),
                arrival.from() + " → " + village,
                arrival.reason());
    }

    /** The move was taken back, be it that the household had been accepted already. */
    void sentBack(UUID operation, String reason) {
        db.sql("""
                update registry.arrival
                set accepted_at = null, accepted_by = null, sent_back_at = :now, sent_back_by = :by, sent_back_reason = :reason
                where operation_id = :operation
                  and sent_back_at is null
                """)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("reason", reason)
                .param("operation", operation)
                .update();
    }

    private Page<Arrival> page(String which, String order, int page) {
        return new Page<>(
                bound("select * " + which + " order by " + order + " limit :limit offset :offset")
                        .param("limit", Page.SIZE)
                        .param("offset", Page.before(page))
                        .query(ARRIVAL)
                        .list(),
                count(which),
                page);
    }

    private long count(String which) {
        return bound("select count(*) " + which).query(Long.class).single();
    }

    private JdbcClient.StatementSpec bound(String sql) {
        Within here = Within.of(Scopes.current().map(Scope::region).orElse(RegionCode.NATION));
        return db.sql(sql).param("from", here.from()).param("end", here.end());
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
