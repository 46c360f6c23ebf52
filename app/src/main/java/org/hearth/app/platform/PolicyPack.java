package org.hearth.app.platform;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hearth.policy.Pack;
import org.hearth.policy.Parameters;
import org.hearth.policy.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The national policy pack with the regional ones over it: amounts, time limits and choices are asked here and nowhere written
 * in code. Until a version is published it is the installed one; from then on, each day has the version in force on it.
 */
@Component
public class PolicyPack {

    private static final long ALL = Long.MAX_VALUE;
    private static final long INSTALLED = 0;
    private static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);
    // Held until the transaction ends, so that two publications cannot take the same number.
    private static final long LOCK = 0x4865617274680002L;

    /** The version whose rules hold on a day, and the one whose values do. */
    private record InForce(long rules, String rulesHash, long values, String valuesHash) {

        static InForce of(PackVersion rules, PackVersion values) {
            return new InForce(rules.number(), rules.contentHash(), values.number(), values.contentHash());
        }
    }

    private record Known(List<PackVersion> versions, long readAt) {}

    private final Path packs;
    private final Pack installed;
    private final JdbcClient db;
    private final HearthClock clock;
    private final Duration remembered;
    private final Map<InForce, Pack> loaded = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    /**
     * @param packs the folder that holds the packs
     * @param remembered how long the list of versions is relied on before the database is asked again, so that what one node
     *     publishes the others know that soon
     */
    PolicyPack(
            @Value("${hearth.packs}") Path packs,
            @Value("${hearth.packs-remembered:PT3S}") Duration remembered,
            JdbcClient db,
            HearthClock clock) {
        this.packs = packs;
        this.installed = Pack.load(packs.resolve(PackFiles.NATIONAL));
        this.db = db;
        this.clock = clock;
        this.remembered = remembered;
    }

    /** The pack in force today. */
    public Pack pack() {
        return packOn(clock.today());
    }

    /** The pack in force on a day: its rules, and the values that are known today to hold on it. */
    public Pack packOn(LocalDate day) {
        return packOn(day, ALL);
    }

    /** As {@link #packOn(LocalDate)}, as it was known when {@code last} was the newest version. */
    public Pack packOn(LocalDate day, long last) {
        return inForce(day, last)
                .map(wanted -> loaded.computeIfAbsent(wanted, this::load))
                .orElse(installed);
    }

    /** The files of the pack in force on a day. */
    public PackFiles filesOn(LocalDate day) {
        return inForce(day, ALL).map(this::filesOf).orElseGet(this::installedFiles);
    }

    private Optional<InForce> inForce(LocalDate day, long last) {
        List<PackVersion> versions = live().stream()
                .filter(version ->
                        version.number() <= last && !version.effectiveFrom().isAfter(day))
                .toList();
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        // Rules are published for days to come, each upon the one before, so the newest in force has those of the
        // others in
        // it. Values may reach further back than the rules that were published with them.
        PackVersion values = versions.getLast();
        PackVersion rules = versions.stream()
                .filter(version -> !version.isOfValuesOnly())
                .reduce((before, after) -> after)
                .orElse(values);
        return Optional.of(InForce.of(rules, values));
    }

    /** The dated values by place that are known today, with their sources. */
    public Parameters parameters() {
        return pack().parameters();
    }

    /** The calendar on which statutory time limits run. */
    public WorkingDays workingDays() {
        return pack().workingDays();
    }

    /** The files of the installed packs. */
    public PackFiles installedFiles() {
        return PackFiles.read(packs);
    }

    /** All published versions, withdrawn ones included, in their order; none before the first is published. */
    public List<PackVersion> versions() {
        Known now = known;
        if (now == null || System.nanoTime() - now.readAt() >= remembered.toNanos()) {
            now = new Known(read(), System.nanoTime());
            known = now;
        }
        return now.versions();
    }

    /** The newest version that was not withdrawn, upon which the next is to stand. */
    public Optional<PackVersion> newest() {
        return live().stream().max(Comparator.comparingLong(PackVersion::number));
    }

    /** The version in force on a day; empty while it is the installed one. */
    public Optional<PackVersion> versionOn(LocalDate day) {
        return live().stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .reduce((before, after) -> after);
    }

    /** The files of a version. @throws Missing when there is none of that number */
    public PackFiles files(long number) {
        var texts = new TreeMap<String, String>();
        db.sql("select path, content from platform.pack_file where version = ?")
                .param(number)
                .query(row -> {
                    texts.put(row.getString("path"), row.getString("content"));
                });
        if (texts.isEmpty()) {
            if (number == INSTALLED) {
                return installedFiles();
            }
            throw new Missing("个版本", "version");
        }
        return new PackFiles(texts);
    }

    /**
     * Publishes a version; whoever calls has made sure that it may be. Other nodes follow within seconds.
     *
     * @return its number
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long publish(PackVersion.New version) {
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
        List<PackVersion> before = read();
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        if (before.isEmpty()) {
            insert(INSTALLED, INSTALLED, new PackVersion.New(installedFiles(), false, ALWAYS, "", "", ""), now);
        }
        long number = before.isEmpty() ? 1 : before.getLast().number() + 1;
        long rules = !version.valuesOnly()
                ? number
                : before.stream()
                        .filter(earlier -> !earlier.isWithdrawn())
                        .reduce((one, next) -> next)
                        .map(PackVersion::rules)
                        .orElse(INSTALLED);
        insert(number, rules, version, now);
        forget();
        return number;
    }

    /** Notes that somebody asks to withdraw a version. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askToWithdraw(long number, String reason) {
        db.sql("update platform.pack_version set withdrawal_asked_by = ?, withdrawal_reason = ? where number = ?")
                .params(Scopes.actor(), reason, number)
                .update();
        forget();
    }

    /** Withdraws a version on somebody's asking; the database refuses that both are one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(long number) {
        db.sql("update platform.pack_version set withdrawn_by = ?, withdrawn_at = ? where number = ?")
                .params(Scopes.actor(), clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(), number)
                .update();
        forget();
    }

    private List<PackVersion> live() {
        return versions().stream().filter(version -> !version.isWithdrawn()).toList();
    }

    private List<PackVersion> read() {
        return db.sql("""
                select number, name, content_hash, rules, effective_from, reason, asked_by, approved_by, published_at,
                       withdrawal_asked_by, withdrawal_reason, withdrawn_by, withdrawn_at
                from platform.pack_version
                order by number
                """).query(PolicyPack::version).list();
    }

    private static PackVersion version(ResultSet row, int n) throws SQLException {
        return new PackVersion(
                row.getLong("number"),
                row.getString("name"),
                row.getString("content_hash"),
                row.getLong("rules"),
                row.getObject("effective_from", LocalDate.class),
                row.getString("reason"),
                row.getString("asked_by"),
                row.getString("approved_by"),
                row.getObject("published_at", OffsetDateTime.class),
                row.getString("withdrawal_asked_by"),
                row.getString("withdrawal_reason"),
                row.getString("withdrawn_by"),
                row.getObject("withdrawn_at", OffsetDateTime.class));
    }

    private void insert(long number, long rules, PackVersion.New version, OffsetDateTime now) {
        db.sql("""
                insert into platform.pack_version
                    (number, name, content_hash, rules, effective_from, reason, asked_by, approved_by, published_at)
                values (?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?)
                """)
                .params(
                        number,
                        version.files().version(PackFiles.NATIONAL),
                        version.files().hash(),
                        rules,
                        version.effectiveFrom(),
                        version.reason(),
                        version.askedBy(),
                        version.approvedBy(),
                        now)
                .update();
        version.files()
                .texts()
                .forEach((path, text) -> db.sql(
                                "insert into platform.pack_file (version, path, content) values (?, ?, ?)")
                        .params(number, path, text)
                        .update());
    }

    /** Asks the database again: now for this transaction, and once more when the others can see what it did. */
    private void forget() {
        known = null;
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                known = null;
            }
        });
    }

    private Pack load(InForce wanted) {
        return filesOf(wanted).load();
    }

    private PackFiles filesOf(InForce wanted) {
        PackFiles rules = files(wanted.rules());
        if (wanted.rules() == wanted.values()) {
            return rules;
        }
        PackFiles both = rules.withValuesOf(files(wanted.values()));
        PackVersion values = versions().stream()
                .filter(version -> version.number() == wanted.values())
                .findFirst()
                .orElseThrow();
        // Values that were made upon later rules, used with earlier ones, are named by both.
        String name = values.rules() == wanted.rules()
                ? values.name()
                : rules.version(PackFiles.NATIONAL) + "+" + values.name();
        return both.withVersion(PackFiles.NATIONAL, name);
    }
}
