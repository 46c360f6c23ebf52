package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.PersonRecords.Taken;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.Decision;
import org.hearth.linkage.Finding;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A department's row finds its person by somebody's decision, and never by the machine's where number and name do not settle it. */
@HearthTest
class WhoTest {

    private static final String BILLS = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n";
    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    private Exchange exchange;

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private Whose whose;

    @Autowired
    private FoundRows found;

    @Autowired
    private Registry registry;

    @Autowired
    private PersonRecords records;

    @Autowired
    private HouseholdOperations operations;

    @Autowired
    private JdbcClient db;

    @Autowired
    private WebApplicationContext context;

    private Village village;
    private NewPerson man;
    private NewHousehold household;
    private String number;
    private String name;

    @BeforeEach
    void a_man_with_a_rare_name_lives_in_the_village() {
        village = new Village(registry);
        // Another name for each test, all in one county.
        name = "鲜"
                + (char) ('\u7389' + Integer.parseInt(village.code().digits().substring(6, 9)))
                + (char) ('\u6842' + Integer.parseInt(village.code().digits().substring(9)));
        man = village.person(name, Sex.M, LocalDate.of(1956, 3, 14), Relation.HEAD);
        household = village.household(List.of(), man);
        number = Objects.requireNonNull(man.idNumber()).digits();
    }

    private <T> T asOfficer(Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        village.as("county", () -> result.set(work.get()));
        return result.get();
    }

    private BatchResult bring(String rows) {
        return asOfficer(() -> exchange.importFile(
                "", "医保-医疗费用.csv", new ByteArrayInputStream((BILLS + rows).getBytes(StandardCharsets.UTF_8))));
    }

    private static String bill(String name, String number, String day) {
        return name + "," + number + ",县医院," + day + ",1200,800,100\n";
    }

    private UUID waiting(BatchResult batch) {
        return asOfficer(() -> quarantine
                .find(Quarantine.Selection.of(batch.batchId()), 0)
                .rows()
                .getFirst()
                .id());
    }

    private Finding find(UUID row) {
        return asOfficer(() -> whose.find(quarantine.asked(row)));
    }

    private List<String> ids(Finding finding) {
        return finding.candidates().stream()
                .map(candidate -> candidate.record().id())
                .toList();
    }

    private String outcome(Finding finding, String comparison) {
        return finding.candidates().getFirst().score().parts().stream()
                .filter(part -> part.comparison().equals(comparison))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private List<String> bills() {
        return asOfficer(() ->
                db.sql("""
                        select holds_on::text
                        from exchange.current_fact
                        where household_id = ? and person_id = ? and kind = 'expenditure'
                        order by holds_on
                        """).params(household.id(), man.id()).query(String.class).list());
    }

    /** The number with the first two neighbours of the birth date swapped that are not the same. */
    private static String swapped(String number) {
        int at = 8;
        while (number.charAt(at) == number.charAt(at + 1)) {
            at++;
        }
        return number.substring(0, at) + number.charAt(at + 1) + number.charAt(at) + number.substring(at + 2);
    }

    private static String lastDigitWrong(String number) {
        return number.substring(0, 17) + (number.endsWith("0") ? "1" : "0");
    }

    @Test
    void a_number_with_two_neighbouring_digits_swapped_waits_finds_its_person_and_is_applied_by_a_decision_alone() {
        BatchResult batch = bring(bill(name, swapped(number), "2023-12-01"));
        UUID row = waiting(batch);

        assertThat(bills()).isEmpty();
        Finding finding = find(row);
        assertThat(ids(finding)).first().isEqualTo(man.id().toString());
        assertThat(outcome(finding, "number")).isEqualTo("swapped");

        assertThat(asOfficer(() -> whose.isThisPerson(row, man.id(), "电话核实"))).isEmpty();
        assertThat(bills()).containsExactly("2023-12-01");
        assertThat(asOfficer(() -> db.sql("select applied || ' ' || quarantined from exchange.batch where id = ?")
                        .param(batch.batchId())
                        .query(String.class)
                        .single()))
                .isEqualTo("1 0");
    }

    @Test
    void the_same_wrong_number_and_name_from_the_same_department_is_known_the_next_time() {
        UUID row = waiting(bring(bill(name, lastDigitWrong(number), "2023-12-01")));
        asOfficer(() -> whose.isThisPerson(row, man.id(), "与证件核对"));

        BatchResult next = bring(bill(name, lastDigitWrong(number), "2023-12-02"));

        assertThat(next.applied()).isEqualTo(1);
        assertThat(bills()).containsExactly("2023-12-01", "2023-12-02");
        BatchResult other = bring(bill("鲜某某", lastDigitWrong(number), "2023-12-03"));
        assertThat(other.quarantined()).as("another name is another question").isEqualTo(1);
    }

    @Test
    void a_right_number_with_another_name_is_never_applied_and_the_reason_is_said() {
        BatchResult batch = bring(bill("韩桂兰", number, "2023-12-01"));

        assertThat(batch.applied()).isZero();
        Finding finding = find(waiting(batch));
        assertThat(finding.decision()).isInstanceOf(Decision.Review.class);
        assertThat(((Decision.Review) finding.decision()).reason().code()).isEqualTo("number-of-another");
        assertThat(ids(finding)).contains(man.id().toString());
        assertThat(bills()).isEmpty();
    }

    @Test
    void a_row_without_a_number_finds_its_person_and_its_name_alone_is_not_remembered() {
        UUID row = waiting(bring(bill(name, "", "2023-12-01")));

        assertThat(ids(find(row))).contains(man.id().toString());
        asOfficer(() -> whose.isThisPerson(row, man.id(), "村委会证明"));
        assertThat(bills()).containsExactly("2023-12-01");
        assertThat(bring(bill(name, "", "2023-12-02")).quarantined()).isEqualTo(1);
    }

    @Test
    void none_of_these_is_not_asked_again_and_the_row_is_taken_in_when_its_person_is_registered() throws Exception {
        IdentityNumber twin = IdentityNumber.synthetic(
                RegionCode.parse("622927"),
                LocalDate.of(1956, 3, 14),
                998 - Integer.parseInt(village.code().digits().substring(9)));
        UUID row = waiting(bring(bill(name, twin.digits(), "2023-12-01")));
        assertThat(ids(find(row))).contains(man.id().toString());

        village.as("county", () -> whose.isNoneOfThese(row, "同名同日生的另一人"));

        assertThat(find(row).candidates()).isEmpty();
        NewPerson new_ = new NewPerson(UUID.randomUUID(), name, Sex.M, LocalDate.of(1956, 3, 14), twin, Relation.HEAD);
        village.as(
                "county",
                () -> operations.register(
                        new HouseholdOperations.Place(village.code(), Residence.RURAL, "二社"),
                        new_,
                        LocalDate.of(2023, 12, 1),
                        "新建档"));
        assertThat(settled(row)).isEqualTo("TAKEN_IN");
        assertThat(bills()).as("not the other man's").isEmpty();
    }

    /** How a row was settled, which happens in the background. */
    private String settled(UUID row) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> asOfficer(
                                () -> db.sql("select coalesce(settled, '') from exchange.quarantine where id = ?")
                                        .param(row)
                                        .query(String.class)
                                        .single()),
                        settled -> !settled.isEmpty());
    }

    @Test
    void a_number_of_a_record_that_was_merged_leads_to_the_one_that_stayed_with_its_names() {
        NewPerson twice = village.person("鲜尕" + name.substring(2), Sex.M, LocalDate.of(1956, 3, 14), Relation.HEAD);
        village.household(List.of(), twice);
        village.as(
                "county", () -> records.merge(man.id(), twice.id(), new Taken(false, false, true, false), "同一人两次建档"));

        Finding byNumber = find(waiting(bring(bill(
                twice.name(),
                lastDigitWrong(Objects.requireNonNull(twice.idNumber()).digits()),
                "2023-12-01"))));

        assertThat(ids(byNumber))
                .contains(man.id().toString())
                .doesNotContain(twice.id().toString());
    }

    @Test
    void a_former_name_finds_the_person_as_soon_as_it_is_noted() {
        String former = "鲜" + new StringBuilder(name.substring(1)).reverse() + "娃";
        UUID row = waiting(bring(bill(former, lastDigitWrong(number), "2023-12-01")));
        Finding before = find(row);

        village.as("county", () -> records.addName(man.id(), former, true, null, null, "户口簿"));

        Finding after = find(row);
        assertThat(ids(after)).first().isEqualTo(man.id().toString());
        double chanceBefore = before.candidates().isEmpty()
                ? 0
                : before.candidates().getFirst().score().probability();
        assertThat(after.candidates().getFirst().score().probability()).isGreaterThan(chanceBefore);
    }

    @Test
    void a_wrong_decision_is_taken_back_with_what_it_filed_and_the_row_waits_again() {
        BatchResult first = bring(bill(name, lastDigitWrong(number), "2023-12-01"));
        UUID row = waiting(first);
        asOfficer(() -> whose.isThisPerson(row, man.id(), "比对"));
        bring(bill(name, lastDigitWrong(number), "2023-12-02"));
        assertThat(bills()).hasSize(2);
        UUID decision = asOfficer(() -> db.sql("select id from exchange.who_decision where row_id = ?")
                .param(row)
                .query(UUID.class)
                .single());

        assertThat(asOfficer(() -> found.takeBack(decision, "认错了人"))).isEqualTo(2);

        assertThat(bills()).isEmpty();
        assertThat(waiting(first)).isEqualTo(row);
        assertThat(bring(bill(name, lastDigitWrong(number), "2023-12-03")).quarantined())
                .as("nobody is found by it any more")
                .isEqualTo(1);
        assertThat(asOfficer(() -> db.sql("""
                        select bool_and(rows = applied + unchanged + quarantined + dismissed + mended)
                        from exchange.batch
                        """).query(Boolean.class).single())).isTrue();
        asOfficer(() -> whose.isThisPerson(row, man.id(), "再次核对，确是本人"));
        assertThat(bills()).containsExactly("2023-12-01");
    }

    @Test
    void sure_rows_are_confirmed_together_each_by_a_decision_of_its_own_and_doubtful_ones_never() throws Exception {
        UUID swapped = waiting(bring(bill(name, swapped(number), "2023-12-01")));
        UUID mistyped = waiting(bring(bill(name, lastDigitWrong(number), "2023-12-02")));
        UUID others = waiting(bring(bill("韩桂兰", number, "2023-12-03")));
        assertThat(find(swapped).decision()).isInstanceOf(Decision.Link.class);
        assertThat(find(mistyped).decision()).isInstanceOf(Decision.Link.class);
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Scopes.run(Scope.system("test"), whose::look);
        String list = pages.perform(get("/exchange/who?likely=yes").with(user(OFFICER)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(list)
                .contains(swapped + "/" + man.id(), mistyped + "/" + man.id(), "相邻两位颠倒", "位不同")
                .doesNotContain(others.toString(), number, swapped(number), "1956-03-14");

        pages.perform(post("/exchange/who/confirm")
                .param("chosen", swapped + "/" + man.id(), mistyped + "/" + man.id(), others + "/" + man.id())
                .param("reason", "逐行比对")
                .with(user(OFFICER))
                .with(csrf()));

        assertThat(bills()).as("the one whose number is another's is left").containsExactly("2023-12-01", "2023-12-02");
        assertThat(asOfficer(() -> quarantine.asked(List.of(swapped, mistyped, others)).stream()
                        .map(Quarantine.Asked::id)
                        .toList()))
                .containsExactly(others);
        assertThat(bring(bill(name, lastDigitWrong(number), "2023-12-05")).applied())
                .as("remembered, as when it is confirmed alone")
                .isEqualTo(1);
        List<UUID> acts = asOfficer(
                () -> db.sql("select act from exchange.who_decision where row_id in (?, ?) and reason = '逐行比对'")
                        .params(swapped, mistyped)
                        .query(UUID.class)
                        .list());
        assertThat(acts).hasSize(2).doesNotContainNull().containsOnly(acts.getFirst());

        assertThat(pages.perform(get("/exchange/who/found").with(user(OFFICER)))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("撤销同次认定的 2 项");
        pages.perform(post("/exchange/who/acts/" + acts.getFirst() + "/take-back")
                .param("reason", "看错了一页")
                .with(user(OFFICER))
                .with(csrf()));
        assertThat(bills()).isEmpty();
        assertThat(asOfficer(() -> quarantine.asked(List.of(swapped, mistyped))))
                .hasSize(2);
        assertThatThrownBy(() -> asOfficer(() -> whose.areThesePersons(Map.of(swapped, man.id()), " ")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void who_is_no_candidate_cannot_be_chosen_and_a_decision_needs_a_reason() {
        NewPerson stranger = village.person("沙赫木", Sex.F, LocalDate.of(1999, 9, 9), Relation.HEAD);
        village.household(List.of(), stranger);
        UUID row = waiting(bring(bill(name, lastDigitWrong(number), "2023-12-01")));

        assertThatThrownBy(() -> asOfficer(() -> whose.isThisPerson(row, stranger.id(), "比对")))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> asOfficer(() -> whose.isThisPerson(row, man.id(), " ")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void the_page_shows_row_and_person_field_by_field_without_a_whole_number_and_takes_the_decision() throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        String wrong = swapped(number);
        UUID row = waiting(bring(bill(name, wrong, "2023-12-01")));

        String page = pages.perform(get("/exchange/rows/" + row + "/who").with(user(OFFICER)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(page)
                .contains(name, "相邻两位颠倒", "位不同", "就是此人", man.id().toString())
                .doesNotContain(number, wrong, number.substring(6, 14), wrong.substring(6, 14));
        String next = pages.perform(post("/exchange/rows/" + row + "/who")
                        .param("person", man.id().toString())
                        .param("reason", "比对后认定")
                        .with(user(OFFICER))
                        .with(csrf()))
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        assertThat(next).startsWith("/exchange/");
        assertThat(bills()).containsExactly("2023-12-01");
        assertThat(pages.perform(get("/exchange/who/found").with(user(OFFICER)))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains(name, "比对后认定");
        assertThat(pages.perform(get("/exchange/who").with(user(OFFICER)))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(200);
    }
}
