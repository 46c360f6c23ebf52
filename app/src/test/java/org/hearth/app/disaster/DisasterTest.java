package org.hearth.app.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class DisasterTest {

    private static final String HEADER = "姓名,身份证号,房屋受损,因灾死亡,受伤,转移安置\n";
    private static final LocalDate NIGHT = LocalDate.of(2023, 12, 18);

    @Autowired
    Registry registry;

    @Autowired
    Disasters disasters;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private Village village;
    private Disaster quake;
    private NewPerson head;
    private NewPerson wife;
    private NewHousehold couple;

    @BeforeEach
    void an_earthquake() {
        village = new Village(registry);
        head = village.person("马建国", Sex.M, LocalDate.of(1980, 3, 1), Relation.HEAD);
        wife = village.person("马秀英", Sex.F, LocalDate.of(1982, 5, 4), Relation.SPOUSE);
        couple = village.household(List.of(), head, wife);
        village.as(
                "test",
                () -> quake = disasters.declare(new Disasters.NewDisaster(
                        DisasterKind.EARTHQUAKE,
                        new Text("积石山 6.2 级地震（" + village.code() + "）", "Jishishan earthquake, M6.2"),
                        NIGHT.atTime(23, 59),
                        new BigDecimal("6.2"),
                        "中国地震台网",
                        List.of(RegionCode.parse("622927")))));
    }

    @Test
    void every_row_of_a_list_is_applied_unchanged_or_set_aside_with_its_number_and_reason() {
        NewPerson elder = village.person("韩福", Sex.M, LocalDate.of(1940, 1, 1), Relation.HEAD);
        village.household(List.of(), elder);
        String file = HEADER
                + row(head, "倒塌,否,是,是")
                + row(wife, "倒塌,否,否,是")
                + "马建军," + elder.idNumber().digits() + ",倒塌,否,否,是\n"
                + "无名氏,62292719900101000Z,倒塌,否,否,是\n"
                + row(elder, "塌了,否,否,是")
                + row(head, "倒塌,否,否,否");
        village.as("test", () -> {
            ImportResult result = disasters.importList(quake.id(), "一.csv", file.getBytes(StandardCharsets.UTF_8));

            assertThat(result.rows()).isEqualTo(6);
            assertThat(result.applied()).isEqualTo(2);
            assertThat(result.unchanged()).isZero();
            assertThat(result.setAside()).isEqualTo(4);
            assertThat(db.sql("select row_number from disaster.set_aside where file_id = ? order by 1")
                            .param(result.fileId())
                            .query(Integer.class)
                            .list())
                    .containsExactly(3, 4, 5, 6);
            assertThat(db.sql("select id_number from disaster.set_aside where file_id = ? and row_number = 4")
                            .param(result.fileId())
                            .query(String.class)
                            .single())
                    .isEqualTo("622927********000Z");
            Affected affected = disasters.affected(quake.id()).getFirst();
            assertThat(affected.damage()).isEqualTo(Damage.COLLAPSED);
            assertThat(affected.injured()).isEqualTo(1);
            assertThat(affected.relocated()).isEqualTo(2);
        });
    }

    @Test
    void the_same_file_twice_changes_nothing_and_the_same_rows_in_another_file_are_unchanged() {
        byte[] file = (HEADER + row(head, "倒塌,否,否,是")).getBytes(StandardCharsets.UTF_8);
        byte[] more = (HEADER + row(head, "倒塌,否,否,是") + row(wife, "倒塌,否,否,是")).getBytes(StandardCharsets.UTF_8);
        village.as("test", () -> {
            disasters.importList(quake.id(), "一.csv", file);
            ImportResult again = disasters.importList(quake.id(), "又一.csv", file);
            ImportResult longer = disasters.importList(quake.id(), "二.csv", more);

            assertThat(again.receivedBefore()).isTrue();
            assertThat(again.applied()).isEqualTo(1);
            assertThat(longer.applied()).isEqualTo(1);
            assertThat(longer.unchanged()).isEqualTo(1);
            assertThat(disasters.affected(quake.id()))
                    .singleElement()
                    .satisfies(a -> assertThat(a.relocated()).isEqualTo(2));
        });
    }

    @Test
    void a_list_in_gb18030_is_read_as_well() {
        byte[] file = (HEADER + row(head, "严重损坏,否,否,否")).getBytes(Charset.forName("GB18030"));
        village.as(
                "test",
                () -> assertThat(
                                disasters.importList(quake.id(), "国标.csv", file).applied())
                        .isEqualTo(1));
    }

    @Test
    void a_list_without_its_columns_is_refused_as_a_whole() {
        village.as(
                "test",
                () -> assertThatThrownBy(() -> disasters.importList(
                                quake.id(), "缺列.csv", "姓名,身份证号\n马建国,1\n".getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.text().zh()).contains("房屋受损、因灾死亡、受伤、转移安置")));
    }

    @Test
    void a_household_outside_the_area_struck_is_set_aside() {
        village.as("test", () -> {
            Disaster elsewhere = disasters.declare(new Disasters.NewDisaster(
                    DisasterKind.SNOW_ICE,
                    new Text("雨雪冰冻（" + village.code() + "）", "Snow and ice"),
                    LocalDateTime.of(2024, 1, 31, 8, 0),
                    null,
                    "气象部门",
                    List.of(RegionCode.parse("421087"))));
            ImportResult result = disasters.importList(
                    elsewhere.id(), "远.csv", (HEADER + row(head, "一般损坏,否,否,否")).getBytes(StandardCharsets.UTF_8));

            assertThat(result.setAside()).isEqualTo(1);
            assertThat(disasters.affected(elsewhere.id())).isEmpty();
        });
    }

    @Test
    void the_vulnerable_stand_first_with_their_reasons_and_their_first_call_is_due_at_once() {
        NewPerson elder = village.person("韩福", Sex.M, LocalDate.of(1940, 1, 1), Relation.HEAD);
        NewPerson grandmother = village.person("祁桂兰", Sex.F, LocalDate.of(1955, 1, 1), Relation.HEAD);
        NewPerson child = village.person("祁小宝", Sex.M, LocalDate.of(2015, 1, 1), Relation.GRANDCHILD);
        village.household(List.of(Stratum.DIBAO), elder);
        village.household(List.of(), grandmother, child);
        String file = HEADER + row(head, "倒塌,否,否,是") + row(elder, "一般损坏,否,否,否") + row(grandmother, "一般损坏,否,否,否");
        village.as("test", () -> {
            disasters.importList(quake.id(), "一.csv", file.getBytes(StandardCharsets.UTF_8));
            List<Affected> list = disasters.affected(quake.id());

            assertThat(list).extracting(Affected::headName).containsExactly("祁桂兰", "韩福", "马建国");
            assertThat(list.get(0).reasons()).containsExactly(Vulnerability.CHILD_WITHOUT_PARENTS);
            assertThat(list.get(1).reasons()).containsExactly(Vulnerability.ELDER_ALONE, Vulnerability.DIBAO);
            assertThat(list.get(1).callDueOn()).isEqualTo(clock.today());
            assertThat(list.get(2).isVulnerable()).isFalse();
            assertThat(list.get(2).callDueOn()).isNull();

            disasters.reach(Map.of(list.get(0).id(), "人安全，已住进帐篷。"), clock.today());
            assertThat(disasters.affected(quake.id()))
                    .extracting(Affected::headName)
                    .containsExactly("韩福", "祁桂兰", "马建国");
        });
    }

    @Test
    void who_died_is_noted_in_the_register_and_the_bereaved_household_is_given_money_once() {
        village.as("test", () -> {
            Affected affected = listed(wife, "倒塌,是,否,否");
            ReliefGiven money = ReliefGiven.money(
                    UUID.randomUUID(),
                    affected.id(),
                    ReliefKind.BEREAVEMENT,
                    Yuan.of("42000"),
                    "省应急厅、民政厅通知",
                    clock.today());

            assertThat(registry.person(wife.id()).orElseThrow().diedOn()).isEqualTo(NIGHT);
            assertThat(disasters.give(List.of(money))).isEqualTo(1);
            assertThat(disasters.give(List.of(money))).isZero();
            assertThat(disasters.give(List.of(ReliefGiven.money(
                            UUID.randomUUID(),
                            affected.id(),
                            ReliefKind.BEREAVEMENT,
                            Yuan.of("42000"),
                            "重复",
                            clock.today()))))
                    .isZero();
            assertThat(entries())
                    .filteredOn(entry -> entry.amount() != null)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.amount()).isEqualTo(Yuan.of("42000")));
        });
    }

    @Test
    void an_affected_household_in_qinghai_is_given_2000_to_5000_yuan_and_gansu_set_no_amount() {
        LocalDate on = LocalDate.of(2023, 12, 21);

        assertThat(disasters.range(ReliefKind.AFFECTED, RegionCode.parse("630222"), on))
                .hasValueSatisfying(range -> {
                    assertThat(range.contains(Yuan.of("2000"))).isTrue();
                    assertThat(range.contains(Yuan.of("5000"))).isTrue();
                    assertThat(range.contains(Yuan.of("5000.01"))).isFalse();
                });
        assertThat(disasters.range(ReliefKind.BEREAVEMENT, RegionCode.parse("630222"), on))
                .hasValueSatisfying(range -> assertThat(range.least()).isEqualTo(Yuan.of("42000")));
        assertThat(disasters.range(ReliefKind.AFFECTED, RegionCode.parse("622927"), on))
                .isEmpty();
    }

    @Test
    void transitional_relief_has_no_amount_until_the_county_enters_its_daily_rate() {
        village.as("test", () -> {
            Affected affected = listed(head, "倒塌,否,否,是");
            disasters.startTransitional(List.of(affected.id()), clock.today());
            disasters.give(List.of(ReliefGiven.transitional(
                    UUID.randomUUID(), affected.id(), YearMonth.of(2024, 1), 2, 31, "过渡期生活救助方案", clock.today())));

            assertThat(disasters.given(affected.id()))
                    .singleElement()
                    .satisfies(g -> assertThat(g.amount()).isNull());
            disasters.enterDailyRate(quake.id(), RegionCode.parse("622927"), Yuan.of("12.50"), "县应急管理局文件");
            // 2 persons x 31 days x 12.50.
            assertThat(disasters.given(affected.id()))
                    .singleElement()
                    .satisfies(g -> assertThat(g.amount()).isEqualTo(Yuan.of("775")));
        });
    }

    @Test
    void relief_goes_forward_and_only_after_transitional_relief_is_a_household_handed_on() {
        village.as("test", () -> {
            Affected affected = listed(head, "倒塌,否,否,是");
            Difficulty reason =
                    new Difficulty(new Text("房屋倒塌，尚未重建。", "The house collapsed and is not rebuilt."), false);

            assertThatThrownBy(() -> disasters.stillInDifficulty(Map.of(affected.id(), reason), clock.today()))
                    .isInstanceOf(Problem.class);
            disasters.startTransitional(List.of(affected.id()), clock.today());
            assertThatThrownBy(() -> db.sql("update disaster.affected set stage = 'emergency' where id = ?")
                            .param(affected.id())
                            .update())
                    .isInstanceOf(DataIntegrityViolationException.class);
        });
    }

    @Test
    void who_is_still_in_difficulty_becomes_an_alert_and_the_room_learns_its_answer() {
        village.as("test", () -> {
            Affected affected = listed(head, "倒塌,否,否,是");
            disasters.startTransitional(List.of(affected.id()), clock.today());
            Alert alert = disasters
                    .stillInDifficulty(disasters.difficulties(quake.id(), clock.today()), clock.today())
                    .getFirst();
            monitoring.close(alert.id(), Disposition.DELIVER, "已受理临时救助申请。");

            assertThat(disasters.one(affected.id()).stage()).isEqualTo(Stage.STILL_IN_DIFFICULTY);
            assertThat(disasters.one(affected.id()).disposition()).isEqualTo(Disposition.DELIVER);
            assertThat(db.sql("select stage from disaster.published_affected where id = ?")
                            .param(affected.id())
                            .query(String.class)
                            .single())
                    .isEqualTo("still-in-difficulty");
        });
    }

    @Test
    void a_form_sent_again_from_a_phone_puts_one_household_on_the_list() {
        village.as("test", () -> {
            Disasters.Entry entry = new Disasters.Entry(
                    UUID.randomUUID(),
                    quake.id(),
                    "马 建国",
                    head.idNumber().digits().toLowerCase(),
                    Damage.SEVERE,
                    false,
                    true,
                    false);
            disasters.enter(entry);
            disasters.enter(entry);

            assertThat(disasters.of(couple.id()))
                    .singleElement()
                    .satisfies(a -> assertThat(a.injured()).isEqualTo(1));
            assertThat(entries()).hasSize(1);
        });
    }

    private Affected listed(NewPerson person, String rest) {
        disasters.importList(quake.id(), "一.csv", (HEADER + row(person, rest)).getBytes(StandardCharsets.UTF_8));
        return disasters.affected(quake.id()).getFirst();
    }

    private List<ChainEntry> entries() {
        return chain.of(couple.id()).stream()
                .filter(entry -> entry.kind() == ChainKind.DISASTER)
                .toList();
    }

    private static String row(NewPerson person, String rest) {
        return person.name() + "," + person.idNumber().digits() + "," + rest + "\n";
    }
}
