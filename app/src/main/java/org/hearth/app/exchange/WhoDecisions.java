package org.hearth.app.exchange;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Vault;
import org.hearth.linkage.Score;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decided about whose rows they are. Nothing is changed: a later decision stands over an earlier one. */
@Component
class WhoDecisions {

    /** What a person decided. */
    enum Verdict {
        THIS_PERSON,
        NONE_OF_THESE,
        TAKEN_BACK
    }

    /** Whom a row is about, and the decision that says so. */
    record Decided(UUID id, UUID personId) {}

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;

    WhoDecisions(JdbcClient db, Vault vault, Audit audit, HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Writes down that a row is about somebody. Where it has a number and a name, the same from the same department is about
     * them from now on.
     *
     * @param score what spoke for it
     * @param act by which several rows were confirmed at once; null where it was this one alone
     * @return the decision
     */
    @Transactional
    UUID thisPerson(UUID row, String region, WhoRow who, UUID person, String reason, Score score, @Nullable UUID act) {
        Map<String, Object> parts = new HashMap<>();
        score.parts().forEach(part -> parts.put(part.comparison(), part.outcome()));
        return write(
                row,
                region,
                who.canBeRemembered() ? index(who) : null,
                Verdict.THIS_PERSON,
                person,
                Set.of(),
                reason,
                Map.of("weight", score.weight(), "probability", score.probability(), "levels", parts),
                act);
    }

    /** Writes down that a row is about none of these persons: it waits for a new one, and they are not proposed again. */
    @Transactional
    void noneOf(UUID row, String region, Set<UUID> refused, String reason) {
        write(row, region, null, Verdict.NONE_OF_THESE, null, refused, reason, Map.of(), null);
    }

    /** Takes a decision back: the department's number and name are nobody's any more. */
    @Transactional
    void takeBack(UUID decision, String reason) {
        record Earlier(UUID rowId, String region, byte @Nullable [] writing) {}
        Earlier earlier = db.sql("""
                        select row_id, region, writing
                        from exchange.who_decision
                        where id = ? and verdict = 'THIS_PERSON'
                        """)
                .param(decision)
                .query(Earlier.class)
                .optional()
                .orElseThrow(() -> new Missing("项认定", "decision"));
        write(
                earlier.rowId(),
                earlier.region(),
                earlier.writing(),
                Verdict.TAKEN_BACK,
                null,
                Set.of(),
                reason,
                Map.of("decision", decision),
                null);
    }

    private UUID write(
            UUID row,
            String region,
            byte @Nullable [] writing,
            Verdict verdict,
            @Nullable UUID person,
            Set<UUID> refused,
            String reason,
            Map<String, Object> score,
            @Nullable UUID act) {
        if (reason.isBlank()) {
            throw verdict == Verdict.TAKEN_BACK
                    ? Problem.at("reason", "请写明撤销的理由。", "Say why it is taken back.")
                    : Problem.at("reason", "请写明认定的依据。", "Say what the decision rests on.");
        }
        UUID id = Ids.next();
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        db.sql("""
                insert into exchange.who_decision
                    (id, region, row_id, writing, verdict, person_id, refused, reason, score, decided_at, decided_by,
                     act)
                values (:id, :region, :row, :writing, :verdict, :person, :refused, :reason, cast(:score as jsonb), :now, :by,
                        :act)
                """)
                .param("id", id)
                .param("region", region)
                .param("row", row)
                .param("writing", writing)
                .param("verdict", verdict.name())
                .param("person", person)
                .param("refused", refused.toArray(UUID[]::new))
                .param("reason", reason.strip())
                .param("score", Intake.JSON.writeValueAsString(score))
                .param("now", now)
                .param("by", Scopes.actor())
                .param("act", act)
                .update();
        audit.note(
                switch (verdict) {
                    case THIS_PERSON -> "row-is-this-person";
                    case NONE_OF_THESE -> "row-is-none-of-these";
                    case TAKEN_BACK -> "row-decision-taken-back";
                },
                row.toString(),
                person == null ? "" : person.toString(),
                reason.strip());
        return id;
    }

    /** What was decided about rows of the same department with the same number and name. @param rows by any key of the caller's */
    @Transactional(readOnly = true)
    <K> Map<K, Decided> remembered(Map<K, WhoRow> rows) {
        Map<K, String> byRow = new HashMap<>();
        rows.forEach((key, who) -> {
            if (who.canBeRemembered()) {
                byRow.put(key, HexFormat.of().formatHex(index(who)));
            }
        });
        if (byRow.isEmpty()) {
            return Map.of();
        }
        Map<String, Decided> byWriting = new HashMap<>();
        db.sql("""
                        select *
                        from (
                            select distinct on (writing) encode(writing, 'hex') as written, id, person_id
                            from exchange.who_decision
                            where writing = any (?)
                            order by writing, decided_at desc, id desc
                        ) newest
                        where person_id is not null
                        """)
                .param(byRow.values().stream()
                        .distinct()
                        .map(HexFormat.of()::parseHex)
                        .toArray(byte[][]::new))
                .query(row -> {
                    byWriting.put(
                            row.getString("written"),
                            new Decided(row.getObject("id", UUID.class), row.getObject("person_id", UUID.class)));
                });
        Map<K, Decided> remembered = new HashMap<>();
        byRow.forEach((key, written) -> {
            if (byWriting.containsKey(written)) {
                remembered.put(key, byWriting.get(written));
            }
        });
        return remembered;
    }

    /** What was decided about these rows themselves. */
    @Transactional(readOnly = true)
    Map<UUID, Decided> ofRows(Collection<UUID> rows) {
        Map<UUID, Decided> decided = new HashMap<>();
        db.sql("""
                        select *
                        from (
                            select distinct on (row_id) row_id, id, person_id
                            from exchange.who_decision
                            where row_id = any (?)
                            order by row_id, decided_at desc, id desc
                        ) newest
                        where person_id is not null
                        """).param(rows.toArray(UUID[]::new)).query(row -> {
            decided.put(
                    row.getObject("row_id", UUID.class),
                    new Decided(row.getObject("id", UUID.class), row.getObject("person_id", UUID.class)));
        });
        return decided;
    }

    /** By row, the persons whom it was found not to be about. */
    @Transactional(readOnly = true)
    Map<UUID, Set<UUID>> refused(Collection<UUID> rows) {
        Map<UUID, Set<UUID>> refused = new HashMap<>();
        db.sql("select row_id, refused from exchange.who_decision where row_id = any (?) and verdict = 'NONE_OF_THESE'")
                .param(rows.toArray(UUID[]::new))
                .query(row -> {
                    List<UUID> persons =
                            Arrays.asList((UUID[]) row.getArray("refused").getArray());
                    refused.computeIfAbsent(row.getObject("row_id", UUID.class), id -> new HashSet<>())
                            .addAll(persons);
                });
        return refused;
    }

    private byte[] index(WhoRow who) {
        return vault.index(who.writing());
    }
}
