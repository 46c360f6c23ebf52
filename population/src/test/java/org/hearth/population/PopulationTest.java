package org.hearth.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopulationTest {

    private static final long HOUSEHOLDS = 200_000;

    @TempDir
    static Path folder;

    private static Path nation;

    @BeforeAll
    static void make_the_nation_in_small() {
        nation = folder.resolve("nation");
        Population.generate(
                new GenerateRequest(HOUSEHOLDS, 1, List.of(RegionCode.NATION), GenerateRequest.DEMO_AS_OF, nation),
                Progress.NONE);
    }

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_seed_others() throws Exception {
        Population.generate(GenerateRequest.ofDemo(3_000, 7, folder.resolve("one")), Progress.NONE);
        Population.generate(GenerateRequest.ofDemo(3_000, 7, folder.resolve("again")), Progress.NONE);
        Population.generate(GenerateRequest.ofDemo(3_000, 8, folder.resolve("other")), Progress.NONE);

        Map<String, String> one = digests(folder.resolve("one"));
        assertThat(one).hasSize(46).isEqualTo(digests(folder.resolve("again")));
        assertThat(digests(folder.resolve("other")).values()).doesNotContainAnyElementsOf(one.values());
    }

    @Test
    void the_rolls_are_as_large_as_published_for_the_share_of_the_nation() throws SQLException {
        double sample = number("select count(*) from persons") / 1_410_000_000.0;

        assertThat(onRoll("dibao", "urban")).isCloseTo(6_790_000 * sample, withinPercentage(10));
        assertThat(onRoll("dibao", "rural")).isCloseTo(33_380_000 * sample, withinPercentage(5));
        assertThat(onRoll("tekun", "%")).isCloseTo(4_694_000 * sample, withinPercentage(10));
        assertThat(onRoll("edge", "%")).isCloseTo(6_000_000 * sample, withinPercentage(12));
        assertThat(onRoll("monitored", "%")).isCloseTo(3_000_000 * sample, withinPercentage(15));
        assertThat((double) number(
                        "select count(*) from persons join households using (household_id) where len(holds) > 0"))
                .isCloseTo(66_000_000 * sample, withinPercentage(5));
    }

    @Test
    void every_identity_number_is_valid_synthetic_and_unique_and_tells_the_person() throws SQLException {
        assertThat(number("select count(*) - count(distinct id_number) from persons"))
                .isZero();
        query("select id_number, born, sex, region from persons", row -> {
            IdentityNumber number = IdentityNumber.parse(row.getString(1));
            assertThat(number.isSynthetic()).isTrue();
            assertThat(number.born()).isEqualTo(row.getDate(2).toLocalDate());
            assertThat(number.sex() == IdentityNumber.Sex.MALE ? "M" : "F").isEqualTo(row.getString(3));
            assertThat(number.division().digits()).isEqualTo(row.getString(4).substring(0, 6));
        });
    }

    @Test
    void exactly_as_many_households_as_asked_for_each_with_a_head() throws SQLException {
        assertThat(number("select count(*) from households")).isEqualTo(HOUSEHOLDS);
        assertThat(number("select count(*) from persons where relation = 'head'"))
                .isEqualTo(HOUSEHOLDS);
    }

    @Test
    void the_counted_income_of_a_household_puts_it_into_its_true_stratum() throws SQLException {
        String perHead = """
                with earned as (
                    select household_id, sum(monthly) as counted
                    from incomes
                    where kind not in ('basic-pension-central', 'disability-subsidy', 'social-assistance')
                    group by household_id
                ),
                sized as (
                    select household_id, count(*) as size
                    from persons
                    group by household_id
                ),
                a_head as (
                    select
                        stratum,
                        size,
                        case residence when 'urban' then 78590 else 62130 end as standard,
                        coalesce(counted, 0) / size as counted
                    from truth
                    join households using (household_id)
                    join sized using (household_id)
                    left join earned using (household_id)
                )
                select count(*)
                from a_head
                where not case stratum
                    when 'dibao' then counted < standard
                    when 'tekun' then counted < standard and size = 1
                    when 'edge' then counted >= standard and counted < standard * 1.5
                    else counted >= standard * 1.5
                end
                """;
        assertThat(number(perHead)).isZero();
    }

    @Test
    void the_registers_do_not_know_all_that_is_true() throws SQLException {
        assertThat(
                        number(
                                "select count(*) from truth join households using (household_id) where stratum = 'dibao' and len(holds) = 0"))
                .isPositive();
        assertThat(
                        number(
                                "select count(*) from truth join households using (household_id) where stratum = 'none' and list_contains(holds, 'dibao')"))
                .isPositive();
        assertThat(number("select count(*) from truth where later_stratum = 'rigid' and stratum = 'none'"))
                .isPositive();
        assertThat(number("select count(*) from persons where supporters_known = false"))
                .isPositive();
    }

    @Test
    void every_row_that_a_department_sent_is_accounted_for() throws SQLException, IOException {
        List<Path> files;
        try (Stream<Path> sent = Files.list(nation.resolve("departments"))) {
            files = sent.sorted().toList();
        }
        assertThat(files).hasSize(33);
        for (Path file : files) {
            String name = file.getFileName().toString();
            long rows = name.endsWith(".parquet")
                    ? number("select count(*) from '%s'".formatted(file))
                    : linesOf(file).size() - 1;
            assertThat(rows)
                    .as(name)
                    .isPositive()
                    .isEqualTo(number("select count(*) from records where file = '%s'".formatted(name)));
        }
        assertThat(number("select count(distinct error) from records")).isEqualTo(8);
        assertThat(number("select count(*) from records where error is not null")
                        / (double) number("select count(*) from records"))
                .isCloseTo(0.05, withinPercentage(25));
    }

    @Test
    void some_departments_still_write_GB18030() throws IOException {
        Path file = nation.resolve("departments/公安-机动车.csv");
        assertThatThrownBy(() -> Files.readAllLines(file)).isInstanceOf(MalformedInputException.class);
        assertThat(linesOf(file).getFirst()).isEqualTo("姓名,身份证号,号牌号码,车辆类型,登记业务,登记日期,购置价格");
    }

    private static List<String> linesOf(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return Files.readAllLines(file, Charset.forName("GB18030"));
        }
    }

    @Test
    void a_region_that_is_unknown_or_too_small_is_refused() {
        Path out = folder.resolve("refused");
        assertThatThrownBy(() -> Population.generate(
                        new GenerateRequest(1, 1, List.of(RegionCode.parse("629900")), GenerateRequest.DEMO_AS_OF, out),
                        Progress.NONE))
                .hasMessage("no village lies in 629900");
        assertThatThrownBy(
                        () -> new GenerateRequest(0, 1, GenerateRequest.DEMO_REGIONS, GenerateRequest.DEMO_AS_OF, out))
                .hasMessageContaining("at least one household");
    }

    private static double onRoll(String stratum, String residence) throws SQLException {
        return number(
                "select count(*) from persons join households using (household_id) where list_contains(holds, '%s') and residence like '%s'"
                        .formatted(stratum, residence));
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static long number(String sql) throws SQLException {
        long[] number = new long[1];
        query(sql, row -> number[0] = row.getLong(1));
        return number[0];
    }

    private static void query(String sql, Row reader) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String table : List.of("households", "persons", "incomes")) {
                statement.execute("create view %s as from '%s/%s.parquet'".formatted(table, nation, table));
            }
            statement.execute("create view truth as from '%s/truth/households.parquet'".formatted(nation));
            statement.execute("create view records as from '%s/truth/records.parquet'".formatted(nation));
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private static Map<String, String> digests(Path out) throws IOException, NoSuchAlgorithmException {
        Map<String, String> digests = new TreeMap<>();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(
                        out.relativize(file).toString(),
                        HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file))));
            }
        }
        return digests;
    }
}
