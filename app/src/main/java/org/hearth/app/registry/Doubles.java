package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.PersonKeys.Known;
import org.hearth.app.registry.PersonLinkage.Likeness;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Pairs of records that may be of one person (疑似重复). They are looked for within a county, where they can be merged, and never
 * merged by themselves. A pair whose records changed is weighed again.
 */
@Component
public class Doubles {

    /** One of two records. */
    public record Side(
            UUID id,
            String name,
            Sex sex,
            LocalDate born,
            boolean bornEstimated,
            @Nullable String idNumberMasked,
            RegionCode region) {

        /** The birth date as it may stand beside the number, and the year of an estimated one. */
        public String bornShown() {
            return bornEstimated ? Integer.toString(born.getYear()) : Person.shown(born, idNumberMasked);
        }
    }

    /**
     * Two records that may be of one person.
     *
     * @param likely whether the model would call them one, if it were asked to decide
     * @param percent how likely that is, of 100
     * @param reason why somebody has to look at it
     */
    public record Pair(Side one, Side other, boolean likely, int percent, Text reason) {}

    /** Two records that somebody found to be of two persons. */
    public record Judged(UUID one, String name, UUID other, String otherName, String reason, LocalDate on, String by) {}

    /** What one night's look came to. @param left how many persons are still to be looked at */
    public record Looked(int persons, long pairs, long left) {}

    /** What a pair is judged by beside the model. @param householdId null for somebody who is only about to be registered */
    private record Standing(
            UUID id,
            String region,
            @Nullable UUID householdId,
            LocalDate born,
            boolean bornEstimated,
            boolean isNumbered) {}

    private static final Text TWO_NUMBERS =
            new Text("各有不同的身份证号码：可能是两个人，或有一个号码录错", "Each has a number of its own: two people, or one number is wrong");
    private static final int AT_ONCE = 500;
    private static final int ESTIMATES_WITHIN_YEARS = 10;
    // A register that is looked through for the first time takes several nights where it is very large.
    private static final int MOST_A_NIGHT = 200_000;

    private static final String STANDING = """
            from registry.likely_double d
            join registry.person a on a.id = d.one and a.merged_into is null and a.died_on is null
            join registry.person b on b.id = d.other and b.merged_into is null and b.died_on is null
            where exists (select from registry.membership m where m.person_id = a.id and m.valid_to is null)
              and exists (select from registry.membership m where m.person_id = b.id and m.valid_to is null)
              and not exists (select from registry.known_different k where k.one = d.one and k.other = d.other)
            """;

    private final JdbcClient db;
    private final Bulk bulk;
    private final PersonKeys keys;
    private final PersonLinkage linkage;
    private final Regions regions;
    private final Audit audit;
    private final HearthClock clock;
    private final TransactionTemplate transaction;

    Doubles(
            JdbcClient db,
            Bulk bulk,
            PersonKeys keys,
            PersonLinkage linkage,
            Regions regions,
            Audit audit,
            HearthClock clock,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.bulk = bulk;
        this.keys = keys;
        this.linkage = linkage;
        this.regions = regions;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Looks at everybody in the nation who is new or changed since they were looked at, county by county. */
    public Looked look() {
        List<String> counties = db.sql("select distinct left(region, 6) from registry.person order by 1")
                .query(String.class)
                .list();
        int looked = 0;
        for (String county : counties) {
            int before = looked;
            looked += Scopes.within(
                    new Scope(new RegionCode(county), "system:registry"), () -> look(MOST_A_NIGHT - before));
        }
        return new Looked(looked, count(""), waiting());
    }

    private int look(int atMost) {
        int looked = 0;
        UUID after = new UUID(0, 0);
        List<UUID> some;
        do {
            some = notLookedAt(after, Math.min(AT_ONCE, atMost - looked));
            if (!some.isEmpty()) {
                List<UUID> now = some;
                transaction.executeWithoutResult(status -> {
                    weigh(now);
                    lookedAt(now);
                });
                after = some.getLast();
                looked += some.size();
            }
        } while (some.size() == AT_ONCE && looked < atMost);
        transaction.executeWithoutResult(
                status -> db.sql("delete from registry.likely_double where (one, other) not in (select d.one, d.other "
                                + STANDING + ")")
                        .update());
        return looked;
    }

    private List<UUID> notLookedAt(UUID after, int atMost) {
        return db.sql("""
                        select p.id
                        from registry.person p
                        where p.id > ?
                          and p.merged_into is null
                          and p.died_on is null
                          and not exists (select from registry.looked_for_double l where l.person_id = p.id)
                          and exists (select from registry.membership m where m.person_id = p.id and m.valid_to is null)
                        order by p.id
                        limit ?
                        """).params(after, atMost).query(UUID.class).list();
    }

    private long waiting() {
        return db.sql("""
                        select count(*)
                        from registry.person p
                        where p.merged_into is null
                          and p.died_on is null
                          and not exists (select from registry.looked_for_double l where l.person_id = p.id)
                          and exists (select from registry.membership m where m.person_id = p.id and m.valid_to is null)
                        """).query(Long.class).single();
    }

    private void lookedAt(Collection<UUID> persons) {
        db.sql("""
                insert into registry.looked_for_double (person_id, region, looked_at)
                select id, region, :now
                from registry.person
                where id = any (:persons)
                on conflict (person_id) do update set region = excluded.region, looked_at = excluded.looked_at
                """)
                .param("now", now())
                .param("persons", persons.toArray(UUID[]::new))
                .update();
    }

    /** Weighs the pairs of these persons anew, among those of the current scope. */
    void weigh(Collection<UUID> persons) {
        List<Known> looked = keys.known(persons);
        Map<UUID, List<Likeness>> found = linkage.doublesOf(looked, knownDifferent(persons));
        Set<UUID> both = new HashSet<>(persons);
        found.values().forEach(likenesses -> likenesses.forEach(likeness -> both.add(likeness.person())));
        Map<UUID, Standing> standings = standingsOf(both);
        db.sql("delete from registry.likely_double where one = any (:persons) or other = any (:persons)")
                .param("persons", persons.toArray(UUID[]::new))
                .update();
        Object now = now();
        bulk.insert(
                "registry.likely_double",
                List.of(
                        "one",
                        "other",
                        "region",
                        "weight",
                        "probability",
                        "likely",
                        "reason_zh",
                        "reason_en",
                        "found_at"),
                "on conflict (one, other) do nothing",
                rows -> found.forEach((person, likenesses) ->
                        likenesses.forEach(likeness -> pair(person, likeness, standings)
                                .ifPresent(pair -> {
                                    boolean twoNumbers = pair.stream().allMatch(Standing::isNumbered);
                                    Text reason = twoNumbers ? TWO_NUMBERS : reason(likeness.decision());
                                    rows.add(
                                            pair.getFirst().id(),
                                            pair.getLast().id(),
                                            common(pair.getFirst(), pair.getLast()),
                                            likeness.weight(),
                                            likeness.probability(),
                                            likeness.decision() instanceof Decision.Link && !twoNumbers,
                                            reason.zh(),
                                            reason.en(),
                                            now);
                                }))));
    }

    /** The two in the order of their ids, if they are worth a look. */
    private static Optional<List<Standing>> pair(UUID person, Likeness likeness, Map<UUID, Standing> standings) {
        Standing one = standings.get(person);
        Standing other = standings.get(likeness.person());
        if (one == null || other == null || !isWorthALook(likeness, one, other)) {
            return Optional.empty();
        }
        // As PostgreSQL orders them, byte by byte; Java compares the halves as signed numbers.
        boolean inOrder = one.id().toString().compareTo(other.id().toString()) < 0;
        return Optional.of(inOrder ? List.of(one, other) : List.of(other, one));
    }

    /**
     * Whoever entered two members of a household with two given names saw two people: twins, and brothers and sisters. Two who
     * each have a number of their own, and another given name or birth date beside, are two people as well. And an estimated
     * age, which the model does not compare, is not off by decades.
     */
    private static boolean isWorthALook(Likeness likeness, Standing one, Standing other) {
        String doubt = likeness.decision() instanceof Decision.Review review
                ? review.reason().code()
                : "";
        boolean otherGivenName = doubt.equals("given-name-differs");
        boolean sameHousehold = one.householdId() != null && one.householdId().equals(other.householdId());
        boolean ownNumbers = one.isNumbered() && other.isNumbered();
        return !(otherGivenName && (sameHousehold || ownNumbers))
                && !(ownNumbers && doubt.equals("birth-date-differs"))
                && isOfTheAge(one, other);
    }

    private static boolean isOfTheAge(Standing one, Standing other) {
        boolean estimated = one.bornEstimated() || other.bornEstimated();
        return !estimated || Math.abs(one.born().getYear() - other.born().getYear()) <= ESTIMATES_WITHIN_YEARS;
    }

    private static Text reason(Decision decision) {
        return switch (decision) {
            case Decision.Link link -> new Text("各项信息相符", "What there is agrees");
            case Decision.Review(org.hearth.linkage.Reason reason) -> new Text(reason.zh(), reason.en());
            case Decision.None none -> throw new IllegalArgumentException("no pair at all");
        };
    }

    private Map<UUID, Set<UUID>> knownDifferent(Collection<UUID> persons) {
        Map<UUID, Set<UUID>> different = new HashMap<>();
        db.sql("select one, other from registry.known_different where one = any (:persons) or other = any (:persons)")
                .param("persons", persons.toArray(UUID[]::new))
                .query(row -> {
                    UUID one = row.getObject("one", UUID.class);
                    UUID other = row.getObject("other", UUID.class);
                    different.computeIfAbsent(one, id -> new HashSet<>()).add(other);
                    different.computeIfAbsent(other, id -> new HashSet<>()).add(one);
                });
        return different;
    }

    private Map<UUID, Standing> standingsOf(Collection<UUID> persons) {
        return db.sql("""
                        select p.id, p.region, m.household_id, p.born, p.born_estimated,
                               p.id_number_masked is not null as is_numbered
                        from registry.person p
                        join registry.membership m on m.person_id = p.id and m.valid_to is null
                        where p.id = any (?) and p.died_on is null
                        """).param(persons.toArray(UUID[]::new)).query(Standing.class).stream()
                .collect(Collectors.toMap(Standing::id, standing -> standing));
    }

    private static String common(Standing one, Standing other) {
        for (int length : new int[] {12, 9, 6, 4, 2}) {
            if (one.region().regionMatches(0, other.region(), 0, length)) {
                return one.region().substring(0, length);
            }
        }
        return "";
    }

    /**
     * One page of the pairs, the likeliest first.
     *
     * @param likely {@code yes}, {@code no}, or empty for all
     */
    @Transactional(readOnly = true)
    public Page<Pair> pairs(String likely, int page) {
        return new Page<>(
                db.sql("""
                        select d.likely, d.probability, d.reason_zh, d.reason_en,
                               a.id, a.name, a.sex, a.born, a.born_estimated, a.id_number_masked, a.region,
                               b.id as other_id, b.name as other_name, b.sex as other_sex, b.born as other_born,
                               b.born_estimated as other_born_estimated, b.id_number_masked as other_id_number_masked,
                               b.region as other_region
                        """ + STANDING + """
                          and (:likely = '' or d.likely = (:likely = 'yes'))
                        order by d.weight desc, d.one, d.other
                        limit :limit offset :offset
                        """)
                        .param("likely", likely)
                        .param("limit", Page.SIZE)
                        .param("offset", Page.before(page))
                        .query((row, n) -> new Pair(
                                side(row, ""),
                                side(row, "other_"),
                                row.getBoolean("likely"),
                                (int) Math.floor(100 * row.getDouble("probability")),
                                new Text(row.getString("reason_zh"), row.getString("reason_en"))))
                        .list(),
                count(likely),
                page);
    }

    private static Side side(java.sql.ResultSet row, String prefix) throws java.sql.SQLException {
        return new Side(
                row.getObject(prefix + "id", UUID.class),
                row.getString(prefix + "name"),
                Sex.valueOf(row.getString(prefix + "sex")),
                row.getObject(prefix + "born", LocalDate.class),
                row.getBoolean(prefix + "born_estimated"),
                row.getString(prefix + "id_number_masked"),
                new RegionCode(row.getString(prefix + "region")));
    }

    /** How many pairs wait for a decision. @param likely {@code yes}, {@code no}, or empty for all */
    @Transactional(readOnly = true)
    public long count(String likely) {
        return db.sql("select count(*) " + STANDING + " and (:likely = '' or d.likely = (:likely = 'yes'))")
                .param("likely", likely)
                .query(Long.class)
                .single();
    }

    /** The pair that comes after this one in the list, or its first; none when no other waits. */
    @Transactional(readOnly = true)
    public Optional<List<UUID>> next(UUID one, UUID other) {
        return db.sql("select d.one, d.other " + STANDING + """
                          and (d.one, d.other) <> (least(:one, :other), greatest(:one, :other))
                        order by (d.weight, d.one, d.other) > (
                                     select before.weight, before.one, before.other
                                     from registry.likely_double before
                                     where before.one = least(:one, :other) and before.other = greatest(:one, :other)),
                                 d.weight desc, d.one, d.other
                        limit 1
                        """)
                .param("one", one)
                .param("other", other)
                .query((row, n) -> List.of(row.getObject("one", UUID.class), row.getObject("other", UUID.class)))
                .optional();
    }

    /** The two records side by side, comparison by comparison. The look is noted in the audit trail. */
    @Transactional
    public SideBySide beside(UUID one, UUID other) {
        List<Known> first = keys.known(List.of(one));
        List<Known> second = keys.known(List.of(other));
        if (first.isEmpty() || second.isEmpty()) {
            throw new Missing("位人员", "person");
        }
        audit.note("compared-persons", one.toString(), other.toString());
        Known left = first.getFirst();
        return SideBySide.of(
                left.name(),
                Objects.requireNonNullElse(left.number(), ""),
                linkage.compared(left, second.getFirst()),
                regions);
    }

    /** The pairs that were found to be of two persons, the latest first. */
    @Transactional(readOnly = true)
    public Page<Judged> judgedDifferent(int page) {
        String judged = """
                from registry.known_different k
                join registry.person a on a.id = k.one and a.merged_into is null
                join registry.person b on b.id = k.other and b.merged_into is null
                """;
        return new Page<>(
                db.sql("""
                        select k.one, a.name, k.other, b.name as other_name, k.reason, k.recorded_at::date as "on",
                               k.recorded_by as by
                        """ + judged + """
                        order by k.recorded_at desc, k.one, k.other
                        limit ? offset ?
                        """)
                        .params(Page.SIZE, Page.before(page))
                        .query(Judged.class)
                        .list(),
                db.sql("select count(*) " + judged).query(Long.class).single(),
                page);
    }

    /**
     * The persons of the current scope who may be the one about to be registered.
     *
     * @param village where they are to be registered
     */
    @Transactional(readOnly = true)
    public List<Side> likelyAlreadyThere(NewPerson person, RegionCode village) {
        Known asked = Known.of(person, village);
        List<Likeness> there = linkage.doublesOf(List.of(asked), Map.of()).getOrDefault(asked.id(), List.of());
        Map<UUID, Standing> standings =
                standingsOf(there.stream().map(Likeness::person).toList());
        Standing asking = new Standing(
                asked.id(), village.digits(), null, person.born(), person.bornEstimated(), person.idNumber() != null);
        UUID[] likely = there.stream()
                .filter(likeness -> Optional.ofNullable(standings.get(likeness.person()))
                        .filter(standing -> isWorthALook(likeness, asking, standing))
                        .isPresent())
                .map(Likeness::person)
                .toArray(UUID[]::new);
        return db.sql("""
                        select p.id, p.name, p.sex, p.born, p.born_estimated, p.id_number_masked, p.region
                        from registry.person p
                        where p.id = any (:likely)
                        order by array_position(:likely, p.id)
                        """)
                .param("likely", likely)
                .query((row, n) -> side(row, ""))
                .list();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
