package org.hearth.app.outreach.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.monitoring.Level;
import org.hearth.app.outreach.ClueSource;
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.ResponseDuty;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Sex;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the duty desk and the patrols see. */
@Component
class DutyDesk {

    record OpenClue(
            UUID id,
            String receipt,
            String region,
            String what,
            String landmark,
            int people,
            Condition condition,
            ClueSource source,
            String contact,
            long waiting,
            @Nullable String dispatchedTo,
            @Nullable String team,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude) {}

    record Site(
            UUID id,
            String name,
            String phone,
            boolean temporary,
            long freeForWomen,
            long freeForMen,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude) {}

    /**
     * A tour under way.
     *
     * @param leader absent where the team was called out and nobody has taken the tour over yet
     * @param heading the clue it goes to first; absent where it has none
     * @param longitude of that clue, else of the county's station, from which it started
     */
    record Patrol(
            UUID id,
            String region,
            String team,
            String area,
            int people,
            int vehicles,
            LocalDateTime startedAt,
            @Nullable String leader,
            @Nullable String heading,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude) {}

    /**
     * A standing team that no leader has taken out.
     *
     * @param calledOut whether the duty desk has called it out and it waits for its leader
     */
    record Team(UUID id, String name, String area, String phone, int people, int vehicles, boolean calledOut) {}

    /** Somebody who has a bed. */
    record Guest(UUID encounterId, String site, Sex sex, int bed, String name, LocalDateTime since) {}

    record InForce(UUID id, String region, int level, Level colour, String headline, List<Task> tasks) {

        /** Roman numerals, as plans number their levels. */
        public String numeral() {
            return List.of("I", "II", "III", "IV").get(level - 1);
        }
    }

    record Task(UUID id, Text title, boolean done) {}

    record Due(UUID id, String kind, LocalDateTime dueAt, boolean overdue, String basis) {}

    private static final String CLUES = """
            select c.id, c.receipt, c.region, c.what, c.landmark, c.people, c.condition, c.source, c.contact,
                   floor(extract(epoch from :now - c.received_at) / 60)::bigint as waiting,
                   c.dispatched_to, p.team, c.longitude, c.latitude
            from outreach.clue c
            left join outreach.patrol p on p.id = c.patrol_id
            where c.closed_at is null
            """;

    private static final String PATROLS = """
            select p.id, p.region, p.team, p.area, p.people, p.vehicles,
                   p.started_at at time zone 'Asia/Shanghai' as started_at, p.leader, goal.landmark as heading,
                   coalesce(goal.longitude, station.longitude) as longitude,
                   coalesce(goal.latitude, station.latitude) as latitude
            from outreach.patrol p
            left join lateral (select c.landmark, c.longitude, c.latitude
                               from outreach.clue c
                               where c.patrol_id = p.id and c.closed_at is null
                               order by c.received_at
                               limit 1) goal on true
            left join lateral (select s.longitude, s.latitude
                               from outreach.site s
                               where s.region = p.region and not s.temporary and s.closed_on is null
                               order by s.opened_on, s.id
                               limit 1) station on true
            where p.ended_at is null
            """;

    private final JdbcClient db;
    private final HearthClock clock;

    DutyDesk(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Clues that wait, longest first. */
    @Transactional(readOnly = true)
    List<OpenClue> openClues() {
        return clues(CLUES + " order by c.received_at limit 200", null);
    }

    /** How many clues came in after {@code moment}. */
    @Transactional(readOnly = true)
    long cluesSince(Instant moment) {
        return db.sql("select count(*) from outreach.clue where received_at > ?")
                .param(moment.atZone(HearthClock.ZONE).toOffsetDateTime())
                .query(Long.class)
                .single();
    }

    /** The clues that a patrol was sent to and has not answered. */
    @Transactional(readOnly = true)
    List<OpenClue> cluesOf(UUID patrol) {
        return clues(CLUES + " and c.patrol_id = :patrol order by c.received_at", patrol);
    }

    private List<OpenClue> clues(String sql, @Nullable UUID patrol) {
        return db.sql(sql)
                .param("now", now())
                .param("patrol", patrol)
                .query((row, n) -> new OpenClue(
                        row.getObject("id", UUID.class),
                        row.getString("receipt"),
                        row.getString("region"),
                        row.getString("what"),
                        row.getString("landmark"),
                        row.getInt("people"),
                        Condition.of(row.getString("condition")),
                        ClueSource.of(row.getString("source")),
                        row.getString("contact"),
                        row.getLong("waiting"),
                        row.getString("dispatched_to"),
                        row.getString("team"),
                        row.getBigDecimal("longitude"),
                        row.getBigDecimal("latitude")))
                .list();
    }

    @Transactional(readOnly = true)
    List<Site> sites() {
        return db.sql("""
                        select s.id, s.name, s.phone, s.temporary, s.longitude, s.latitude,
                               count(*) filter (where b.sex = 'F' and t.id is null) as free_for_women,
                               count(*) filter (where b.sex = 'M' and t.id is null) as free_for_men
                        from outreach.site s
                        left join outreach.bed b on b.site_id = s.id
                        left join outreach.stay t on t.bed_id = b.id and t.released_at is null
                        where s.closed_on is null
                        group by s.id
                        order by s.temporary, s.name
                        """).query(Site.class).list();
    }

    @Transactional(readOnly = true)
    List<Patrol> patrolsUnderWay() {
        return db.sql(PATROLS + " order by p.started_at").query(Patrol.class).list();
    }

    /** One's own tour, where one is under way. */
    @Transactional(readOnly = true)
    Optional<Patrol> myPatrol() {
        return db.sql(PATROLS + " and p.leader = ?")
                .param(Scopes.actor())
                .query(Patrol.class)
                .optional();
    }

    /** The standing teams that can be called out or taken out. */
    @Transactional(readOnly = true)
    List<Team> teams() {
        return db.sql("""
                        select t.id, t.name, t.area, t.phone, t.people, t.vehicles, p.id is not null as called_out
                        from outreach.team t
                        left join outreach.patrol p on p.team_id = t.id and p.ended_at is null
                        where p.leader is null
                        order by called_out desc, t.name
                        """).query(Team.class).list();
    }

    /** Who sleeps in the county's beds, by site. */
    @Transactional(readOnly = true)
    List<Guest> guests() {
        return db.sql("""
                        select s.encounter_id, site.name as site, b.sex, b.number as bed, e.name,
                               s.taken_at at time zone 'Asia/Shanghai' as since
                        from outreach.stay s
                        join outreach.bed b on b.id = s.bed_id
                        join outreach.site site on site.id = b.site_id
                        join outreach.encounter e on e.id = s.encounter_id
                        where s.released_at is null
                        order by site.name, b.sex, b.number
                        """).query(Guest.class).list();
    }

    @Transactional(readOnly = true)
    List<InForce> responses() {
        return db.sql("""
                        select r.id, r.region, r.level, w.colour, w.headline
                        from outreach.response r
                        join outreach.warning w on w.id = r.warning_id
                        where r.ended_at is null
                        order by r.level, r.region
                        """)
                .query((row, n) -> new InForce(
                        row.getObject("id", UUID.class),
                        row.getString("region"),
                        row.getInt("level"),
                        Level.of(row.getString("colour")),
                        row.getString("headline"),
                        tasks(row.getObject("id", UUID.class))))
                .list();
    }

    private List<Task> tasks(UUID response) {
        return db.sql("select id, duty, done_at from outreach.response_duty where response_id = ? order by id")
                .param(response)
                .query((row, n) -> new Task(
                        row.getObject("id", UUID.class),
                        ResponseDuty.valueOf(row.getString("duty")).title(),
                        row.getObject("done_at", OffsetDateTime.class) != null))
                .list();
    }

    /** Legal duties that nobody has fulfilled yet, by the time they are due. */
    @Transactional(readOnly = true)
    List<Due> duties() {
        return db.sql("""
                        select id, kind, due_at at time zone 'Asia/Shanghai' as due_at, due_at < :now as overdue, basis
                        from outreach.duty
                        where done_at is null
                        order by duty.due_at
                        limit 50
                        """).param("now", now()).query(Due.class).list();
    }

    /** The counties that a relief station on this platform serves. */
    @Transactional(readOnly = true)
    List<String> countiesServed() {
        return db.sql(
                        "select distinct left(region, 6) as county from outreach.site where closed_on is null order by county")
                .query(String.class)
                .list();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
