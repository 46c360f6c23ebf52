package org.hearth.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.hearth.policy.PackError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where two ways to one result are known to part: each on a tiny pack, decided alone in Java and screened in DuckDB, beside the
 * result worked out by hand. The households are called by their savings in yuan; {@code null} is the one whose are not known,
 * nor is the age of its supporter.
 */
class TrapsTest {

    private static final LocalDate ON = LocalDate.parse("2025-02-28");

    @TempDir
    private static Path folder;

    private static Path facts;

    @BeforeAll
    static void make() throws SQLException, IOException {
        facts = Files.createDirectory(folder.resolve("facts"));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                var script = Objects.requireNonNull(TrapsTest.class.getResourceAsStream("traps.sql"))) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            for (String table : FactsFolder.TABLES) {
                statement.execute("copy " + table + " to '" + facts.resolve(table + ".parquet") + "'");
            }
        }
    }

    /** An amount of every household, both ways; they have to be the same. */
    private static Map<String, String> amounts(TinyPack tiny, String name, LocalDate on)
            throws SQLException, IOException {
        Path at = Files.createTempDirectory(folder, "pack");
        Pack pack = tiny.in(at);
        Path out = at.resolve("out");
        Screening.run(pack, facts, on, out, Progress.NONE);
        var decided = new TreeMap<String, String>();
        var screened = new TreeMap<String, String>();
        try (Duck duck = new Duck(out);
                Statement statement = duck.connection().createStatement()) {
            duck.read(facts);
            duck.execute("create temp table sample as select household_id from households");
            for (HouseholdDocument household : new Documents(duck.connection()).read(on)) {
                var value = (BigDecimal) pack.rows(household).value(name);
                decided.put(household.id(), value == null ? "unknown" : plain(value));
                try (ResultSet row = statement.executeQuery("select " + name + "_amount from '"
                        + out.resolve("households.parquet") + "' where household_id = '" + household.id() + "'")) {
                    row.next();
                    long amount = row.getLong(1);
                    screened.put(
                            household.id(),
                            row.wasNull() ? "unknown" : plain(BigDecimal.valueOf(amount, scale(value))));
                }
            }
        }
        assertThat(screened).isEqualTo(decided);
        return decided;
    }

    private static Map<String, String> amounts(TinyPack tiny, String name) throws SQLException, IOException {
        return amounts(tiny, name, ON);
    }

    private static Map<String, String> amounts(String expression) throws SQLException, IOException {
        return amounts(new TinyPack().amount("x", expression), "x");
    }

    private static int scale(BigDecimal value) {
        return value == null ? 0 : value.scale();
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static void isRefused(TinyPack tiny, String message) throws IOException {
        Path at = Files.createTempDirectory(folder, "pack");
        assertThatThrownBy(() -> tiny.in(at)).isInstanceOf(PackError.class).hasMessage(message);
    }

    /** DuckDB's greatest(0, null) is 0. */
    @Test
    void the_greater_of_nothing_and_something_unknown_is_unknown() throws SQLException, IOException {
        assertThat(amounts("max(0, financialPerCapita)"))
                .containsEntry("null", "unknown")
                .containsEntry("3", "3");
        assertThat(amounts("min(0, financialPerCapita)")).containsEntry("null", "unknown");
    }

    /** SQL's sum leaves a NULL out. */
    @Test
    void a_sum_with_something_unknown_is_unknown() throws SQLException, IOException {
        var tiny = new TinyPack()
                .ofMember("ages", "sum(append(supporters.age, 0))")
                .amount("x", "sum(append(members.ages, 0))");
        assertThat(amounts(tiny, "x")).containsEntry("null", "unknown").containsEntry("3", "65");
    }

    @Test
    void what_is_unknown_and_could_not_change_the_answer_is_not_asked_about() throws SQLException, IOException {
        var tiny = new TinyPack()
                .ofMember("old", "some s in supporters satisfies s.age >= 60 or s.relation = \"child\"")
                .amount("x", "count(members[old])");
        assertThat(amounts(tiny, "x")).containsEntry("null", "1").containsEntry("3", "1");
    }

    @Test
    void a_division_that_could_be_by_zero_is_refused() throws IOException {
        isRefused(
                new TinyPack().amount("x", "financialPerCapita / dwellings > 1"),
                "household.dmn: decision x: the divisor can be zero or less; write max(1, divisor) or the like");
    }

    /** 0.05 ÷ 2 = 0.025, 0.15 ÷ 2 = 0.075: to the even fen, and the same below nothing. */
    @Test
    void half_a_fen_goes_to_the_even_fen() throws SQLException, IOException {
        assertThat(amounts("decimal(financialPerCapita / 2, 2)"))
                .containsEntry("0.05", "0.02")
                .containsEntry("0.15", "0.08");
        assertThat(amounts("decimal((0 - financialPerCapita) / 2, 2)"))
                .containsEntry("0.05", "-0.02")
                .containsEntry("0.15", "-0.08");
    }

    /** −3 ÷ 2 = −1.5, whose floor is −2; DuckDB's // gives −1. */
    @Test
    void the_floor_of_less_than_nothing_lies_below() throws SQLException, IOException {
        assertThat(amounts("floor((0 - financialPerCapita) / 2)"))
                .containsEntry("3", "-2")
                .containsEntry("0", "0");
        assertThat(amounts("floor(financialPerCapita / 2)")).containsEntry("3", "1");
    }

    /** 1 ÷ 3 = 0.33333… is more than 0.3333, to which it would round. */
    @Test
    void a_share_is_compared_as_the_fraction_it_is() throws SQLException, IOException {
        assertThat(amounts("if financialPerCapita / max(1, dwellings) > 0.3333 then 1 else 0"))
                .containsEntry("1", "1")
                .containsEntry("0.15", "0");
        var named = new TinyPack()
                .amount("share", "financialPerCapita / max(1, dwellings)")
                .amount("x", "if share > 0.3333 then 1 else 0");
        assertThat(amounts(named, "x")).containsEntry("1", "1");
    }

    @Test
    void who_was_born_on_29_february_is_a_year_older_on_1_march() throws SQLException, IOException {
        var tiny = new TinyPack()
                .ofMember("fullYears", "years and months duration(born, on).years")
                .ofMember("yearsBack", "years and months duration(on, born).years")
                .amount("x", "sum(append(members.fullYears, 0))")
                .amount("back", "sum(append(members.yearsBack, 0))")
                .amount("age", "sum(append(members.age, 0))");
        LocalDate march = LocalDate.parse("2025-03-01");
        assertThat(amounts(tiny, "x")).containsEntry("0", "20");
        assertThat(amounts(tiny, "age")).containsEntry("0", "20");
        assertThat(amounts(tiny, "back")).containsEntry("0", "-20");
        assertThat(amounts(tiny, "x", march)).containsEntry("0", "21");
        assertThat(amounts(tiny, "age", march)).containsEntry("0", "21");
        assertThat(amounts(tiny, "back", march)).containsEntry("0", "-21");
    }

    @Test
    void what_could_grow_beyond_64_bits_is_refused() throws IOException {
        isRefused(
                new TinyPack().amount("x", "financialPerCapita * financialPerCapita"),
                "household.dmn: decision x: the value can grow beyond what a 64-bit integer holds; "
                        + "round a factor with decimal() or lower the max of a fact");
    }

    @Test
    void a_row_that_might_hold_and_says_otherwise_keeps_the_table_open() throws SQLException, IOException {
        var tiny = new TinyPack()
                .table("x", "FIRST", List.of("financialPerCapita"), "", "> 2 | 1", "- | 2")
                .table("same", "FIRST", List.of("financialPerCapita"), "", "> 2 | 2", "- | 2");
        assertThat(amounts(tiny, "x"))
                .containsEntry("null", "unknown")
                .containsEntry("3", "1")
                .containsEntry("1", "2");
        assertThat(amounts(tiny, "same")).containsEntry("null", "2");
    }

    @Test
    void a_table_whose_rows_leave_no_gap_needs_no_default() throws SQLException, IOException {
        var tiny = new TinyPack()
                .table("x", "UNIQUE", List.of("financialPerCapita"), "", "< 1 | 1", "[1..3) | 2", ">= 3 | 3");
        assertThat(amounts(tiny, "x"))
                .containsEntry("null", "unknown")
                .containsEntry("0.15", "1")
                .containsEntry("1", "2")
                .containsEntry("3", "3");
    }

    @Test
    void a_gap_is_named() throws IOException {
        isRefused(
                new TinyPack()
                        .table(
                                "x",
                                "UNIQUE",
                                List.of("financialPerCapita", "residence"),
                                "",
                                "< 1 | - | 1",
                                "> 1 | - | 2"),
                "household.dmn: table x: no row surely holds where financialPerCapita is 1.00; "
                        + "add a row, a last row of dashes, or a default output");
        isRefused(
                new TinyPack().table("x", "FIRST", List.of("financialPerCapita"), "", "> dibaoStandard | 1"),
                "household.dmn: table x: no row surely holds; add a row, a last row of dashes, or a default output");
    }

    /** CASE would decide by the first and hide the second. */
    @Test
    void two_rows_of_a_unique_table_that_can_both_hold_are_refused() throws IOException {
        isRefused(
                new TinyPack().table("x", "UNIQUE", List.of("financialPerCapita"), "", "<= 1 | 1", ">= 1 | 2"),
                "household.dmn: table x, rows x-1 and x-2: both can hold, and the table is UNIQUE");
    }

    @Test
    void rows_of_an_any_table_that_can_both_hold_say_the_same() throws SQLException, IOException {
        var tiny = new TinyPack()
                .table("x", "ANY", List.of("financialPerCapita"), "", "> 0.1 | 1", "> 1 | 1", "<= 0.1 | 2");
        assertThat(amounts(tiny, "x"))
                .containsEntry("3", "1")
                .containsEntry("0.05", "2")
                .containsEntry("null", "unknown");
        isRefused(
                new TinyPack()
                        .table("x", "ANY", List.of("financialPerCapita"), "", "> 0.1 | 1", "> 1 | 3", "<= 0.1 | 2"),
                "household.dmn: table x, rows x-1 and x-2: both can hold and say different things, and the table is ANY");
    }

    @Test
    void of_a_priority_table_the_value_that_is_listed_first_decides() throws SQLException, IOException {
        String values = "<outputValues><text>3, 2, 1</text></outputValues>";
        var tiny = new TinyPack()
                .table("x", "PRIORITY", List.of("financialPerCapita"), values, "> 0 | 1", "> 2 | 3", "<= 0 | 2");
        assertThat(amounts(tiny, "x"))
                .containsEntry("3", "3")
                .containsEntry("1", "1")
                .containsEntry("0", "2")
                .containsEntry("null", "unknown");
        isRefused(
                new TinyPack().table("x", "PRIORITY", List.of("financialPerCapita"), values, "> 0 | 4", "<= 0 | 2"),
                "household.dmn: table x, row x-1: 4 is not among the values of the output, [3, 2, 1]");
    }

    /** Nobody of these households has an income. */
    @Test
    void of_a_list_without_entries_the_sum_is_nothing_some_is_false_and_every_is_true()
            throws SQLException, IOException {
        assertThat(amounts("sum(append(incomes.monthly, 0))")).containsEntry("3", "0");
        assertThat(amounts("count(incomes)")).containsEntry("3", "0");
        assertThat(amounts("if some i in incomes satisfies i.monthly >= 0 then 1 else 0"))
                .containsEntry("3", "0");
        assertThat(amounts("if every i in incomes satisfies i.monthly < 0 then 1 else 0"))
                .containsEntry("3", "1");
        isRefused(
                new TinyPack().amount("x", "sum(incomes.monthly)"),
                "household.dmn: decision x: the sum of a list without entries is null in FEEL;"
                        + " write sum(append(list, 0)) with a list such as members[counted].income");
    }
}
