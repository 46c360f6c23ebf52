package org.hearth.screening;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.policy.Pack.BenefitColumn;
import org.hearth.screening.Simulation.Cause;

/**
 * Two screenings of the same facts side by side, in SQL: the tables {@code compared} (a household) and {@code members} (a
 * member), from which everything else is counted.
 *
 * <p>Money is whole fen. An amount that a missing fact leaves open is NULL; sums are of what is known.
 */
final class Comparison {

    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final Duck duck;
    private final Path work;
    private final LocalDate on;
    private final Map<String, BenefitColumn> benefits = new LinkedHashMap<>();
    private final Set<String> columnsBefore;
    private final Set<String> columnsAfter;

    Comparison(Duck duck, Path work, List<BenefitColumn> before, List<BenefitColumn> after, LocalDate on) {
        this.duck = duck;
        this.work = work;
        this.on = on;
        before.forEach(benefit -> benefits.put(benefit.column(), benefit));
        after.forEach(benefit -> benefits.putIfAbsent(benefit.column(), benefit));
        this.columnsBefore = before.stream().map(BenefitColumn::column).collect(Collectors.toSet());
        this.columnsAfter = after.stream().map(BenefitColumn::column).collect(Collectors.toSet());
    }

    /** The benefits of either pack. */
    List<BenefitColumn> benefits() {
        return List.copyOf(benefits.values());
    }

    private List<BenefitColumn> benefits(boolean ofMember) {
        return benefits.values().stream()
                .filter(benefit -> benefit.ofMember() == ofMember)
                .toList();
    }

    /** Compares, lists the changed households in {@code changed.parquet}, and gives their number. */
    long compare() throws SQLException {
        duck.execute(kinds());
        duck.execute(members());
        duck.execute(compared());
        return write("changed", "select household_id from compared where change <> 'unchanged'", work);
    }

    private String result(String side, String name) {
        return "read_parquet(" + Duck.quoted(work.resolve(side).resolve(name + ".parquet")) + ")";
    }

    /**
     * What kind of household it is, by the members who live: a child is under 18 (Law on the Protection of Minors, Art. 2),
     * an elder 60 and over (Law on the Rights and Interests of the Elderly, Art. 2).
     */
    private String kinds() {
        return """
                create temp table kinds as
                select
                    household_id,
                    count(*) as size,
                    count(*) filter (age < 18) as children,
                    count(*) filter (age >= 60) as elders,
                    count(*) filter (disability_grade is not null) as disabled,
                    count(*) filter (relation = 'child' and age < 18) as own_children,
                    count(*) filter (relation = 'spouse') as spouses
                from (
                    select
                        household_id,
                        relation,
                        disability_grade,
                        %d - year(born) - case when month(born) * 100 + day(born) > %d then 1 else 0 end as age
                    from persons
                    where deceased is distinct from true
                )
                group by household_id""".formatted(on.getYear(), on.getMonthValue() * 100 + on.getDayOfMonth());
    }

    /** The amount of a benefit on one side; nothing where that side's pack does not have it. */
    private String amount(BenefitColumn benefit, boolean isAfter) {
        boolean there = (isAfter ? columnsAfter : columnsBefore).contains(benefit.column());
        return there ? (isAfter ? "after." : "before.") + benefit.column() : "0::bigint";
    }

    private String amounts(List<BenefitColumn> some) {
        var columns = new ArrayList<String>();
        for (BenefitColumn benefit : some) {
            columns.add(amount(benefit, false) + " as " + benefit.column() + "_before");
            columns.add(amount(benefit, true) + " as " + benefit.column() + "_after");
        }
        return columns.stream().map(column -> ",\n    " + column).collect(Collectors.joining());
    }

    private String sum(List<BenefitColumn> some, boolean isAfter, boolean monthly) {
        String sum = some.stream()
                .filter(benefit -> benefit.unit().equals("month") == monthly)
                .map(benefit -> "coalesce(" + amount(benefit, isAfter) + ", 0)")
                .collect(Collectors.joining(" + "));
        return sum.isEmpty() ? "0::bigint" : sum;
    }

    private String sums(List<BenefitColumn> some) {
        return ",\n    " + sum(some, false, true) + " as month_before,\n    " + sum(some, true, true)
                + " as month_after,\n    " + sum(some, false, false) + " as one_off_before,\n    "
                + sum(some, true, false) + " as one_off_after";
    }

    private String open(List<BenefitColumn> some) {
        return some.stream()
                .map(benefit -> " or " + amount(benefit, false) + " is null or " + amount(benefit, true) + " is null")
                .collect(Collectors.joining());
    }

    private String differ(List<BenefitColumn> some) {
        return some.stream()
                .map(benefit -> " or " + amount(benefit, false) + " is distinct from " + amount(benefit, true))
                .collect(Collectors.joining());
    }

    private String members() {
        List<BenefitColumn> own = benefits(true);
        return "create temp table members as\nselect\n    household_id,\n    person_id,\n    before.region,\n"
                + "    before.stratum as stratum_before,\n    after.stratum as stratum_after,\n"
                + "    before.decided_by as decided_by_before,\n    after.decided_by as decided_by_after"
                + amounts(own) + sums(own) + ",\n    before.stratum <> after.stratum as moved,\n"
                + "    before.stratum = 'undetermined' or after.stratum = 'undetermined'" + open(own)
                + " as open,\n    before.stratum <> after.stratum"
                + " or before.decided_by is distinct from after.decided_by" + differ(own) + " as differs\nfrom "
                + result("before", "persons") + " as before\njoin " + result("after", "persons")
                + " as after using (household_id, person_id)";
    }

    private String compared() {
        List<BenefitColumn> own = benefits(false);
        String members = benefits(true).stream()
                .flatMap(benefit -> List.of("_before", "_after").stream().map(side -> benefit.column() + side))
                .map(column -> ",\n        sum(" + column + ")::bigint as " + column)
                .collect(Collectors.joining());
        return """
                create temp table compared as
                with own as (
                    select
                        household_id,
                        before.region,
                        before.residence,
                        before.stratum as stratum_before,
                        after.stratum as stratum_after,
                        before.decided_by as decided_by_before,
                        after.decided_by as decided_by_after,
                        before.per_capita_income as per_capita_income_before,
                        after.per_capita_income as per_capita_income_after,
                        before.stratum = 'undetermined' or after.stratum = 'undetermined'%s as open,
                        before.stratum <> after.stratum
                            or before.decided_by is distinct from after.decided_by%s as differs%s%s
                    from %s as before
                    join %s as after using (household_id)
                ),
                theirs as (
                    select
                        household_id,
                        count(*) as persons,
                        bool_or(moved) as moved,
                        bool_or(open) as open,
                        bool_or(differs) as differs,
                        sum(month_before)::bigint as month_before,
                        sum(month_after)::bigint as month_after,
                        sum(one_off_before)::bigint as one_off_before,
                        sum(one_off_after)::bigint as one_off_after%s
                    from members
                    group by household_id
                ),
                both_together as (
                    select
                        own.* exclude (open, differs, month_before, month_after, one_off_before, one_off_after),
                        theirs.* exclude (
                            household_id, persons, moved, open, differs, month_before, month_after, one_off_before, one_off_after
                        ),
                        coalesce(theirs.persons, 0) as persons,
                        own.stratum_before <> own.stratum_after or coalesce(theirs.moved, false) as moved,
                        own.open or coalesce(theirs.open, false) as open,
                        own.differs or coalesce(theirs.differs, false) as differs,
                        own.month_before + coalesce(theirs.month_before, 0) as month_before,
                        own.month_after + coalesce(theirs.month_after, 0) as month_after,
                        own.one_off_before + coalesce(theirs.one_off_before, 0) as one_off_before,
                        own.one_off_after + coalesce(theirs.one_off_after, 0) as one_off_after
                    from own
                    left join theirs using (household_id)
                )
                select
                    it.*,
                    12 * (month_after - month_before) + one_off_after - one_off_before as year_difference,
                    case
                        when not differs then 'unchanged'
                        when open then 'undetermined'
                        when year_difference > 0 then 'gain'
                        when year_difference < 0 then 'loss'
                        when moved then 'moved'
                        else 'reason'
                    end as change,
                    least(coalesce(size, 0), 6) as size,
                    coalesce(children, 0) > 0 as has_children,
                    coalesce(elders, 0) > 0 and elders = size as elders_only,
                    coalesce(disabled, 0) > 0 as has_disabled,
                    coalesce(own_children, 0) > 0 and spouses = 0 as single_parent
                from both_together as it
                left join kinds using (household_id)""".formatted(
                        open(own),
                        differ(own),
                        amounts(own),
                        sums(own),
                        result("before", "households"),
                        result("after", "households"),
                        members);
    }

    /** Adds the rules' words and the causes of each changed household, for which they have been screened again. */
    void explain(List<Cause> causes) throws SQLException {
        for (String side : List.of("before", "after")) {
            duck.execute("create temp view why_" + side + " as\nselect *\nfrom " + result("why-" + side, "reasons"));
        }
        if (causes.size() == 1) {
            duck.execute("create temp view causes as\nselect household_id, " + list(causes)
                    + " as moved_by\nfrom compared\nwhere change <> 'unchanged'");
            return;
        }
        duck.execute("create temp table alone_before as\n" + fingerprint("before"));
        var alone = new ArrayList<String>();
        var joins = new ArrayList<String>();
        for (int i = 0; i < causes.size(); i++) {
            duck.execute("create temp table alone_" + i + " as\n" + fingerprint("alone-" + i));
            alone.add("case when case when it.moved then alone_%d.strata <> alone_before.strata".formatted(i)
                    + " else alone_%d.amounts <> alone_before.amounts end then %s end"
                            .formatted(i, literal(causes.get(i).name())));
            joins.add("join alone_" + i + " using (household_id)");
        }
        duck.execute("""
                create temp table causes as
                select household_id, case when len(alone) = 0 then %s else alone end as moved_by
                from (
                    select household_id, list_filter([%s], lambda cause: cause is not null) as alone
                    from compared as it
                    join alone_before using (household_id)
                    %s
                    where change <> 'unchanged'
                )""".formatted(list(causes), String.join(", ", alone), String.join("\n    ", joins)));
    }

    /** What {@link #explain} makes, where there is nothing to explain. */
    void explainNothing() throws SQLException {
        for (String side : List.of("before", "after")) {
            duck.execute("create temp view why_" + side + " as\nselect household_id, null::varchar as person_id,"
                    + " null::varchar as zh, null::varchar as en\nfrom compared\nwhere false");
        }
        duck.execute("create temp view causes as\nselect household_id, []::varchar[] as moved_by\nfrom compared"
                + "\nwhere false");
    }

    private static String list(List<Cause> causes) {
        return causes.stream().map(cause -> literal(cause.name())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The strata of a household and its members as one text, and its deciding rules and amounts as another. */
    private String fingerprint(String side) {
        boolean isBefore = side.equals("before");
        return """
                select
                    household_id,
                    household.stratum || ' ' || coalesce(string_agg(person.stratum, ' ' order by person_id), '') as strata,
                    concat_ws('/', any_value(household)::varchar, string_agg(person::varchar, '/' order by person_id))
                        as amounts
                from (
                    select household_id, %s
                    from %s
                    where household_id in (select household_id from %s)
                ) as household
                left join (select household_id, person_id, %s from %s) as person using (household_id)
                group by household_id, household.stratum""".formatted(
                        columns(false, isBefore),
                        result(side, "households"),
                        "read_parquet(" + Duck.quoted(work.resolve("changed.parquet")) + ")",
                        columns(true, isBefore),
                        result(side, "persons"));
    }

    /** Those that every screening has, so that texts of different packs can be compared. */
    private String columns(boolean ofMember, boolean isBefore) {
        return "stratum, decided_by"
                + benefits(ofMember).stream()
                        .map(BenefitColumn::column)
                        .filter(column -> columnsBefore.contains(column) && columnsAfter.contains(column))
                        .map(column -> ", " + column)
                        .collect(Collectors.joining());
    }

    long writeChanges(Path out) throws SQLException {
        return write("changes", """
                select
                    household_id,
                    region,
                    residence,
                    change,
                    stratum_before,
                    stratum_after,
                    decided_by_before,
                    decided_by_after,
                    why_before.zh as reason_before_zh,
                    why_before.en as reason_before_en,
                    why_after.zh as reason_after_zh,
                    why_after.en as reason_after_en,
                    moved_by,
                    persons,
                    per_capita_income_before,
                    per_capita_income_after,
                    month_before,
                    month_after,
                    month_after - month_before as month_difference,
                    one_off_before,
                    one_off_after,
                    one_off_after - one_off_before as one_off_difference,
                    year_difference%s
                from compared
                left join (select household_id, zh, en from why_before where person_id is null) as why_before
                    using (household_id)
                left join (select household_id, zh, en from why_after where person_id is null) as why_after
                    using (household_id)
                left join causes using (household_id)
                where change <> 'unchanged'
                order by household_id""".formatted(sides(benefits())), out);
    }

    long writePersons(Path out) throws SQLException {
        return write("persons", """
                select
                    person_id,
                    household_id,
                    region,
                    stratum_before,
                    stratum_after,
                    decided_by_before,
                    decided_by_after,
                    why_before.zh as reason_before_zh,
                    why_before.en as reason_before_en,
                    why_after.zh as reason_after_zh,
                    why_after.en as reason_after_en,
                    moved_by,
                    month_before,
                    month_after,
                    month_after - month_before as month_difference,
                    one_off_before,
                    one_off_after,
                    one_off_after - one_off_before as one_off_difference,
                    open as undetermined%s
                from members
                left join why_before using (household_id, person_id)
                left join why_after using (household_id, person_id)
                left join causes using (household_id)
                where differs
                order by household_id, person_id""".formatted(sides(benefits(true))), out);
    }

    private static String sides(List<BenefitColumn> some) {
        return some.stream()
                .map(benefit -> ",\n    " + benefit.column() + "_before,\n    " + benefit.column() + "_after")
                .collect(Collectors.joining());
    }

    private long write(String name, String query, Path out) throws SQLException {
        try (Statement statement = duck.connection().createStatement()) {
            return statement.executeLargeUpdate("copy (\n" + query + "\n) to "
                    + Duck.quoted(out.resolve(name + ".parquet")) + " (format parquet, compression zstd)");
        }
    }

    /** The rows of a query, read one by one. */
    <T> List<T> read(String query, Reading<T> reading) throws SQLException {
        var rows = new ArrayList<T>();
        try (Statement statement = duck.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.add(reading.of(row));
            }
        }
        return rows;
    }
}
