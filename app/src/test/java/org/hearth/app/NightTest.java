package org.hearth.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Routines;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is different in the morning, because the platform did its nightly work. */
@HearthTest
class NightTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final RegionCode COUNTY = RegionCode.parse("654199");

    @Autowired
    Routines routines;

    @Autowired
    List<Routine> all;

    @Autowired
    Registry registry;

    @Autowired
    Outreach outreach;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    @Test
    void an_elder_living_alone_who_came_in_yesterday_has_a_visit_planned_and_a_missed_one_is_passed_on() {
        UUID elder = somebody("马秀英", LocalDate.of(1940, 1, 1), "livingArrangement", "\"alone\"");

        night("visits.plan", NOVEMBER);
        night("visits.plan", NOVEMBER);
        assertThat(visits(elder)).containsExactly(NOVEMBER.plusDays(7) + " waiting");

        night("visits.missed", NOVEMBER.plusDays(9));
        assertThat(visits(elder)).as("two days of grace").containsExactly(NOVEMBER.plusDays(7) + " waiting");
        night("visits.missed", NOVEMBER.plusDays(10));
        assertThat(visits(elder)).containsExactly(NOVEMBER.plusDays(7) + " missed");
    }

    @Test
    void a_child_whose_parents_left_for_work_is_found_once() {
        UUID child = somebody(
                "马小龙",
                LocalDate.of(2015, 5, 1),
                "parents",
                "[{\"status\": \"away-for-work\"}, {\"status\": \"away-for-work\"}]");

        night("childcare.files", NOVEMBER);
        night("childcare.files", NOVEMBER);

        assertThat(rows("select kind from childcare.child where person_id = ?", child))
                .containsExactly("left-behind");
    }

    @Test
    void a_warning_past_its_expiry_has_ended_and_its_response_with_it() {
        Scopes.run(new Scope(COUNTY, "test"), () -> outreach.receiveWarning(warning("night")));
        assertThat(inForce()).containsExactly("in force, response");

        night("outreach.warnings", clock.today());
        assertThat(inForce()).as("it still holds").containsExactly("in force, response");

        Scopes.run(
                new Scope(COUNTY, "test"),
                () -> db.sql("update outreach.warning set expires_at = ? where region = ?")
                        .params(OffsetDateTime.now(clock).minusMinutes(1), COUNTY.digits())
                        .update());
        night("outreach.warnings", clock.today());
        assertThat(inForce()).containsExactly("ended, no response");
    }

    private void night(String name, LocalDate day) {
        Routine routine =
                all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        routines.carryOut(routine, day);
        assertThat(db.sql("select problem is null from platform.routine where name = ?")
                        .param(name)
                        .query(Boolean.class)
                        .single())
                .as(name + " went well")
                .isTrue();
    }

    private UUID somebody(String name, LocalDate born, String fact, String value) {
        Village village = new Village(registry);
        var home = village.household(List.of(), village.person(name, Sex.M, born, Relation.HEAD));
        UUID person = home.members().getFirst().id();
        KnownFacts.know(db, village.code(), home.id(), person, fact, value, NOVEMBER);
        return person;
    }

    private List<String> visits(UUID person) {
        return rows("""
                select v.due_on || case when v.missed_on is null then ' waiting' else ' missed' end
                from visits.visit v
                join visits.elder e on e.id = v.elder_id
                where e.person_id = ?
                order by v.due_on
                """, person);
    }

    private List<String> inForce() {
        return rows("""
                select case when w.ended_at is null then 'in force' else 'ended' end
                       || case when r.ended_at is null then ', response' else ', no response' end
                from outreach.warning w
                join outreach.response r on r.warning_id = w.id
                where w.region = ?
                """, COUNTY.digits());
    }

    private List<String> rows(String sql, Object about) {
        return Scopes.within(
                Scope.system("test"),
                () -> db.sql(sql).param(about).query(String.class).list());
    }

    private byte[] warning(String identifier) {
        OffsetDateTime now = OffsetDateTime.now(clock).withNano(0);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
                  <identifier>%s</identifier><sender>qx@example.org</sender><sent>%s</sent>
                  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
                  <info><category>Met</category><event>寒潮</event><urgency>Expected</urgency>
                    <severity>Severe</severity><certainty>Likely</certainty><expires>%s</expires>
                    <headline>寒潮红色预警信号</headline>
                    <area><areaDesc>本县</areaDesc>
                      <geocode><valueName>行政区划代码</valueName><value>%s000000</value></geocode></area>
                  </info>
                </alert>
                """.formatted(identifier, cap(now), cap(now.plusDays(1)), COUNTY.digits())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cap(OffsetDateTime moment) {
        return moment.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx"));
    }
}
