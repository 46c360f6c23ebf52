package org.hearth.app.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.platform.Within;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.hearth.policy.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Acts in the register that departments' records propose (待办登记事项). A proposal is settled when the register shows what it asks
 * for, by whichever way it came about ({@code registry.proposal_shown}); or it is dismissed for a reason, or withdrawn with its
 * record. Nothing is done by itself.
 */
@Component
public class Proposals {

    /**
     * Something that happened and asks for an act.
     *
     * @param personId whom the record is about
     * @param key what tells the event from others of its kind in a county: the number of a certificate, say
     * @param name of the child or the spouse, as the record says; empty where it says none
     * @param number of the spouse, where the record says it
     * @param place where they moved, as the record says
     */
    public record Event(
            ProposedAct act,
            UUID personId,
            UUID householdId,
            RegionCode region,
            String key,
            LocalDate on,
            String name,
            @Nullable Sex sex,
            @Nullable IdentityNumber number,
            String place) {

        private String subject() {
            return act.code() + "/" + region.at(DivisionLevel.COUNTY).digits() + "/" + key;
        }
    }

    /** An event, and the record that tells of it. */
    public record Told(Event event, Source source) {}

    /** What became of a proposal. */
    public enum State {
        OPEN,
        /** The register shows it. */
        DONE,
        /** It was done, and the record it rested on was withdrawn since. */
        CHECK,
        DISMISSED,
        WITHDRAWN
    }

    /** A record that proposes, and whether it was withdrawn. */
    public record Record(Text words, boolean withdrawn) {}

    /**
     * A proposal as pages show it.
     *
     * @param persons whom its records are about
     * @param names what they are called
     * @param name of the child or the spouse, as the record says
     * @param numberMasked of the spouse
     * @param dueOn the last day, where the policy in force says one
     * @param records that propose it, the first one first
     */
    public record Proposal(
            UUID id,
            RegionCode region,
            UUID householdId,
            UUID personId,
            List<UUID> persons,
            String names,
            ProposedAct act,
            LocalDate on,
            @Nullable LocalDate dueOn,
            String name,
            @Nullable Sex sex,
            @Nullable String numberMasked,
            String place,
            State state,
            String stateBy,
            LocalDate stateOn,
            String reason,
            List<Record> records) {

        public boolean isOverdue(LocalDate today) {
            LocalDate last = dueOn;
            return last != null && last.isBefore(today) && isWaiting();
        }

        public boolean isWaiting() {
            return state == State.OPEN || state == State.CHECK;
        }

        /** What an act rests on, as it is written into the register: the first of the records that stand. */
        public String basis() {
            return records.stream()
                    .filter(record -> !record.withdrawn())
                    .findFirst()
                    .map(record -> record.words().zh())
                    .orElse("");
        }
    }

    /** How many wait, and how many of them too long. */
    public record Waiting(long open, long overdue) {}

    private static final String COLUMNS = """
            select a.id, a.region, a.household_id, a.person_id, a.act, a.happened_on, a.due_on, a.name, a.sex, a.number_masked,
                   a.place, a.state, a.state_by, (a.state_at at time zone 'Asia/Shanghai')::date as state_on, a.reason,
                   told.persons, told.names, told.zh, told.en, told.withdrawn
            from registry.proposal a
            cross join lateral (
                select array_agg(distinct p.surviving_id) filter (where s.withdrawn_at is null or not a.state = 'OPEN') as persons,
                       string_agg(distinct stays.name, '、') filter (where s.withdrawn_at is null or not a.state = 'OPEN') as names,
                       array_agg(s.words_zh order by s.told_at, s.source_id) as zh,
                       array_agg(s.words_en order by s.told_at, s.source_id) as en,
                       array_agg(s.withdrawn_at is not null order by s.told_at, s.source_id) as withdrawn
                from registry.proposal_source s
                join registry.person p on p.id = s.person_id
                join registry.person stays on stays.id = p.surviving_id
                where s.proposal_id = a.id
            ) told
            """;

    // Nothing where it is there: it may have gone with its household to a region that is not seen from here.
    private static final String ANEW = """
            insert into registry.proposal
                (id, region, household_id, person_id, origin_id, act, subject, happened_on, due_on, name, sex,
                 number_sealed, number_index, number_masked, place, state, proposed_at, state_at, state_by)
            values (:id, :region, :household, :person, :household, :act, :subject, :on, :due, :name, :sex,
                    :sealed, :index, :masked, :place, 'OPEN', :now, :now, :by)
            on conflict (subject) do nothing
            """;

    private static final String AGAIN = """
            update registry.proposal
            set region = :region, household_id = :household, person_id = :person, origin_id = :household, happened_on = :on,
                due_on = :due, name = :name, sex = :sex, number_sealed = :sealed, number_index = :index,
                number_masked = :masked, place = :place, state = 'OPEN', state_at = :now, state_by = :by
            where subject = :subject
              and state = 'WITHDRAWN'
            """;

    private final JdbcClient db;
    private final Vault vault;
    private final PolicyPack policy;
    private final Audit audit;
    private final HearthClock clock;

    Proposals(JdbcClient db, Vault vault, PolicyPack policy, Audit audit, HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Proposes what these records tell. The same event told again is proposed once, and the same record told again changes
     * nothing; what the register shows already is asked of nobody.
     */
    @Transactional
    public void propose(Collection<Told> told) {
        Set<UUID> proposals = new HashSet<>();
        for (Told one : told) {
            proposal(one.event()).ifPresent(id -> {
                source(id, one);
                proposals.add(id);
            });
        }
        if (!proposals.isEmpty()) {
            settle(proposals);
            db.sql("update registry.proposal set asked = true where id = any (?) and state = 'OPEN' and not asked")
                    .param(proposals.toArray(UUID[]::new))
                    .update();
        }
    }

    /** Takes back what these records told: a proposal that nothing else proposes is withdrawn, and one that was done is to be checked. */
    @Transactional
    public void withdraw(Collection<UUID> sources) {
        List<UUID> told = db.sql("""
                        update registry.proposal_source
                        set withdrawn_at = ?
                        where source_id = any (?)
                          and withdrawn_at is null
                        returning proposal_id
                        """)
                .params(now(), sources.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        if (told.isEmpty()) {
            return;
        }
        UUID[] ids = told.toArray(UUID[]::new);
        // Of a couple, the record of one may be withdrawn and that of the other stand: it is then about the other.
        db.sql("""
                update registry.proposal a
                set person_id = stands.person_id
                from (
                    select distinct on (proposal_id) proposal_id, person_id
                    from registry.proposal_source
                    where withdrawn_at is null
                    order by proposal_id, told_at, source_id
                ) stands
                where a.id = any (?)
                  and stands.proposal_id = a.id
                  and not exists (
                      select
                      from registry.proposal_source s
                      where s.proposal_id = a.id and s.person_id = a.person_id and s.withdrawn_at is null)
                """).param(ids).update();
        db.sql("""
                update registry.proposal a
                set state = case when a.state = 'DONE' and a.asked then 'CHECK' else 'WITHDRAWN' end,
                    state_at = :now, state_by = :by
                where a.id = any (:ids)
                  and a.state in ('OPEN', 'DONE')
                  and not exists (
                      select
                      from registry.proposal_source s
                      where s.proposal_id = a.id and s.withdrawn_at is null)
                """)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("ids", ids)
                .update();
        settle(told);
    }

    /** Says why nothing is to be done in the register; a proposal that waits is settled by it. */
    @Transactional
    public void dismiss(UUID id, String reason) {
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明不办理的理由。", "Say why nothing is to be done.");
        }
        Proposal proposal = proposal(id).orElseThrow(() -> new Missing("项待办", "proposal"));
        int dismissed = db.sql("""
                        update registry.proposal
                        set state = 'DISMISSED', state_at = :now, state_by = :by, reason = :reason
                        where id = :id
                          and state in ('OPEN', 'CHECK')
                        """)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("reason", reason.strip())
                .param("id", id)
                .update();
        if (dismissed == 0) {
            throw new Problem("这一项已经办结，请刷新页面。", "This is settled already; reload the page.");
        }
        audit.note("proposal-dismissed", id.toString(), proposal.act().code(), reason.strip());
    }

    /** One of them. */
    @Transactional(readOnly = true)
    public Optional<Proposal> proposal(UUID id) {
        return db.sql(COLUMNS + "where a.id = ?")
                .param(id)
                .query(Proposals::read)
                .optional();
    }

    /** Those that wait, the first to be done first; or those that were settled, the last one first. */
    @Transactional(readOnly = true)
    public Page<Proposal> find(boolean waiting, @Nullable String region, int page) {
        Within within = Within.of(region);
        String where = "where a.region >= :from and a.region < :end and "
                + (waiting ? "a.state in ('OPEN', 'CHECK')" : "a.asked and a.state not in ('OPEN', 'CHECK')");
        List<Proposal> rows = db.sql(COLUMNS + where
                        + (waiting
                                ? " order by a.due_on nulls last, a.happened_on, a.id"
                                : " order by a.state_at desc, a.id desc")
                        + " limit :size offset :before")
                .param("from", within.from())
                .param("end", within.end())
                .param("size", Page.SIZE)
                .param("before", Page.before(page))
                .query(Proposals::read)
                .list();
        long count = db.sql("select count(*) from registry.proposal a " + where)
                .param("from", within.from())
                .param("end", within.end())
                .query(Long.class)
                .single();
        return new Page<>(rows, count, page);
    }

    /** Those that wait for one household. */
    @Transactional(readOnly = true)
    public List<Proposal> waitingFor(UUID household) {
        return db.sql(COLUMNS + """
                where a.household_id = ?
                  and a.state in ('OPEN', 'CHECK')
                order by a.due_on nulls last, a.happened_on, a.id
                """).param(household).query(Proposals::read).list();
    }

    /** How many wait in one's region. */
    @Transactional(readOnly = true)
    public Waiting waiting() {
        return db.sql("""
                        select count(*) as open, count(*) filter (where due_on < ?) as overdue
                        from registry.proposal
                        where state in ('OPEN', 'CHECK')
                        """).param(clock.today()).query(Waiting.class).single();
    }

    /** The person whom the record names: by number, or by the other spouse's own record; absent where they are not in the register. */
    @Transactional(readOnly = true)
    public Optional<UUID> named(UUID id) {
        return db.sql("""
                        select known.person_id
                        from registry.proposal_person known
                        join registry.proposal a on a.id = known.proposal_id
                        join registry.person who on who.id = a.person_id
                        where a.id = ?
                          and known.person_id <> who.surviving_id
                        order by known.of_record
                        limit 1
                        """).param(id).query(UUID.class).optional();
    }

    /** Somebody of one's region who bears the name, sex and birth date of a child to be entered, and lives elsewhere. */
    @Transactional(readOnly = true)
    public Optional<UUID> alike(UUID id) {
        return db.sql("""
                        select child.id
                        from registry.proposal a
                        join registry.person child
                            on child.name = a.name and child.born = a.happened_on and child.sex = a.sex
                        join registry.membership m on m.person_id = child.id and m.valid_to is null
                        where a.id = ?
                          and a.act = 'enter-child'
                          and m.household_id <> a.household_id
                        limit 1
                        """).param(id).query(UUID.class).optional();
    }

    /** The identity number that the record says; using it is noted in the audit trail. */
    @Transactional
    public Optional<String> number(UUID id) {
        Optional<byte[]> sealed = db.sql(
                        "select number_sealed from registry.proposal where id = ? and number_sealed is not null")
                .param(id)
                .query(byte[].class)
                .optional();
        sealed.ifPresent(number -> audit.note("proposal-number-used", id.toString(), ""));
        return sealed.map(vault::decrypt);
    }

    @EventListener
    void householdChanged(HouseholdChanged changed) {
        settle(touching(List.of(changed.householdId()), List.of()));
    }

    @EventListener
    void personsRegistered(PersonsRegistered registered) {
        settle(touching(List.of(), registered.personIds()));
    }

    /** The account of a household is another. */
    void accountReplaced(UUID household) {
        settle(touching(List.of(household), List.of()));
    }

    /** An act was taken back: what it had settled waits again, and what was to be checked is checked by it. */
    void undone(Collection<UUID> households, Collection<UUID> persons) {
        Collection<UUID> touched = touching(households, persons);
        db.sql("""
                update registry.proposal a
                set state = case a.state when 'DONE' then 'OPEN' else 'WITHDRAWN' end, state_at = :now, state_by = :by,
                    asked = true
                from registry.proposal_shown s
                where a.id = any (:ids)
                  and s.id = a.id
                  and not s.shown
                  and a.state in ('DONE', 'CHECK')
                """)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("ids", touched.toArray(UUID[]::new))
                .update();
    }

    /** What these proposals ask for is looked for in the register as it is now, where their persons live now. */
    private void settle(Collection<UUID> proposals) {
        if (proposals.isEmpty()) {
            return;
        }
        UUID[] ids = proposals.toArray(UUID[]::new);
        db.sql("""
                with place as (
                    select a.id, m.household_id, h.region
                    from registry.proposal a
                    join registry.person p on p.id = a.person_id
                    join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                    join registry.household h on h.id = m.household_id
                    where a.id = any (:ids)
                      and (a.household_id, a.region) is distinct from (m.household_id, h.region)
                ),
                moved as (
                    update registry.proposal a
                    set household_id = place.household_id, region = place.region
                    from place
                    where a.id = place.id
                )
                update registry.proposal_source s
                set region = place.region
                from place
                where s.proposal_id = place.id
                """).param("ids", ids).update();
        db.sql("""
                update registry.proposal a
                set state = 'DONE', state_at = :now, state_by = :by
                from registry.proposal_shown s
                where a.id = any (:ids)
                  and s.id = a.id
                  and s.shown
                  and a.state = 'OPEN'
                """)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("ids", ids)
                .update();
    }

    /** Proposals that a change of these households or persons may settle or open again. */
    private Collection<UUID> touching(Collection<UUID> households, Collection<UUID> persons) {
        return db.sql("""
                        with somebody as (
                            select person_id from registry.membership where household_id = any (:households)
                            union
                            select unnest(cast(:persons as uuid[]))
                            union
                            select id from registry.person where merged_into = any (:persons)
                        )
                        select id
                        from registry.proposal
                        where state in ('OPEN', 'DONE', 'CHECK')
                          and (household_id = any (:households)
                               or origin_id = any (:households)
                               or person_id in (select person_id from somebody)
                               or id in (
                                   select s.proposal_id
                                   from registry.proposal_source s
                                   join somebody on somebody.person_id = s.person_id))
                        """)
                .param("households", households.toArray(UUID[]::new))
                .param("persons", persons.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    /** The proposal of this event, new or there already; one that was withdrawn is as the event is told now. */
    private Optional<UUID> proposal(Event event) {
        IdentityNumber number = event.number();
        Sex sex = event.sex();
        byte[] sealed = number == null ? null : vault.encrypt(number.digits());
        byte[] index = number == null ? null : vault.index(number.digits());
        for (String statement : List.of(ANEW, AGAIN)) {
            db.sql(statement)
                    .param("id", Ids.next())
                    .param("region", event.region().digits())
                    .param("household", event.householdId())
                    .param("person", event.personId())
                    .param("act", event.act().code())
                    .param("subject", event.subject())
                    .param("on", event.on())
                    .param("due", dueOn(event).orElse(null))
                    .param("name", event.name().strip())
                    .param("sex", sex == null ? null : sex.name())
                    .param("sealed", sealed)
                    .param("index", index)
                    .param("masked", number == null ? null : number.masked())
                    .param("place", event.place().strip())
                    .param("now", now())
                    .param("by", Scopes.actor())
                    .update();
        }
        return db.sql("select id from registry.proposal where subject = ?")
                .param(event.subject())
                .query(UUID.class)
                .optional();
    }

    private void source(UUID proposal, Told told) {
        int added = db.sql("""
                        insert into registry.proposal_source
                            (proposal_id, source_id, region, person_id, words_zh, words_en, told_at)
                        select id, :source, region, :person, :zh, :en, :now
                        from registry.proposal
                        where id = :proposal
                        on conflict (proposal_id, source_id) do update
                            set person_id = excluded.person_id, withdrawn_at = null
                            where proposal_source.withdrawn_at is not null
                        """)
                .param("proposal", proposal)
                .param("source", told.source().id())
                .param("person", told.event().personId())
                .param("zh", told.source().words().zh())
                .param("en", told.source().words().en())
                .param("now", now())
                .update();
        if (added > 0) {
            // What was to be checked rests on a record again.
            db.sql(
                            "update registry.proposal set state = 'DONE', state_at = ?, state_by = ? where id = ? and state = 'CHECK'")
                    .params(now(), Scopes.actor(), proposal)
                    .update();
        }
    }

    /** The last day that the policy in force gives for the act, if it gives one. */
    private Optional<LocalDate> dueOn(Event event) {
        Parameters.Value within = policy.packOn(event.on())
                .parameters()
                .find("register." + event.act().code(), event.region().digits(), "rural", event.on());
        if (within == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (within.unit()) {
                    case "month" -> event.on().plusMonths(within.number().intValueExact());
                    case "day" -> event.on().plusDays(within.number().intValueExact());
                    default ->
                        throw new IllegalStateException("register."
                                + event.act().code() + " is in " + within.unit() + ", not in days or months");
                });
    }

    private static Proposal read(ResultSet row, int n) throws SQLException {
        String[] zh = (String[]) row.getArray("zh").getArray();
        String[] en = (String[]) row.getArray("en").getArray();
        Boolean[] withdrawn = (Boolean[]) row.getArray("withdrawn").getArray();
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < zh.length; i++) {
            records.add(new Record(new Text(zh[i], en[i]), withdrawn[i]));
        }
        java.sql.Array persons = row.getArray("persons");
        String sex = row.getString("sex");
        return new Proposal(
                row.getObject("id", UUID.class),
                new RegionCode(row.getString("region")),
                row.getObject("household_id", UUID.class),
                row.getObject("person_id", UUID.class),
                persons == null ? List.of() : Arrays.asList((UUID[]) persons.getArray()),
                Objects.requireNonNullElse(row.getString("names"), ""),
                ProposedAct.of(row.getString("act")),
                row.getObject("happened_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                row.getString("name"),
                sex == null ? null : Sex.valueOf(sex),
                row.getString("number_masked"),
                row.getString("place"),
                State.valueOf(row.getString("state")),
                row.getString("state_by"),
                row.getObject("state_on", LocalDate.class),
                row.getString("reason"),
                records);
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
