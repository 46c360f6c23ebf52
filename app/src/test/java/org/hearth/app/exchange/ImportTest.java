package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class ImportTest {

    private static final String BILLS = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n";
    private static final String CARDS = "姓名,身份证号,残疾类别,残疾等级,发证日期\n";
    private static final String DEATHS = "姓名,身份证号,死亡日期\n";

    @Autowired
    private Exchange exchange;

    @Autowired
    private Registry registry;

    @Autowired
    private HouseholdOperations operations;

    @Autowired
    private Chain chain;

    @Autowired
    private JdbcClient db;

    private Village village;
    private NewPerson man;
    private String number;
    private UUID household;

    @BeforeEach
    void a_man_lives_in_the_village() {
        village = new Village(registry);
        man = village.person("马建国", Sex.M, LocalDate.of(1956, 3, 4), Relation.HEAD);
        number = java.util.Objects.requireNonNull(man.idNumber()).digits();
        household = village.household(List.of(), man).id();
    }

    private BatchResult bring(String fileName, byte[] content) {
        AtomicReference<BatchResult> result = new AtomicReference<>();
        village.as("county", () -> result.set(exchange.importFile("", fileName, new ByteArrayInputStream(content))));
        return result.get();
    }

    private BatchResult bring(String fileName, String content) {
        return bring(fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> waiting(BatchResult batch) {
        AtomicReference<List<String>> rows = new AtomicReference<>(List.of());
        village.as(
                "county",
                () -> rows.set(
                        db.sql("""
                        select row_number || ' ' || reason_zh
                        from exchange.quarantine
                        where batch_id = ?
                        order by row_number
                        """).param(batch.batchId()).query(String.class).list()));
        return rows.get();
    }

    private List<String> facts(String kind) {
        AtomicReference<List<String>> rows = new AtomicReference<>(List.of());
        village.as(
                "county",
                () -> rows.set(
                        db.sql("""
                        select holds_on || ' ' || value
                        from exchange.current_fact
                        where household_id = ? and kind = ? and value <> 'null'
                        order by holds_on, value
                        """).params(household, kind).query(String.class).list()));
        return rows.get();
    }

    @Test
    void of_a_malformed_file_the_good_rows_are_applied_and_the_bad_ones_wait_with_number_and_reason() {
        String wrong = number.substring(0, 17) + (number.endsWith("0") ? "1" : "0");
        BatchResult batch = bring(
                "医保-医疗费用.csv",
                BILLS
                        + "马建国," + number + ",县医院,2023-12-01,1200.50,800,100\n"
                        + "马建国," + wrong + ",县医院,2023-12-01,100,0,0\n"
                        + "马建国," + number + ",县医院,2023年12月2日,\"2,000.00\",0,\n"
                        + "马建国," + number + ",县医院,2023-02-30,100,0,0\n"
                        + "马建国," + number + ",县医院,2023-12-01,约100,0,0\n"
                        + "马建国," + number + ",县医院,2023-12-01,100,90,20\n"
                        + "马建华," + number + ",县医院,2023-12-01,100,0,0\n"
                        + "马建国," + number + ",县医院,2023-12-01\n"
                        + "马建国," + number + ",县医院,2023/12/1,1200.5,800.00,100.00\n");

        assertThat(waiting(batch))
                .containsExactly(
                        "2 身份证号“" + wrong.substring(0, 6) + "********" + wrong.substring(14)
                                + "”：身份证号码末位校验码不符，可能有录错的数字，请与证件核对",
                        "4 结算日期“2023-02-30”不是日期，应写成 2023-12-01 的样子",
                        "5 总费用“约100”不是金额，应写成 1234.50 的样子",
                        "6 医保支付与救助支付之和大于总费用",
                        "7 号码相符但姓名不同：来文写“马建华”，档案为“马建国”",
                        "8 这一行有 4 列，表头有 7 列");
        assertThat(batch.rows()).isEqualTo(9);
        assertThat(batch.applied()).isEqualTo(2);
        assertThat(batch.unchanged()).isEqualTo(1);
        assertThat(batch.quarantined()).isEqualTo(6);
        assertThat(facts("expenditure"))
                .containsExactly(
                        "2023-12-01 {\"kind\": \"medical\", \"amount\": 1200.5, \"reimbursed\": 900}",
                        "2023-12-02 {\"kind\": \"medical\", \"amount\": 2000, \"reimbursed\": 0}");
    }

    @Test
    void the_same_file_twice_changes_nothing_and_says_so() {
        String file = BILLS + "马建国," + number + ",县医院,2023-12-01,1200,800,100\n";
        BatchResult first = bring("医保.csv", file);
        BatchResult second = bring("医保.csv", file);

        assertThat(first.receivedBefore()).isFalse();
        assertThat(second.receivedBefore()).isTrue();
        assertThat(second.batchId()).isEqualTo(first.batchId());
        assertThat(facts("expenditure")).hasSize(1);
    }

    @Test
    void a_row_that_came_in_an_earlier_file_is_unchanged() {
        bring("医保1.csv", BILLS + "马建国," + number + ",县医院,2023-12-01,1200,800,100\n");
        BatchResult second = bring(
                "医保2.csv",
                BILLS + "马建国," + number + ",县医院,2023-12-01,1200,800,100\n马建国," + number + ",县医院,2023-12-08,300,0,0\n");

        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(second.applied()).isEqualTo(1);
    }

    @Test
    void the_same_rows_after_a_household_moved_and_a_person_left_it_are_no_news() {
        NewPerson son = village.person("马小军", Sex.M, LocalDate.of(1988, 5, 2), Relation.CHILD);
        NewPerson father = village.person("马有才", Sex.M, LocalDate.of(1960, 5, 2), Relation.HEAD);
        UUID family = village.household(List.of(), father, son).id();
        String his = java.util.Objects.requireNonNull(son.idNumber()).digits();
        String fathers = java.util.Objects.requireNonNull(father.idNumber()).digits();
        String cars = "姓名,身份证号,号牌号码,车辆类型,登记业务,登记日期,购置价格\n"
                + "马小军," + his + ",甘N70001,小型轿车,注册登记,2023-11-18,86000\n"
                + "马有才," + fathers + ",甘N70002,三轮汽车,注册登记,2023-11-18,6000\n";
        String bills = BILLS + "马小军," + his + ",县医院,2023-11-20,1200,800,100\n" + "马有才," + fathers
                + ",县医院,2023-11-21,300,0,0\n";
        assertThat(bring("公安-车辆.csv", cars).applied()).isEqualTo(2);
        assertThat(bring("医保.csv", bills).applied()).isEqualTo(2);
        String card = CARDS + "马小军," + his + ",肢体,一级,2023-11-15\n";
        assertThat(bring("残联.csv", card).applied()).isEqualTo(1);

        Scopes.run(Scope.system("test"), () -> {
            operations.split(
                    family,
                    Map.of(son.id(), Relation.HEAD),
                    new Place(village.code(), Residence.RURAL, ""),
                    LocalDate.of(2023, 11, 25),
                    "分户");
            operations.move(
                    family,
                    new Place(RegionCode.parse("622924100201"), Residence.RURAL, ""),
                    LocalDate.of(2023, 11, 26),
                    "迁移");
        });

        for (String file : List.of(cars, bills)) {
            assertThat(bring("又一次.csv", file + "\n").unchanged())
                    .as("the son in a household of his own; the father is the other county's")
                    .isEqualTo(1);
            AtomicReference<BatchResult> nation = new AtomicReference<>();
            Scopes.run(
                    Scope.system("test"),
                    () -> nation.set(exchange.importFile(
                            "", "又一次.csv", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))));
            assertThat(nation.get().applied()).isZero();
            assertThat(nation.get().unchanged()).isEqualTo(2);
        }
        String changed = CARDS + "马小军," + his + ",肢体,二级,2023-11-15\n";
        assertThat(bring("残联-变更.csv", changed).applied())
                .as("another grade is news wherever he lives")
                .isEqualTo(1);
        assertThat(bring("残联-恢复.csv", card + ",,,,\n").applied())
                .as("and so is the earlier one then, for the last word about that day is another")
                .isEqualTo(1);
    }

    @Test
    void a_file_in_GB18030_is_read_like_one_in_UTF_8() {
        String file = "姓名,身份证号,残疾类别,残疾等级,发证日期\n马建国," + number + ",肢体,一级,20231115\n";
        BatchResult batch = bring("残联.csv", file.getBytes(Charset.forName("GB18030")));

        assertThat(batch.applied()).isEqualTo(1);
        assertThat(facts("disability"))
                .containsExactly("2023-11-15 {\"kind\": \"limb\", \"grade\": 1, \"certifiedOn\": \"2023-11-15\"}");
    }

    @Test
    void who_lost_a_job_is_unemployed_since_that_day_and_who_found_one_is_not() {
        String header = "姓名,身份证号,登记类型,登记日期,月工资\n";
        bring("人社1.csv", header + "马建国," + number + ",就业,2023-11-15,2600\n");
        assertThat(facts("unemployedSince")).isEmpty();

        bring("人社2.csv", header + "马建国," + number + ",失业,2023-12-01,0\n");
        assertThat(facts("unemployedSince")).containsExactly("2023-12-01 \"2023-12-01\"");
    }

    @Test
    void a_death_reaches_the_register_and_the_chain_once_though_two_departments_report_it() {
        String file = DEATHS + "马建国," + number + ",2023-12-24\n";
        BatchResult funeral = bring("民政-殡葬.csv", file);
        BatchResult health = bring("卫健-死亡.csv", file);

        assertThat(funeral.applied()).isEqualTo(1);
        assertThat(health.unchanged()).isEqualTo(1);
        village.as("county", () -> {
            assertThat(registry.person(man.id()).orElseThrow().diedOn()).isEqualTo(LocalDate.of(2023, 12, 24));
            assertThat(chain.of(household)).hasSize(1);
        });
    }

    @Test
    void a_person_of_another_region_is_not_found() {
        Village other = new Village(registry);
        NewPerson away = other.person("马晓东", Sex.M, LocalDate.of(1970, 1, 2), Relation.HEAD);
        BatchResult batch = bring(
                "民政.csv",
                DEATHS + "马晓东,"
                        + java.util.Objects.requireNonNull(away.idNumber()).digits() + ",2023-12-24\n");

        assertThat(waiting(batch)).containsExactly("1 本辖区家庭档案中没有这个身份证号码的人");
    }

    @Test
    void a_file_that_cannot_be_used_is_refused_whole() {
        assertThatThrownBy(() -> bring("医保.csv", ""))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> bring("医保.csv", BILLS))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> bring("x.csv", "姓名,身份证号\n马建国," + number + "\n"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("record kind");
        assertThatThrownBy(() -> bring("民政.csv", "姓名,姓名,身份证号,死亡日期\n"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> bring("民政.csv", DEATHS + "x".repeat(100_000)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> bring("民政.csv", DEATHS + "马建国," + number + ",2023-12-24\n\"马建国,x"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("quotation mark");
        assertThat(facts("deceased")).isEmpty();
    }
}
