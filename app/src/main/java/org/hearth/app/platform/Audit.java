package org.hearth.app.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The audit trail: who did or saw what, append-only. Each row's SM3 hash covers the row before it, so that {@link #verify()}
 * finds any row that was changed, taken out or put in.
 */
@Component
public class Audit {

    /**
     * What the proof of the trail found.
     *
     * @param rows rows read
     * @param firstBroken the number of the first row that does not fit the one before it
     */
    public record Proof(long rows, Optional<Long> firstBroken) {}

    private static final byte[] BEGINNING = new byte[32];
    // Held until the transaction ends, so that two writers cannot continue the same last row.
    private static final long LOCK = 0x4865617274680001L;

    private final JdbcClient db;
    private final HearthClock clock;

    Audit(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Notes that the current actor did {@code action} to {@code subject}. */
    @Transactional
    public void note(String action, String subject, String detail) {
        note(action, subject, detail, "");
    }

    /** Notes an act that needs a reason, such as unmasking an identity number. */
    @Transactional
    public void note(String action, String subject, String detail, String reason) {
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
        record Last(long number, byte[] hash) {}
        Last last = db.sql("select number, hash from platform.audit order by number desc limit 1")
                .query(Last.class)
                .optional()
                .orElse(new Last(0, BEGINNING));
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String actor = Scopes.actor();
        long number = last.number() + 1;
        db.sql("""
                insert into platform.audit (number, happened_at, actor, action, subject, detail, reason, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        number,
                        at.atOffset(ZoneOffset.UTC),
                        actor,
                        action,
                        subject,
                        detail,
                        reason,
                        hash(last.hash(), number, at, actor, action, subject, detail, reason))
                .update();
    }

    /** Reads the whole trail and proves each row against the one before it. */
    @Transactional(readOnly = true)
    public Proof verify() {
        Walk walk = new Walk();
        db.sql(
                        "select number, happened_at, actor, action, subject, detail, reason, hash from platform.audit order by number")
                .withFetchSize(1_000)
                .query(walk);
        return new Proof(walk.rows, walk.firstBroken);
    }

    /** Goes along the trail and keeps the first row that does not fit. */
    private static final class Walk implements RowCallbackHandler {

        private long rows;
        private byte[] before = BEGINNING;
        private Optional<Long> firstBroken = Optional.empty();

        @Override
        public void processRow(ResultSet row) throws SQLException {
            rows++;
            long number = row.getLong("number");
            byte[] hash = row.getBytes("hash");
            byte[] fitting = hash(
                    before,
                    number,
                    row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("detail"),
                    row.getString("reason"));
            if (firstBroken.isEmpty() && (number != rows || !Arrays.equals(hash, fitting))) {
                firstBroken = Optional.of(number);
            }
            before = hash;
        }
    }

    private static byte[] hash(byte[] before, long number, Instant at, String... fields) {
        SM3Digest digest = new SM3Digest();
        digest.update(before, 0, before.length);
        add(digest, Long.toString(number));
        add(digest, at.toString());
        for (String field : fields) {
            add(digest, field);
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    // Each field goes in with its length, so that text moved from one field to the next changes the hash.
    private static void add(SM3Digest digest, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        byte[] length = ByteBuffer.allocate(4).putInt(bytes.length).array();
        digest.update(length, 0, length.length);
        digest.update(bytes, 0, bytes.length);
    }
}
