package org.hearth.app.familysearch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.familysearch.Files.Report;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Vault;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Photographs of unknown persons and of people reported missing: sealed, and each look at one is in the audit trail. */
@Component
public class Photographs {

    /** So many of one person at most. */
    public static final int MOST = 6;

    /**
     * A photograph without its pixels.
     *
     * @param published whether it may be seen all over the country; never of an unknown person
     * @param addedAt in China's time
     */
    public record Photo(UUID id, int width, int height, boolean published, LocalDateTime addedAt, String addedBy) {}

    private static final String PHOTO = """
            select id, width, height, published_at is not null as published,
                   added_at at time zone 'Asia/Shanghai' as added_at, added_by
            from familysearch.photograph
            """;

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;
    private final TransactionTemplate transaction;

    Photographs(JdbcClient db, Vault vault, Audit audit, HearthClock clock, PlatformTransactionManager transactions) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Those of an unknown person, the latest first. */
    @Transactional(readOnly = true)
    public List<Photo> of(Unknown unknown) {
        return db.sql(PHOTO + "where unknown_id = ? and removed_at is null order by id desc")
                .param(unknown.id())
                .query(Photo.class)
                .list();
    }

    /** Those of a report of one's region, the latest first. */
    @Transactional(readOnly = true)
    public List<Photo> of(Report report) {
        return db.sql(PHOTO + "where report_id = ? and removed_at is null order by id desc")
                .param(report.id())
                .query(Photo.class)
                .list();
    }

    /** By report, the latest photograph that one may see: of one's own region's reports any, of others' a published one. */
    public Map<UUID, UUID> ofReports(Collection<UUID> reports) {
        Map<UUID, UUID> photos = new HashMap<>(
                Scopes.within(Scope.system("familysearch"), () -> latest(reports, "and published_at is not null")));
        photos.putAll(latest(reports, ""));
        return photos;
    }

    private Map<UUID, UUID> latest(Collection<UUID> reports, String which) {
        Map<UUID, UUID> photos = new HashMap<>();
        transaction.executeWithoutResult(status -> db.sql("""
                        select distinct on (report_id) report_id, id
                        from familysearch.photograph
                        where report_id = any (?)
                          and removed_at is null
                          %s
                        order by report_id, id desc
                        """.formatted(which))
                .param(reports.toArray(UUID[]::new))
                .query(row -> {
                    photos.put(row.getObject("report_id", UUID.class), row.getObject("id", UUID.class));
                }));
        return photos;
    }

    /** Keeps a photograph of an unknown person. @throws Problem as {@link Photograph#read} does, or when there are enough */
    @Transactional
    public UUID add(Unknown unknown, InputStream file) {
        return add(unknown.region(), unknown.id(), null, file, of(unknown).size());
    }

    /** Keeps a photograph of somebody reported missing; it is not seen outside the region until it is published. */
    @Transactional
    public UUID add(Report report, InputStream file) {
        return add(report.region(), null, report.id(), file, of(report).size());
    }

    private UUID add(RegionCode region, @Nullable UUID unknown, @Nullable UUID report, InputStream file, int there) {
        if (there >= MOST) {
            throw Problem.at(
                    "photo",
                    "一个人最多保存 " + MOST + " 张照片，请先删除不用的。",
                    "At most " + MOST + " photographs of one person are kept; remove one first.");
        }
        Photograph photograph;
        try {
            photograph = Photograph.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        UUID id = Ids.next();
        db.sql("""
                insert into familysearch.photograph
                    (id, region, unknown_id, report_id, sealed, width, height, added_at, added_by)
                values (:id, :region, :unknown, :report, :sealed, :width, :height, :now, :actor)
                """)
                .param("id", id)
                .param("region", region.digits())
                .param("unknown", unknown)
                .param("report", report)
                .param("sealed", vault.seal(photograph.jpeg()))
                .param("width", photograph.width())
                .param("height", photograph.height())
                .param("now", now())
                .param("actor", Scopes.actor())
                .update();
        audit.note(
                "photograph-added", id.toString(), unknown != null ? "unknown person " + unknown : "report " + report);
        return id;
    }

    /**
     * The pixels, as a JPEG, for somebody who looks at them; that they did is in the audit trail before they see them.
     *
     * @throws Missing when it is not there, or neither of one's region nor published
     */
    public byte[] look(UUID id) {
        byte[] sealed = sealed(id, "")
                .or(() -> Scopes.within(Scope.system("familysearch"), () -> sealed(id, "and published_at is not null")))
                .orElseThrow(() -> new Missing("张照片", "photograph"));
        audit.note("photograph-seen", id.toString(), "");
        return vault.open(sealed);
    }

    private Optional<byte[]> sealed(UUID id, String which) {
        return Objects.requireNonNull(transaction.execute(status -> db.sql(
                        "select sealed from familysearch.photograph where id = ? and removed_at is null " + which)
                .param(id)
                .query(byte[].class)
                .optional()));
    }

    /** The pixels for a notice that is being made; who publishes or prints it is noted there. */
    @Transactional(readOnly = true)
    Optional<byte[]> forNotice(UUID id) {
        return db.sql("select sealed from familysearch.photograph where id = ? and removed_at is null")
                .param(id)
                .query(byte[].class)
                .optional()
                .map(vault::open);
    }

    /** Lets a report's photograph be seen all over the country. @throws Problem without the reason */
    @Transactional
    public void publish(UUID id, String why) {
        reason(why, "请写明依据，如：家属书面同意公开照片。", "Say on what grounds, such as the family's consent.");
        change(id, """
                update familysearch.photograph
                set published_at = :now, published_by = :actor, published_why = :why
                where id = :id and report_id is not null and removed_at is null
                """, why);
        audit.note("photograph-published", id.toString(), "", why.strip());
    }

    /** Takes a publication back: from then on only the office's own region sees the photograph. */
    @Transactional
    public void unpublish(UUID id) {
        change(id, """
                update familysearch.photograph
                set published_at = null, published_by = null, published_why = null
                where id = :id and published_at is not null
                """, "");
        audit.note("photograph-unpublished", id.toString(), "");
    }

    /** Destroys the pixels; that there was a photograph, and why it was removed, stays. @throws Problem without the reason */
    @Transactional
    public void remove(UUID id, String why) {
        reason(why, "请写明为什么删除。", "Say why it is removed.");
        change(id, """
                update familysearch.photograph
                set sealed = null, removed_at = :now, removed_by = :actor, removed_why = :why,
                    published_at = null, published_by = null, published_why = null
                where id = :id and removed_at is null
                """, why);
        audit.note("photograph-removed", id.toString(), "", why.strip());
    }

    private static void reason(String why, String zh, String en) {
        if (why.isBlank()) {
            throw Problem.at("why", zh, en);
        }
    }

    private void change(UUID id, String sql, String why) {
        int changed = db.sql(sql)
                .param("id", id)
                .param("now", now())
                .param("actor", Scopes.actor())
                .param("why", why.strip())
                .update();
        if (changed == 0) {
            throw new Missing("张照片", "photograph");
        }
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
