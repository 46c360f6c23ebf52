package org.hearth.app.exchange;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The keys with which departments' systems send records: shown once, kept as a hash, revoked at once. */
@Component
class DepartmentKeys {

    private static final String BEGINNING = "hearth-";

    /**
     * A key that was presented and is in use.
     *
     * @param kinds record kinds that may be sent with it; empty for all
     */
    record Sender(UUID id, String name, String region, Set<String> kinds) {

        /** The scope in which what it sends is taken in. */
        Scope scope() {
            return new Scope(new RegionCode(region), "department:" + name);
        }

        boolean maySend(String kind) {
            return kinds.isEmpty() || kinds.contains(kind);
        }
    }

    /** A key as the administrator's list shows it. */
    record Listed(
            UUID id,
            String name,
            String region,
            List<String> kinds,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime usedAt,
            @Nullable OffsetDateTime revokedAt) {}

    private final JdbcClient db;
    private final Audit audit;
    private final HearthClock clock;
    private final SecureRandom random = new SecureRandom();

    DepartmentKeys(JdbcClient db, Audit audit, HearthClock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    /** @return the key; it is kept nowhere */
    @Transactional
    String create(String name, RegionCode region, Set<String> kinds) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String key = BEGINNING + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        UUID id = Ids.next();
        db.sql("""
                insert into exchange.department_key (id, name, region, kinds, hash, created_at, created_by)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        id,
                        name,
                        region.digits(),
                        kinds.stream().sorted().toArray(String[]::new),
                        hash(key),
                        now(),
                        Scopes.actor())
                .update();
        audit.note("department-key-created", id.toString(), name + " " + region.digits());
        return key;
    }

    /** All keys of a region, those in use first. */
    @Transactional(readOnly = true)
    List<Listed> in(RegionCode region) {
        return db.sql("""
                        select id, name, region, kinds, created_at, used_at, revoked_at
                        from exchange.department_key
                        where starts_with(region, ?)
                        order by revoked_at is not null, name, created_at
                        """)
                .param(region.digits())
                .query((row, n) -> new Listed(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("region"),
                        List.of((String[]) row.getArray("kinds").getArray()),
                        row.getObject("created_at", OffsetDateTime.class),
                        row.getObject("used_at", OffsetDateTime.class),
                        row.getObject("revoked_at", OffsetDateTime.class)))
                .list();
    }

    /** From now on the key opens nothing. @param within only a key of this region */
    @Transactional
    void revoke(UUID id, RegionCode within) {
        int revoked =
                db.sql("""
                        update exchange.department_key
                        set revoked_at = ?, revoked_by = ?
                        where id = ?
                          and starts_with(region, ?)
                          and revoked_at is null
                        """).params(now(), Scopes.actor(), id, within.digits()).update();
        if (revoked > 0) {
            audit.note("department-key-revoked", id.toString(), "");
        }
    }

    /** Whose key this is, if it is one that is in use; that it was used is noted. */
    @Transactional
    Optional<Sender> sender(String key) {
        return db.sql("""
                        update exchange.department_key
                        set used_at = ?
                        where hash = ?
                          and revoked_at is null
                        returning id, name, region, kinds
                        """)
                .params(now(), hash(key))
                .query((row, n) -> new Sender(
                        row.getObject("id", UUID.class), row.getString("name"), row.getString("region"), Set.of((String
                                        [])
                                row.getArray("kinds").getArray())))
                .optional();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }

    private static byte[] hash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        SM3Digest digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
