package org.hearth.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.hearth.policy.Pack;
import org.hearth.policy.ParameterChange;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.hearth.screening.Simulation.Cost;
import org.hearth.screening.Simulation.Group;
import org.hearth.screening.Simulation.Move;
import org.hearth.screening.Simulation.Summary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dibao standard of Linxia raised by 10 %: rural 621.30 to 683.43 yuan, urban 785.90 to 864.49. */
class SimulationTest {

    private static final Pack PACK = Pack.load(Path.of("../packs/cn"));
    private static final LocalDate ON = LocalDate.of(2023, 12, 20);
    private static final List<ParameterChange> RAISED = changes("dibao.standard=+10%");

    @TempDir
    private static Path folder;

    private static Path facts;
    private static Path out;
    private static Summary summary;

    @BeforeAll
    static void simulate() {
        facts = folder.resolve("facts");
        out = folder.resolve("out");
        Population.generate(
                new GenerateRequest(3_000, 11, List.of(RegionCode.parse("6229")), GenerateRequest.DEMO_AS_OF, facts),
                org.hearth.population.Progress.NONE);
        summary = run(RAISED, "out");
        Screening.run(PACK, facts, ON, folder.resolve("screened-before"), Progress.NONE);
        Screening.run(PACK.with(RAISED, ON), facts, ON, folder.resolve("screened-after"), Progress.NONE);
    }

    private static List<ParameterChange> changes(String... written) {
        return Stream.of(written).map(ParameterChange::parse).toList();
    }

    private static Summary run(List<ParameterChange> changes, String name) {
        return Simulation.run(
                new Simulation.Request(PACK, null, changes, facts, ON),
                folder.resolve(name),
                Progress.NONE,
                () -> false);
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).getFirst());
    }

    /** The first column of a query. */
    private static List<String> texts(String sql) throws SQLException {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("FOLDER", folder.toString()))) {
            var texts = new ArrayList<String>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    @Test
    void the_costs_are_those_of_two_screenings_to_the_fen() throws SQLException {
        for (String side : List.of("before", "after")) {
            Cost cost = side.equals("before")
                    ? summary.total().before()
                    : summary.total().after();
            assertThat(cost.month()).as("monthly " + side).isPositive().isEqualTo(number("""
                    select
                        (select sum(dibao_amount) from 'FOLDER/screened-SIDE/households.parquet')
                        + (
                            select
                                sum(dibao) + sum(tekun_basic) + sum(tekun_care) + sum(centralised_care) + sum(orphan)
                                    + sum(unattended_child)
                            from 'FOLDER/screened-SIDE/persons.parquet'
                        )""".replace("SIDE", side)));
            assertThat(cost.oneOff()).as("one-off " + side).isEqualTo(number("""
                    select sum(temporary_assistance_amount) + sum(heating_amount) + sum(festival_subsidy_amount)
                    from 'FOLDER/screened-SIDE/households.parquet'""".replace("SIDE", side)));
        }
        assertThat(summary.total().difference().year())
                .isPositive()
                .isEqualTo(12
                                * (summary.total().after().month()
                                        - summary.total().before().month())
                        + summary.total().after().oneOff()
                        - summary.total().before().oneOff());
        for (Simulation.Benefit benefit : summary.benefits()) {
            String file = benefit.ofMember() ? "persons" : "households";
            assertThat(benefit.after())
                    .as(benefit.column())
                    .isEqualTo(number("select coalesce(sum(" + benefit.column() + "), 0) from 'FOLDER/screened-after/"
                            + file + ".parquet'"));
        }
    }

    @Test
    void the_strata_before_and_after_are_those_of_two_screenings() throws SQLException {
        assertThat(summary.total().moves())
                .extracting(move -> move.before() + " " + move.after() + " " + move.households() + " " + move.persons())
                .containsExactlyElementsOf(texts("""
                        select concat_ws(' ', before.stratum, after.stratum, count(*), sum(persons))
                        from 'FOLDER/screened-before/households.parquet' as before
                        join 'FOLDER/screened-after/households.parquet' as after using (household_id)
                        join (
                            select household_id, count(*) as persons
                            from 'FOLDER/facts/persons.parquet'
                            group by all
                        ) using (household_id)
                        group by before.stratum, after.stratum
                        order by before.stratum, after.stratum"""));
        assertThat(summary.total().moves()).anyMatch(move -> !move.before().equals(move.after()));
    }

    /**
     * A mother of 27 and her child of 3, rural: 285.51 from the land and 1046.58 sent home, 1332.09 a month, 666.04 each.
     * That is not below 621.30, but below 1.5 times it, 931.95: the edge of dibao, and no money. It is below 683.43: dibao,
     * of 2 x 683.43 - 1332.09 = 34.77 a month, and 518 for heating. In a year 12 x 34.77 + 518 = 935.24.
     */
    @Test
    void a_household_between_the_old_line_and_the_new_one_gains_the_difference_and_the_heating() throws SQLException {
        String mother = "H0000000973";
        assertThat(texts("select monthly from 'FOLDER/facts/incomes.parquet' where household_id = '" + mother
                        + "' order by monthly"))
                .containsExactly("28551", "104658");
        assertThat(texts("""
                select concat_ws(
                    ' ', change, stratum_before, stratum_after, decided_by_before, decided_by_after, persons,
                    month_before, month_after, month_difference, one_off_difference, year_difference)
                from 'FOLDER/out/changes.parquet'
                where household_id = 'MOTHER'""".replace("MOTHER", mother)))
                .containsExactly("gain edge dibao stratum-edge stratum-dibao 2 0 3477 3477 51800 93524");
        assertThat(texts("""
                select concat_ws(' | ', reason_before_zh, reason_after_en, array_to_string(moved_by, ' '))
                from 'FOLDER/out/changes.parquet'
                where household_id = 'MOTHER'""".replace("MOTHER", mother)))
                .singleElement()
                .asString()
                .startsWith("人均月收入 666.04 元，低于边缘线 931.95 元（低保标准的 1.5 倍），财产符合规定 | ")
                .contains("683.43")
                .endsWith(" | dibao.standard=+10%");
        assertThat(number("select count(*) from 'FOLDER/out/persons.parquet' where stratum_before = 'edge'"
                        + " and stratum_after = 'dibao' and household_id = '" + mother + "'"))
                .isEqualTo(2);
    }

    @Test
    void each_grouping_adds_up_to_the_whole_and_counts_a_household_once() {
        Group total = summary.total();
        assertThat(total.households()).isEqualTo(3_000);
        Stream.concat(summary.regions().stream(), summary.kinds().stream())
                .collect(Collectors.groupingBy(Group::dimension))
                .forEach((dimension, groups) -> {
                    assertThat(sum(groups)).as(dimension).isEqualTo(sum(List.of(total)));
                    assertThat(groups).as(dimension).extracting(Group::code).doesNotHaveDuplicates();
                });
        assertThat(summary.kinds().stream().map(Group::dimension).distinct())
                .containsExactly(
                        "residence", "size", "children", "elders", "disability", "single-parent", "stratum-before");
        assertThat(summary.regions())
                .filteredOn(group -> group.dimension().equals("county"))
                .hasSize(8);
    }

    private static List<Long> sum(List<Group> groups) {
        var sums = new ArrayList<Long>();
        for (java.util.function.ToLongFunction<Group> figure : List.<java.util.function.ToLongFunction<Group>>of(
                Group::households,
                Group::persons,
                Group::gainers,
                Group::losers,
                Group::moved,
                Group::unchanged,
                Group::undetermined,
                group -> group.before().year(),
                group -> group.after().year(),
                group -> group.difference().month(),
                group -> group.difference().oneOff(),
                group -> group.gained().year(),
                group -> group.lost().year(),
                group -> group.undeterminedDifference().year(),
                group -> group.moves().stream().mapToLong(Move::persons).sum(),
                group -> group.moves().stream()
                        .mapToLong(move -> move.difference().year())
                        .sum())) {
            sums.add(groups.stream().mapToLong(figure).sum());
        }
        return sums;
    }

    @Test
    void gainers_losers_and_the_rest_are_everybody_and_explain_the_difference() {
        Group total = summary.total();
        assertThat(total.gainers() + total.losers() + total.moved() + total.unchanged() + total.undetermined())
                .isEqualTo(total.households());
        assertThat(total.gained().year()
                        + total.lost().year()
                        + total.undeterminedDifference().year())
                .isEqualTo(total.difference().year());
        assertThat(total.gainers()).isPositive();
    }

    @Test
    void a_change_that_changes_nothing_has_no_gainers_and_no_losers() throws SQLException {
        for (String change : List.of("dibao.standard=+0%", "visit.tier-key-days=9")) {
            Summary nothing = run(changes(change), "nothing");
            assertThat(nothing.total().gainers()).isZero();
            assertThat(nothing.total().losers()).isZero();
            assertThat(nothing.total().moved()).isZero();
            assertThat(nothing.total().difference()).isEqualTo(new Cost(0, 0, 0));
            assertThat(nothing.changedHouseholds()).isZero();
            assertThat(number("select count(*) from 'FOLDER/nothing/persons.parquet'"))
                    .isZero();
        }
        assertThat(run(changes("visit.tier-key-days=9"), "nothing").withoutEffect())
                .containsExactly("visit.tier-key-days=9");
        assertThat(summary.withoutEffect()).isEmpty();
    }

    @Test
    void whoever_is_undetermined_neither_gains_nor_loses() throws SQLException {
        Summary halved = run(changes("dibao.standard=-50%"), "halved");
        assertThat(halved.total().losers()).isPositive();
        assertThat(halved.total().undetermined()).isPositive();
        assertThat(number("""
                select count(*)
                from 'FOLDER/halved/changes.parquet'
                join 'FOLDER/screened-before/households.parquet' as before using (household_id)
                where change in ('gain', 'loss') and (before.stratum = 'undetermined' or before.dibao_amount is null)""")).isZero();
        assertThat(number("""
                select count(*)
                from 'FOLDER/halved/changes.parquet'
                where change <> 'undetermined' and (stratum_before = 'undetermined' or stratum_after = 'undetermined')""")).isZero();
    }

    @Test
    void every_reason_is_that_of_deciding_the_household_alone() throws SQLException, IOException {
        try (Duck duck = new Duck(folder.resolve("alone"))) {
            duck.read(facts);
            duck.execute("create temp table sample as select household_id from '" + out + "/changes.parquet'");
            Pack raised = PACK.with(RAISED, ON);
            List<String> decided = new Documents(duck.connection())
                    .read(ON).stream()
                            .map(document -> document.id() + " " + reason(PACK.decide(document)) + " → "
                                    + reason(raised.decide(document)))
                            .sorted()
                            .toList();
            assertThat(texts("""
                    select
                        household_id || ' ' || coalesce(reason_before_zh || ' ' || reason_before_en, 'open') || ' → '
                            || coalesce(reason_after_zh || ' ' || reason_after_en, 'open')
                    from 'FOLDER/out/changes.parquet'"""))
                    .hasSize((int) summary.changedHouseholds())
                    .containsExactlyInAnyOrderElementsOf(decided);
        }
    }

    private static String reason(Determination decided) {
        return decided.explanation().stream()
                .filter(reason -> reason.result() && reason.rule().startsWith("stratum/"))
                .map(reason -> reason.text().zh() + " " + reason.text().en())
                .findFirst()
                .filter(text -> !decided.stratum().equals("undetermined"))
                .orElse("open");
    }

    @Test
    void what_moved_a_household_is_the_change_that_moves_it_alone() throws SQLException {
        run(changes("dibao.standard@6229:rural=+10%", "heating.rural-dibao=+100"), "two");
        assertThat(texts("""
                select distinct array_to_string(moved_by, ', ')
                from 'FOLDER/two/changes.parquet'
                where stratum_before = 'edge' and stratum_after = 'dibao'""")).containsExactly("dibao.standard@6229:rural=+10%");
        assertThat(texts("""
                select distinct array_to_string(moved_by, ', ')
                from 'FOLDER/two/changes.parquet'
                where residence = 'urban'""")).isEmpty();
        assertThat(texts("""
                select distinct array_to_string(moved_by, ', ')
                from 'FOLDER/two/changes.parquet'
                where stratum_before = 'dibao' and stratum_after = 'dibao' and dibao_amount_after > dibao_amount_before""")).containsExactly("dibao.standard@6229:rural=+10%, heating.rural-dibao=+100");
    }

    @Test
    void another_pack_is_compared_as_a_change_is() {
        Summary other = Simulation.run(
                new Simulation.Request(PACK, PACK.with(RAISED, ON), List.of(), facts, ON),
                folder.resolve("other"),
                Progress.NONE,
                () -> false);
        assertThat(other.total()).isEqualTo(summary.total());
        assertThat(other.kinds()).isEqualTo(summary.kinds());
        assertThat(other.parameters()).extracting(Simulation.Changed::name).contains("dibao.standard");
    }

    @Test
    void the_changed_values_are_named_with_their_sources_and_the_illustrative_ones_apart() {
        assertThat(summary.parameters())
                .extracting(changed -> changed.region() + "/" + changed.residence() + " "
                        + changed.before().value() + " " + changed.after().value())
                .containsExactly("/urban 785.9 864.49", "/rural 621.3 683.43");
        assertThat(summary.illustrative()).extracting(value -> value.name()).contains("dibao.standard", "rigid.ratio");
    }

    @Test
    void a_cancelled_simulation_leaves_nothing_behind() {
        Path cancelled = folder.resolve("cancelled");
        assertThatThrownBy(() -> Simulation.run(
                        new Simulation.Request(PACK, null, RAISED, facts, ON), cancelled, Progress.NONE, () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(cancelled).isEmptyDirectory();
    }

    @Test
    void the_workbook_holds_numbers_as_numbers() throws IOException {
        try (var stream = Files.newInputStream(out.resolve("simulation.xlsx"));
                var workbook = new ReadableWorkbook(stream)) {
            assertThat(workbook.getSheets().map(sheet -> sheet.getName().split(" ")[0]))
                    .containsExactly("概要", "类别变化", "按地区", "按乡镇", "按家庭情况", "按待遇", "参数", "变动家庭举例");
            List<Row> regions = workbook.getSheets().toList().get(2).read();
            assertThat(regions.getFirst().getCellText(18)).isEqualTo("全年，差额（元）\nYearly difference (yuan)");
            Row gansu = regions.get(1);
            assertThat(gansu.getCellText(2)).isEqualTo("甘肃省");
            assertThat(gansu.getCell(18).getType()).isEqualTo(CellType.NUMBER);
            assertThat(gansu.getCellAsNumber(18).orElseThrow())
                    .isEqualByComparingTo(
                            SimulationFiles.yuan(summary.total().difference().year()));
        }
    }

    @Test
    void the_page_needs_no_other_file() throws IOException {
        assertThat(out.resolve("simulation.html"))
                .content()
                .doesNotContain("http://", "https://", "<script", "src=", "@import")
                .contains("临夏")
                .contains("<svg");
        assertThat(out)
                .isDirectoryContaining(file -> file.endsWith("summary.json"))
                .isDirectoryContaining(file -> file.endsWith("summary.csv"))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }
}
