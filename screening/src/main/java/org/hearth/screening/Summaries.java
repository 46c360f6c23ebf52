package org.hearth.screening;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.Divisions;
import org.hearth.policy.Determination.Text;
import org.hearth.policy.Pack;
import org.hearth.policy.Pack.BenefitColumn;
import org.hearth.policy.Parameters;
import org.hearth.screening.Simulation.Benefit;
import org.hearth.screening.Simulation.Changed;
import org.hearth.screening.Simulation.Cost;
import org.hearth.screening.Simulation.Group;
import org.hearth.screening.Simulation.Move;
import org.hearth.screening.Simulation.Place;
import org.hearth.screening.Simulation.Sample;
import org.hearth.screening.Simulation.Summary;

/** Counts a comparison: by division, by kind of household, by benefit; and names what was changed. */
final class Summaries {

    /** How many samples there are of one way of changing, and of all. */
    private static final int SAMPLES_EACH = 20;

    private static final int SAMPLES = 500;

    /** Each dimension, and the code of a household's group in it. */
    private static final Map<String, String> REGIONS = new LinkedHashMap<>();

    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        REGIONS.put("province", "left(region, 2)");
        REGIONS.put("prefecture", "left(region, 4)");
        REGIONS.put("county", "left(region, 6)");
        REGIONS.put("township", "left(region, 9)");
        KINDS.put("residence", "residence");
        KINDS.put("size", "size::varchar");
        KINDS.put("children", "case when has_children then 'with' else 'without' end");
        KINDS.put("elders", "case when elders_only then 'only' else 'others' end");
        KINDS.put("disability", "case when has_disabled then 'with' else 'without' end");
        KINDS.put("single-parent", "case when single_parent then 'yes' else 'no' end");
        KINDS.put("stratum-before", "stratum_before");
    }

    private final Simulation.Request request;
    private final Pack after;
    private final Comparison comparison;
    private final List<Place> places;
    private final Set<String> used = new TreeSet<>();
    private final Map<String, String> names = new HashMap<>();

    Summaries(
            Simulation.Request request,
            Pack after,
            Comparison comparison,
            List<Place> places,
            Set<String> usedBefore,
            Set<String> usedAfter)
            throws SQLException {
        this.request = request;
        this.after = after;
        this.comparison = comparison;
        this.places = places;
        used.addAll(usedBefore);
        used.addAll(usedAfter);
        name();
    }

    private void name() throws SQLException {
        var codes = new LinkedHashSet<String>();
        for (String code : REGIONS.values()) {
            codes.addAll(comparison.read("select distinct " + code + " from compared", row -> row.getString(1)));
        }
        request.pack()
                .parameters()
                .differences(after.parameters(), request.on())
                .forEach(difference -> codes.add(difference.region()));
        Divisions.forEach(division -> {
            if (division.code().level() != DivisionLevel.VILLAGE
                    && codes.contains(division.code().digits())) {
                names.put(division.code().digits(), division.name());
            }
        });
    }

    Summary of(List<String> changes, long households, long persons) throws SQLException {
        var regions = new ArrayList<Group>();
        for (var region : REGIONS.entrySet()) {
            regions.addAll(groups(region.getKey(), region.getValue()));
        }
        var kinds = new ArrayList<Group>();
        for (var kind : KINDS.entrySet()) {
            kinds.addAll(groups(kind.getKey(), kind.getValue()));
        }
        List<Group> total = groups("nation", "''");
        return new Summary(
                request.on(),
                request.pack().name(),
                after.name(),
                changes,
                request.changes().stream()
                        .filter(change -> !used.contains(change.name()))
                        .map(Object::toString)
                        .toList(),
                changed(),
                illustrative(),
                total.isEmpty() ? nobody() : total.getFirst(),
                List.copyOf(regions),
                List.copyOf(kinds),
                personMoves(),
                benefits(),
                households,
                persons,
                samples());
    }

    private static Group nobody() {
        Cost none = Cost.of(0, 0);
        return new Group(
                "nation", "", Words.of("nation"), 0, 0, 0, 0, 0, 0, 0, none, none, none, none, none, none, List.of());
    }

    private List<Group> groups(String dimension, String code) throws SQLException {
        var moves = new HashMap<String, List<Move>>();
        comparison.read(
                """
                select
                    %s as code,
                    stratum_before,
                    stratum_after,
                    count(*),
                    sum(persons)::bigint,
                    sum(month_after - month_before)::bigint,
                    sum(one_off_after - one_off_before)::bigint
                from compared
                group by all
                order by all""".formatted(code),
                row -> moves.computeIfAbsent(row.getString(1), c -> new ArrayList<>())
                        .add(new Move(
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                Cost.of(row.getLong(6), row.getLong(7)))));
        return comparison.read(
                """
                select
                    %s as code,
                    count(*) as households,
                    sum(persons)::bigint as persons,
                    count(*) filter (not open and change = 'gain') as gainers,
                    count(*) filter (not open and change = 'loss') as losers,
                    count(*) filter (not open and change = 'moved') as moved,
                    count(*) filter (not open and change in ('reason', 'unchanged')) as unchanged,
                    count(*) filter (open) as undetermined,
                    sum(month_before)::bigint as month_before,
                    sum(one_off_before)::bigint as one_off_before,
                    sum(month_after)::bigint as month_after,
                    sum(one_off_after)::bigint as one_off_after,
                    %s,
                    %s,
                    %s
                from compared
                group by all
                order by all""".formatted(
                                code,
                                difference("gained", "not open and change = 'gain'"),
                                difference("lost", "not open and change = 'loss'"),
                                difference("open", "open")),
                row -> group(dimension, row, moves));
    }

    private static String difference(String name, String which) {
        return """
                coalesce(sum(month_after - month_before) filter (%2$s), 0)::bigint as month_%1$s,
                    coalesce(sum(one_off_after - one_off_before) filter (%2$s), 0)::bigint as one_off_%1$s""".formatted(name, which);
    }

    private Group group(String dimension, ResultSet row, Map<String, List<Move>> moves) throws SQLException {
        String code = row.getString("code");
        Cost before = cost(row, "before");
        Cost after = cost(row, "after");
        return new Group(
                dimension,
                code,
                REGIONS.containsKey(dimension)
                        ? place(code)
                        : dimension.equals("nation")
                                ? Words.of("nation")
                                : dimension.equals("stratum-before")
                                        ? Words.of("stratum." + code)
                                        : Words.of(dimension + "." + code),
                row.getLong("households"),
                row.getLong("persons"),
                row.getLong("gainers"),
                row.getLong("losers"),
                row.getLong("moved"),
                row.getLong("unchanged"),
                row.getLong("undetermined"),
                before,
                after,
                after.minus(before),
                cost(row, "gained"),
                cost(row, "lost"),
                cost(row, "open"),
                moves.getOrDefault(code, List.of()));
    }

    private static Cost cost(ResultSet row, String what) throws SQLException {
        return Cost.of(row.getLong("month_" + what), row.getLong("one_off_" + what));
    }

    /** A division's name; the divisions have Chinese names only. */
    private Text place(String code) {
        if (code.isEmpty()) {
            return Words.of("place.nation");
        }
        String name = names.getOrDefault(code, code);
        return new Text(name, name);
    }

    private List<Move> personMoves() throws SQLException {
        return comparison.read(
                """
                select
                    stratum_before,
                    stratum_after,
                    count(distinct household_id),
                    count(*),
                    sum(month_after - month_before)::bigint,
                    sum(one_off_after - one_off_before)::bigint
                from members
                group by all
                order by all""",
                row -> new Move(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        Cost.of(row.getLong(5), row.getLong(6))));
    }

    private List<Benefit> benefits() throws SQLException {
        var benefits = new ArrayList<Benefit>();
        for (BenefitColumn benefit : comparison.benefits()) {
            benefits.addAll(comparison.read(
                    """
                    select
                        count(*) filter (%1$s_before > 0),
                        count(*) filter (%1$s_after > 0),
                        coalesce(sum(%1$s_before), 0)::bigint,
                        coalesce(sum(%1$s_after), 0)::bigint
                    from %2$s""".formatted(benefit.column(), benefit.ofMember() ? "members" : "compared"),
                    row -> new Benefit(
                            benefit.benefit(),
                            benefit.column(),
                            benefit.ofMember(),
                            benefit.unit(),
                            Words.of(
                                    "benefit." + benefit.benefit() + (benefit.ofMember() ? ".person" : ""),
                                    "benefit." + benefit.benefit()),
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(4) - row.getLong(3))));
        }
        return benefits;
    }

    private List<Changed> changed() {
        return request.pack().parameters().differences(after.parameters(), request.on()).stream()
                .filter(difference -> places.stream()
                        .anyMatch(place -> place.prefix().startsWith(difference.region())
                                && (difference.residence() == null
                                        || difference.residence().equals(place.residence()))))
                .map(difference -> new Changed(
                        difference.name(),
                        after.label(difference.name()),
                        difference.region(),
                        place(difference.region()),
                        difference.residence(),
                        difference.before(),
                        difference.after()))
                .toList();
    }

    private List<Parameters.Value> illustrative() {
        LocalDate on = request.on();
        var values = new LinkedHashSet<Parameters.Value>();
        for (String name : used) {
            for (Place place : places) {
                for (Pack pack : List.of(request.pack(), after)) {
                    Parameters.Value value = pack.parameters().find(name, place.prefix(), place.residence(), on);
                    if (value != null && value.illustrative()) {
                        values.add(value);
                    }
                }
            }
        }
        return List.copyOf(values);
    }

    private List<Sample> samples() throws SQLException {
        return comparison.read("""
                with chosen as (
                    select *
                    from compared
                    where change <> 'unchanged'
                    qualify row_number() over (
                        partition by stratum_before, stratum_after, change
                        order by hash(household_id), household_id
                    ) <= %d
                )
                select
                    chosen.*,
                    why_before.zh as zh_before,
                    why_before.en as en_before,
                    why_after.zh as zh_after,
                    why_after.en as en_after,
                    moved_by
                from chosen
                left join (select household_id, zh, en from why_before where person_id is null) as why_before
                    using (household_id)
                left join (select household_id, zh, en from why_after where person_id is null) as why_after
                    using (household_id)
                left join causes using (household_id)
                order by stratum_before = stratum_after, stratum_before, stratum_after, change, household_id
                limit %d""".formatted(SAMPLES_EACH, SAMPLES), this::sample);
    }

    private Sample sample(ResultSet row) throws SQLException {
        Array causes = row.getArray("moved_by");
        return new Sample(
                row.getString("household_id"),
                row.getString("region"),
                placesAround(row.getString("region")),
                row.getString("residence"),
                row.getString("change"),
                row.getString("stratum_before"),
                row.getString("stratum_after"),
                row.getString("decided_by_before"),
                row.getString("decided_by_after"),
                reason(row, "before"),
                reason(row, "after"),
                Arrays.stream((Object[]) causes.getArray())
                        .map(Object::toString)
                        .toList(),
                cost(row, "before"),
                cost(row, "after"));
    }

    private Text placesAround(String region) {
        String county = names.getOrDefault(region.substring(0, 6), region);
        String name = county + names.getOrDefault(region.substring(0, 9), "");
        return new Text(name, name);
    }

    private static Text reason(ResultSet row, String side) throws SQLException {
        String zh = row.getString("zh_" + side);
        String en = row.getString("en_" + side);
        return zh == null ? Words.of("open") : new Text(zh, en);
    }
}
