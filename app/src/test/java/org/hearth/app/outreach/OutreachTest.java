package org.hearth.app.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.outreach.Outreach.Answerer;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.outreach.Outreach.Reception;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class OutreachTest {

    private static final AtomicInteger COUNTIES = new AtomicInteger(10);

    @Autowired
    Outreach outreach;

    @Autowired
    Benefits benefits;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    PolicyPack policy;

    @Autowired
    JdbcClient db;

    private RegionCode county;

    @BeforeEach
    void a_county_of_its_own() {
        county = RegionCode.parse("6540" + COUNTIES.incrementAndGet());
        here(() -> {
            benefits.supply(county, org.hearth.app.benefit.Item.COAT, 5, UUID.randomUUID(), clock.today());
            benefits.supply(county, org.hearth.app.benefit.Item.FOOD, 5, UUID.randomUUID(), clock.today());
        });
    }

    @Test
    void a_red_warning_starts_the_first_level_response_with_its_duties_once() {
        here(() -> {
            byte[] red = cap("red-" + county, "Alert", "寒潮红色预警信号", "");

            assertThat(outreach.receiveWarning(red)).isEqualTo(Reception.TAKEN);
            assertThat(outreach.receiveWarning(red)).isEqualTo(Reception.KNOWN);

            assertThat(levelsInForce()).containsExactly(1);
            assertThat(count("outreach.warning")).isEqualTo(1);
            assertThat(count("outreach.response_duty")).isEqualTo(5);
        });
    }

    @Test
    void an_update_lowers_the_response_and_a_cancellation_ends_it() {
        here(() -> {
            outreach.receiveWarning(cap("a-" + county, "Alert", "寒潮橙色预警信号", ""));
            assertThat(levelsInForce()).containsExactly(2);
            outreach.receiveWarning(cap("b-" + county, "Update", "寒潮蓝色预警信号", reference("a-" + county)));
            assertThat(levelsInForce()).containsExactly(4);
            outreach.receiveWarning(cap("c-" + county, "Cancel", "寒潮预警解除", reference("b-" + county)));
            assertThat(levelsInForce()).isEmpty();
        });
    }

    @Test
    void a_message_without_what_the_standard_requires_is_refused_whole() {
        assertThatThrownBy(() -> CapReader.read(sample("invalid.cap")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("scope is missing");
        assertThatThrownBy(() -> CapReader.read(sample("weather.cap")))
                .as("version 1.1 is another namespace")
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> CapReader.read("<alert".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void codes_of_another_country_s_table_are_not_taken_for_divisions() {
        CapMessage gale = CapReader.read(sample("cwa_gale_zhTW.cap"));

        assertThat(gale.identifier()).isEqualTo("CWA-Weather_test_001");
        assertThat(gale.regions()).isEmpty();
        assertThat(gale.kind()).isNull();
    }

    @Test
    void an_external_entity_is_never_read() {
        String hostile = new String(cap("x", "Alert", "寒潮红色预警信号", ""), StandardCharsets.UTF_8)
                .replace("<alert ", "<!DOCTYPE alert [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><alert ")
                .replace("寒潮红色预警信号", "&e;寒潮红色预警信号");

        assertThatThrownBy(() -> CapReader.read(hostile.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void a_clue_reaches_a_patrol_and_comes_back_as_a_figure() {
        here(() -> {
            NewClue clue = clue(Condition.SLEEPING_ROUGH);
            String receipt = outreach.tell(clue);
            assertThat(outreach.tell(clue)).isEqualTo(receipt);
            UUID patrol = outreach.startPatrol(county, "一队", "老城区", 3, 1);
            outreach.dispatch(clue.id(), Answerer.PATROL, patrol);
            outreach.recordEncounter(encounter(patrol, clue.id(), Sex.M, "张三", Outcome.ITEMS, null));

            assertThat(count("outreach.published_clue where responded_at is not null and closed_on is not null"))
                    .isEqualTo(1);
            assertThat(count("outreach.published_encounter where helped")).isEqualTo(1);
            assertThat(count("outreach.published_patrol where people = 3 and vehicles = 1"))
                    .isEqualTo(1);
        });
    }

    @Test
    void an_encounter_sent_ten_times_counts_once() {
        here(() -> {
            UUID patrol = outreach.startPatrol(county, "一队", "老城区", 2, 1);
            NewEncounter met = encounter(patrol, null, Sex.M, "", Outcome.ITEMS, null);
            for (int i = 0; i < 10; i++) {
                outreach.recordEncounter(met);
            }

            assertThat(count("outreach.encounter")).isEqualTo(1);
            assertThat(db.sql("select sum(quantity) from outreach.encounter_item")
                            .query(Long.class)
                            .single())
                    .isEqualTo(2);
            assertThat(count("benefit.published_goods where purpose = 'street'"))
                    .as("a coat and food, once")
                    .isEqualTo(2);
            assertThat(db.sql("select quantity from benefit.stock where item = 'coat'")
                            .query(Long.class)
                            .single())
                    .as("5 in store - 1 given")
                    .isEqualTo(4);
        });
    }

    @Test
    void a_record_that_waited_without_signal_keeps_the_time_of_meeting() {
        here(() -> {
            UUID patrol = outreach.startPatrol(county, "一队", "老城区", 2, 1);
            LocalDateTime yesterday = clock.now().minusDays(1).withNano(0);
            outreach.recordEncounter(metAt(patrol, yesterday));

            assertThat(db.sql("select met_at at time zone 'Asia/Shanghai' from outreach.encounter")
                            .query(LocalDateTime.class)
                            .single())
                    .isEqualTo(yesterday);
            assertThat(count("benefit.published_goods where given_on = date '" + yesterday.toLocalDate() + "'"))
                    .isEqualTo(1);
            assertThatThrownBy(() ->
                            outreach.recordEncounter(metAt(patrol, clock.now().plusMinutes(5))))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() ->
                            outreach.recordEncounter(metAt(patrol, clock.now().minusDays(8))))
                    .isInstanceOf(Problem.class);
        });
    }

    @Test
    void a_standing_team_is_called_out_once_and_its_leader_takes_the_tour_over() {
        here(() -> {
            UUID team = outreach.addTeam(county, "城区一队", "老城区", "", 3, 1);
            NewClue clue = clue(Condition.SLEEPING_ROUGH);
            outreach.tell(clue);
            UUID tour = outreach.callOut(team);
            outreach.dispatch(clue.id(), Answerer.PATROL, tour);

            assertThat(outreach.callOut(team)).isEqualTo(tour);
            assertThat(outreach.goOut(team, 2, 1)).isEqualTo(tour);
            assertThat(db.sql("select people from outreach.patrol where id = ? and leader is not null")
                            .param(tour)
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
            assertThat(db.sql("select patrol_id from outreach.clue where id = ? and closed_at is null")
                            .param(clue.id())
                            .query(UUID.class)
                            .single())
                    .isEqualTo(tour);
            assertThatThrownBy(() -> outreach.goOut(team, 2, 1)).isInstanceOf(Problem.class);
            outreach.endPatrol(tour);
            assertThat(outreach.callOut(team)).isNotEqualTo(tour);
        });
    }

    @Test
    void a_bed_is_one_persons_and_women_and_men_sleep_apart() {
        here(() -> {
            UUID site = outreach.openSite(county, "社区救助点", "", true, 1, 1, null, null);
            UUID patrol = outreach.startPatrol(county, "一队", "老城区", 2, 1);
            NewEncounter first = encounter(patrol, null, Sex.M, "甲", Outcome.SHELTER, site);
            outreach.recordEncounter(first);

            assertThatThrownBy(
                            () -> outreach.recordEncounter(encounter(patrol, null, Sex.M, "乙", Outcome.SHELTER, site)))
                    .isInstanceOf(Problem.class);
            assertThat(count("outreach.encounter")).as("nothing of it is kept").isEqualTo(1);
            assertThatThrownBy(() -> db.sql("""
                            insert into outreach.stay (id, region, bed_id, sex, encounter_id, taken_at)
                            select uuidv7(), region, bed_id, sex, ?, taken_at from outreach.stay
                            """).param(UUID.randomUUID()).update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("a_bed_is_never_double_booked");

            outreach.releaseBed(first.id());
            assertThat(outreach.recordEncounter(encounter(patrol, null, Sex.M, "乙", Outcome.SHELTER, site)))
                    .isTrue();
        });
    }

    @Test
    void who_is_unknown_is_searched_for_within_a_day_and_sampled_within_seven_working_days() {
        here(() -> {
            UUID site = outreach.openSite(county, "救助站", "", false, 0, 4, null, null);
            UUID patrol = outreach.startPatrol(county, "一队", "老城区", 2, 1);
            LocalDateTime before = clock.now();
            outreach.recordEncounter(encounter(patrol, null, Sex.M, "", Outcome.SHELTER, site));

            assertThat(due("family_search"))
                    .isBetween(before.plusHours(24), clock.now().plusHours(24));
            assertThat(due("dna_request"))
                    .isEqualTo(policy.workingDays()
                            .plus(clock.today(), 7)
                            .plusDays(1)
                            .atStartOfDay());
            assertThat(due("stay_limit")).isEqualTo(clock.today().plusDays(11).atStartOfDay());
        });
    }

    @Test
    void seven_working_days_over_new_year_leave_out_the_holiday_and_both_weekends() {
        // Thursday 28 Dec: 29 Dec, then 2, 3, 4, 5, 8, 9 Jan; 30 and 31 Dec, 1, 6 and 7 Jan do not count.
        assertThat(policy.workingDays().plus(LocalDate.of(2023, 12, 28), 7)).isEqualTo(LocalDate.of(2024, 1, 9));
    }

    @Test
    void a_minor_is_reported_to_the_police_at_once() {
        here(() -> {
            outreach.tell(clue(Condition.MINOR));

            assertThat(due("police_report")).isBeforeOrEqualTo(clock.now());
        });
    }

    @Test
    void a_registered_person_met_on_the_street_is_in_the_chain_and_raises_an_alert() {
        Village village = new Village(registry);
        var person = village.person("马建国", Sex.M, LocalDate.of(1960, 5, 1), Relation.HEAD);
        var household = village.household(List.of(), person);
        village.as("patrol." + UUID.randomUUID(), () -> {
            UUID patrol = outreach.startPatrol(RegionCode.parse("622927"), "一队", "县城", 2, 1);
            outreach.recordEncounter(new NewEncounter(
                    UUID.randomUUID(),
                    patrol,
                    null,
                    null,
                    Sex.M,
                    63,
                    "马建国",
                    Objects.requireNonNull((IdentityNumber) person.idNumber()),
                    Condition.STRANDED,
                    Outcome.ESCORTED_HOME,
                    Map.of(),
                    null,
                    ""));

            assertThat(chain.of(household.id())).anyMatch(entry -> entry.kind() == ChainKind.RESCUE);
            assertThat(monitoring.of(household.id()))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.indicator().code()).isEqualTo("met-on-street"));
        });
    }

    private void here(Runnable work) {
        Scopes.run(new Scope(county, "patrol." + county.digits()), work);
    }

    private NewClue clue(Condition condition) {
        return new NewClue(
                UUID.randomUUID(), county, "一位老人躺在桥下", "汽车站东侧天桥", null, null, 1, condition, ClueSource.DRIVER, "");
    }

    private static NewEncounter encounter(UUID patrol, UUID clue, Sex sex, String name, Outcome outcome, UUID site) {
        return new NewEncounter(
                UUID.randomUUID(),
                patrol,
                clue,
                null,
                sex,
                45,
                name,
                null,
                Condition.SLEEPING_ROUGH,
                outcome,
                Map.of(Item.COAT, 1, Item.FOOD, 1),
                site,
                "");
    }

    private static NewEncounter metAt(UUID patrol, LocalDateTime at) {
        return new NewEncounter(
                UUID.randomUUID(),
                patrol,
                null,
                at,
                Sex.M,
                45,
                "",
                null,
                Condition.SLEEPING_ROUGH,
                Outcome.ITEMS,
                Map.of(Item.COAT, 1, Item.HOT_WATER, 2),
                null,
                "");
    }

    private LocalDateTime due(String kind) {
        return db.sql("select due_at at time zone 'Asia/Shanghai' from outreach.duty where kind = ?")
                .param(kind)
                .query(LocalDateTime.class)
                .single();
    }

    private List<Integer> levelsInForce() {
        return db.sql("select level from outreach.response where ended_at is null")
                .query(Integer.class)
                .list();
    }

    private long count(String from) {
        return db.sql("select count(*) from " + from).query(Long.class).single();
    }

    private static String reference(String identifier) {
        return "<references>qx@example.org," + identifier + ",2024-01-20T08:00:00+08:00</references>";
    }

    private byte[] cap(String identifier, String type, String headline, String references) {
        LocalDateTime now = clock.now().withNano(0);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
                  <identifier>%s</identifier><sender>qx@example.org</sender><sent>%s+08:00</sent>
                  <status>Actual</status><msgType>%s</msgType><scope>Public</scope>%s
                  <info><category>Met</category><event>寒潮</event><urgency>Expected</urgency>
                    <severity>Severe</severity><certainty>Likely</certainty><expires>%s+08:00</expires>
                    <headline>%s</headline>
                    <area><areaDesc>本县</areaDesc>
                      <geocode><valueName>行政区划代码</valueName><value>%s000000</value></geocode></area>
                  </info>
                </alert>
                """.formatted(identifier, now, type, references, now.plusDays(1), headline, county.digits())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sample(String name) {
        try (InputStream file = OutreachTest.class.getResourceAsStream("/cap/" + name)) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
