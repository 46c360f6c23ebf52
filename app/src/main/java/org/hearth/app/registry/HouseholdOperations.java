package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household.Member;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What officers do to households: register, add and remove members, split (分户), merge (并户), move (迁移). Each act is one
 * {@link Operation} that {@link Undo} takes back. A day is the first on which the new state holds; it is today or earlier.
 */
@Component
public class HouseholdOperations {

    /** Where a household lives. */
    public record Place(RegionCode village, Residence residence, String address) {}

    /** Somebody outside a household to call for it. @param relation what they are to it, in words */
    public record NewContact(String name, String relation, String phone) {}

    /** Why somebody left a household. */
    public enum Leaving {
        MOVED_OUT,
        MARRIED,
        DIED,
        OTHER
    }

    private final JdbcClient db;
    private final Registry registry;
    private final Persons persons;
    private final Filing filing;
    private final Arrivals arrivals;
    private final Contacts contacts;
    private final List<HouseholdAffairs> affairs;
    private final Audit audit;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    HouseholdOperations(
            JdbcClient db,
            Registry registry,
            Persons persons,
            Filing filing,
            Arrivals arrivals,
            Contacts contacts,
            List<HouseholdAffairs> affairs,
            Audit audit,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.registry = registry;
        this.persons = persons;
        this.filing = filing;
        this.arrivals = arrivals;
        this.contacts = contacts;
        this.affairs = affairs;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** What runs for a household in all rooms, to be told before it is split, merged or moved. */
    @Transactional(readOnly = true)
    public List<HouseholdAffairs.Affair> affairsOf(UUID household) {
        return affairs.stream().flatMap(room -> room.of(household).stream()).toList();
    }

    /** Registers a new household with its head. */
    @Transactional
    public UUID register(Place place, NewPerson head, LocalDate on, String reason) {
        notLaterThanToday(on);
        Act act = begin(Operation.Kind.REGISTER, place.village(), on, reason);
        UUID household = open(act, place, on);
        persons.insert(act, place.village(), head);
        act.joins(household, place.village(), head.id(), Relation.HEAD, on);
        audit.note("household-registered", household.toString(), reason);
        act.end(List.of(household), List.of(head.id()));
        changed(household, place.village(), on, Change.REGISTERED);
        events.publishEvent(new PersonsRegistered(Set.of(head.id())));
        return household;
    }

    /** The household's address or residence is another from {@code on}, within its village. */
    @Transactional
    public void changePlace(UUID id, Residence residence, String address, LocalDate on, String reason) {
        Household household = standing(id);
        notLaterThanToday(on);
        if (residence == household.residence() && address.strip().equals(household.address())) {
            throw Problem.at("address", "地址和城乡类别都没有改动。", "Neither address nor residence was changed.");
        }
        Act act = begin(Operation.Kind.PLACE, household.region(), on, reason);
        relocate(act, household, new Place(household.region(), residence, address.strip()), on);
        act.end(List.of(id), List.of());
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
    }

    /** Somebody who is not in the register yet joins a household. */
    @Transactional
    public UUID join(UUID id, NewPerson person, LocalDate on, String reason) {
        Household household = standing(id);
        notLaterThanToday(on);
        notASecondHead(household, person.relation());
        Act act = begin(Operation.Kind.JOIN, household.region(), on, reason);
        persons.insert(act, household.region(), person);
        act.joins(id, household.region(), person.id(), person.relation(), on);
        act.end(List.of(id), List.of(person.id()));
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
        events.publishEvent(new PersonsRegistered(Set.of(person.id())));
        return person.id();
    }

    /** Somebody in the register who belongs to another household, or to none now, joins this one. */
    @Transactional
    public void join(UUID id, UUID personId, Relation relation, LocalDate on, String reason) {
        Household household = standing(id);
        Person person = registry.person(personId).orElseThrow(() -> new Missing("位人员", "person"));
        notLaterThanToday(on);
        notASecondHead(household, relation);
        if (!person.isAlive()) {
            throw new Problem(person.name() + "已登记去世，不能加入家庭。", person.name() + " is registered as dead.");
        }
        UUID before = registry.householdOf(person.id()).orElse(null);
        if (id.equals(before)) {
            throw new Problem(person.name() + "已是这户家庭的成员。", person.name() + " belongs to this household already.");
        }
        Act act = begin(Operation.Kind.JOIN, household.region(), on, reason);
        List<UUID> touched = new ArrayList<>(List.of(id));
        if (before != null) {
            Household left = standing(before);
            if (left.size() == 1) {
                throw new Problem(
                        person.name() + "是原户“" + left.number() + "”唯一的成员，请办理并户。",
                        person.name() + " is the only member of household " + left.number() + "; merge the two.");
            }
            since(left, person.id(), on);
            touched.add(before);
        }
        take(act, List.of(person.id()), id, household.region(), Map.of(person.id(), relation), on);
        act.end(touched, List.of(person.id()));
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
        if (before != null) {
            changed(before, household.region(), on, Change.MEMBERS_CHANGED);
        }
    }

    /** Somebody leaves the household and belongs to none known, or has died. {@code on} is the day it happened. */
    @Transactional
    public void leave(UUID id, UUID personId, Leaving why, LocalDate on, String reason) {
        Household household = standing(id);
        Member member = member(household, personId);
        notLaterThanToday(on);
        if (why == Leaving.DIED) {
            if (!member.person().isAlive()) {
                throw new Problem(member.person().name() + "的去世已有登记。", "The death is registered already.");
            }
            Act act = begin(Operation.Kind.LEAVE, household.region(), on, reason);
            act.changes("person", personId);
            act.end(List.of(id), List.of(personId));
            registry.personDied(
                    personId,
                    on,
                    new Source(
                            "registry.operation",
                            act.id(),
                            new Text(
                                    "本机构登记的去世（" + reason.strip() + "）",
                                    "a death entered here (" + reason.strip() + ")")));
            return;
        }
        if (member.relation() == Relation.HEAD && household.size() > 1) {
            throw Problem.at("person", "户主离开前，请先变更户主。", "Change the head of the household before the head leaves.");
        }
        if (household.size() == 1 && member.person().isAlive()) {
            throw Problem.at(
                    "person",
                    "这是户内最后一位成员：迁走请办理迁移，并入他户请办理并户。",
                    "This is the last member: move the household, or merge it with another.");
        }
        since(household, personId, on);
        Act act = begin(Operation.Kind.LEAVE, household.region(), on, reason);
        act.leaves(personId, on);
        act.closeAll("stratum", "person_id = ?", personId, on);
        filing.refile(List.of(personId));
        act.end(List.of(id), List.of(personId));
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
    }

    /** The members' relations are these from {@code on}: one of the living is the head. */
    @Transactional
    public void relate(UUID id, Map<UUID, Relation> relations, LocalDate on, String reason) {
        Household household = standing(id);
        notLaterThanToday(on);
        Set<UUID> living = living(household);
        oneHead(relations, living);
        List<Member> differing = household.members().stream()
                .filter(m -> relations.containsKey(m.person().id())
                        && relations.get(m.person().id()) != m.relation())
                .toList();
        if (differing.isEmpty()) {
            throw new Problem("没有改动任何关系。", "No relation was changed.");
        }
        Act act = begin(Operation.Kind.RELATE, household.region(), on, reason);
        for (Member member : differing) {
            UUID person = member.person().id();
            since(household, person, on);
            act.leaves(person, on);
            act.joins(id, household.region(), person, relations.getOrDefault(person, member.relation()), on);
        }
        act.end(List.of(id), differing.stream().map(m -> m.person().id()).toList());
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
    }

    /**
     * Some members are a household of their own from {@code on} (分户). What was granted to one of them alone goes with them;
     * what the household as a whole holds stays with it.
     *
     * @param leaving the relations of those who go, to the head of the new household
     * @return the new household
     */
    @Transactional
    public UUID split(UUID id, Map<UUID, Relation> leaving, Place place, LocalDate on, String reason) {
        Household household = standing(id);
        notLaterThanToday(on);
        Set<UUID> living = living(household);
        if (leaving.isEmpty()) {
            throw Problem.at("members", "请选择分出的成员。", "Choose the members who leave.");
        }
        leaving.keySet().forEach(person -> {
            member(household, person);
            since(household, person, on);
        });
        Set<UUID> staying = living.stream().filter(p -> !leaving.containsKey(p)).collect(Collectors.toSet());
        if (staying.isEmpty()) {
            throw Problem.at(
                    "members", "原户至少要留下一位成员；全户搬走请办理迁移。", "Somebody must stay; where all go, move the household.");
        }
        oneHead(leaving, leaving.keySet());
        boolean headLeaves = household.members().stream()
                .anyMatch(m -> m.relation() == Relation.HEAD
                        && leaving.containsKey(m.person().id()));
        if (headLeaves) {
            throw Problem.at("members", "户主不能分出：请先变更户主。", "The head cannot leave: change the head first.");
        }
        if (!place.village().at(DivisionLevel.COUNTY).equals(household.region().at(DivisionLevel.COUNTY))) {
            throw Problem.at(
                    "village",
                    "分户须在本县内；迁往外县的，请先分户再办理迁移。",
                    "A household splits within its county; move the new one afterwards.");
        }
        Act act = begin(Operation.Kind.SPLIT, household.region(), on, reason);
        UUID fresh = open(act, place, on);
        take(act, leaving.keySet(), fresh, place.village(), leaving, on);
        act.end(List.of(id, fresh), leaving.keySet());
        audit.note("household-split", id.toString(), fresh.toString(), reason);
        changed(id, household.region(), on, Change.MEMBERS_CHANGED);
        changed(fresh, place.village(), on, Change.REGISTERED);
        return fresh;
    }

    /**
     * All members of one household belong to another from {@code on} (并户). The one left empty is dissolved: its strata end,
     * its number goes on leading to the other.
     *
     * @param relations what those who come are to the head of the other
     */
    @Transactional
    public void merge(UUID from, UUID into, Map<UUID, Relation> relations, LocalDate on, String reason) {
        Household dissolved = standing(from);
        Household target = standing(into);
        notLaterThanToday(on);
        if (from.equals(into)) {
            throw Problem.at("with", "请选择另一户家庭。", "Choose another household.");
        }
        accepted(dissolved);
        affairsOf(from).stream()
                .filter(HouseholdAffairs.Affair::holdsUp)
                .findFirst()
                .ifPresent(affair -> {
                    throw new Problem(
                            "被并入的户“" + dissolved.number() + "”还有未办结的事项："
                                    + affair.text().zh() + " 请先办结。",
                            "Household " + dissolved.number() + " still has something open: "
                                    + affair.text().en() + " Finish it first.");
                });
        List<UUID> coming =
                dissolved.members().stream().map(m -> m.person().id()).toList();
        coming.forEach(person -> since(dissolved, person, on));
        if (relations.containsValue(Relation.HEAD)) {
            throw Problem.at(
                    "relations",
                    "并入后仍由原户主任户主，其他成员请选择与户主的关系。",
                    "The head stays the head; say what the others are to them.");
        }
        Act act = begin(Operation.Kind.MERGE, target.region(), on, reason);
        take(act, coming, into, target.region(), relations, on);
        act.closeAll("stratum", "household_id = ?", from, on);
        act.changes("household", from);
        db.sql("update registry.household set dissolved_on = ?, merged_into = ? where id = ?")
                .params(on.minusDays(1), into, from)
                .update();
        act.end(List.of(into, from), coming);
        audit.note("households-merged", into.toString(), from.toString(), reason);
        changed(from, dissolved.region(), on, Change.DISSOLVED);
        changed(into, target.region(), on, Change.MEMBERS_CHANGED);
    }

    /**
     * The household lives in another village from {@code on} (迁移). To be called in a scope that holds both villages. Its
     * office is that of the new village from now on: what may still change goes along, what is there as proof stays where it
     * arose and is shown to both. Another county is told of it, and accepts the household or sends it back ({@link Arrivals}).
     */
    @Transactional
    public void move(UUID id, Place place, LocalDate on, String reason) {
        Household household = standing(id);
        notLaterThanToday(on);
        if (place.village().equals(household.region())) {
            throw Problem.at(
                    "village", "新村与现在的村相同；只改地址请用“地址变更”。", "This is the present village; change the address instead.");
        }
        accepted(household);
        Act act = begin(Operation.Kind.MOVE, household.region(), on, reason);
        relocate(act, household, place, on);
        act.end(List.of(id), List.of());
        if (!place.village().at(DivisionLevel.COUNTY).equals(household.region().at(DivisionLevel.COUNTY))) {
            arrivals.sent(act.id(), household, place.village(), on, reason.strip());
        }
        filing.carry(id, place.village());
        audit.note("household-moved", id.toString(), household.region() + " → " + place.village(), reason);
        changed(id, place.village(), on, Change.MOVED);
    }

    /**
     * Accepts a household that came from another county, in the village that it was sent to or another one of the same county.
     *
     * @param operation the move that brought it
     * @param contact somebody to call; absent where nobody is to be added
     */
    @Transactional
    public void accept(UUID operation, RegionCode village, Optional<NewContact> contact) {
        Arrivals.Arrival arrival = arrivals.arrival(operation)
                .filter(Arrivals.Arrival::isWaiting)
                .orElseThrow(() -> new Problem(
                        "这户已经接收或退回，请返回列表查看。", "This household was accepted or sent back already; see the list."));
        Household household = standing(arrival.householdId());
        if (!village.at(DivisionLevel.COUNTY).equals(household.region().at(DivisionLevel.COUNTY))) {
            throw Problem.at("village", "请选择本县的村（社区）。", "Choose a village of this county.");
        }
        arrivals.accept(arrival, village);
        if (!village.equals(household.region())) {
            move(
                    household.id(),
                    new Place(village, household.residence(), household.address()),
                    clock.today(),
                    "接收迁入，安排到实际居住的村（社区）");
        }
        contact.ifPresent(call -> contacts.add(household.id(), null, call.name(), call.relation(), call.phone()));
    }

    private Act begin(Operation.Kind kind, RegionCode region, LocalDate on, String reason) {
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明办理依据或原因。", "Say why it is done.");
        }
        return Act.begin(db, clock, kind, region, on, reason.strip());
    }

    private UUID open(Act act, Place place, LocalDate on) {
        UUID household = Ids.next();
        db.sql("""
                insert into registry.household (id, number, region, residence, address, recorded_at, place_since)
                values (:id, :township || '-' || to_char(nextval('registry.household_number'), 'fm00000'), :region, :residence,
                        :address, :now, :on)
                """)
                .param("id", household)
                .param("township", place.village().at(DivisionLevel.TOWNSHIP).digits())
                .param("region", place.village().digits())
                .param("residence", place.residence().code())
                .param("address", place.address().strip())
                .param("now", act.now())
                .param("on", on)
                .update();
        return act.opened("household", household);
    }

    /** Takes persons from where they belong to a household, with what was granted to each alone. */
    private void take(
            Act act,
            Collection<UUID> persons,
            UUID household,
            RegionCode village,
            Map<UUID, Relation> relations,
            LocalDate on) {
        for (UUID person : persons) {
            act.leaves(person, on);
            act.joins(household, village, person, relations.getOrDefault(person, Relation.OTHER), on);
            act.changes("person", person);
            db.sql("update registry.person set region = ? where id = ?")
                    .params(village.digits(), person)
                    .update();
            db.sql("select id, stratum from registry.stratum where person_id = ? and valid_to is null")
                    .param(person)
                    .query((row, n) -> Map.entry(row.getObject("id", UUID.class), row.getString("stratum")))
                    .list()
                    .forEach(held -> {
                        act.close("stratum", held.getKey(), on);
                        UUID row = Ids.next();
                        db.sql("""
                                insert into registry.stratum
                                    (id, region, household_id, person_id, stratum, valid_from, basis, recorded_at)
                                select ?, ?, ?, person_id, stratum, ?, basis, ?
                                from registry.stratum
                                where id = ?
                                """)
                                .params(row, village.digits(), household, on, act.now(), held.getKey())
                                .update();
                        act.opened("stratum", row);
                    });
        }
        filing.refile(persons);
    }

    private void relocate(Act act, Household household, Place place, LocalDate on) {
        LocalDate since = db.sql("select coalesce(place_since, recorded_at::date) from registry.household where id = ?")
                .param(household.id())
                .query(LocalDate.class)
                .single();
        UUID former = Ids.next();
        boolean held = since.isBefore(on);
        db.sql("""
                insert into registry.former_place
                    (id, region, household_id, village, residence, address, valid_from, valid_to, recorded_at, withdrawn_at)
                select :id, region, id, region, residence, address, least(:since, :last), :last, :now,
                       case when not :held then cast(:now as timestamptz) end
                from registry.household
                where id = :household
                """)
                .param("id", former)
                .param("since", since)
                .param("last", on.minusDays(1))
                .param("now", act.now())
                .param("held", held)
                .param("household", household.id())
                .update();
        act.opened("former_place", former);
        act.changes("household", household.id());
        db.sql("""
                update registry.household
                set region = ?, residence = ?, address = ?, place_since = ?, longitude = null, latitude = null
                where id = ?
                """)
                .params(
                        place.village().digits(),
                        place.residence().code(),
                        place.address().strip(),
                        on,
                        household.id())
                .update();
    }

    private Household standing(UUID id) {
        Household household = registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
        if (household.dissolvedOn() != null) {
            throw new Problem(
                    "户“" + household.number() + "”已并入他户，不能再办理。",
                    "Household " + household.number() + " was merged into another.");
        }
        return household;
    }

    private void accepted(Household household) {
        if (arrivals.ofWaiting(household.id()).isPresent()) {
            throw new Problem(
                    "户“" + household.number() + "”从外县迁入，还没有接收，不能再迁移或并户：请先接收或退回。",
                    "Household " + household.number()
                            + " came from another county and has not been accepted; accept it or send it back first.");
        }
    }

    private static Member member(Household household, UUID person) {
        return household.members().stream()
                .filter(m -> m.person().id().equals(person))
                .findFirst()
                .orElseThrow(() -> new Problem("所选的人不是这户家庭的成员，请刷新页面。", "Not a member; reload the page."));
    }

    private static Set<UUID> living(Household household) {
        return household.members().stream()
                .map(Member::person)
                .filter(Person::isAlive)
                .map(Person::id)
                .collect(Collectors.toSet());
    }

    private static void oneHead(Map<UUID, Relation> relations, Set<UUID> among) {
        long heads = relations.entrySet().stream()
                .filter(e -> e.getValue() == Relation.HEAD && among.contains(e.getKey()))
                .count();
        if (heads != 1
                || relations.values().stream().filter(r -> r == Relation.HEAD).count() != 1) {
            throw Problem.at("relations", "请指定一位在世成员为户主。", "One living member must be the head.");
        }
    }

    private static void notASecondHead(Household household, Relation relation) {
        if (relation == Relation.HEAD
                && household.members().stream()
                        .anyMatch(
                                m -> m.relation() == Relation.HEAD && m.person().isAlive())) {
            throw Problem.at("relation", "这户已有户主，请选择与户主的关系。", "There is a head already; choose another relation.");
        }
    }

    private static void since(Household household, UUID person, LocalDate on) {
        Member member = member(household, person);
        if (member.since().isAfter(on)) {
            throw Problem.at(
                    "on",
                    member.person().name() + "自 " + member.since() + " 起才是这户的成员，日期不能更早。",
                    member.person().name() + " has belonged to the household only since " + member.since() + ".");
        }
    }

    private void notLaterThanToday(LocalDate on) {
        if (on.isAfter(clock.today())) {
            throw Problem.at("on", "日期不能晚于今天。", "The day cannot be later than today.");
        }
    }

    private void changed(UUID household, RegionCode region, LocalDate on, Change change) {
        events.publishEvent(new HouseholdChanged(household, region, on, change));
    }
}
