package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkageTest {

    private static final Path CONFIGS = Path.of("configs");
    private static final Path DATA = Path.of("src/test/resources/org/hearth/linkage");

    private static final String SMALL = """
            id: id
            truth: person
            columns:
              name: chinese-name
              born: date
              town: category
            comparisons:
              - {compare: name.full, as: name, levels: [same], term-frequency: same}
              - {compare: born, levels: [same, mistyped]}
              - {compare: town, levels: [same]}
            blocking: [born, name]
            thresholds: {link: 0.9, review: 0.1}
            """;

    @TempDir
    static Path folder;

    private static Path records;
    private static Path register;

    /** Four hundred persons, and a record of each with a mistake in one of two; and ten of nobody in the register. */
    @BeforeAll
    static void write_a_register_and_records() throws IOException {
        Random random = new Random(3);
        StringBuilder left = new StringBuilder("id,person,name,born,town\n");
        StringBuilder right = new StringBuilder("id,person,name,born,town\n");
        for (int i = 0; i < 400; i++) {
            String name =
                    "王李张马".charAt(i % 4) + "" + (char) ('一' + random.nextInt(900)) + (char) ('一' + random.nextInt(900));
            String born =
                    "%d%02d%02d".formatted(1940 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
            String town = "甲乙丙丁戊".substring(i % 5, i % 5 + 1);
            right.append("P%d,%d,%s,%s,%s\n".formatted(i, i, name, born, town));
            String mistaken = i % 4 == 0 ? born.substring(0, 7) + (born.charAt(7) - '0' + 1) % 10 : born;
            String other = i % 4 == 1 ? name.substring(0, 2) + "错" : name;
            left.append("R%d,%d,%s,%s,%s\n".formatted(i, i, other, mistaken, i % 10 == 2 ? "己" : town));
        }
        for (int i = 400; i < 410; i++) {
            left.append("R%d,%d,生人%d,18000101,辛\n".formatted(i, i, i));
        }
        records = Files.writeString(folder.resolve("records.csv"), left);
        register = Files.writeString(folder.resolve("register.csv"), right);
    }

    @ParameterizedTest
    @CsvSource({"1, 500, 0.99, 0.99", "2, 1934, 0.99, 0.99"})
    void the_duplicates_of_febrl_are_found(int set, long truePairs, double precision, double recall)
            throws IOException {
        Path out = folder.resolve("febrl.csv");
        Path clusters = folder.resolve("clusters.csv");
        Linkage.Result result = Linkage.run(
                new Linkage.Request(
                        LinkageConfig.read(CONFIGS.resolve("febrl" + set + ".yaml")),
                        DATA.resolve("dataset" + set + ".csv"),
                        null,
                        out,
                        null,
                        clusters),
                Progress.NONE);

        Quality quality = result.quality().orElseThrow();
        assertThat(quality.truePairs()).isEqualTo(truePairs);
        assertThat(quality.precision()).isGreaterThanOrEqualTo(precision);
        assertThat(quality.recall()).isGreaterThanOrEqualTo(recall);
        assertThat(Files.readAllLines(clusters)).hasSize((int) result.leftRecords() + 1);
        assertThat(Files.readAllLines(clusters).stream()
                        .skip(1)
                        .map(line -> line.split(",")[1])
                        .distinct())
                .hasSizeBetween((int) (result.leftRecords() - truePairs), (int)
                        (result.leftRecords() - truePairs * recall / 3));
    }

    @Test
    void one_pair_and_millions_are_scored_by_the_same_number_to_the_last_bit() throws IOException, SQLException {
        for (String name : List.of("persons", "febrl1")) {
            List<LinkRecord> left = new ArrayList<>();
            List<LinkRecord> right = new ArrayList<>();
            Path file = name.equals("persons") ? personsWithErrors() : DATA.resolve("dataset1.csv");
            LinkageConfig config = LinkageConfig.read(CONFIGS.resolve(name + ".yaml"));
            new RecordFile(file, config).forEach((record, truth) -> left.add(record));
            new RecordFile(file, config).forEach((record, truth) -> right.add(record));
            Model model =
                    name.equals("persons") ? Model.ofPersons() : Linkage.train(config, file, null, null, Progress.NONE);
            Map<Integer, PreparedRecord> prepared = new HashMap<>();
            int[] different = new int[1];
            int[] compared = new int[1];
            try (Duck duck = new Duck()) {
                Tables tables = new Tables(duck, config, true);
                tables.load(file, null, Progress.NONE);
                tables.addFrequencies(model);
                duck.forEach(
                        "select l.n, r.n, " + new PairSql(config).weight(model)
                                + " from left_records as l cross join right_records as r where l.n < 150 and r.n < 150",
                        row -> {
                            PreparedRecord one = prepared.computeIfAbsent(
                                    row.getInt(1), n -> config.layout().prepare(left.get(n)));
                            PreparedRecord other = prepared.computeIfAbsent(
                                    row.getInt(2), n -> config.layout().prepare(right.get(n)));
                            different[0] += model.weight(one, other) == row.getDouble(3) ? 0 : 1;
                            compared[0]++;
                        });
            }
            assertThat(compared[0]).isEqualTo(150 * 150);
            assertThat(different[0]).isZero();
        }
    }

    @Test
    void one_record_and_the_batch_come_to_the_same_decision() throws IOException, SQLException {
        LinkageConfig config = LinkageConfig.parse(SMALL);
        Path model = folder.resolve("same.json");
        Path out = folder.resolve("same.csv");
        Linkage.run(new Linkage.Request(config, records, register, out, model, null), Progress.NONE);
        List<LinkRecord> persons = new ArrayList<>();
        new RecordFile(register, config).forEach((record, truth) -> persons.add(record));
        LinkageIndex index = new LinkageIndex(Model.read(model), persons);
        List<String> oneByOne = new ArrayList<>();
        new RecordFile(records, config).forEach((record, truth) -> {
            Finding finding = index.find(record);
            oneByOne.add(record.id() + " "
                    + switch (finding.decision()) {
                        case Decision.Link link ->
                            "link " + finding.candidates().getFirst().record().id();
                        case Decision.Review review ->
                            "review " + finding.candidates().getFirst().record().id();
                        case Decision.None none -> "none null";
                    });
        });

        assertThat(decisions(out).keySet()).containsExactlyInAnyOrderElementsOf(oneByOne);
        assertThat(oneByOne).anyMatch(line -> line.contains("none")).anyMatch(line -> line.contains("link"));
    }

    @Test
    void every_left_record_is_in_the_result() throws IOException, SQLException {
        Path out = folder.resolve("all.csv");
        Linkage.Result result = Linkage.run(
                new Linkage.Request(LinkageConfig.parse(SMALL), records, register, out, null, null), Progress.NONE);

        assertThat(decisions(out).keySet().stream()
                        .map(line -> line.split(" ")[0])
                        .distinct())
                .hasSize(410);
        Quality quality = result.quality().orElseThrow();
        assertThat(quality.precision()).isGreaterThan(0.99);
        assertThat(quality.recall()).isGreaterThan(0.7);
        assertThat(quality.recallWithReview()).isGreaterThan(0.95);
    }

    @Test
    void the_same_files_give_the_same_model_and_the_same_result() throws IOException {
        List<String> models = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Path model = folder.resolve("again" + run + ".json");
            Path out = folder.resolve("again" + run + ".csv");
            Linkage.run(
                    new Linkage.Request(LinkageConfig.parse(SMALL), records, register, out, model, null),
                    Progress.NONE);
            models.add(Files.readString(model));
            results.add(Files.readString(out));
        }

        assertThat(models.get(0)).isEqualTo(models.get(1));
        assertThat(results.get(0)).isEqualTo(results.get(1));
    }

    @Test
    void a_model_is_used_again_only_with_the_config_it_was_trained_with() throws IOException {
        Path model = folder.resolve("kept.json");
        Path out = folder.resolve("kept.csv");
        Linkage.run(
                new Linkage.Request(LinkageConfig.parse(SMALL), records, register, out, model, null), Progress.NONE);
        String first = Files.readString(out);
        Linkage.run(
                new Linkage.Request(LinkageConfig.parse(SMALL), records, register, out, model, null), Progress.NONE);

        assertThat(Files.readString(out)).isEqualTo(first);
        assertThatThrownBy(() -> Linkage.run(
                        new Linkage.Request(
                                LinkageConfig.parse(SMALL.replace("0.9", "0.8")), records, register, out, model, null),
                        Progress.NONE))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("another config");
    }

    @Test
    void an_exact_number_whose_name_disagrees_is_never_linked_in_a_batch_either() throws IOException, SQLException {
        Path left = Files.writeString(folder.resolve("borrowed.csv"), """
                id,姓名,身份证号码,出生日期
                R1,王建国,67292719380203123X,1950-05-05
                """.replace("67292719380203123X", number(123)));
        Path right = Files.writeString(folder.resolve("owner.csv"), """
                id,姓名,身份证号码,出生日期
                P1,马小花,67292719380203123X,1938-02-03
                """.replace("67292719380203123X", number(123)));
        Path model = folder.resolve("persons.json");
        Model.ofPersons().write(model);
        Path out = folder.resolve("borrowed-out.csv");
        Linkage.run(
                new Linkage.Request(LinkageConfig.read(CONFIGS.resolve("persons.yaml")), left, right, out, model, null),
                Progress.NONE);

        assertThat(decisions(out)).containsEntry("R1 review P1", "number-of-another");
    }

    @Test
    void of_too_few_records_to_learn_from_the_model_of_persons_decides_and_it_is_told()
            throws IOException, SQLException {
        Path left = Files.writeString(folder.resolve("few.csv"), """
                编号,姓名,身份证号码,出生日期
                R1,马小花,%s,1938-02-03
                R2,馬小花,,1938年2月3日
                R3,张三,,
                """.formatted(number(123)));
        Path right = Files.writeString(folder.resolve("few-register.csv"), """
                id,姓名,公民身份号码,出生日期
                P1,马小花,%s,19380203
                P2,马小英,,19380203
                """.formatted(number(123)));
        Path out = folder.resolve("few-out.csv");
        Linkage.Result result = Linkage.run(
                new Linkage.Request(LinkageConfig.read(CONFIGS.resolve("persons.yaml")), left, right, out, null, null),
                Progress.NONE);

        assertThat(decisions(out)).containsOnlyKeys("R1 link P1", "R2 link P1", "R3 none null");
        assertThat(result.notes()).singleElement().asString().contains("2 records are too few to learn from");
    }

    @Test
    void one_record_teaches_nothing_and_what_to_do_is_told() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "id,person,name,born,town\n1,1,王伟,19400101,甲\n");

        assertThatThrownBy(() -> run(SMALL, one))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("Too few records to learn from (1)")
                .hasMessageContaining("--model");
    }

    @Test
    void where_all_values_are_the_same_their_agreement_says_nothing_and_all_is_still_compared() throws IOException {
        StringBuilder rows = new StringBuilder("id,person,name,born,town\n");
        for (int i = 0; i < 300; i++) {
            rows.append("%d,%d,王伟%s,1940%02d%02d,甲%n".formatted(i, i, (char) (0x4e00 + i), 1 + i % 12, 1 + i / 12));
        }
        Path same = Files.writeString(folder.resolve("same-town.csv"), rows);
        Linkage.Result result = Linkage.run(
                new Linkage.Request(
                        LinkageConfig.parse(SMALL), same, same, folder.resolve("same-town-out.csv"), null, null),
                Progress.NONE);

        assertThat(result.quality().orElseThrow().recall()).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_text_are_told_as_such() throws IOException {
        Path bytes =
                Files.write(folder.resolve("bytes.csv"), new byte[] {'i', 'd', ',', (byte) 0xff, (byte) 0xff, '\n'});

        assertThatThrownBy(() -> run(SMALL, bytes))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("neither UTF-8 nor GB18030");
    }

    @Test
    void a_block_that_is_too_large_is_left_out_and_named() throws IOException {
        Linkage.Result result = Linkage.run(
                new Linkage.Request(
                        LinkageConfig.parse(SMALL.replace(
                                "blocking: [born, name]",
                                "blocking: [born, name, town]\nlargest-block: 50\ntraining: {passes: [born, name]}")),
                        records,
                        register,
                        folder.resolve("large.csv"),
                        null,
                        null),
                Progress.NONE);

        assertThat(result.notes()).hasSize(1);
        assertThat(result.notes().getFirst())
                .contains("Rule town.value: 5 blocks of more than 50 records")
                .contains("the largest has 80");
        assertThat(result.pairs()).isLessThan(1_000);
        assertThat(result.quality().orElseThrow().recallWithReview()).isGreaterThan(0.95);
    }

    @Test
    void more_pairs_than_allowed_are_refused_and_the_rule_named() {
        assertThatThrownBy(() ->
                        run(SMALL.replace("blocking: [born, name]", "blocking: [town]\nmost-pairs: 1000"), records))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("Rule town.value has 28800 pairs");
    }

    @Test
    void a_pair_that_two_rules_find_is_compared_once() throws IOException {
        Linkage.Result twice = run(SMALL, records);
        Linkage.Result thrice = run(SMALL.replace("[born, name]", "[born, name, [born, name], [name, born]]"), records);

        assertThat(thrice.pairs()).isEqualTo(twice.pairs());
    }

    @Test
    void gb18030_and_utf8_and_parquet_are_read_alike() throws IOException, SQLException {
        Path gb18030 = folder.resolve("gb18030.csv");
        Files.writeString(gb18030, Files.readString(records), Charset.forName("GB18030"));
        Path parquet = folder.resolve("records.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "copy (select * from read_csv('%s', all_varchar = true)) to '%s'".formatted(records, parquet));
        }
        String expected = outcome(records);

        assertThat(outcome(gb18030)).isEqualTo(expected);
        assertThat(outcome(parquet)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    id,person,name,born                            | has no column town
                    id,person,name,born,town                       | holds no record
                    ''                                             | holds no record
                    id,name,name,born,town                         | the header name is there twice
                    id,name,born,town\\n1,王伟,19400101             | line 2: there are 3 cells
                    id,name,born,town\\n,王伟,19400101,甲           | line 2: the record has no id
                    id,name,born,town\\n1,王伟,1,甲\\n1,王强,2,乙   | the id 1 is there more than once
                    """)
    void what_is_wrong_with_a_file_is_told_in_one_line(String content, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.csv"), content.replace("\\n", "\n"));

        assertThatThrownBy(() -> run(SMALL, file))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("wrong.csv")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void what_cannot_be_learned_is_told() {
        assertThatThrownBy(() -> run(SMALL.replace("blocking: [born, name]", "blocking: [[born, town]]"), records))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("Nothing can be learned about born");
    }

    private static Linkage.Result run(String config, Path left) throws IOException {
        return Linkage.run(
                new Linkage.Request(LinkageConfig.parse(config), left, register, folder.resolve("run.csv"), null, null),
                Progress.NONE);
    }

    private static String outcome(Path left) throws IOException {
        run(SMALL, left);
        return Files.readString(folder.resolve("run.csv"));
    }

    /** "left decision right", with the reason. */
    private static Map<String, String> decisions(Path out) throws SQLException, IOException {
        Map<String, String> decisions = new HashMap<>();
        try (Duck duck = new Duck()) {
            duck.forEach(
                    """
                    select left_id, decision, right_id, reason
                    from read_csv('%s', header = true)
                    qualify row_number() over (partition by left_id order by weight desc, right_id) = 1
                    """.formatted(out),
                    row -> decisions.put(
                            row.getString(1) + " " + row.getString(2) + " " + row.getString(3),
                            String.valueOf(row.getString(4))));
        }
        return decisions;
    }

    /** Records that agree in every way with some and in no way with others. */
    private static Path personsWithErrors() throws IOException {
        Random random = new Random(11);
        String[] names = {"马小花", "馬小花", "马晓花", "马小", "王建国", "王建军", "买买提·艾力", "麦麦提艾力", "欧阳锋", "吕玲", "李零", ""};
        String[] dates = {"19380203", "1938-03-02", "1938年2月3日", "19380208", "19830203", "1950-01-01", ""};
        String[] regions = {"622927101201", "622927101", "622927", "620102", "110105", ""};
        String[] phones = {"13800138000", "13800138001", "13800130800", "0930-6212345", ""};
        String[] numbers = {number(123), number(124), number(321), "672927380203123", "672927193802031239", ""};
        String rows = Stream.generate(() -> String.join(
                        ",",
                        any(random, names),
                        any(random, names),
                        any(random, numbers),
                        any(random, dates),
                        any(random, new String[] {"男", "女", ""}),
                        any(random, regions),
                        any(random, phones)))
                .limit(400)
                .collect(Collectors.joining("\n"));
        String[] numbered = rows.split("\n");
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = i + "," + numbered[i];
        }
        return Files.writeString(
                folder.resolve("odd.csv"),
                "id,姓名,曾用名,身份证号码,出生日期,性别,行政区划代码,联系电话\n" + String.join("\n", numbered) + "\n");
    }

    private static String any(Random random, String[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String number(int sequence) {
        return IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1938, 2, 3), sequence)
                .digits();
    }
}
