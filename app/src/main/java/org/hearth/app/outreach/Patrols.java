package org.hearth.app.outreach;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Standing teams and the tours they go on. */
@Component
class Patrols {

    private final JdbcClient db;
    private final HearthClock clock;

    Patrols(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    UUID addTeam(RegionCode county, String name, String area, String phone, int people, int vehicles) {
        UUID id = Ids.next();
        db.sql("""
                insert into outreach.team (id, region, name, area, phone, people, vehicles)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(id, county.digits(), name, area, phone, people, vehicles)
                .update();
        return id;
    }

    UUID start(RegionCode county, String team, String area, int people, int vehicles) {
        UUID id = Ids.next();
        int started = db.sql("""
                        insert into outreach.patrol (id, region, team, area, people, vehicles, started_at, leader)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (leader) where ended_at is null do nothing
                        """)
                .params(id, county.digits(), team, area, people, vehicles, now(), Scopes.actor())
                .update();
        if (started == 0) {
            throw new Problem("您的上一次巡查还没有结束。", "Your last tour has not ended yet.");
        }
        return id;
    }

    UUID callOut(UUID teamId) {
        db.sql("""
                insert into outreach.patrol (id, region, team, area, people, vehicles, started_at, team_id)
                select ?, region, name, area, people, vehicles, ?, id
                from outreach.team
                where id = ?
                on conflict (team_id) where ended_at is null do nothing
                """).params(Ids.next(), now(), teamId).update();
        return db.sql("select id from outreach.patrol where team_id = ? and ended_at is null")
                .param(teamId)
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> new Missing("支队伍", "team"));
    }

    UUID goOut(UUID teamId, int people, int vehicles) {
        UUID id = callOut(teamId);
        int taken = db.sql("""
                        update outreach.patrol
                        set leader = :actor, people = :people, vehicles = :vehicles
                        where id = :id
                          and leader is null
                          and not exists (select from outreach.patrol other
                                          where other.leader = :actor and other.ended_at is null)
                        """)
                .param("actor", Scopes.actor())
                .param("people", people)
                .param("vehicles", vehicles)
                .param("id", id)
                .update();
        if (taken == 0) {
            throw new Problem(
                    "这支队伍已有人带队，或您的上一次巡查还没有结束。",
                    "Somebody else leads this team already, or your last tour has not ended yet.");
        }
        return id;
    }

    boolean underWay(UUID patrolId) {
        return db.sql("select exists (select from outreach.patrol where id = ? and ended_at is null)")
                .param(patrolId)
                .query(Boolean.class)
                .single();
    }

    void end(UUID patrolId) {
        db.sql("update outreach.patrol set ended_at = ? where id = ? and ended_at is null")
                .params(now(), patrolId)
                .update();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
