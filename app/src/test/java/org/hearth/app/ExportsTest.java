package org.hearth.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.disaster.Disaster;
import org.hearth.app.disaster.DisasterKind;
import org.hearth.app.disaster.Disasters;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.app.visits.Visits;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A name that a spreadsheet would work out leaves every room's export as the text that it is. */
@HearthTest
class ExportsTest {

    private static final String NAME = "=cmd|' /C calc'!A0";
    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Monitoring monitoring;

    @Autowired
    Benefits benefits;

    @Autowired
    Visits visits;

    @Autowired
    Disasters disasters;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private MockMvc pages;
    private Village village;
    private NewPerson head;
    private NewHousehold household;

    @BeforeEach
    void a_household_whose_head_has_such_a_name() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        village = new Village(registry);
        head = village.person(NAME, Sex.F, LocalDate.of(1940, 1, 1), Relation.HEAD);
        household = village.household(List.of(Stratum.DIBAO), head);
    }

    @Test
    void alerts_and_cases() throws Exception {
        Alert[] alert = new Alert[1];
        village.as(
                "test",
                () -> alert[0] = monitoring.raise(new Signal(
                        "test.exports",
                        UUID.randomUUID(),
                        household.id(),
                        null,
                        village.code(),
                        new Indicator("uncovered-dibao", new Text("疑似符合低保未纳入", "Seems due dibao, not included")),
                        new Text("=1+1", "=1+1"),
                        Level.ORANGE,
                        null)));
        assertThat(line("/alerts.csv")).contains("'=1+1").contains("'" + NAME);

        pages.perform(post(alert[0].link() + "/disposition")
                .with(user(OFFICER))
                .with(csrf())
                .param("disposition", "DELIVER")
                .param("note", "入户核实属实。"));
        assertThat(line("/cases.csv")).contains("'" + NAME);
    }

    @Test
    void payments() throws Exception {
        UUID[] batch = new UUID[1];
        village.as("county.preparer", () -> {
            benefits.entitle(household.id(), null, Benefit.DIBAO, Yuan.of("621.30"), NOVEMBER, "test");
            batch[0] = benefits.prepareBatch(RegionCode.parse("622927"), NOVEMBER, false);
        });
        assertThat(line("/payments/" + batch[0] + "/payments.csv"))
                .contains("'" + NAME)
                .contains(",621.30,");
    }

    @Test
    void visits() throws Exception {
        KnownFacts.know(db, village.code(), household.id(), head.id(), "livingArrangement", "\"alone\"", NOVEMBER);
        village.as("test", () -> {
            visits.find(NOVEMBER);
            visits.plan(NOVEMBER);
            visits.escalate(NOVEMBER.plusDays(30));
        });
        assertThat(line("/visits.csv")).contains("'" + NAME);
    }

    @Test
    void households_hit_by_a_disaster() throws Exception {
        Disaster[] quake = new Disaster[1];
        village.as("test", () -> {
            quake[0] = disasters.declare(new Disasters.NewDisaster(
                    DisasterKind.EARTHQUAKE,
                    new Text("地震（" + village.code() + "）", "Earthquake"),
                    clock.now().minusDays(1),
                    new BigDecimal("6.2"),
                    "中国地震台网",
                    List.of(RegionCode.parse("622927"))));
            disasters.importList(
                    quake[0].id(),
                    "名单.csv",
                    ("姓名,身份证号,房屋受损,因灾死亡,受伤,转移安置\n" + NAME + ","
                                    + Objects.requireNonNull(head.idNumber()).digits() + ",倒塌,否,否,否\n")
                            .getBytes(StandardCharsets.UTF_8));
        });
        assertThat(line(quake[0].link() + "/affected.csv")).contains("'" + NAME);
    }

    @Test
    void rows_behind_a_figure_of_the_bulletin() throws Exception {
        assertThat(line("/bulletin/dibao-households/rows.csv")).contains("'" + NAME);
    }

    @Test
    void rows_of_a_department_that_wait() throws Exception {
        String row = NAME + "," + Objects.requireNonNull(head.idNumber()).digits() + "9,肢体,二级,2023-11-15\n";
        String page = Objects.requireNonNull(pages.perform(multipart("/exchange")
                        .file(new MockMultipartFile(
                                "file",
                                "残联-" + village.code() + ".csv",
                                "text/csv",
                                ("姓名,身份证号,残疾类别,残疾等级,发证日期\n" + row).getBytes(StandardCharsets.UTF_8)))
                        .with(user(OFFICER))
                        .with(csrf()))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
        assertThat(line(page + "/waiting.csv")).contains("'" + NAME);
    }

    /** The line of the file with the name in it. */
    private String line(String link) throws Exception {
        var response = pages.perform(get(link).with(user(OFFICER))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        String file = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(file).startsWith("\uFEFF");
        return file.lines().filter(line -> line.contains(NAME)).findFirst().orElseThrow();
    }
}
