package org.hearth.app.outreach;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Relief stations, temporary relief sites, and who sleeps in which bed. */
@Component
class Shelters {

    private final JdbcClient db;
    private final HearthClock clock;

    Shelters(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    UUID open(
            RegionCode county,
            String name,
            String phone,
            boolean temporary,
            int bedsForWomen,
            int bedsForMen,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude) {
        UUID id = Ids.next();
        db.sql("""
                insert into outreach.site (id, region, name, phone, temporary, opened_on, longitude, latitude)
                values (:id, :region, :name, :phone, :temporary, :today, :longitude, :latitude)
                """)
                .param("id", id)
                .param("region", county.digits())
                .param("name", name)
                .param("phone", phone)
                .param("temporary", temporary)
                .param("today", clock.today())
                .param("longitude", longitude)
                .param("latitude", latitude)
                .update();
        addBeds(id, county, Sex.F, bedsForWomen);
        addBeds(id, county, Sex.M, bedsForMen);
        return id;
    }

    private void addBeds(UUID site, RegionCode county, Sex sex, int count) {
        db.sql("""
                insert into outreach.bed (id, region, site_id, number, sex)
                select uuidv7(), ?, ?, n, ?
                from generate_series(1, ?) as n
                """).params(county.digits(), site, sex.name(), count).update();
    }

    void close(UUID siteId) {
        boolean taken = db.sql("""
                        select exists (select from outreach.stay s join outreach.bed b on b.id = s.bed_id
                                       where b.site_id = ? and s.released_at is null)
                        """).param(siteId).query(Boolean.class).single();
        if (taken) {
            throw new Problem("还有人住在这里，不能关闭。", "Somebody still sleeps here: it cannot be closed.");
        }
        db.sql("update outreach.site set closed_on = ? where id = ? and closed_on is null")
                .params(clock.today(), siteId)
                .update();
    }

    List<UUID> withFreeBeds(Sex sex) {
        return db.sql("""
                        select distinct s.id
                        from outreach.site s
                        join outreach.bed b on b.site_id = s.id and b.sex = ?
                        where s.closed_on is null
                          and not exists (select from outreach.stay t where t.bed_id = b.id and t.released_at is null)
                        order by s.id
                        """).param(sex.name()).query(UUID.class).list();
    }

    void release(UUID encounterId) {
        db.sql("update outreach.stay set released_at = ? where encounter_id = ? and released_at is null")
                .params(clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(), encounterId)
                .update();
    }

    void take(UUID site, NewEncounter met, OffsetDateTime at) {
        // Two patrols asking at once lock different beds, and the unique index stands behind them.
        int taken = db.sql("""
                        insert into outreach.stay (id, region, bed_id, sex, encounter_id, taken_at)
                        select :id, free.region, free.id, free.sex, :encounter, :at
                        from (select b.id, b.region, b.sex
                              from outreach.bed b
                              join outreach.site s on s.id = b.site_id and s.closed_on is null
                              where b.site_id = :site
                                and b.sex = :sex
                                and not exists (select from outreach.stay t
                                                where t.bed_id = b.id and t.released_at is null)
                              order by b.number
                              limit 1
                              for update of b skip locked) free
                        """)
                .param("id", Ids.next())
                .param("encounter", met.id())
                .param("at", at)
                .param("site", site)
                .param("sex", met.sex().name())
                .update();
        if (taken == 0) {
            throw new Problem(
                    "这个救助点没有空床位（男女分住），请换一个点。",
                    "No bed is free there (women and men sleep apart): choose another site.");
        }
    }
}
