package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.Leaving;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Operation;
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.PersonRecords.Taken;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Proposals.Proposal;
import org.hearth.app.registry.Proposals.State;
import org.hearth.app.registry.ProposedAct;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.app.registry.Undo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What births, marriages, divorces, moves, deaths and monitoring that departments report come to in the register. */
@HearthTest
class ProposedActsTest {

    private static final LocalDate EVENT = LocalDate.of(2023, 12, 22);

    @TempDir
    Path folder;

    @Autowired
    private Exchange exchange;

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private ReceivedFiles files;

    @Autowired
    private Whose whose;

    @Autowired
    private FoundRows found;

    @Autowired
    private Registry registry;

    @Autowired
    private Proposals proposals;

    @Autowired
    private HouseholdOperations operations;

    @Autowired
    private PersonRecords records;

    @Autowired
    private Undo undo;

    @Autowired
    private Contracts contracts;

    @Autowired
    private Chain chain;

    @Autowired
    private JdbcClient db;

    private Village village;
    private NewPerson mother;
    private NewPerson father;
    private UUID household;
    private String certificate;

    @BeforeEach
    void a_couple_lives_in_the_village() {
        village = new Village(registry);
        father = village.person("马建国", Sex.M, LocalDate.of(1986, 3, 4), Relation.HEAD);
        mother = village.person("韩秀英", Sex.F, LocalDate.of(1988, 5, 6), Relation.SPOUSE);
        household = village.household(List.of(Stratum.DIBAO), father, mother).id();
        certificate = "X6" + village.code().digits().substring(4);
    }

    private <T> T county(Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        village.as("county", () -> result.set(work.get()));
        return result.get();
    }

    private void county(Runnable work) {
        village.as("county", work);
    }

    private BatchResult bring(String kind, String fileName, String... rows) {
        return county(() -> exchange.importFile(
                kind, fileName, new ByteArrayInputStream(file(kind, rows).getBytes(StandardCharsets.UTF_8))));
    }

    private UUID bringLong(String kind, String fileName, String... rows) throws IOException {
        Path path = Files.writeString(folder.resolve(fileName), file(kind, rows));
        UUID batch = county(() -> exchange.keep(kind, fileName, path).batchId());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> county(() -> files.batch(batch)).state() == BatchState.DONE);
        return batch;
    }

    private String file(String kind, String... rows) {
        return String.join(",", contracts.of(kind).columns()) + "\n" + String.join("\n", rows) + "\n";
    }

    private static String of(NewPerson person) {
        return person.name() + "," + Objects.requireNonNull(person.idNumber()).digits();
    }

    private String birth(String child, String sex) {
        return of(mother) + "," + certificate + "," + child + "," + sex + "," + EVENT;
    }

    private List<Proposal> waiting(UUID household) {
        return county(() -> proposals.waitingFor(household));
    }

    private Proposal only(UUID household) {
        List<Proposal> waiting = waiting(household);
        assertThat(waiting).hasSize(1);
        return waiting.getFirst();
    }

    private State state(Proposal proposal) {
        return county(() -> proposals.proposal(proposal.id()).orElseThrow().state());
    }

    private NewPerson child(String name, Sex sex) {
        return new NewPerson(UUID.randomUUID(), name, sex, EVENT, null, Relation.CHILD);
    }

    private void undoLast(UUID household, Operation.Kind kind) {
        county(() -> {
            Operation last = undo.ofHousehold(household).getFirst();
            assertThat(last.kind()).isEqualTo(kind);
            undo.undo(last.id(), "误办");
        });
    }

    @Test
    void a_birth_proposes_the_child_once_is_done_when_the_child_is_entered_and_waits_again_when_that_is_taken_back() {
        bring("births", "卫健.csv", birth("马小宝", "男"));
        bring("births", "卫健-2.csv", birth("马小宝", "男") + "\n" + birth("马小宝", "男"));

        Proposal proposal = only(household);
        assertThat(proposal.act()).isEqualTo(ProposedAct.ENTER_CHILD);
        assertThat(proposal.name()).isEqualTo("马小宝");
        assertThat(proposal.sex()).isEqualTo(Sex.M);
        assertThat(proposal.on()).isEqualTo(EVENT);
        assertThat(proposal.names()).isEqualTo("韩秀英");
        assertThat(proposal.basis()).isEqualTo("卫生健康部门“出生医学证明”，卫健.csv 第 1 行");
        assertThat(proposal.dueOn()).as("no document gives a last day for it").isNull();

        county(() -> operations.join(household, child("马晓宝", Sex.M), EVENT, "上户口，名字有改"));
        assertThat(state(proposal)).isEqualTo(State.DONE);

        undoLast(household, Operation.Kind.JOIN);
        assertThat(state(proposal)).isEqualTo(State.OPEN);
    }

    @Test
    void of_twins_each_is_asked_for_by_name() {
        bring("births", "卫健.csv", birth("马小宝", "男"));
        certificate = "Y6" + village.code().digits().substring(4);
        bring("births", "卫健-2.csv", birth("马小贝", "男"));
        assertThat(waiting(household)).hasSize(2);

        county(() -> operations.join(household, child("马小宝", Sex.M), EVENT, "出生证明"));

        assertThat(only(household).name()).isEqualTo("马小贝");
    }

    @Test
    void a_child_who_is_in_the_household_already_is_asked_of_nobody_in_a_short_file_and_in_a_long_one()
            throws IOException {
        county(() -> operations.join(household, child("马小宝", Sex.F), EVENT, "村里先登记"));

        bring("births", "卫健.csv", birth("马小宝", "女"));
        assertThat(waiting(household)).isEmpty();
        certificate = "Y6" + village.code().digits().substring(4);
        bringLong("births", "卫健-长.csv", birth("马小弟", "男"));
        assertThat(only(household).name()).isEqualTo("马小弟");
        bringLong("births", "卫健-长2.csv", birth("马小弟", "男"));
        assertThat(waiting(household)).hasSize(1);
    }

    @Test
    void a_proposal_is_dismissed_for_a_reason_and_the_same_record_asks_no_more() {
        bring("births", "卫健.csv", birth("马小宝", "男"));
        Proposal proposal = only(household);

        assertThatThrownBy(() -> county(() -> proposals.dismiss(proposal.id(), " ")))
                .isInstanceOf(Problem.class);
        county(() -> proposals.dismiss(proposal.id(), "随外祖父母在青海生活"));
        bring("births", "卫健-2.csv", birth("马小宝", "男") + "\n");

        assertThat(waiting(household)).isEmpty();
        assertThat(state(proposal)).isEqualTo(State.DISMISSED);
        assertThatThrownBy(() -> county(() -> proposals.dismiss(proposal.id(), "再次")))
                .isInstanceOf(Problem.class);
    }

    private NewPerson bride;

    private UUID brideAtHome() {
        NewPerson parent = village.person("沙海山", Sex.M, LocalDate.of(1965, 2, 1), Relation.HEAD);
        bride = village.person("沙桂花", Sex.F, LocalDate.of(1999, 8, 9), Relation.CHILD);
        return village.household(List.of(), parent, bride).id();
    }

    private NewPerson groom() {
        NewPerson groom = village.person("马小军", Sex.M, LocalDate.of(1998, 5, 2), Relation.CHILD);
        county(() -> operations.join(household, groom, LocalDate.of(2023, 12, 1), "子女"));
        return groom;
    }

    private String marriage(NewPerson one, NewPerson other) {
        return of(one) + ",J622901-2023-" + village.code().digits().substring(6) + "," + EVENT + "," + of(other);
    }

    @Test
    void a_marriage_told_under_both_spouses_is_one_proposal_and_either_may_join_the_other() {
        UUID brides = brideAtHome();
        NewPerson groom = groom();
        bring("marriages", "民政.csv", marriage(groom, bride), marriage(bride, groom));

        Proposal proposal = only(household);
        assertThat(waiting(brides)).isEmpty();
        assertThat(proposal.act()).isEqualTo(ProposedAct.LIVE_TOGETHER);
        assertThat(proposal.records()).hasSize(2);
        assertThat(county(() -> proposals.named(proposal.id()))).contains(bride.id());

        county(() -> operations.join(household, bride.id(), Relation.OTHER, EVENT, "婚后随男方生活"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
        undoLast(household, Operation.Kind.JOIN);
        assertThat(state(proposal)).isEqualTo(State.OPEN);

        UUID own = county(() -> operations.split(
                household,
                Map.of(groom.id(), Relation.HEAD),
                new Place(village.code(), Residence.RURAL, ""),
                EVENT,
                "另立新户"));
        assertThat(only(own).id()).as("it goes with him").isEqualTo(proposal.id());
        county(() -> operations.join(own, bride.id(), Relation.SPOUSE, EVENT, "婚后同住"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
    }

    @Test
    void a_spouse_who_is_not_in_the_register_is_to_be_entered_by_the_number_of_the_record() {
        NewPerson groom = groom();
        NewPerson stranger = village.person("沙桂花", Sex.F, LocalDate.of(1999, 8, 9), Relation.OTHER);
        bring("marriages", "民政.csv", marriage(groom, stranger));

        Proposal proposal = only(household);
        assertThat(county(() -> proposals.named(proposal.id()))).isEmpty();
        assertThat(proposal.numberMasked()).contains("****");
        assertThat(county(() -> proposals.number(proposal.id())))
                .contains(Objects.requireNonNull(stranger.idNumber()).digits());
        county(() -> operations.join(household, stranger, EVENT, "婚后入户"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
    }

    @Test
    void a_marriage_of_two_who_live_together_already_is_asked_of_nobody() {
        bring("marriages", "民政.csv", marriage(father, mother), marriage(mother, father));

        assertThat(waiting(household)).isEmpty();
    }

    private String divorce(NewPerson one) {
        return of(one) + ",L622901-2023-" + village.code().digits().substring(6) + "," + EVENT;
    }

    @Test
    void a_divorce_is_settled_by_a_split_and_one_who_lives_alone_is_asked_nothing() {
        bring("divorces", "民政.csv", divorce(mother), divorce(father));
        Proposal proposal = only(household);
        assertThat(proposal.act()).isEqualTo(ProposedAct.PART);

        county(() -> operations.split(
                household,
                Map.of(mother.id(), Relation.HEAD),
                new Place(village.code(), Residence.RURAL, ""),
                EVENT,
                "离婚分户"));
        assertThat(state(proposal)).isEqualTo(State.DONE);

        NewPerson alone = village.person("鲜玉兰", Sex.F, LocalDate.of(1970, 1, 2), Relation.HEAD);
        UUID hers = village.household(List.of(), alone).id();
        bring(
                "divorces",
                "民政-2.csv",
                of(alone) + ",L622901-2023-1" + village.code().digits().substring(7) + "," + EVENT);
        assertThat(waiting(hers)).isEmpty();
    }

    @Test
    void a_registration_moved_out_of_the_county_is_one_proposal_for_all_who_went_and_done_when_the_last_of_them_left() {
        NewPerson groom = groom();
        String out = ",迁出," + EVENT + ",甘肃省兰州市城关区";
        bring("household-moves", "公安.csv", of(mother) + out, of(groom) + out);
        Proposal proposal = only(household);
        assertThat(proposal.act()).isEqualTo(ProposedAct.MOVE_OUT);
        assertThat(proposal.persons()).containsExactlyInAnyOrder(mother.id(), groom.id());
        assertThat(proposal.place()).isEqualTo("甘肃省兰州市城关区");

        county(() -> operations.leave(household, groom.id(), Leaving.MOVED_OUT, EVENT, "户口迁出"));
        assertThat(state(proposal)).isEqualTo(State.OPEN);
        county(() -> operations.leave(household, mother.id(), Leaving.MOVED_OUT, EVENT, "户口迁出"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
    }

    @Test
    void a_household_that_moved_within_the_county_is_done_when_it_lives_in_another_village() {
        Village next = new Village(registry);
        bring("household-moves", "公安.csv", of(father) + ",县内移居," + EVENT + ",积石山县某某村");
        Proposal proposal = only(household);
        assertThat(proposal.act()).isEqualTo(ProposedAct.MOVE_WITHIN);

        county(() -> operations.move(household, new Place(next.code(), Residence.RURAL, "一社"), EVENT, "易地搬迁"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
        undoLast(household, Operation.Kind.MOVE);
        assertThat(state(proposal)).isEqualTo(State.OPEN);
    }

    @Test
    void a_cancelled_registration_is_done_when_the_person_has_left() {
        bring("household-moves", "公安.csv", of(mother) + ",注销," + EVENT + ",");
        Proposal proposal = only(household);
        assertThat(proposal.act()).isEqualTo(ProposedAct.LEAVE);

        county(() -> operations.leave(household, mother.id(), Leaving.OTHER, EVENT, "出国定居注销户口"));
        assertThat(state(proposal)).isEqualTo(State.DONE);
    }

    private static String death(NewPerson person) {
        return of(person) + "," + EVENT;
    }

    @Test
    void a_head_who_died_leaves_a_head_to_be_appointed_and_an_account_to_be_changed_within_three_months()
            throws IOException {
        bringLong("deaths-health", "卫健-死亡.csv", death(father));

        List<Proposal> waiting = waiting(household);
        assertThat(waiting)
                .extracting(Proposal::act)
                .containsExactlyInAnyOrder(ProposedAct.APPOINT_HEAD, ProposedAct.CHANGE_ACCOUNT);
        assertThat(waiting).extracting(Proposal::dueOn).containsOnly(LocalDate.of(2024, 3, 22));

        county(() -> operations.relate(
                household, Map.of(mother.id(), Relation.HEAD, father.id(), Relation.SPOUSE), EVENT, "户主去世"));
        assertThat(only(household).act()).isEqualTo(ProposedAct.CHANGE_ACCOUNT);
        county(() -> registry.replaceAccount(household, new NewAccount("农商银行", "6228480000", "韩秀英"), "户主去世", EVENT));
        assertThat(waiting(household)).isEmpty();
    }

    @Test
    void a_death_of_somebody_who_is_neither_head_nor_holder_or_of_the_last_member_asks_for_nothing() {
        bring("deaths-funeral", "民政-殡葬.csv", death(mother));
        assertThat(waiting(household)).isEmpty();

        bring("deaths-health", "卫健-死亡.csv", death(father));
        assertThat(waiting(household)).isEmpty();
    }

    /** Brings a row under a number that is mistyped, and decides that it is this person's. @return the decision */
    private UUID decided(String kind, String fileName, NewPerson person, String cells) {
        String number = Objects.requireNonNull(person.idNumber()).digits();
        String wrong = number.substring(0, 17) + (number.endsWith("0") ? "1" : "0");
        BatchResult batch = bring(kind, fileName, person.name() + "," + wrong + cells);
        return county(() -> {
            UUID row = quarantine
                    .find(Quarantine.Selection.of(batch.batchId()), 0)
                    .rows()
                    .getFirst()
                    .id();
            whose.isThisPerson(row, person.id(), "比对");
            return db.sql("select id from exchange.who_decision where row_id = ?")
                    .param(row)
                    .query(UUID.class)
                    .single();
        });
    }

    private NewPerson rare() {
        NewPerson rare = village.person(
                "鲜" + (char) ('玉' + Integer.parseInt(village.code().digits().substring(9))) + "娃",
                Sex.M,
                LocalDate.of(1951, 4, 17),
                Relation.HEAD);
        NewPerson wife = village.person("韩玉兰", Sex.F, LocalDate.of(1953, 2, 7), Relation.SPOUSE);
        rares = village.household(List.of(Stratum.DIBAO), rare, wife).id();
        return rare;
    }

    private UUID rares;

    private LocalDate diedOn(NewPerson person) {
        return county(() -> registry.person(person.id()).orElseThrow().diedOn());
    }

    private List<String> chainOf(UUID household) {
        return county(() -> chain.of(household).stream()
                .map(ChainEntry::summary)
                .map(text -> text.zh())
                .toList());
    }

    @Test
    void a_death_of_a_row_that_was_somebody_elses_is_taken_back_with_what_it_proposed() {
        NewPerson man = rare();
        UUID decision = decided("deaths-health", "卫健-死亡.csv", man, "," + EVENT);
        assertThat(diedOn(man)).isEqualTo(EVENT);
        assertThat(waiting(rares)).hasSize(2);

        county(() -> found.takeBack(decision, "认错了人"));

        assertThat(diedOn(man)).isNull();
        assertThat(waiting(rares)).isEmpty();
        assertThat(county(
                        () -> exchange.document(rares, LocalDate.of(2024, 3, 1)).toString()))
                .doesNotContain("deceased");
        assertThat(chainOf(rares)).anyMatch(line -> line.contains("误登的去世已撤销"));
    }

    @Test
    void a_death_that_another_department_reports_too_stands_and_its_row_that_was_no_news_counts_now() {
        NewPerson man = rare();
        UUID decision = decided("deaths-health", "卫健-死亡.csv", man, "," + EVENT);
        BatchResult other = bring("deaths-funeral", "民政-殡葬.csv", death(man));
        assertThat(other.unchanged()).isEqualTo(1);

        county(() -> found.takeBack(decision, "认错了人"));

        assertThat(diedOn(man)).isEqualTo(EVENT);
        assertThat(waiting(rares))
                .hasSize(2)
                .allSatisfy(proposal -> assertThat(proposal.basis()).contains("民政-殡葬.csv"));
        assertThat(county(() -> files.batch(other.batchId()).applied())).isEqualTo(1);
        assertThat(facts(rares, "deceased")).containsExactly(EVENT + " true");
        assertThat(chainOf(rares))
                .anyMatch(line -> line.contains("仍然采用：殡葬火化登记，民政-殡葬.csv 第 1 行"))
                .noneMatch(line -> line.contains("误登的去世已撤销"));
    }

    @Test
    void a_death_that_an_officer_entered_stands_when_the_row_is_taken_back_and_falls_with_the_officers_own_undo() {
        NewPerson man = rare();
        county(() -> operations.leave(rares, man.id(), Leaving.DIED, EVENT, "入户核实"));
        UUID decision = decided("deaths-health", "卫健-死亡.csv", man, "," + EVENT);

        county(() -> found.takeBack(decision, "认错了人"));
        assertThat(diedOn(man)).isEqualTo(EVENT);

        undoLast(rares, Operation.Kind.LEAVE);
        assertThat(diedOn(man)).isNull();
        assertThat(waiting(rares)).isEmpty();
    }

    @Test
    void an_officers_death_is_taken_back_and_that_of_a_department_stands() {
        NewPerson man = rare();
        county(() -> operations.leave(rares, man.id(), Leaving.DIED, EVENT, "入户核实"));
        bring("deaths-health", "卫健-死亡.csv", death(man));

        undoLast(rares, Operation.Kind.LEAVE);

        assertThat(diedOn(man)).isEqualTo(EVENT);
    }

    @Test
    void a_head_who_was_appointed_for_a_death_that_was_not_is_to_be_checked_until_the_act_is_taken_back() {
        NewPerson man = rare();
        UUID decision = decided("deaths-health", "卫健-死亡.csv", man, "," + EVENT);
        UUID wife = county(() -> registry.household(rares).orElseThrow().members().stream()
                .map(member -> member.person().id())
                .filter(id -> !id.equals(man.id()))
                .findFirst()
                .orElseThrow());
        county(() -> operations.relate(rares, Map.of(wife, Relation.HEAD, man.id(), Relation.SPOUSE), EVENT, "户主去世"));

        county(() -> found.takeBack(decision, "认错了人"));
        Proposal proposal = only(rares);
        assertThat(proposal.state()).isEqualTo(State.CHECK);
        assertThat(proposal.act()).isEqualTo(ProposedAct.APPOINT_HEAD);

        undoLast(rares, Operation.Kind.RELATE);
        assertThat(state(proposal)).isEqualTo(State.WITHDRAWN);
    }

    private List<String> facts(UUID household, String kind) {
        return county(
                () -> db.sql("""
                        select holds_on || ' ' || value
                        from exchange.current_fact
                        where household_id = ? and kind = ?
                        order by holds_on
                        """).params(household, kind).query(String.class).list());
    }

    @Test
    void what_a_third_file_said_of_the_same_day_since_stands_when_the_first_is_taken_back() {
        NewPerson man = rare();
        UUID decision = decided("employment", "人社.csv", man, ",就业," + EVENT + ",2600");
        BatchResult same = bring("employment", "人社-2.csv", of(man) + ",就业," + EVENT + ",2600");
        bring("employment", "人社-3.csv", of(man) + ",就业," + EVENT + ",3000");

        county(() -> found.takeBack(decision, "认错了人"));

        assertThat(facts(rares, "income")).containsExactly(EVENT + " {\"kind\": \"wage\", \"monthly\": 3000}");
        assertThat(facts(rares, "employed"))
                .as("the second file said so too, and is brought back for it")
                .containsExactly(EVENT + " true");
        assertThat(county(() -> files.batch(same.batchId()).applied())).isEqualTo(1);
    }

    @Test
    void a_birth_of_a_row_that_was_somebody_elses_is_withdrawn_unless_another_row_tells_of_it() {
        UUID decision = decided("births", "卫健.csv", rareWoman(), "," + certificate + ",鲜小宝,男," + EVENT);
        Proposal proposal = only(rares);

        county(() -> found.takeBack(decision, "认错了人"));

        assertThat(waiting(rares)).isEmpty();
        assertThat(state(proposal)).isEqualTo(State.WITHDRAWN);
    }

    private NewPerson rareWoman() {
        NewPerson rare = village.person(
                "鲜" + (char) ('桂' + Integer.parseInt(village.code().digits().substring(9))) + "娃",
                Sex.F,
                LocalDate.of(1991, 4, 17),
                Relation.HEAD);
        rares = village.household(List.of(), rare).id();
        return rare;
    }

    @Test
    void
            a_death_reported_under_a_record_that_was_merged_is_the_survivors_and_goes_with_it_when_the_merge_is_taken_back() {
        NewPerson twice = village.person("马建国", Sex.M, LocalDate.of(1986, 3, 4), Relation.HEAD);
        UUID second = village.household(List.of(), twice).id();
        UUID merge = county(() -> records.merge(father.id(), twice.id(), new Taken(false, false, false, false), "同一人"));

        bring("deaths-health", "卫健-死亡.csv", death(twice));
        assertThat(diedOn(father)).isEqualTo(EVENT);

        county(() -> undo.undo(merge, "两个人"));
        assertThat(diedOn(father)).isNull();
        assertThat(diedOn(twice)).isEqualTo(EVENT);
        assertThat(waiting(household))
                .as("the head of the first household is alive")
                .isEmpty();
        assertThat(second).isNotNull();
    }

    private static String monitored(NewPerson person, String state, String on) {
        return of(person) + ",边缘易致贫户," + state + "," + on;
    }

    private List<String> strata(UUID household) {
        return county(() -> db.sql("""
                        select stratum || ' ' || valid_from || ' ' || coalesce(valid_to::text, '')
                        from registry.stratum
                        where household_id = ? and withdrawn_at is null
                        order by valid_from, stratum
                        """).param(household).query(String.class).list());
    }

    @Test
    void monitoring_is_a_stratum_beside_the_others_from_its_first_day_to_the_day_before_the_risk_is_over() {
        bring("poverty-monitoring", "乡村振兴.csv", monitored(father, "监测中", "2023-11-10"));
        assertThat(strata(household)).containsExactly("dibao 2023-11-01 ", "monitored 2023-11-10 ");
        assertThat(county(() -> registry.household(household).orElseThrow().strata()))
                .filteredOn(held -> held.stratum() == Stratum.MONITORED)
                .singleElement()
                .satisfies(held -> assertThat(held.basis()).isEqualTo("乡村振兴部门“防止返贫监测对象”"));

        bring("poverty-monitoring", "乡村振兴-2.csv", monitored(father, "风险消除", "2024-02-01"));
        assertThat(strata(household)).containsExactly("dibao 2023-11-01 ", "monitored 2023-11-10 2024-01-31");
        assertThat(county(() ->
                        registry.household(household).map(Household::strata).orElseThrow()))
                .hasSize(1);
    }

    @Test
    void monitoring_is_the_same_in_whatever_order_and_however_often_its_records_come() throws IOException {
        bringLong("poverty-monitoring", "乡村振兴.csv", monitored(father, "风险消除", "2024-02-01"));
        assertThat(strata(household)).containsExactly("dibao 2023-11-01 ");
        bringLong("poverty-monitoring", "乡村振兴-2.csv", monitored(father, "监测中", "2023-11-10"));
        bring(
                "poverty-monitoring",
                "乡村振兴-3.csv",
                monitored(father, "监测中", "2023-11-10"),
                monitored(father, "风险消除", "2024-02-01"),
                monitored(father, "监测中", "2024-03-01"));

        assertThat(strata(household))
                .containsExactly("dibao 2023-11-01 ", "monitored 2023-11-10 2024-01-31", "monitored 2024-03-01 ");
    }

    @Test
    void monitoring_that_was_on_the_roll_is_not_held_twice_and_ends_when_the_department_says_so() {
        NewPerson head = village.person("鲜海山", Sex.M, LocalDate.of(1966, 3, 4), Relation.HEAD);
        UUID on = village.household(List.of(Stratum.MONITORED), head).id();

        bring("poverty-monitoring", "乡村振兴.csv", monitored(head, "监测中", "2023-11-10"));
        assertThat(strata(on)).containsExactly("monitored 2023-11-01 ");
        bring("poverty-monitoring", "乡村振兴-2.csv", monitored(head, "风险消除", "2024-02-01"));
        assertThat(strata(on)).containsExactly("monitored 2023-11-01 2024-01-31");
    }

    @Test
    void monitoring_of_a_row_that_was_somebody_elses_counts_for_no_day() {
        NewPerson man = rare();
        UUID decision = decided("poverty-monitoring", "乡村振兴.csv", man, ",边缘易致贫户,监测中,2023-11-10");
        assertThat(strata(rares)).contains("monitored 2023-11-10 ");

        county(() -> found.takeBack(decision, "认错了人"));

        assertThat(strata(rares)).containsExactly("dibao 2023-11-01 ");
    }
}
