package org.hearth.app.packs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.PackCheck;
import org.hearth.policy.PackError;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Drafts of the policy pack: begun from the newest version, changed file by file, never touching what is in force. */
@Component
public class Drafts {

    private static final String COLUMNS = """
            select d.id, d.region, d.title, d.base, d.state, d.started_by, d.started_at, d.effective_from, d.reason,
                   d.asked_by, d.asked_hash, d.version,
                   (select content from packs.draft_file f where f.draft_id = d.id and path = 'cn/pack.yaml') as head
            from packs.draft d
            """;

    /** A value as an officer enters it; where it is put in a pack is worked out. */
    public record NewValue(
            String name,
            String region,
            String residence,
            LocalDate from,
            String value,
            String unit,
            String source,
            boolean illustrative) {}

    private final JdbcClient db;
    private final PolicyPack policy;
    private final HearthClock clock;
    private final Audit audit;

    Drafts(JdbcClient db, PolicyPack policy, HearthClock clock, Audit audit) {
        this.db = db;
        this.policy = policy;
        this.clock = clock;
        this.audit = audit;
    }

    /** All drafts, those being worked on first. */
    @Transactional(readOnly = true)
    public List<Draft> all() {
        return db.sql(COLUMNS + "order by d.state in ('PUBLISHED', 'DROPPED'), d.started_at desc")
                .query(Drafts::draft)
                .list();
    }

    /** @throws Missing when there is none */
    @Transactional(readOnly = true)
    public Draft draft(UUID id) {
        return db.sql(COLUMNS + "where d.id = ?")
                .param(id)
                .query(Drafts::draft)
                .optional()
                .orElseThrow(() -> new Missing("份草稿", "draft"));
    }

    /** All files of a draft as they stand. */
    @Transactional(readOnly = true)
    public PackFiles files(UUID id) {
        var texts = new TreeMap<String, String>();
        db.sql("select path, content from packs.draft_file where draft_id = ?")
                .param(id)
                .query(row -> {
                    texts.put(row.getString("path"), row.getString("content"));
                });
        return new PackFiles(texts);
    }

    /** A file of a draft, with how often it was saved; empty when the draft has none of that path. */
    @Transactional(readOnly = true)
    public Optional<Draft.File> file(UUID id, String path) {
        return db.sql("""
                        select path, content, revision, changed_by, changed_at
                        from packs.draft_file
                        where draft_id = ?
                          and path = ?
                        """)
                .params(id, path)
                .query((row, n) -> new Draft.File(
                        row.getString("path"),
                        row.getString("content"),
                        row.getInt("revision"),
                        row.getString("changed_by"),
                        row.getObject("changed_at", OffsetDateTime.class)))
                .optional();
    }

    /** What a draft has otherwise than the version it was begun from. */
    @Transactional(readOnly = true)
    public Changes changes(Draft draft) {
        return Changes.between(base(draft), files(draft.id()));
    }

    /** The paths of the files that differ from the version that a draft was begun from; the heads of packs left out. */
    @Transactional(readOnly = true)
    public List<String> changedFiles(Draft draft) {
        PackFiles before = base(draft);
        return files(draft.id()).texts().entrySet().stream()
                .filter(file -> !file.getKey().endsWith("/pack.yaml"))
                .filter(file -> !file.getValue().equals(before.texts().get(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files that a draft was begun from. */
    PackFiles base(Draft draft) {
        return policy.files(draft.base());
    }

    /**
     * Begins a draft for the region one works for, from the newest version.
     *
     * @param name what the version is to be called
     */
    @Transactional
    public Draft start(String title, String name) {
        if (title.isBlank()) {
            throw new Problem("请写明这份草稿要改什么。", "Say what the draft is to change.");
        }
        requireName(name);
        UUID id = Ids.next();
        long base = policy.newest().map(PackVersion::number).orElse(0L);
        PackFiles files = policy.files(base).withVersion(PackFiles.NATIONAL, name.strip());
        db.sql("""
                insert into packs.draft (id, region, title, base, started_by, started_at)
                values (?, ?, ?, ?, ?, ?)
                """)
                .params(id, own().digits(), title.strip(), base, Scopes.actor(), now())
                .update();
        files.texts()
                .forEach((path, text) -> db.sql(
                                "insert into packs.draft_file (draft_id, path, content) values (?, ?, ?)")
                        .params(id, path, text)
                        .update());
        audit.note("policy-draft-begun", id.toString(), title.strip() + " " + name.strip());
        return draft(id);
    }

    private void requireName(String name) {
        if (!name.strip().matches("[0-9A-Za-z.\\-]{1,30}")) {
            throw new Problem(
                    "版本号用数字、字母和点，例如 2024.03。", "Name the version with digits, letters and dots, e.g. 2024.03.");
        }
        boolean taken =
                policy.versions().stream().anyMatch(version -> version.name().equals(name.strip()))
                        || policy.installedFiles().version(PackFiles.NATIONAL).equals(name.strip());
        if (taken) {
            throw new Problem(
                    "版本号 " + name.strip() + " 已经用过，请换一个。", "Version " + name.strip() + " exists; choose another name.");
        }
    }

    /**
     * Saves a file of a draft, when the whole draft can be loaded with it.
     *
     * @param revision how often it had been saved when it was opened
     * @throws Conflict when somebody else saved it since
     * @throws Problem naming file, table, row and column of what is wrong, or a change that is not this draft's to make
     */
    @Transactional
    public void save(UUID id, String path, String content, int revision) {
        Draft draft = locked(id);
        Draft.File saved = file(id, path).orElseGet(() -> newFile(draft, path));
        if (saved.revision() != revision) {
            throw new Conflict(saved, content);
        }
        // Browsers send line ends of their own.
        put(draft, files(id).with(path, content.replace("\r\n", "\n")), path);
    }

    private static Draft.File newFile(Draft draft, String path) {
        String cases = "cases/" + Changes.ownCases(draft.region().digits());
        if (!path.matches("[a-z0-9-]+/" + cases.replace(".", "\\."))) {
            throw new Missing("个文件", "file");
        }
        return new Draft.File(path, "", 0, null, null);
    }

    /** Adds a dated value to a draft. @throws Problem as {@link #save} */
    @Transactional
    public void addValue(UUID id, NewValue value) {
        Draft draft = locked(id);
        if (value.source().isBlank()) {
            throw new Problem("请写明来源文件和文号。", "Name the document that sets the value.");
        }
        PackFiles before = files(id);
        String region = ValueRow.digits(value.region().strip());
        PackFiles after = ValueRow.add(
                before,
                new ValueRow(
                        "",
                        value.name(),
                        region,
                        value.residence(),
                        value.from(),
                        null,
                        value.value().strip(),
                        value.unit().strip(),
                        value.source().strip(),
                        value.illustrative()));
        String path = after.texts().entrySet().stream()
                .filter(file -> !file.getValue().equals(before.texts().get(file.getKey())))
                .findFirst()
                .orElseThrow()
                .getKey();
        put(draft, after, path);
    }

    /** Makes a file what it was when the draft was begun. */
    @Transactional
    public void takeBack(UUID id, String path) {
        Draft draft = locked(id);
        String before = base(draft).texts().get(path);
        if (before == null) {
            db.sql("delete from packs.draft_file where draft_id = ? and path = ?")
                    .params(id, path)
                    .update();
            audit.note("policy-draft-file-taken-back", id.toString(), path);
        } else {
            put(draft, files(id).with(path, before), path);
        }
    }

    private void put(Draft draft, PackFiles after, String path) {
        Changes changes;
        try {
            changes = Changes.between(base(draft), after);
            changes.firstOutside(draft.region().digits(), after).ifPresent(outside -> {
                throw new Problem(
                        "没有保存：" + outside + " 不属于这份草稿的地区，请由那里的政策管理员修改。",
                        "Not saved: " + outside + " is not of this draft's region; its own policy officer changes it.");
            });
            after.load();
            if (path.contains("/cases/")) {
                String pack = PackFiles.packOf(path);
                after.inFolder(folder -> PackCheck.of(folder.resolve(pack)));
            }
        } catch (PackError e) {
            throw new Problem(
                    "没有保存，这样改政策包不能用：" + e.getMessage(), "Not saved, the pack could not be used: " + e.getMessage());
        }
        write(draft.id(), path, Objects.requireNonNull(after.texts().get(path)));
        String pack = PackFiles.packOf(path);
        if (!pack.equals(PackFiles.NATIONAL)) {
            String head = pack + "/pack.yaml";
            write(
                    draft.id(),
                    head,
                    Objects.requireNonNull(
                            after.withVersion(pack, draft.name()).texts().get(head)));
        }
        audit.note("policy-draft-changed", draft.id().toString(), path);
    }

    private void write(UUID draft, String path, String content) {
        db.sql("""
                insert into packs.draft_file as f (draft_id, path, content, revision, changed_by, changed_at)
                values (:draft, :path, :content, 1, :actor, :now)
                on conflict (draft_id, path) do update
                set content = excluded.content,
                    revision = f.revision + 1,
                    changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                where f.content <> excluded.content
                """)
                .param("draft", draft)
                .param("path", path)
                .param("content", content)
                .param("actor", Scopes.actor())
                .param("now", now())
                .update();
    }

    /** Gives a draft up. What was changed in it stays readable. */
    @Transactional
    public void drop(UUID id) {
        locked(id);
        db.sql("update packs.draft set state = 'DROPPED' where id = ?")
                .param(id)
                .update();
        audit.note("policy-draft-dropped", id.toString(), "");
    }

    /**
     * The draft, held until the transaction ends.
     *
     * @throws Problem when it is not open, or not of the region one works for
     */
    private Draft locked(UUID id) {
        Draft draft = held(id);
        if (!draft.isOpen()) {
            throw new Problem(
                    "这份草稿" + draft.state().title().zh() + "，不能再改。需要修改的，请先退回。",
                    "This draft is no longer open (" + draft.state().title().en()
                            + "). To change it, send it back first.");
        }
        return draft;
    }

    /** The draft in whatever state, held until the transaction ends. @throws Problem when it is not one's to deal with */
    Draft held(UUID id) {
        db.sql("select id from packs.draft where id = ? for update")
                .param(id)
                .query()
                .optionalValue();
        Draft draft = draft(id);
        if (!isOwn(draft)) {
            throw new Problem("这份草稿由它自己的地区办理。", "This draft is dealt with in its own region.");
        }
        return draft;
    }

    /** Whether the draft speaks for no more than the region one works for. */
    public static boolean isOwn(Draft draft) {
        return own().contains(draft.region());
    }

    private static RegionCode own() {
        return Scopes.current().orElseThrow().region();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }

    private static Draft draft(ResultSet row, int n) throws SQLException {
        var head = new TreeMap<String, String>();
        head.put("cn/pack.yaml", row.getString("head"));
        return new Draft(
                row.getObject("id", UUID.class),
                new RegionCode(row.getString("region")),
                row.getString("title"),
                new PackFiles(head).version(PackFiles.NATIONAL),
                row.getLong("base"),
                Draft.State.valueOf(row.getString("state")),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class),
                row.getObject("effective_from", LocalDate.class),
                row.getString("reason"),
                row.getString("asked_by"),
                row.getString("asked_hash"),
                row.getObject("version", Long.class));
    }
}
