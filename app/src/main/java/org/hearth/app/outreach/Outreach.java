package org.hearth.app.outreach;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Purpose;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
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
     * @param metAt when, for a record that waited on a phone without signal; absent where it is now
     */
    public record NewEncounter(
            UUID id,
            UUID patrolId,
            @Nullable UUID clueId,
            @Nullable LocalDateTime metAt,
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
    /** A phone that was longer without signal than this is more likely wrong about the time. */
    private static final int LONGEST_OFFLINE_DAYS = 7;

    private static final String RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private final JdbcClient db;
    private final HearthClock clock;
    private final Registry registry;
    private final Chain chain;
    private final Monitoring monitoring;
    private final Vault vault;
    private final Responses responses;
    private final Shelters shelters;
    private final Patrols patrols;
    private final Benefits benefits;
    private final Duties duties;

    Outreach(
            JdbcClient db,
            HearthClock clock,
            Registry registry,
            Chain chain,
            Monitoring monitoring,
            Vault vault,
            Responses responses,
            Shelters shelters,
            Patrols patrols,
            Benefits benefits,
            Duties duties) {
        this.db = db;
        this.clock = clock;
        this.registry = registry;
        this.chain = chain;
        this.monitoring = monitoring;
        this.vault = vault;
        this.responses = responses;
        this.shelters = shelters;
        this.patrols = patrols;
        this.benefits = benefits;
        this.duties = duties;
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

    /**
     * Ends the warnings that have run out, and ends or lowers the responses to them.
     *
     * @return how many warnings were ended
     */
    @Transactional
    public int adjustResponses() {
        return responses.adjustAll();
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
        return shelters.open(county, name, phone, temporary, bedsForWomen, bedsForMen, longitude, latitude);
    }

    /** Closes a site; @throws Problem while somebody sleeps there. */
    @Transactional
    public void closeSite(UUID siteId) {
        shelters.close(siteId);
    }

    /** The open sites of one's region where a bed for this sex is free. */
    @Transactional(readOnly = true)
    public List<UUID> sitesWithFreeBeds(Sex sex) {
        return shelters.withFreeBeds(sex);
    }

    /** Sets free the bed that was taken after an encounter. Whoever stays may leave at any time (Decree 381, Article 11). */
    @Transactional
    public void releaseBed(UUID encounterId) {
        shelters.release(encounterId);
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
            duties.owe("police_report", clue.region(), clue.id(), null, now(), "《未成年人保护法》第十一条");
        }
        return db.sql("select receipt from outreach.clue where id = ?")
                .param(clue.id())
                .query(String.class)
                .single();
    }

    /**
     * What a patrol could tell of somebody they met.
     *
     * @param age as it was estimated; null where it was not
     */
    public record Met(Sex sex, @Nullable Integer age, String name, LocalDate on, String note) {}

    /** Somebody who was met, if it was in the region one may see. */
    @Transactional(readOnly = true)
    public Optional<Met> met(UUID encounterId) {
        return db.sql("""
                        select sex, age, name, outreach.day(met_at) as met_on, note
                        from outreach.encounter
                        where id = ?
                        """)
                .param(encounterId)
                .query((row, n) -> new Met(
                        Sex.valueOf(row.getString("sex")),
                        row.getObject("age", Integer.class),
                        row.getString("name"),
                        row.getObject("met_on", LocalDate.class),
                        row.getString("note")))
                .optional();
    }

    /** Starts one's tour. The region is the county. */
    @Transactional
    public UUID startPatrol(RegionCode county, String team, String area, int people, int vehicles) {
        return patrols.start(county, team, area, people, vehicles);
    }

    /** Adds a standing team of the county, which the duty desk can call out; its name is unique there. */
    @Transactional
    public UUID addTeam(RegionCode county, String name, String area, String phone, int people, int vehicles) {
        return patrols.addTeam(county, name, area, phone, people, vehicles);
    }

    /** Calls a standing team out; a team that is out already stays on its tour. Answers with the tour. */
    @Transactional
    public UUID callOut(UUID teamId) {
        return patrols.callOut(teamId);
    }

    /**
     * Starts a tour as leader of a standing team, or takes over the one that the team was called out on.
     *
     * @throws Problem when somebody else leads it, or one's own last tour has not ended
     */
    @Transactional
    public UUID goOut(UUID teamId, int people, int vehicles) {
        return patrols.goOut(teamId, people, vehicles);
    }

    /** Ends a tour. */
    @Transactional
    public void endPatrol(UUID patrolId) {
        patrols.end(patrolId);
    }

    /**
     * Sends somebody to a clue.
     *
     * @param patrolId who goes, where a patrol does
     * @throws Problem when it is closed, or the patrol is not under way
     */
    @Transactional
    public void dispatch(UUID clueId, Answerer answerer, @Nullable UUID patrolId) {
        boolean underWay = answerer != Answerer.PATROL || (patrolId != null && patrols.underWay(patrolId));
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
        closeClue(clueId, outcome.strip(), now());
    }

    private void closeClue(UUID clueId, String outcome, OffsetDateTime respondedAt) {
        db.sql("""
                update outreach.clue
                set responded_at = coalesce(responded_at, greatest(received_at, :responded)),
                    closed_at = :now,
                    outcome = :outcome
                where id = :id and closed_at is null
                """)
                .param("responded", respondedAt)
                .param("now", now())
                .param("outcome", outcome)
                .param("id", clueId)
                .update();
    }

    /**
     * Records whom a patrol met, what was given and where they sleep; the same record again changes nothing.
     *
     * @return whether it was news
     * @throws Problem when no bed for this sex is free at the site, when the county's store holds too little of what was
     *     given, or when the time of meeting is ahead or a week back; nothing is recorded then
     */
    @Transactional
    public boolean recordEncounter(NewEncounter met) {
        RegionCode county = db.sql("select region from outreach.patrol where id = ?")
                .param(met.patrolId())
                .query(String.class)
                .optional()
                .map(RegionCode::new)
                .orElseThrow(() -> new Missing("次巡查", "patrol"));
        OffsetDateTime metAt = metAt(met);
        LocalDate on = metAt.toLocalDate();
        IdentityNumber number = met.idNumber();
        Optional<Person> person = number == null ? Optional.empty() : registry.personWith(number);
        Optional<UUID> household = person.flatMap(p -> registry.householdOf(p.id()));
        int recorded = db.sql("""
                        insert into outreach.encounter
                            (id, region, patrol_id, clue_id, met_at, sex, age, name, id_number, id_number_masked,
                             person_id, household_id, condition, outcome, note, recorded_at, recorded_by)
                        values (:id, :region, :patrol, :clue, :met, :sex, :age, :name, :number, :masked,
                                :person, :household, :condition, :outcome, :note, :now, :actor)
                        on conflict (id) do nothing
                        """)
                .param("id", met.id())
                .param("region", county.digits())
                .param("patrol", met.patrolId())
                .param("clue", met.clueId())
                .param("met", metAt)
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
        for (Item item : Item.values()) {
            give(met, county, household.orElse(null), item, on);
        }
        UUID site = met.siteId();
        if (site != null && met.outcome() == Outcome.SHELTER) {
            shelters.take(site, met, metAt);
        }
        duties.after(met, county, metAt);
        UUID clue = met.clueId();
        if (clue != null) {
            closeClue(clue, met.outcome().title().zh(), metAt);
        }
        household.ifPresent(id -> tellHousehold(id, person.orElseThrow(), met, on));
        return true;
    }

    private OffsetDateTime metAt(NewEncounter met) {
        LocalDateTime now = clock.now();
        LocalDateTime at = met.metAt() == null ? now : met.metAt();
        if (at.isAfter(now) || at.isBefore(now.minusDays(LONGEST_OFFLINE_DAYS))) {
            throw new Problem(
                    "相遇时间不对：不能晚于现在，也不能早于 7 天前。请核对手机时间。",
                    "The time of meeting is wrong: it is ahead, or more than 7 days back. Check the phone's clock.");
        }
        return at.atZone(HearthClock.ZONE).toOffsetDateTime();
    }

    private void give(NewEncounter met, RegionCode county, @Nullable UUID household, Item item, LocalDate on) {
        int quantity = met.items().getOrDefault(item, 0);
        if (quantity == 0) {
            return;
        }
        db.sql("insert into outreach.encounter_item (encounter_id, region, item, quantity) values (?, ?, ?, ?)")
                .params(met.id(), county.digits(), item.code(), quantity)
                .update();
        org.hearth.app.benefit.Item stored = item.stored();
        if (stored != null) {
            UUID movement = UUID.nameUUIDFromBytes((met.id() + "/" + item.code()).getBytes(StandardCharsets.UTF_8));
            benefits.giveGoods(county, household, stored, quantity, Purpose.STREET, movement, on);
        }
    }

    /** A relief station as people reach it. */
    public record Station(String name, String phone) {}

    /** The stations of one's region that are open, the standing ones first. */
    @Transactional(readOnly = true)
    public List<Station> stations() {
        return db.sql("""
                        select name, phone
                        from outreach.site
                        where closed_on is null
                        order by temporary, name
                        """).query(Station.class).list();
    }

    private void tellHousehold(UUID household, Person person, NewEncounter met, LocalDate on) {
        Text outcome = met.outcome().title();
        Text summary = new Text(
                "街面巡查遇到" + person.name() + "：" + outcome.zh() + "。",
                "Met on the street: " + person.name() + ". " + outcome.en() + ".");
        chain.record(new ChainEntry(
                household,
                person.id(),
                person.region(),
                on,
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
