package org.hearth.app.outreach;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Warmth in cold winter: warnings start responses, clues reach patrols, and whoever is met is helped and counted once. */
@Component
public class Outreach {

    /** What became of a weather warning that was received. */
    public enum Reception {
        TAKEN,
        KNOWN,
        NOT_FOR_US
    }

    /** Who answers a clue. */
    public enum Answerer {
        PATROL,
        HOSPITAL,
        POLICE
    }

    /**
     * Word of somebody who may need help.
     *
     * @param id made where it was written, so that sending it again does not count again
     * @param region county or township
     * @param contact how the teller can be reached; may be empty
     */
    public record NewClue(
            UUID id,
            RegionCode region,
            String what,
            String landmark,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude,
            int people,
            Condition condition,
            ClueSource source,
            String contact) {}

    /**
     * A meeting with somebody on the street.
     *
     * @param id made on the patrol's phone
     * @param age as estimated
     * @param name empty where it was not told
     * @param idNumber where it was told
     * @param siteId where a bed is wanted
     */
    public record NewEncounter(
            UUID id,
            UUID patrolId,
            @Nullable UUID clueId,
            Sex sex,
            @Nullable Integer age,
            String name,
            @Nullable IdentityNumber idNumber,
            Condition condition,
            Outcome outcome,
            Map<Item, Integer> items,
            @Nullable UUID siteId,
            String note) {}

    private static final Indicator MET_ON_STREET =
            new Indicator("met-on-street", new Text("街面救助遇到在册人员", "Registered person met on the street"));
    private static final int ADULT = 18;
    private static final String RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private final JdbcClient db;
    private final HearthClock clock;
    private final PolicyPack policy;
    private final Registry registry;
    private final Chain chain;
    private final Monitoring monitoring;
    private final Vault vault;
    private final Responses responses;

    Outreach(
            JdbcClient db,
            HearthClock clock,
            PolicyPack policy,
            Registry registry,
            Chain chain,
            Monitoring monitoring,
            Vault vault,
            Responses responses) {
        this.db = db;
        this.clock = clock;
        this.policy = policy;
        this.registry = registry;
        this.chain = chain;
        this.monitoring = monitoring;
        this.vault = vault;
        this.responses = responses;
    }

    /**
     * Takes a weather warning (CAP 1.2) for the counties of one's region and brings their response into line with it.
     *
     * @throws Problem when the message is not valid; nothing of it is taken
     */
    @Transactional
    public Reception receiveWarning(byte[] cap) {
        RegionCode scope = Scopes.current().map(s -> s.region()).orElse(RegionCode.NATION);
        return responses.receive(CapReader.read(cap), scope);
    }

    /** Ends or lowers the responses whose warnings have run out. */
    @Transactional
    public void adjustResponses() {
        responses.adjustAll();
    }

    /**
     * Opens a relief station, or a temporary relief site, with its beds.
     *
     * @param county where it is
     */
    @Transactional
    public UUID openSite(
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

    /** Closes a site; @throws Problem while somebody sleeps there. */
    @Transactional
    public void closeSite(UUID siteId) {
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

    /** The open sites of one's region where a bed for this sex is free. */
    @Transactional(readOnly = true)
    public List<UUID> sitesWithFreeBeds(Sex sex) {
        return db.sql("""
                        select distinct s.id
                        from outreach.site s
                        join outreach.bed b on b.site_id = s.id and b.sex = ?
                        where s.closed_on is null
                          and not exists (select from outreach.stay t where t.bed_id = b.id and t.released_at is null)
                        order by s.id
                        """).param(sex.name()).query(UUID.class).list();
    }

    /** Sets free the bed that was taken after an encounter. Whoever stays may leave at any time (Decree 381, Article 11). */
    @Transactional
    public void releaseBed(UUID encounterId) {
        db.sql("update outreach.stay set released_at = ? where encounter_id = ? and released_at is null")
                .params(now(), encounterId)
                .update();
    }

    /** Takes a clue, and answers with its receipt number; the same clue again answers with the same number. */
    @Transactional
    public String tell(NewClue clue) {
        String receipt = receipt(clue.id());
        int taken = db.sql("""
                        insert into outreach.clue
                            (id, region, receipt, what, landmark, longitude, latitude, people, condition, source,
                             contact, received_at)
                        values (:id, :region, :receipt, :what, :landmark, :longitude, :latitude, :people, :condition,
                                :source, :contact, :now)
                        on conflict (id) do nothing
                        """)
                .param("id", clue.id())
                .param("region", clue.region().digits())
                .param("receipt", receipt)
                .param("what", clue.what())
                .param("landmark", clue.landmark())
                .param("longitude", clue.longitude())
                .param("latitude", clue.latitude())
                .param("people", clue.people())
                .param("condition", clue.condition().code())
                .param("source", clue.source().code())
                .param("contact", clue.contact())
                .param("now", now())
                .update();
        if (taken > 0 && clue.condition() == Condition.MINOR) {
            duty("police_report", clue.region(), clue.id(), null, now(), "《未成年人保护法》第十一条");
        }
        return db.sql("select receipt from outreach.clue where id = ?")
                .param(clue.id())
                .query(String.class)
                .single();
    }

    /** Starts one's tour. The region is the county. */
    @Transactional
    public UUID startPatrol(RegionCode county, String team, String area, int people, int vehicles) {
        UUID id = Ids.next();
        int started = db.sql("""
                        insert into outreach.patrol (id, region, team, area, people, vehicles, started_at, leader)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (leader) where ended_at is null do nothing
                        """)
                .params(id, county.digits(), team, area, people, vehicles, now(), Scopes.actor())
                .update();
        if (started == 0) {
            throw new Problem("您的上一次巡查还没有结束。", "Your last tour has not ended yet.");
        }
        return id;
    }

    /** Ends a tour. */
    @Transactional
    public void endPatrol(UUID patrolId) {
        db.sql("update outreach.patrol set ended_at = ? where id = ? and ended_at is null")
                .params(now(), patrolId)
                .update();
    }

    /**
     * Sends somebody to a clue.
     *
     * @param patrolId who goes, where a patrol does
     * @throws Problem when it is closed, or the patrol is not under way
     */
    @Transactional
    public void dispatch(UUID clueId, Answerer answerer, @Nullable UUID patrolId) {
        boolean underWay = answerer != Answerer.PATROL
                || db.sql("select exists (select from outreach.patrol where id = ? and ended_at is null)")
                        .param(patrolId)
                        .query(Boolean.class)
                        .single();
        if (!underWay) {
            throw new Problem("请选择正在巡查的队伍。", "Choose a patrol that is under way.");
        }
        int sent = db.sql("""
                        update outreach.clue
                        set dispatched_to = :to, dispatched_at = :now, patrol_id = :patrol
                        where id = :id and closed_at is null
                        """)
                .param("to", answerer.name().toLowerCase(Locale.ROOT))
                .param("now", now())
                .param("patrol", answerer == Answerer.PATROL ? patrolId : null)
                .param("id", clueId)
                .update();
        if (sent == 0) {
            throw new Missing("条待办线索", "open clue");
        }
    }

    /** Closes a clue with what came of it; the first answer also counts as the response. */
    @Transactional
    public void closeClue(UUID clueId, String outcome) {
        if (outcome.isBlank()) {
            throw new Problem("请写明处置结果。", "Say what came of it.");
        }
        db.sql("""
                update outreach.clue
                set responded_at = coalesce(responded_at, :now), closed_at = :now, outcome = :outcome
                where id = :id and closed_at is null
                """)
                .param("now", now())
                .param("outcome", outcome.strip())
                .param("id", clueId)
                .update();
    }

    /**
     * Records whom a patrol met, what was given and where they sleep; the same record again changes nothing.
     *
     * @return whether it was news
     * @throws Problem when no bed for this sex is free at the site; nothing is recorded then
     */
    @Transactional
    public boolean recordEncounter(NewEncounter met) {
        RegionCode county = db.sql("select region from outreach.patrol where id = ?")
                .param(met.patrolId())
                .query(String.class)
                .optional()
                .map(RegionCode::new)
                .orElseThrow(() -> new Missing("次巡查", "patrol"));
        IdentityNumber number = met.idNumber();
        Optional<Person> person = number == null ? Optional.empty() : registry.personWith(number);
        Optional<UUID> household = person.flatMap(p -> registry.householdOf(p.id()));
        int recorded = db.sql("""
                        insert into outreach.encounter
                            (id, region, patrol_id, clue_id, met_at, sex, age, name, id_number, id_number_masked,
                             person_id, household_id, condition, outcome, note, recorded_at, recorded_by)
                        values (:id, :region, :patrol, :clue, :now, :sex, :age, :name, :number, :masked,
                                :person, :household, :condition, :outcome, :note, :now, :actor)
                        on conflict (id) do nothing
                        """)
                .param("id", met.id())
                .param("region", county.digits())
                .param("patrol", met.patrolId())
                .param("clue", met.clueId())
                .param("now", now())
                .param("sex", met.sex().name())
                .param("age", met.age())
                .param("name", met.name())
                .param("number", number == null ? null : vault.encrypt(number.digits()))
                .param("masked", number == null ? null : number.masked())
                .param("person", person.map(Person::id).orElse(null))
                .param("household", household.orElse(null))
                .param("condition", met.condition().code())
                .param("outcome", met.outcome().code())
                .param("note", met.note())
                .param("actor", Scopes.actor())
                .update();
        if (recorded == 0) {
            return false;
        }
        met.items().forEach((item, quantity) -> give(met.id(), county, item, quantity));
        UUID site = met.siteId();
        if (site != null && met.outcome() == Outcome.SHELTER) {
            takeBed(site, met);
        }
        dutiesAfter(met, county);
        UUID clue = met.clueId();
        if (clue != null) {
            closeClue(clue, met.outcome().title().zh());
        }
        household.ifPresent(id -> tellHousehold(id, person.orElseThrow(), met));
        return true;
    }

    private void give(UUID encounter, RegionCode county, Item item, int quantity) {
        if (quantity > 0) {
            db.sql("insert into outreach.encounter_item (encounter_id, region, item, quantity) values (?, ?, ?, ?)")
                    .params(encounter, county.digits(), item.code(), quantity)
                    .update();
        }
    }

    private void takeBed(UUID site, NewEncounter met) {
        // Two patrols asking at once lock different beds, and the unique index stands behind them.
        int taken = db.sql("""
                        insert into outreach.stay (id, region, bed_id, sex, encounter_id, taken_at)
                        select :id, free.region, free.id, free.sex, :encounter, :now
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
                .param("now", now())
                .param("site", site)
                .param("sex", met.sex().name())
                .update();
        if (taken == 0) {
            throw new Problem(
                    "这个救助点没有空床位（男女分住），请换一个点。",
                    "No bed is free there (women and men sleep apart): choose another site.");
        }
    }

    private void dutiesAfter(NewEncounter met, RegionCode county) {
        Integer age = met.age();
        if (met.condition() == Condition.MINOR || (age != null && age < ADULT)) {
            duty("police_report", county, null, met.id(), now(), "《未成年人保护法》第十一条");
        }
        if (met.outcome() != Outcome.SHELTER) {
            return;
        }
        OffsetDateTime endOfToday =
                clock.today().plusDays(1).atStartOfDay(HearthClock.ZONE).toOffsetDateTime();
        duty("stay_limit", county, null, met.id(), endOfToday.plusDays(days("outreach.stay", county)), "救助管理办法实施细则");
        if (met.idNumber() == null && met.name().isBlank()) {
            String basis = "民政部、公安部 2015-08-20 意见";
            duty(
                    "family_search",
                    county,
                    null,
                    met.id(),
                    now().plusHours(days("outreach.family-search", county)),
                    basis);
            LocalDate last = policy.workingDays().plus(clock.today(), days("outreach.dna-request", county));
            duty(
                    "dna_request",
                    county,
                    null,
                    met.id(),
                    last.plusDays(1).atStartOfDay(HearthClock.ZONE).toOffsetDateTime(),
                    basis);
        }
    }

    private int days(String parameter, RegionCode county) {
        return policy.parameters()
                .value(parameter, county.digits(), "", clock.today())
                .number()
                .intValueExact();
    }

    private void duty(
            String kind,
            RegionCode region,
            @Nullable UUID clue,
            @Nullable UUID encounter,
            OffsetDateTime due,
            String basis) {
        db.sql("""
                insert into outreach.duty (id, region, kind, clue_id, encounter_id, due_at, basis)
                values (:id, :region, :kind, :clue, :encounter, :due, :basis)
                """)
                .param("id", Ids.next())
                .param("region", region.digits())
                .param("kind", kind)
                .param("clue", clue)
                .param("encounter", encounter)
                .param("due", due)
                .param("basis", basis)
                .update();
    }

    /** Notes that a duty was done. */
    @Transactional
    public void fulfil(UUID dutyId) {
        db.sql("update outreach.duty set done_at = ?, done_by = ? where id = ? and done_at is null")
                .params(now(), Scopes.actor(), dutyId)
                .update();
        responses.fulfil(dutyId);
    }

    private void tellHousehold(UUID household, Person person, NewEncounter met) {
        Text outcome = met.outcome().title();
        Text summary = new Text(
                "街面巡查遇到" + person.name() + "：" + outcome.zh() + "。",
                "Met on the street: " + person.name() + ". " + outcome.en() + ".");
        chain.record(new ChainEntry(
                household,
                person.id(),
                person.region(),
                clock.today(),
                ChainKind.RESCUE,
                summary,
                null,
                "outreach.encounter",
                met.id(),
                ""));
        if (person.region().level() == DivisionLevel.VILLAGE) {
            monitoring.raise(new Signal(
                    "outreach.encounter",
                    met.id(),
                    household,
                    person.id(),
                    person.region(),
                    MET_ON_STREET,
                    summary,
                    Level.ORANGE,
                    null));
        }
    }

    /** A number to be read out over the telephone: the day, and letters that are not mistaken for one another. */
    private String receipt(UUID id) {
        StringBuilder letters = new StringBuilder();
        // A keyed digest, because whoever sends a clue chooses its identifier and must not choose its receipt.
        byte[] digest = vault.index(id.toString());
        for (int i = 0; i < 8; i++) {
            letters.append(RECEIPT_LETTERS.charAt(digest[i] & 31));
        }
        return clock.today().format(DateTimeFormatter.BASIC_ISO_DATE) + "-" + letters;
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
