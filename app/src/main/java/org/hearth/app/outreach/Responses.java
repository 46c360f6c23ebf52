package org.hearth.app.outreach;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.monitoring.Level;
import org.hearth.app.outreach.Outreach.Reception;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps each county's response at the level of the gravest warning in force there (气象灾害防御条例, Articles 34 and 41). */
@Component
class Responses {

    private record Open(UUID id, int level) {}

    private record Gravest(UUID id, String colour) {}

    private final JdbcClient db;
    private final HearthClock clock;
    private final PolicyPack policy;

    Responses(JdbcClient db, HearthClock clock, PolicyPack policy) {
        this.db = db;
        this.clock = clock;
        this.policy = policy;
    }

    Reception receive(CapMessage message, RegionCode scope) {
        List<RegionCode> here =
                message.regions().stream().filter(scope::contains).toList();
        boolean speaksOfWeather = switch (message.type()) {
            case ALERT, UPDATE, CANCEL -> message.actual();
            case ACK, ERROR -> false;
        };
        if (!speaksOfWeather) {
            return Reception.NOT_FOR_US;
        }
        return switch (message.type()) {
            case CANCEL -> end(message) > 0 ? Reception.TAKEN : Reception.NOT_FOR_US;
            case ALERT, UPDATE -> start(message, here);
            case ACK, ERROR -> Reception.NOT_FOR_US;
        };
    }

    private Reception start(CapMessage message, List<RegionCode> here) {
        CapMessage.Kind kind = message.kind();
        Level colour = message.colour();
        if (kind == null || colour == null || here.isEmpty()) {
            return Reception.NOT_FOR_US;
        }
        int taken = 0;
        for (RegionCode county : here) {
            taken += db.sql("""
                            insert into outreach.warning
                                (id, region, identifier, sender, kind, colour, headline, sent_at, expires_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict on constraint one_warning_once do nothing
                            """)
                    .params(
                            Ids.next(),
                            county.digits(),
                            message.identifier(),
                            message.sender(),
                            kind.name().toLowerCase(Locale.ROOT),
                            colour.code(),
                            message.headline(),
                            message.sent(),
                            message.expires())
                    .update();
        }
        if (taken == 0) {
            return Reception.KNOWN;
        }
        end(message);
        here.forEach(this::adjust);
        return Reception.TAKEN;
    }

    /** Ends the warnings that the message refers to, wherever they held. */
    private int end(CapMessage message) {
        List<String> regions = db.sql("""
                        update outreach.warning
                        set ended_at = :now
                        where identifier = any (:references)
                          and sender = :sender
                          and ended_at is null
                        returning region
                        """)
                .param("now", now())
                .param("references", message.references().toArray(String[]::new))
                .param("sender", message.sender())
                .query(String.class)
                .list();
        regions.forEach(region -> adjust(new RegionCode(region)));
        return regions.size();
    }

    /** Ends the warnings that have run out, and brings responses into line. Answers how many warnings it ended. */
    int adjustAll() {
        int ended = db.sql("""
                        update outreach.warning
                        set ended_at = expires_at
                        where ended_at is null
                          and expires_at <= ?
                        """).param(now()).update();
        db.sql("select region from outreach.response where ended_at is null order by region")
                .query(String.class)
                .list()
                .forEach(region -> adjust(new RegionCode(region)));
        return ended;
    }

    private void adjust(RegionCode county) {
        Optional<Gravest> gravest = db.sql("""
                        select id, colour
                        from outreach.warning
                        where region = :region
                          and ended_at is null
                          and expires_at > :now
                        order by array_position(array['red', 'orange', 'yellow', 'blue'], colour), sent_at
                        limit 1
                        """)
                .param("region", county.digits())
                .param("now", now())
                .query(Gravest.class)
                .optional();
        Optional<Open> open = db.sql(
                        "select id, level from outreach.response where region = ? and ended_at is null for update")
                .param(county.digits())
                .query(Open.class)
                .optional();
        Optional<Integer> due = gravest.map(warning -> levelFor(warning.colour(), county));
        if (open.map(Open::level).equals(due)) {
            return;
        }
        open.ifPresent(response -> db.sql("update outreach.response set ended_at = ? where id = ?")
                .params(now(), response.id())
                .update());
        gravest.ifPresent(warning -> open(county, warning));
    }

    private void open(RegionCode county, Gravest warning) {
        UUID id = Ids.next();
        db.sql("insert into outreach.response (id, region, level, warning_id, started_at) values (?, ?, ?, ?, ?)")
                .params(id, county.digits(), levelFor(warning.colour(), county), warning.id(), now())
                .update();
        for (ResponseDuty duty : ResponseDuty.values()) {
            db.sql("insert into outreach.response_duty (id, region, response_id, duty) values (?, ?, ?, ?)")
                    .params(Ids.next(), county.digits(), id, duty.name())
                    .update();
        }
    }

    void fulfil(UUID dutyId) {
        db.sql("update outreach.response_duty set done_at = ?, done_by = ? where id = ? and done_at is null")
                .params(now(), Scopes.actor(), dutyId)
                .update();
    }

    private int levelFor(String colour, RegionCode county) {
        return policy.parameters()
                .value("outreach.response-" + colour, county.digits(), "", clock.today())
                .number()
                .intValueExact();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
