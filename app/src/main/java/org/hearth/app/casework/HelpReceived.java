package org.hearth.app.casework;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hearth.app.casework.EntitlementMatrix.Aid;
import org.hearth.app.casework.EntitlementMatrix.Due;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Within;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Missed help (漏助): what the layers that a household holds are due by the entitlement matrix, beside what has reached it as far
 * as payments and departments' records tell. What no record tells is not known, and is never called missing.
 */
@Component
public class HelpReceived {

    /** How a place of the matrix stands for a household. */
    public enum State {
        HAS("已落实", "Has"),
        MISSING("应落实未落实", "Missing"),
        UNKNOWN("情况不明", "Not known"),
        NOT_DUE("不适用", "Not due");

        private final Text title;

        State(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    /** One aid for one household. @param why what is known, in a few words */
    public record Place(Text aid, State state, Text why, String source) {}

    /** A household with its places. */
    public record Line(
            UUID id,
            String number,
            @Nullable String headName,
            String region,
            List<Stratum> strata,
            List<Place> places) {

        /** Where the line stands in the list, for {@link HelpReceived#missing}. */
        String place() {
            return region + "/" + number;
        }

        /** Those that are empty. */
        public List<Place> missing() {
            return places.stream().filter(p -> p.state() == State.MISSING).toList();
        }
    }

    private record Known(
            UUID id,
            String number,
            @Nullable String headName,
            String region,
            String[] strata,
            long persons,
            boolean basic,
            long insured,
            long uninsured,
            boolean ill,
            @Nullable BigDecimal spent,
            @Nullable BigDecimal reimbursed,
            long students,
            boolean schoolAid,
            @Nullable String danger,
            long jobless,
            @Nullable LocalDate disasterOn,
            boolean relief,
            boolean heating,
            boolean countyHeats) {}

    private static final int AT_ONCE = 500;

    private final JdbcClient db;
    private final EntitlementMatrix matrix;

    HelpReceived(JdbcClient db, EntitlementMatrix matrix) {
        this.db = db;
        this.matrix = matrix;
    }

    /** The matrix of one household; no line where it holds none of the four layers. */
    @Transactional(readOnly = true)
    public List<Line> of(UUID household, LocalDate on) {
        return lines(List.of(household), matrix.on(on), on);
    }

    /**
     * Some households of a list.
     *
     * @param after where the next ones begin, as {@link #missing} takes it; null where there are no more
     */
    public record Found(List<Line> lines, @Nullable String after) {}

    /**
     * The next households of a region with an empty place, by village and number. It looks at no more of them than it needs.
     *
     * @param after where the ones before ended; empty for the first
     */
    @Transactional(readOnly = true)
    public Found missing(@Nullable String region, LocalDate on, String after) {
        List<Line> found = new ArrayList<>();
        List<Aid> aids = matrix.on(on);
        for (List<UUID> some : onARoll(Within.of(region), after)) {
            lines(some, aids, on).stream()
                    .filter(line -> !line.missing().isEmpty())
                    .forEach(found::add);
            if (found.size() > Page.SIZE) {
                List<Line> shown = found.subList(0, Page.SIZE);
                return new Found(shown, shown.getLast().place());
            }
        }
        return new Found(found, null);
    }

    /** All households of a region with an empty place, by village and number. */
    @Transactional(readOnly = true)
    public void eachMissing(@Nullable String region, LocalDate on, Consumer<Line> use) {
        List<Aid> aids = matrix.on(on);
        for (List<UUID> some : onARoll(Within.of(region), "")) {
            lines(some, aids, on).stream()
                    .filter(line -> !line.missing().isEmpty())
                    .forEach(use);
        }
    }

    /** How many households of a region have an empty place; this looks at all of them. */
    @Transactional(readOnly = true)
    public long countMissing(@Nullable String region, LocalDate on) {
        long[] count = {0};
        eachMissing(region, on, line -> count[0]++);
        return count[0];
    }

    /** The households of a region that hold one of the four layers, by village and number, some hundreds at a time. */
    private List<List<UUID>> onARoll(Within region, String after) {
        int slash = after.indexOf('/');
        List<UUID> ids = db.sql("""
                        select h.id
                        from registry.household h
                        where h.region >= :from
                          and h.region < :end
                          and h.dissolved_on is null
                          and (h.region, h.number) > (:village, :number)
                          and h.id in (
                              select s.household_id
                              from registry.stratum s
                              where s.valid_to is null
                                and s.stratum in ('tekun', 'dibao', 'edge', 'rigid'))
                        order by h.region, h.number
                        """)
                .param("from", region.from())
                .param("end", region.end())
                .param("village", slash < 0 ? "" : after.substring(0, slash))
                .param("number", after.substring(slash + 1))
                .query(UUID.class)
                .list();
        List<List<UUID>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            parts.add(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
        }
        return parts;
    }

    private List<Line> lines(List<UUID> households, List<Aid> aids, LocalDate on) {
        return db
                .sql("""
                        select h.id, h.number, h.head_name, h.region, h.strata, h.persons,
                               exists (
                                   select from benefit.entitlement e
                                   where e.household_id = h.id
                                     and e.benefit in ('dibao', 'tekun-basic', 'orphan', 'unattended-child')
                                     and e.rhythm = 'monthly'
                                     and (e.valid_to is null or e.valid_to >= :on)) as basic,
                               f.insured, f.uninsured, f.ill, f.spent, f.reimbursed, f.students, f.school_aid, f.danger,
                               f.jobless, f.disaster_on,
                               exists (
                                   select from chain.published_entry c
                                   where c.household_id = h.id
                                     and c.happened_on >= f.disaster_on
                                     and (c.kind = 'DISASTER'
                                          or exists (select from benefit.published_goods g
                                                     where g.id = c.source_id and g.purpose = 'disaster')))
                               or exists (
                                   select from benefit.entitlement e
                                   where e.household_id = h.id
                                     and e.benefit = 'disaster-relief'
                                     and e.valid_from >= f.disaster_on) as relief,
                               exists (
                                   select from benefit.entitlement e
                                   where e.household_id = h.id
                                     and e.benefit = 'heating'
                                     and e.valid_from > cast(:on as date) - 366)
                               or exists (
                                   select from benefit.published_goods g
                                   where g.household_id = h.id
                                     and g.purpose = 'heating'
                                     and g.given_on > cast(:on as date) - 366) as heating,
                               left(h.region, 6) in (
                                   select left(e.region, 6) from benefit.entitlement e
                                   where e.benefit = 'heating' and e.valid_from > cast(:on as date) - 366) as county_heats
                        from registry.published_household h
                        cross join lateral (
                            select count(*) filter (where k.kind = 'medicalInsurance' and k.value #>> '{}' = 'as-due') as insured,
                                   count(*) filter (
                                       where k.kind = 'medicalInsurance' and k.value #>> '{}' in ('none', 'without-help'))
                                       as uninsured,
                                   coalesce(bool_or(k.kind in ('majorDisease', 'chronicDisease') and k.value = 'true'), false)
                                       as ill,
                                   sum((k.value ->> 'amount')::numeric) filter (
                                       where k.kind = 'expenditure' and k.value ->> 'kind' = 'medical'
                                         and k.holds_on > cast(:on as date) - interval '12 months') as spent,
                                   sum((k.value ->> 'reimbursed')::numeric) filter (
                                       where k.kind = 'expenditure' and k.value ->> 'kind' = 'medical'
                                         and k.holds_on > cast(:on as date) - interval '12 months') as reimbursed,
                                   count(*) filter (where k.kind = 'student' and k.value #>> '{}' <> 'none') as students,
                                   coalesce(bool_or(k.kind = 'income' and k.value ->> 'kind' = 'scholarship'), false)
                                       as school_aid,
                                   max(k.value #>> '{}') filter (where k.kind = 'dwellingDanger') as danger,
                                   count(*) filter (
                                       where k.kind = 'unemployedSince'
                                         and not exists (
                                             select from exchange.current_fact w
                                             where w.household_id = k.household_id
                                               and w.person_id = k.person_id
                                               and w.kind = 'employed'
                                               and w.value = 'true')) as jobless,
                                   max((k.value ->> 'date')::date) filter (
                                       where k.kind = 'events'
                                         and k.value ->> 'kind' in ('earthquake', 'flood', 'snow-ice')
                                         and (k.value ->> 'date')::date > cast(:on as date) - interval '12 months')
                                       as disaster_on
                            from exchange.current_fact k
                            left join registry.person p on p.id = k.person_id
                            where k.household_id = h.id
                              and p.died_on is null
                        ) f
                        where h.id = any (:households)
                          and h.dissolved_on is null
                          and h.strata && array['tekun', 'dibao', 'edge', 'rigid']
                        order by h.region, h.number
                        """)
                .param("on", on)
                .param("households", households.toArray(UUID[]::new))
                .query((row, n) -> new Known(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        row.getString("head_name"),
                        row.getString("region"),
                        (String[]) row.getArray("strata").getArray(),
                        row.getLong("persons"),
                        row.getBoolean("basic"),
                        row.getLong("insured"),
                        row.getLong("uninsured"),
                        row.getBoolean("ill"),
                        row.getBigDecimal("spent"),
                        row.getBigDecimal("reimbursed"),
                        row.getLong("students"),
                        row.getBoolean("school_aid"),
                        row.getString("danger"),
                        row.getLong("jobless"),
                        row.getObject("disaster_on", LocalDate.class),
                        row.getBoolean("relief"),
                        row.getBoolean("heating"),
                        row.getBoolean("county_heats")))
                .list()
                .stream()
                .map(known -> line(known, aids))
                .toList();
    }

    private static Line line(Known known, List<Aid> aids) {
        List<Stratum> strata =
                Arrays.stream(known.strata()).map(Stratum::of).sorted().toList();
        List<Place> places = new ArrayList<>();
        for (Aid aid : aids) {
            boolean due = strata.stream().anyMatch(stratum -> aid.due().getOrDefault(stratum, Due.NO) != Due.NO);
            places.add(
                    due
                            ? place(aid, known)
                            : new Place(
                                    aid.title(),
                                    State.NOT_DUE,
                                    new Text("这一类别不享受", "Not for this layer"),
                                    aid.source()));
        }
        return new Line(known.id(), known.number(), known.headName(), known.region(), strata, places);
    }

    private static Place place(Aid aid, Known known) {
        return switch (aid.evidence()) {
            case BASIC_MONEY ->
                known.basic()
                        ? at(aid, State.HAS, "按月发放", "Paid monthly")
                        : at(aid, State.MISSING, "没有在发的基本生活待遇", "No monthly money runs");
            case PREMIUM ->
                known.uninsured() > 0
                        ? at(
                                aid,
                                State.MISSING,
                                known.uninsured() + " 人未参保或未享受资助",
                                known.uninsured() + " not insured, or without the help")
                        : known.insured() >= known.persons()
                                ? at(aid, State.HAS, "全部成员", "All members")
                                : at(
                                        aid,
                                        State.UNKNOWN,
                                        (known.persons() - known.insured()) + " 人没有医保数据",
                                        (known.persons() - known.insured()) + " without a record");
            case REIMBURSEMENT -> reimbursement(aid, known);
            case SCHOOL_AID ->
                known.students() == 0
                        ? at(aid, State.NOT_DUE, "没有在读成员的记录", "No member on record at school")
                        : known.schoolAid()
                                ? at(aid, State.HAS, "有奖助学金", "Scholarship on record")
                                : at(
                                        aid,
                                        State.UNKNOWN,
                                        known.students() + " 人在读，没有资助数据",
                                        known.students() + " at school, no record of aid");
            case DWELLING -> dwelling(aid, known.danger());
            case WORK ->
                known.jobless() == 0
                        ? at(aid, State.NOT_DUE, "没有登记失业成员", "Nobody is registered unemployed")
                        : at(
                                aid,
                                State.UNKNOWN,
                                known.jobless() + " 人登记失业，没有帮扶数据",
                                known.jobless() + " unemployed, no record of help");
            case RELIEF ->
                known.disasterOn() == null
                        ? at(aid, State.NOT_DUE, "一年内没有受灾记录", "No disaster within a year")
                        : known.relief()
                                ? at(aid, State.HAS, "灾后已救助", "Helped since")
                                : at(
                                        aid,
                                        State.MISSING,
                                        known.disasterOn() + " 受灾，未见救助",
                                        "Hit on " + known.disasterOn() + ", no relief seen");
            case HEATING ->
                known.heating()
                        ? at(aid, State.HAS, "本年度已发", "Given within the year")
                        : known.countyHeats()
                                ? at(aid, State.MISSING, "本县已发，本户未见", "Given in the county, not to this household")
                                : at(aid, State.UNKNOWN, "本县没有发放记录", "No record in the county");
        };
    }

    private static Place reimbursement(Aid aid, Known known) {
        BigDecimal spent = known.spent();
        BigDecimal back = known.reimbursed();
        if (spent == null || spent.signum() == 0) {
            return known.ill()
                    ? at(aid, State.UNKNOWN, "有重病慢病，没有费用数据", "Illness on record, no costs")
                    : at(aid, State.NOT_DUE, "没有就医费用记录", "No medical costs on record");
        }
        return back != null && back.signum() > 0
                ? at(aid, State.HAS, "报销和救助 " + back + " 元", back + " yuan reimbursed")
                : at(aid, State.MISSING, "医疗支出 " + spent + " 元，没有报销和救助", spent + " yuan spent, nothing reimbursed");
    }

    private static Place dwelling(Aid aid, @Nullable String danger) {
        return switch (danger == null ? "" : danger) {
            case "C", "D" -> at(aid, State.MISSING, danger + " 级危房仍在住", "Lives in a dwelling of grade " + danger);
            case "" -> at(aid, State.UNKNOWN, "没有住房安全数据", "No record of the dwelling");
            default -> at(aid, State.NOT_DUE, "住房安全", "The dwelling is safe");
        };
    }

    private static Place at(Aid aid, State state, String zh, String en) {
        return new Place(aid.title(), state, new Text(zh, en), aid.source());
    }
}
