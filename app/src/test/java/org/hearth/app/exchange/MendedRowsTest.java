package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What comes back in an errors workbook settles the rows that waited; here as CSV, with the workbook's columns. */
@HearthTest
class MendedRowsTest {

    private static final String BILLS = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n";
    private static final String MENDED = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付,待核原因,Why it waits,原文件行号,原文件批次\n";

    @Autowired
    private Exchange exchange;

    @Autowired
    private ReceivedFiles files;

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private MendedRows mended;

    @Autowired
    private Totals totals;

    @Autowired
    private Registry registry;

    @Autowired
    private JdbcClient db;

    @TempDir
    Path folder;

    private Village village;
    private String number;
    private UUID household;

    /** Rows 1 and 3 wait: an amount that is none, a day that is none. */
    private BatchResult first;

    @BeforeEach
    void of_three_rows_about_a_man_two_wait() {
        village = new Village(registry);
        NewPerson man = village.person("马建国", Sex.M, LocalDate.of(1956, 3, 4), Relation.HEAD);
        number = Objects.requireNonNull(man.idNumber()).digits();
        household = village.household(List.of(), man).id();
        first = bring(
                "医保.csv",
                BILLS + bill("2023-12-01", "约100") + "\n" + bill("2023-12-02", "200") + "\n" + bill("2023-02-30", "300")
                        + "\n");
        assertThat(first.quarantined()).isEqualTo(2);
    }

    private String bill(String day, String amount) {
        return "马建国," + number + ",县医院," + day + "," + amount + ",0,0";
    }

    private String mends(String bill, Object row) {
        return mends(bill, row, first.batchId());
    }

    private static String mends(String bill, Object row, Object batch) {
        return bill + ",,," + row + "," + batch + "\n";
    }

    private <T> T county(Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        village.as("county", () -> result.set(work.get()));
        return result.get();
    }

    private BatchResult bring(String fileName, String content) {
        return county(() ->
                exchange.importFile("", fileName, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
    }

    private String counts(UUID batch) {
        ReceivedFiles.Batch now = county(() -> files.batch(batch));
        assertThat(county(totals::lines)).allMatch(Totals.Line::tiesOut);
        return now.rows() + " = " + now.applied() + " applied + " + now.unchanged() + " unchanged + "
                + now.quarantined() + " waiting + " + now.dismissed() + " dismissed + " + now.mended() + " mended";
    }

    private List<String> waiting(UUID batch) {
        return county(() -> quarantine.find(Quarantine.Selection.of(batch), 0).rows().stream()
                .map(row ->
                        row.rowNumber() + " " + row.kind() + " " + row.reason().zh())
                .toList());
    }

    private List<String> facts() {
        return county(() -> db.sql("""
                        select f.holds_on || ' ' || (f.value ->> 'amount') || ' ' || b.file_name || ' ' || f.row_number
                        from exchange.filed_fact f
                        join exchange.batch b on b.id = f.batch_id
                        where f.household_id = ? and f.kind = 'expenditure'
                        order by f.holds_on, f.id
                        """).param(household).query(String.class).list());
    }

    @Test
    void mended_rows_are_taken_in_where_they_waited_and_nobody_is_counted_twice() {
        BatchResult second =
                bring("医保-改正.csv", MENDED + mends(bill("2023-12-01", "100"), 1) + mends(bill("2023-12-03", "300"), 3));

        assertThat(second.mended()).isEqualTo(2);
        assertThat(second.notes()).noneMatch(note -> note.kind() == Note.Kind.LEFT_OUT);
        assertThat(counts(first.batchId()))
                .isEqualTo("3 = 3 applied + 0 unchanged + 0 waiting + 0 dismissed + 0 mended");
        assertThat(counts(second.batchId()))
                .isEqualTo("2 = 0 applied + 0 unchanged + 0 waiting + 0 dismissed + 2 mended");
        assertThat(facts())
                .containsExactly("2023-12-01 100 医保.csv 1", "2023-12-02 200 医保.csv 2", "2023-12-03 300 医保.csv 3");
        assertThat(county(() -> mended.of(second.batchId())))
                .containsExactly(new MendedRows.Mended(first.batchId(), "医保.csv", 2, 2));
        assertThat(county(
                        () -> db.sql("select settled || ' ' || settled_by from exchange.quarantine where batch_id = ?")
                                .param(first.batchId())
                                .query(String.class)
                                .list()))
                .containsExactly("MENDED county", "MENDED county");
        BatchResult original = bring("医保-原样.csv", BILLS + bill("2023-12-01", "约100") + "\n");
        assertThat(original.unchanged())
                .as("the row as it came is not asked about again")
                .isEqualTo(1);
    }

    @Test
    void a_row_that_is_still_wrong_waits_on_with_the_new_cells_and_reason_and_keeps_how_it_came() {
        String still = mends(bill("2023-12-01", "壹佰"), 1);
        BatchResult second = bring("医保-改正.csv", MENDED + still + mends(bill("2023-12-03", "300"), 3));

        assertThat(counts(first.batchId()))
                .isEqualTo("3 = 2 applied + 0 unchanged + 1 waiting + 0 dismissed + 0 mended");
        assertThat(counts(second.batchId()))
                .isEqualTo("2 = 0 applied + 0 unchanged + 0 waiting + 0 dismissed + 2 mended");
        assertThat(waiting(first.batchId())).containsExactly("1 BAD_VALUE 总费用“壹佰”不是金额，应写成 1234.50 的样子");
        UUID row = county(() -> quarantine
                .find(Quarantine.Selection.of(first.batchId()), 0)
                .rows()
                .getFirst()
                .id());
        assertThat(county(() -> quarantine.open(row))).contains("壹佰");
        assertThat(county(
                        () -> db.sql("select came is not null and came <> sealed from exchange.quarantine where id = ?")
                                .param(row)
                                .query(Boolean.class)
                                .single()))
                .isTrue();

        BatchResult third =
                bring("医保-再改正.csv", MENDED + mends(bill("2023-12-01", "100"), 1) + mends(bill("2023-12-03", "300"), 3));

        assertThat(counts(third.batchId()))
                .as("what was settled by the file before says nothing new")
                .isEqualTo("2 = 0 applied + 1 unchanged + 0 waiting + 0 dismissed + 1 mended");
        assertThat(counts(first.batchId()))
                .isEqualTo("3 = 3 applied + 0 unchanged + 0 waiting + 0 dismissed + 0 mended");
        assertThat(county(() -> mended.of(second.batchId())))
                .containsExactly(new MendedRows.Mended(first.batchId(), "医保.csv", 2, 2));
    }

    @Test
    void a_row_whose_origin_cannot_be_told_or_does_not_wait_stays_with_the_new_file_with_one_reason_each() {
        UUID elsewhere = Scopes.within(
                new Scope(RegionCode.parse("622924"), "other"),
                () -> exchange.importFile(
                                "",
                                "医保-别县.csv",
                                new ByteArrayInputStream(
                                        (BILLS + bill("2023-12-09", "约1") + "\n").getBytes(StandardCharsets.UTF_8)))
                        .batchId());
        BatchResult cards = bring("残联.csv", "姓名,身份证号,残疾类别,残疾等级,发证日期\n马建国," + number + ",肢残,一级,2023-11-15\n");
        village.as(
                "county",
                () -> quarantine.dismiss(new Quarantine.Selection(first.batchId(), "", null), null, "与医院核对，没有这两笔"));

        BatchResult second = bring(
                "医保-改正.csv",
                MENDED
                        + mends(bill("2023-12-01", "100"), 1)
                        + mends(bill("2023-12-04", "400"), "十二")
                        + mends(bill("2023-12-05", "500"), 1, elsewhere)
                        + mends(bill("2023-12-06", "600"), 1, cards.batchId())
                        + mends(bill("2023-12-07", "700"), 2)
                        + mends(bill("2023-02-30", "300"), 3)
                        + bill("2023-12-08", "800") + ",,,,\n");

        assertThat(waiting(second.batchId()))
                .satisfiesExactly(
                        dismissed -> assertThat(dismissed)
                                .startsWith("1 ORIGIN “医保.csv”的第 1 行已由 county 于 ")
                                .contains("处理（不予采用），与这里写的不同"),
                        noNumber -> assertThat(noNumber)
                                .startsWith("2 ORIGIN “原文件批次”和“原文件行号”写的是“" + first.batchId() + "”和“十二”，找不到原来的行"),
                        otherRegion -> assertThat(otherRegion).startsWith("3 ORIGIN 本辖区没有收到过批次 " + elsewhere),
                        otherKind -> assertThat(otherKind).contains("是“残疾人证”，这份文件是“医疗费用结算”"),
                        applied -> assertThat(applied).contains("的第 2 行不是待核行"));
        assertThat(counts(second.batchId()))
                .as(
                        "the row that was dismissed as it is, is unchanged; the one without an origin is a row like any other")
                .isEqualTo("7 = 1 applied + 1 unchanged + 5 waiting + 0 dismissed + 0 mended");
        assertThat(facts()).containsExactly("2023-12-02 200 医保.csv 2", "2023-12-08 800 医保-改正.csv 7");

        assertThat(county(() -> quarantine.again(Quarantine.Selection.of(second.batchId())))
                        .settled())
                .as("they are for a person, not to be tried again by themselves")
                .isZero();
        UUID row = county(() -> quarantine
                .find(Quarantine.Selection.of(second.batchId()), 0)
                .rows()
                .getFirst()
                .id());
        assertThat(county(() -> quarantine.mend(row, quarantine.open(row)))).isEmpty();
        assertThat(facts()).contains("2023-12-01 100 医保-改正.csv 1");
    }

    @Test
    void a_row_that_was_sorted_to_the_place_of_somebody_else_settles_nothing_there() {
        BatchResult second = bring(
                "医保-改正.csv",
                MENDED
                        + mends("韩桂兰,672927196805061226,县医院,2023-12-01,100,0,0", 1)
                        + mends(bill("2023-12-03", "300").replace("马建国", "马建华"), 3));

        assertThat(waiting(second.batchId())).singleElement().asString().startsWith("1 ORIGIN “医保.csv”的第 1 行写的是另一个人");
        assertThat(waiting(first.batchId()))
                .satisfiesExactly(
                        untouched -> assertThat(untouched).startsWith("1 BAD_VALUE"),
                        nameMistyped -> assertThat(nameMistyped).startsWith("3 NAME_DIFFERS"));
        assertThat(counts(second.batchId()))
                .isEqualTo("2 = 0 applied + 0 unchanged + 1 waiting + 0 dismissed + 1 mended");
    }

    @Test
    void of_two_rows_for_one_the_first_counts_and_the_other_is_for_a_person() {
        BatchResult second = bring(
                "医保-改正.csv",
                MENDED
                        + mends(bill("2023-12-01", "100"), "1.0")
                        + mends(bill("2023-12-01", "100"), 1)
                        + mends(bill("2023-12-01", "900"), 1));

        assertThat(counts(second.batchId()))
                .isEqualTo("3 = 0 applied + 1 unchanged + 1 waiting + 0 dismissed + 1 mended");
        assertThat(waiting(second.batchId())).singleElement().asString().contains("不止一次，已按第一次的内容核对");
        assertThat(facts()).containsExactly("2023-12-01 100 医保.csv 1", "2023-12-02 200 医保.csv 2");
    }

    @Test
    void a_long_workbook_settles_its_rows_once_it_is_in_force() throws IOException {
        Path file = Files.writeString(
                folder.resolve("医保-改正.csv"),
                MENDED + mends(bill("2023-12-01", "100"), 1) + bill("2023-12-08", "800") + ",,,,\n"
                        + mends(bill("2023-12-04", "400"), "?") + mends(bill("2023-02-31", "300"), 3));
        UUID second = county(() -> exchange.keep("", "医保-改正.csv", file).batchId());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> county(() -> files.batch(second)).state() == BatchState.DONE);

        assertThat(counts(second)).isEqualTo("4 = 1 applied + 0 unchanged + 1 waiting + 0 dismissed + 2 mended");
        assertThat(counts(first.batchId()))
                .isEqualTo("3 = 2 applied + 0 unchanged + 1 waiting + 0 dismissed + 0 mended");
        assertThat(waiting(first.batchId())).containsExactly("3 BAD_VALUE 结算日期“2023-02-31”不是日期，应写成 2023-12-01 的样子");
        assertThat(facts())
                .containsExactly("2023-12-01 100 医保.csv 1", "2023-12-02 200 医保.csv 2", "2023-12-08 800 医保-改正.csv 2");
    }
}
