package org.hearth.app.chain;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One household (person), one assistance chain (一户一条救助链, 国办发〔2023〕39号). Entries are added and never changed. */
@Component
public class Chain {

    private final JdbcClient db;
    private final Bulk bulk;
    private final HearthClock clock;

    Chain(JdbcClient db, Bulk bulk, HearthClock clock) {
        this.db = db;
        this.bulk = bulk;
        this.clock = clock;
    }

    /** Adds an entry; the same fact written again is the same entry. */
    @Transactional
    public void record(ChainEntry entry) {
        recordAll(List.of(entry));
    }

    /** Adds many entries, as a payment batch or a night's screening makes them. */
    @Transactional
    public void recordAll(Collection<ChainEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        String actor = Scopes.actor();
        if (entries.size() < 10) {
            entries.forEach(e -> insertOne(e, actor, now));
            return;
        }
        bulk.insert(
                "chain.entry",
                List.of(
                        "id",
                        "region",
                        "household_id",
                        "person_id",
                        "happened_on",
                        "kind",
                        "summary_zh",
                        "summary_en",
                        "amount",
                        "source",
                        "source_id",
                        "link",
                        "actor",
                        "recorded_at"),
                "on conflict do nothing",
                rows -> entries.forEach(e -> rows.add(
                        Ids.next(),
                        e.region().digits(),
                        e.householdId(),
                        e.personId(),
                        e.on(),
                        e.kind(),
                        e.summary().zh(),
                        e.summary().en(),
                        e.amount(),
                        e.source(),
                        e.sourceId(),
                        e.link(),
                        actor,
                        now)));
    }

    /** The chain of a household, newest first. */
    @Transactional(readOnly = true)
    public List<ChainEntry> of(UUID householdId) {
        return db.sql("""
                        select household_id, person_id, region, happened_on, kind, summary_zh, summary_en,
                               amount, source, source_id, link
                        from chain.entry
                        where household_id = ?
                        order by happened_on desc, recorded_at desc, id desc
                        """)
                .param(householdId)
                .query((row, n) -> new ChainEntry(
                        row.getObject("household_id", UUID.class),
                        row.getObject("person_id", UUID.class),
                        new RegionCode(row.getString("region")),
                        row.getObject("happened_on", LocalDate.class),
                        ChainKind.valueOf(row.getString("kind")),
                        new Text(row.getString("summary_zh"), row.getString("summary_en")),
                        Optional.ofNullable(row.getBigDecimal("amount"))
                                .map(Yuan::new)
                                .orElse(null),
                        row.getString("source"),
                        row.getObject("source_id", UUID.class),
                        row.getString("link")))
                .list();
    }

    private void insertOne(ChainEntry e, String actor, OffsetDateTime now) {
        db.sql("""
                insert into chain.entry
                    (id, region, household_id, person_id, happened_on, kind, summary_zh, summary_en,
                     amount, source, source_id, link, actor, recorded_at)
                values (:id, :region, :household, :person, :on, :kind, :zh, :en,
                        :amount, :source, :sourceId, :link, :actor, :now)
                on conflict do nothing
                """)
                .param("id", Ids.next())
                .param("region", e.region().digits())
                .param("household", e.householdId())
                .param("person", e.personId())
                .param("on", e.on())
                .param("kind", e.kind().name())
                .param("zh", e.summary().zh())
                .param("en", e.summary().en())
                .param("amount", e.amount() == null ? null : e.amount().amount())
                .param("source", e.source())
                .param("sourceId", e.sourceId())
                .param("link", e.link())
                .param("actor", actor)
                .param("now", now)
                .update();
    }
}
