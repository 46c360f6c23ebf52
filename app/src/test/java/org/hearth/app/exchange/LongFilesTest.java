package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Long files part by part, and what waits: nothing counts before all of it is read, and nothing is asked twice. */
@HearthTest
class LongFilesTest {

    private static final String BILLS = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n";
    private static final String CARDS = "姓名,身份证号,残疾类别,残疾等级,发证日期\n";
    private static final String DEATHS = "姓名,身份证号,死亡日期\n";

    @Autowired
    private Exchange exchange;

    @Autowired
    private FileBatches batches;

    @Autowired
    private Intake intake;

    @Autowired
    private Judging judging;

    @Autowired
    private Contracts contracts;

    @Autowired
    private ReceivedFiles files;

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private Totals totals;

    @Autowired
    private Registry registry;

    @Autowired
    private Chain chain;

    @Autowired
    private JdbcClient db;

    @Autowired
    private PlatformTransactionManager transactions;

    @TempDir
    Path folder;

    private Village village;
    private NewPerson man;
    private String number;
    private UUID household;

    @BeforeEach
    void a_man_lives_in_the_village() {
        village = new Village(registry);
        man = village.person("马建国", Sex.M, LocalDate.of(1956, 3, 4), Relation.HEAD);
        number = Objects.requireNonNull(man.idNumber()).digits();
        household = village.household(List.of(), man).id();
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

    private UUID keep(String fileName, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(fileName), content);
        return county(() -> exchange.keep("", fileName, file).batchId());
    }

    private ReceivedFiles.Batch batch(UUID id) {
        return county(() -> files.batch(id));
    }

    private static void until(BooleanSupplier there) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(there::getAsBoolean);
    }

    private List<String> facts(String kind) {
        return county(
                () -> db.sql("""
                        select holds_on || ' ' || value
                        from exchange.current_fact
                        where household_id = ? and kind = ?
                        order by holds_on, value
                        """).params(household, kind).query(String.class).list());
    }

    private String bills(int count) {
        StringBuilder file = new StringBuilder(BILLS);
        for (int i = 0; i < count; i++) {
            file.append("马建国,").append(number).append(",医院").append(i).append(",2023-12-01,10.00,0,0\n");
        }
        return file.toString();
    }

    @Test
    void a_long_file_comes_to_the_same_as_a_short_one() throws IOException {
        UUID batch = keep(
                "医保.csv",
                bills(3) + "马建国," + number + ",医院0,2023/12/1,10,0,0\n马建国," + number + ",医院,2023-02-30,1,0,0\n");
        until(() -> batch(batch).state() == BatchState.DONE);

        ReceivedFiles.Batch done = batch(batch);
        assertThat(List.of(done.rows(), done.applied(), done.unchanged(), done.quarantined()))
                .containsExactly(5, 3, 1, 1);
        assertThat(facts("expenditure")).hasSize(3);
        village.as(
                "county",
                () -> assertThat(chain.of(household))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.summary().zh()).contains("3笔医疗费用，合计30.00元")));
        assertThat(county(() -> db.sql("select count(*) from exchange.file_part where batch_id = ?")
                        .param(batch)
                        .query(Long.class)
                        .single()))
                .isZero();
    }

    @Test
    void deaths_of_a_long_file_reach_the_register_and_the_chain() throws IOException {
        UUID batch = keep("民政-殡葬.csv", DEATHS + "马建国," + number + ",2023-12-24\n");
        until(() -> batch(batch).state() == BatchState.DONE);

        village.as("county", () -> {
            assertThat(registry.person(man.id()).orElseThrow().diedOn()).isEqualTo(LocalDate.of(2023, 12, 24));
            assertThat(chain.of(household)).hasSize(1);
        });
    }

    /** A batch of which the first {@code rows} of two bills are read, as if the process had been killed then. */
    private UUID halfRead(String fileName, String content, int rows) throws IOException {
        Path path = Files.writeString(folder.resolve(fileName), content);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return county(() -> {
            try (TableFile file =
                    Tables.table("", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))) {
                Contract contract = contracts.of("medical-expenses");
                List<RowReader.Reading> readings = new ArrayList<>();
                RowReader reader = new RowReader(contract, file.header(), LocalDate.of(2099, 1, 1));
                file.forEachChunk(chunk -> chunk.forEach(row -> readings.add(reader.read(row))));
                return transaction.execute(status -> {
                    UUID batch = batches.queue(
                            Intake.region(), contract, fileName, file.sm3(), readings.size(), List.of(), path);
                    batches.begin(batch);
                    batches.advance(
                            batch,
                            0,
                            intake.takeIn(
                                    new Lot(batch, Intake.region(), contract),
                                    reader,
                                    judging.judge(contract, reader, readings.subList(0, rows))));
                    // Kept from the one who takes files in, as if there were nobody.
                    db.sql("update exchange.batch set state = 'STOPPED' where id = ?")
                            .param(batch)
                            .update();
                    return batch;
                });
            }
        });
    }

    @Test
    void nothing_of_a_half_read_file_counts_until_it_has_gone_on_to_its_end() throws IOException {
        UUID batch = halfRead("医保.csv", bills(5), 2);
        assertThat(batch(batch).applied()).isEqualTo(2);
        assertThat(facts("expenditure")).isEmpty();
        assertThat(county(() ->
                        exchange.document(household, LocalDate.of(2023, 12, 2)).has("expenditure")))
                .isFalse();

        village.as("county", () -> exchange.goOn(batch));
        until(() -> batch(batch).state() == BatchState.DONE);
        assertThat(batch(batch).applied()).isEqualTo(5);
        assertThat(facts("expenditure")).hasSize(5);
    }

    @Test
    void what_another_file_said_in_the_meantime_is_not_said_again_when_the_long_one_is_in_force() throws IOException {
        UUID batch = halfRead("医保.csv", bills(3), 2);
        BatchResult meanwhile = bring("医保2.csv", bills(1));
        assertThat(meanwhile.applied()).isEqualTo(1);

        village.as("county", () -> exchange.goOn(batch));
        until(() -> batch(batch).state() == BatchState.DONE);
        assertThat(batch(batch).applied()).isEqualTo(2);
        assertThat(batch(batch).unchanged()).isEqualTo(1);
        assertThat(facts("expenditure")).hasSize(3);
    }

    @Test
    void a_file_that_is_withdrawn_leaves_nothing_and_may_come_again() throws IOException {
        UUID batch = halfRead("医保.csv", bills(3) + "马建国," + number + ",医院,2023-02-30,1,0,0\n", 4);
        village.as("county", () -> exchange.withdraw(batch));

        assertThat(batch(batch).state()).isEqualTo(BatchState.WITHDRAWN);
        assertThat(batch(batch).rows()).isZero();
        assertThat(facts("expenditure")).isEmpty();
        assertThatThrownBy(() -> village.as("county", () -> exchange.withdraw(batch)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("withdrawn already");

        BatchResult again = bring("医保.csv", bills(3) + "马建国," + number + ",医院,2023-02-30,1,0,0\n");
        assertThat(again.receivedBefore()).isFalse();
        assertThat(again.applied()).isEqualTo(3);
        assertThat(again.quarantined()).isEqualTo(1);
    }

    @Test
    void the_same_row_in_another_encoding_and_order_of_columns_changes_nothing() {
        bring("残联.csv", CARDS + "马建国," + number + ",肢体,一级,20231115\n马建国," + number + ",肢休,一级,20231115\n");
        byte[] same = ("残疾等级,发证日期,备注,身份证号,残疾类别,姓名\n一级,2023年11月15日,无," + number + ",肢体,马建国\n一级,2023/11/15,," + number
                        + ",肢休,马建国\n")
                .getBytes(Charset.forName("GB18030"));
        BatchResult again = county(() -> exchange.importFile("", "残联2.csv", new ByteArrayInputStream(same)));

        assertThat(List.of(again.rows(), again.applied(), again.unchanged(), again.quarantined()))
                .containsExactly(2, 0, 2, 0);
    }

    @Test
    void a_row_that_was_mended_or_dismissed_is_not_asked_about_again() {
        String file = CARDS + "马建国," + number + ",肢休,一级,2023-11-15\n马建国," + number + ",不知,一级,2023-11-15\n";
        BatchResult first = bring("残联.csv", file);
        Contract contract = contracts.of("disability-certificates");
        Quarantine.Selection which = Quarantine.Selection.of(first.batchId());
        assertThat(county(() -> quarantine.mendAll(which, contract, "残疾类别", "肢休", "肢体")))
                .isEqualTo(new Quarantine.Result(1, 0, false));
        assertThatThrownBy(() -> county(() -> quarantine.dismiss(which, null, " ")))
                .isInstanceOf(Problem.class);
        assertThat(county(() -> quarantine.dismiss(which, null, "来文单位确认作废"))).isEqualTo(1);

        ReceivedFiles.Batch settled = batch(first.batchId());
        assertThat(List.of(settled.rows(), settled.applied(), settled.quarantined(), settled.dismissed()))
                .containsExactly(2, 1, 0, 1);
        assertThat(county(() -> db.sql("""
                        select count(*)
                        from platform.audit
                        where action = 'rows-dismissed' and subject = ? and reason = '来文单位确认作废'
                        """)
                        .param(first.batchId().toString())
                        .query(Long.class)
                        .single()))
                .isEqualTo(1);
        assertThat(bring("残联-下月.csv", file + "\n").unchanged()).isEqualTo(2);
    }

    @Test
    void one_mend_of_a_word_is_made_in_all_files_of_the_kind() {
        BatchResult one = bring("残联1.csv", CARDS + "马建国," + number + ",肢残,一级,2023-11-15\n");
        BatchResult two = bring("残联2.csv", CARDS + "马建国," + number + ",肢残,二级,2023-11-16\n");
        Contract contract = contracts.of("disability-certificates");
        county(() -> quarantine.mendAll(
                new Quarantine.Selection(null, "disability-certificates", null), contract, "残疾类别", "肢残", "肢体"));

        assertThat(batch(one.batchId()).applied()).isEqualTo(1);
        assertThat(batch(two.batchId()).applied()).isEqualTo(1);
        assertThat(facts("disability")).hasSize(1);
    }

    @Test
    void a_row_of_somebody_who_is_registered_later_is_taken_in_by_itself() {
        NewPerson woman = village.person("马秀英", Sex.F, LocalDate.of(1960, 5, 6), Relation.HEAD);
        String hers = Objects.requireNonNull(woman.idNumber()).digits();
        BatchResult first = bring("医保.csv", BILLS + "马秀英," + hers + ",县医院,2023-12-01,1200,800,100\n");
        assertThat(first.quarantined()).isEqualTo(1);
        assertThat(county(() -> quarantine.reasons(first.batchId())))
                .containsExactly(new Quarantine.Count(Reason.UNKNOWN_PERSON, 1));

        UUID hersHousehold = village.household(List.of(), woman).id();
        until(() -> batch(first.batchId()).quarantined() == 0);

        assertThat(batch(first.batchId()).applied()).isEqualTo(1);
        village.as("county", () -> {
            assertThat(chain.of(hersHousehold)).hasSize(1);
            assertThat(db.sql("select settled from exchange.quarantine where batch_id = ?")
                            .param(first.batchId())
                            .query(String.class)
                            .single())
                    .isEqualTo("TAKEN_IN");
        });
    }

    @Test
    void somebody_registered_under_another_name_is_left_to_a_person() {
        NewPerson woman = village.person("马秀英", Sex.F, LocalDate.of(1960, 5, 6), Relation.HEAD);
        String hers = Objects.requireNonNull(woman.idNumber()).digits();
        BatchResult first = bring("医保.csv", BILLS + "李桂花," + hers + ",县医院,2023-12-01,1200,800,100\n");
        village.household(List.of(), woman);

        until(() -> county(() -> quarantine.reasons(first.batchId()))
                .equals(List.of(new Quarantine.Count(Reason.NAME_DIFFERS, 1))));
        assertThat(batch(first.batchId()).quarantined()).isEqualTo(1);
    }

    @Test
    void all_rows_that_came_are_accounted_for_on_one_page() throws IOException {
        bring("残联.csv", CARDS + "马建国," + number + ",肢体,一级,20231115\n马建国," + number + ",肢休,三级,20231115\n");
        halfRead("医保.csv", bills(5), 2);

        List<Totals.Line> lines = county(totals::lines);
        assertThat(lines).isNotEmpty().allMatch(Totals.Line::tiesOut);
        Totals.Line sum = Totals.sum(lines);
        assertThat(sum.rows())
                .isEqualTo(sum.applied() + sum.unchanged() + sum.quarantined() + sum.dismissed() + sum.mended());
    }
}
