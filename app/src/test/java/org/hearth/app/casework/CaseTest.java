package org.hearth.app.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.KnownFacts;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class CaseTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 1, 8);
    private static final List<String> TWO = List.of("马建国", "李秀英");

    @Autowired
    Registry registry;

    @Autowired
    Casework casework;

    @Autowired
    AlertCases alertCases;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Chain chain;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewHousehold household;
    private NewPerson child;

    @BeforeEach
    void a_household() {
        village = new Village(registry);
        child = village.person("马小军", Sex.M, LocalDate.of(2014, 9, 1), Relation.GRANDCHILD);
        household = village.household(
                List.of(), village.person("马玉兰", Sex.F, LocalDate.of(1958, 6, 2), Relation.HEAD), child);
    }

    @Test
    void accepted_before_spring_festival_30_working_days_end_on_22_february() {
        village.as("test", () -> {
            CaseFile file = accept(CaseKind.DIBAO);

            // Day 1 is 9 January; 10 to 17 February are holidays, 4 and 18 February are worked.
            assertThat(file.wholeDueOn()).isEqualTo(LocalDate.of(2024, 2, 22));
            assertThat(file.nextDuty()).isEqualTo(Duty.Name.INVESTIGATE);
            assertThat(file.nextDueOn()).isEqualTo(LocalDate.of(2024, 1, 11));
        });
    }

    @Test
    void public_notice_runs_7_days_and_the_decision_comes_after_it() {
        village.as("test", () -> {
            CaseFile file = onNotice(CaseKind.DIBAO, LocalDate.of(2024, 1, 15));

            assertThat(file.noticeTo()).isEqualTo(LocalDate.of(2024, 1, 22));
            assertThatThrownBy(() -> approve(file, LocalDate.of(2024, 1, 22))).isInstanceOf(Problem.class);
            assertThat(approve(file, LocalDate.of(2024, 1, 23)).outcome()).isEqualTo(Outcome.APPROVED);
        });
    }

    @Test
    void the_database_itself_refuses_an_approval_without_public_notice() {
        village.as("test", () -> {
            CaseFile file = reviewed(CaseKind.DIBAO);

            assertThatThrownBy(() -> db.sql("""
                            update casework.case_file
                            set state = 'decided', outcome = 'approved', amount = 600, reason_zh = '符合', decided_on = '2024-01-12'
                            where id = ?
                            """).param(file.id()).update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("approval_follows_public_notice");
        });
    }

    @Test
    void an_objection_leads_back_to_the_investigation_and_to_45_working_days() {
        village.as("test", () -> {
            CaseFile file = onNotice(CaseKind.DIBAO, LocalDate.of(2024, 1, 15));
            CaseFile again = casework.object(file.id(), "村民甲", "家里有小汽车", LocalDate.of(2024, 1, 17));

            assertThat(again.state()).isEqualTo(CaseState.ACCEPTED);
            assertThat(again.round()).isEqualTo(2);
            assertThat(again.nextDueOn()).isEqualTo(LocalDate.of(2024, 1, 22));
            // 30 working days end on 22 February; 15 more on 14 March.
            assertThat(again.wholeDueOn()).isEqualTo(LocalDate.of(2024, 3, 14));
        });
    }

    @Test
    void an_investigation_is_made_and_signed_by_two() {
        village.as("test", () -> {
            CaseFile file = accept(CaseKind.DIBAO);

            assertThatThrownBy(() -> casework.recordInvestigation(file.id(), List.of("马建国", " 马建国 "), "两间土房", MONDAY))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> db.sql("""
                            insert into casework.investigation
                                (id, region, case_id, round, first_name, first_signed, second_name, second_signed,
                                 finding, investigated_on, recorded_by)
                            values (?, ?, ?, 1, '马建国', true, '李秀英', false, '两间土房', '2024-01-09', 'test')
                            """)
                            .params(Ids.next(), village.code().digits(), file.id())
                            .update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("two_investigators_sign");
        });
    }

    @Test
    void a_childs_misfortune_is_not_put_on_public_notice() {
        village.as("test", () -> {
            CaseFile file = reviewed(CaseKind.UNATTENDED_CHILD);

            assertThatThrownBy(() -> casework.postNotice(file.id(), LocalDate.of(2024, 1, 15)))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> db.sql("update casework.case_file set notice_from = '2024-01-15' where id = ?")
                            .param(file.id())
                            .update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("no_notice_where_the_rule_is_none");
            assertThat(approve(file, LocalDate.of(2024, 1, 15)).outcome()).isEqualTo(Outcome.APPROVED);
        });
    }

    @Test
    void an_unattended_childs_money_is_the_childs_from_next_month_until_it_is_ended() {
        village.as("test", () -> {
            approve(reviewed(CaseKind.UNATTENDED_CHILD), LocalDate.of(2024, 1, 15));

            assertThat(entitlements()).containsExactly("unattended-child 马小军 monthly 412.50 2024-02-01");
        });
    }

    @Test
    void an_orphans_money_is_that_of_the_determination_and_no_other_members() {
        know(household.id(), "assets", "{}");
        know(child.id(), "parents", "[{\"status\": \"dead\"}, {\"status\": \"dead\"}]");
        know(child.id(), "livesWith", "\"grandparents\"");
        village.as("test", () -> {
            CaseFile file = accept(CaseKind.ORPHAN);
            casework.recordInvestigation(file.id(), TWO, "父母均已去世，随祖母生活。", LocalDate.of(2024, 1, 10));
            casework.recordDataCheck(file.id(), LocalDate.of(2024, 1, 11));
            casework.review(file.id(), true, null, "符合条件。", LocalDate.of(2024, 1, 12));
            casework.approve(file.id(), null, new Text("父母双亡。", "Both parents are dead."), LocalDate.of(2024, 1, 15));

            assertThat(entitlements()).containsExactly("orphan 马小军 monthly 1351.10 2024-02-01");
        });
    }

    @Test
    void a_case_of_a_child_names_the_child() {
        village.as(
                "test",
                () -> assertThatThrownBy(() -> casework.accept(
                                new Casework.Application(
                                        UUID.randomUUID(),
                                        household.id(),
                                        null,
                                        CaseKind.ORPHAN,
                                        null,
                                        "父母双亡。",
                                        false,
                                        false),
                                MONDAY))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.field()).isEqualTo("person")));
    }

    @Test
    void an_elder_alone_with_no_supporter_is_entitled_to_the_basic_and_the_care_part_of_the_determination() {
        NewPerson elder = village.person("韩福", Sex.M, LocalDate.of(1940, 1, 1), Relation.HEAD);
        household = village.household(List.of(), elder);
        know(household.id(), "assets", "{}");
        know(elder.id(), "supporters", "[]");
        know(elder.id(), "selfCareFailed", "0");
        know(elder.id(), "livingArrangement", "\"alone\"");
        village.as("test", () -> {
            CaseFile file = accept(CaseKind.TEKUN);
            casework.recordInvestigation(file.id(), TWO, "独居，无赡养人。", LocalDate.of(2024, 1, 10));
            casework.recordDataCheck(file.id(), LocalDate.of(2024, 1, 11));
            casework.review(file.id(), true, null, "符合条件。", LocalDate.of(2024, 1, 12));
            casework.postNotice(file.id(), LocalDate.of(2024, 1, 15));
            CaseFile decided = casework.approve(
                    file.id(), null, new Text("符合条件。", "The conditions are met."), LocalDate.of(2024, 1, 23));

            // 621.30 x 1.3 = 807.69; able to care for himself 188; a rural tekun household's winter in Gansu 518.
            assertThat(decided.amount()).isEqualTo(Yuan.of("995.69"));
            assertThat(entitlements())
                    .containsExactly(
                            "heating null winter 518.00 2023-10-01",
                            "tekun-basic 韩福 monthly 807.69 2024-02-01",
                            "tekun-care 韩福 monthly 188.00 2024-02-01");
            // Nobody counted can work: reviewed after a year.
            assertThat(decided.reviewDueOn()).isEqualTo(LocalDate.of(2025, 1, 23));
            assertThat(casework.recordReview(file.id(), "情况无变化。", LocalDate.of(2025, 1, 6))
                            .reviewDueOn())
                    .isEqualTo(LocalDate.of(2026, 1, 6));
        });
    }

    @Test
    void an_amount_other_than_the_rules_give_is_refused() {
        NewPerson elder = village.person("韩福", Sex.M, LocalDate.of(1940, 1, 1), Relation.HEAD);
        household = village.household(List.of(), elder);
        know(household.id(), "assets", "{}");
        know(elder.id(), "supporters", "[]");
        know(elder.id(), "selfCareFailed", "0");
        know(elder.id(), "livingArrangement", "\"alone\"");
        village.as("test", () -> {
            CaseFile file = accept(CaseKind.TEKUN);
            casework.recordInvestigation(file.id(), TWO, "独居，无赡养人。", LocalDate.of(2024, 1, 10));
            casework.recordDataCheck(file.id(), LocalDate.of(2024, 1, 11));

            assertThatThrownBy(
                            () -> casework.review(file.id(), true, Yuan.of("900"), "符合条件。", LocalDate.of(2024, 1, 12)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.text().zh()).contains("995.69"));
        });
    }

    @Test
    void
            who_is_still_in_difficulty_after_a_disaster_becomes_a_case_of_temporary_assistance_when_the_alert_is_accepted() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(new Signal(
                    "test.disaster",
                    UUID.randomUUID(),
                    household.id(),
                    null,
                    village.code(),
                    new Indicator("disaster-still-in-difficulty", new Text("灾后仍有困难", "Still in difficulty")),
                    new Text("房屋因灾倒塌，过渡期救助结束后仍有困难。", "The house collapsed; still in difficulty."),
                    Level.YELLOW,
                    null));
            CaseFile file = alertCases.accept(alert, "情况属实。");

            assertThat(file.kind()).isEqualTo(CaseKind.TEMPORARY_SPENDING);
            assertThat(file.request()).isEqualTo("房屋因灾倒塌，过渡期救助结束后仍有困难。");
            assertThat(monitoring.alert(alert.id()).orElseThrow().disposition()).isEqualTo(Disposition.DELIVER);
            assertThat(alertCases.offered(alert)).as("not twice").isEmpty();
        });
    }

    @Test
    void an_approval_confirms_the_stratum_from_next_month_and_is_seen_in_the_chain() {
        village.as("test", () -> {
            CaseFile decided = approve(onNotice(CaseKind.DIBAO, LocalDate.of(2024, 1, 15)), LocalDate.of(2024, 1, 23));

            assertThat(decided.determination()).contains("2024-01-23").contains("stratum");
            assertThat(db.sql("select amount || ' ' || valid_from from benefit.entitlement where household_id = ?")
                            .param(household.id())
                            .query(String.class)
                            .list())
                    .containsExactly("412.50 2024-02-01");
            assertThat(registry.household(household.id()).orElseThrow().strata())
                    .singleElement()
                    .satisfies(held -> {
                        assertThat(held.stratum()).isEqualTo(Stratum.DIBAO);
                        assertThat(held.since()).isEqualTo(LocalDate.of(2024, 2, 1));
                    });
            assertThat(entries(ChainKind.DECISION))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.amount()).isEqualTo(Yuan.of("412.50")));
        });
    }

    @Test
    void a_refusal_gives_its_reason_and_is_told_within_3_working_days() {
        village.as("test", () -> {
            CaseFile file = reviewed(CaseKind.DIBAO);
            casework.object(
                    casework.postNotice(file.id(), LocalDate.of(2024, 1, 15)).id(),
                    "村民甲",
                    "家里有小汽车",
                    LocalDate.of(2024, 1, 17));
            casework.recordInvestigation(file.id(), TWO, "名下有小汽车一辆", LocalDate.of(2024, 1, 18));
            casework.review(file.id(), false, null, "财产超出规定。", LocalDate.of(2024, 1, 19));
            CaseFile refused = casework.refuse(
                    file.id(),
                    new Text("名下有小汽车，财产不符合规定。", "A car in the household's name; the assets are outside the rule."),
                    LocalDate.of(2024, 1, 19));

            assertThat(refused.amount()).isNull();
            assertThat(refused.nextDuty()).isEqualTo(Duty.Name.TELL);
            assertThat(refused.nextDueOn()).isEqualTo(LocalDate.of(2024, 1, 24));
            assertThat(casework.recordTold(file.id(), LocalDate.of(2024, 1, 22)).state())
                    .isEqualTo(CaseState.CLOSED);
        });
    }

    @Test
    void an_emergency_is_paid_at_once_and_its_paperwork_is_due_in_20_working_days() {
        village.as("test", () -> {
            CaseFile helped = casework.helpFirst(emergency("3143.60"), MONDAY);

            assertThat(helped.outcome()).isEqualTo(Outcome.APPROVED);
            assertThat(helped.decidedOn()).isEqualTo(MONDAY);
            // 9 to 31 January are 17 working days, 1 and 2 February two, Sunday 4 February is worked.
            assertThat(helped.paperworkDueOn()).isEqualTo(LocalDate.of(2024, 2, 4));
            assertThat(casework.completePaperwork(helped.id(), TWO, "房屋烧毁两间", LocalDate.of(2024, 1, 20))
                            .state())
                    .isEqualTo(CaseState.CLOSED);
        });
    }

    @Test
    void an_emergency_above_the_townships_ceiling_is_refused_with_what_to_do_instead() {
        village.as("test", () -> {
            // 4 x 785.90, the monthly urban standard, is 3,143.60.
            assertThatThrownBy(() -> casework.helpFirst(emergency("3143.61"), MONDAY))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.text().zh())
                                    .contains("3,143.60")
                                    .contains("支出型临时救助"));
        });
    }

    @Test
    void the_same_cause_is_helped_once_in_a_calendar_year() {
        village.as("test", () -> {
            casework.helpFirst(emergency("1000"), MONDAY);

            assertThatThrownBy(() -> casework.helpFirst(emergency("500"), LocalDate.of(2024, 12, 31)))
                    .isInstanceOf(Problem.class);
            assertThat(casework.helpFirst(emergency("500"), LocalDate.of(2025, 1, 2))
                            .outcome())
                    .isEqualTo(Outcome.APPROVED);
        });
    }

    @Test
    void a_form_sent_again_from_a_phone_is_one_payment() {
        village.as("test", () -> {
            Emergency sent = emergency("1000");
            casework.helpFirst(sent, MONDAY);
            casework.helpFirst(sent, MONDAY);

            assertThat(casework.of(household.id())).hasSize(1);
        });
    }

    @Test
    void a_household_found_left_out_becomes_a_case_when_the_answer_is_to_deliver() {
        village.as("test", () -> {
            Alert alert = monitoring.raise(new Signal(
                    "test.screening",
                    UUID.randomUUID(),
                    household.id(),
                    null,
                    village.code(),
                    new Indicator("uncovered-dibao", new Text("疑似符合低保未纳入", "Seems due dibao, not included")),
                    new Text(
                            "人均月收入 210.00 元，低于标准 621.30 元。",
                            "210.00 yuan a head a month, below the standard of 621.30."),
                    Level.ORANGE,
                    null));
            monitoring.close(alert.id(), Disposition.DELIVER, "入户核实属实，启动低保申请。");

            assertThat(casework.of(household.id())).singleElement().satisfies(file -> {
                assertThat(file.kind()).isEqualTo(CaseKind.DIBAO);
                assertThat(file.alertId()).isEqualTo(alert.id());
            });
        });
    }

    private CaseFile accept(CaseKind kind) {
        return casework.accept(
                new Casework.Application(
                        UUID.randomUUID(),
                        household.id(),
                        kind.isOfOneChild() ? child.id() : null,
                        kind,
                        null,
                        "年老无劳动能力，收入低。",
                        false,
                        false),
                MONDAY);
    }

    /** Notes what is known of the household or of one of its members since it was registered. */
    private void know(UUID whose, String kind, String value) {
        KnownFacts.know(
                db,
                village.code(),
                household.id(),
                whose.equals(household.id()) ? null : whose,
                kind,
                value,
                LocalDate.of(2023, 11, 1));
    }

    private List<String> entitlements() {
        return db.sql("""
                        select e.benefit || ' ' || coalesce(p.name, 'null') || ' ' || e.rhythm || ' ' || e.amount || ' ' || e.valid_from
                        from benefit.entitlement e
                        left join registry.person p on p.id = e.person_id
                        where e.household_id = ?
                        order by e.benefit
                        """).param(household.id()).query(String.class).list();
    }

    private CaseFile reviewed(CaseKind kind) {
        CaseFile file = accept(kind);
        casework.recordInvestigation(file.id(), TWO, "两间土房，无存款。", LocalDate.of(2024, 1, 10));
        casework.recordDataCheck(file.id(), LocalDate.of(2024, 1, 11));
        return casework.review(file.id(), true, Yuan.of("412.50"), "符合条件。", LocalDate.of(2024, 1, 12));
    }

    private CaseFile onNotice(CaseKind kind, LocalDate from) {
        return casework.postNotice(reviewed(kind).id(), from);
    }

    private CaseFile approve(CaseFile file, LocalDate on) {
        return casework.approve(
                file.id(), Yuan.of("412.50"), new Text("人均收入低于标准。", "Income a head is below the standard."), on);
    }

    private Emergency emergency(String amount) {
        return new Emergency(
                UUID.randomUUID(), household.id(), null, EmergencyCause.FIRE, "厨房失火，烧毁两间房。", Yuan.of(amount));
    }

    private List<ChainEntry> entries(ChainKind kind) {
        return chain.of(household.id()).stream()
                .filter(entry -> entry.kind() == kind)
                .toList();
    }
}
