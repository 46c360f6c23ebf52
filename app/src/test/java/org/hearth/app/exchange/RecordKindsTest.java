package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Text;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A row of each record kind goes in, and the household document, which is what the policy decides, says so. */
@HearthTest
class RecordKindsTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 3, 1);

    @TempDir
    private Path folder;

    @Autowired
    private Exchange exchange;

    @Autowired
    private Registry registry;

    @Autowired
    private Contracts contracts;

    @Autowired
    private Chain chain;

    @Autowired
    private JdbcClient db;

    private Village village;
    private NewPerson woman;
    private NewPerson man;
    private UUID household;

    private static final Set<String> TRIED = new HashSet<>();

    @BeforeEach
    void a_couple_lives_in_the_village() {
        village = new Village(registry);
        woman = village.person("马秀英", Sex.F, LocalDate.of(1988, 5, 6), Relation.HEAD);
        man = village.person("马建国", Sex.M, LocalDate.of(1986, 3, 4), Relation.SPOUSE);
        household = village.household(List.of(), woman, man).id();
    }

    /** Brings rows about the woman: the cells after name and number. */
    private void bring(String kind, String... rows) {
        Contract contract = contracts.of(kind);
        StringBuilder file = new StringBuilder(String.join(",", contract.columns()));
        for (String row : rows) {
            file.append("\n马秀英,")
                    .append(Objects.requireNonNull(woman.idNumber()).digits())
                    .append(",")
                    .append(row);
        }
        TRIED.add(kind);
        village.as("county", () -> {
            BatchResult result = exchange.importFile(
                    "",
                    contract.file() + ".csv",
                    new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.UTF_8)));
            assertThat(result.kind()).isEqualTo(kind);
            assertThat(result.applied())
                    .as("%s, waiting: %s", kind, waiting(result.batchId()))
                    .isEqualTo(rows.length);
        });
    }

    private List<String> waiting(UUID batch) {
        return db.sql("select reason_zh from exchange.quarantine where batch_id = ?")
                .param(batch)
                .query(String.class)
                .list();
    }

    /** What the household declares, as in a roll or an application. */
    private void declare(String json, String on) {
        state(null, "assets", "", json, on);
    }

    private void state(UUID person, String kind, String key, String json, String on) {
        village.as(
                "county",
                () -> db.sql("""
                        with batch as (
                            insert into exchange.batch
                                (id, region, kind, department, file_name, sm3, received_at, received_by, rows, applied, unchanged, quarantined)
                            values (gen_random_uuid(), :region, 'roll', '民政', 'roll', gen_random_uuid()::text, now(), 'test', 0, 0, 0, 0)
                            returning id
                        )
                        insert into exchange.fact (region, household_id, person_id, kind, key, value, holds_on, department, batch_id, arrived_at)
                        select :region, :household, :person, :kind, :key, :json::jsonb, :on::date, '民政', (select id from batch), now()
                        """)
                        .param("region", village.code().digits())
                        .param("household", household)
                        .param("person", person)
                        .param("kind", kind)
                        .param("key", key)
                        .param("json", json)
                        .param("on", on)
                        .update());
    }

    private ObjectNode document() {
        AtomicReference<ObjectNode> document = new AtomicReference<>();
        village.as("county", () -> document.set(exchange.document(household, TODAY)));
        assertThat(schema().validate(document.get().toString(), InputFormat.JSON))
                .isEmpty();
        return document.get();
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("../docs/household.schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode her() {
        return document()
                .get("members")
                .valueStream()
                .filter(member -> member.get("name").asString().equals("马秀英"))
                .findFirst()
                .orElseThrow();
    }

    private String assets() {
        return document().path("assets").toString();
    }

    private List<Object> exported(String table, String columns) {
        exchange.exportFacts(folder, new Scope(RegionCode.parse("622927"), "county"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select " + columns + " from '" + folder + "/" + table
                        + ".parquet' where household_id = '" + household + "' order by all")) {
            List<Object> values = new java.util.ArrayList<>();
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_insured_person_and_one_without_the_help_that_is_due() {
        bring("medical-insurance", "城乡居民基本医保,参保未享受资助,2024-01-01");
        assertThat(her().get("medicalInsurance").asString()).isEqualTo("without-help");
    }

    @Test
    void dialysis_is_a_chronic_and_a_major_disease_until_it_ends() {
        bring("chronic-diseases", "门诊特殊病,尿毒症透析,有效,2023-11-20");
        assertThat(her().get("chronicDisease").asBoolean()).isTrue();
        assertThat(her().get("majorDisease").asBoolean()).isTrue();
        assertThat(exported("persons", "chronic_disease, major_disease"))
                .containsExactly("true", "true", null, "false");
        bring("chronic-diseases", "门诊特殊病,尿毒症透析,终止,2024-02-20");
        assertThat(her().get("majorDisease").asBoolean()).isFalse();
    }

    @Test
    void a_serious_illness_is_a_major_disease_until_it_is_cured() {
        bring("serious-illnesses", "白血病,确诊,2023-12-05,州人民医院");
        assertThat(her().get("majorDisease").asBoolean()).isTrue();
        bring("serious-illnesses", "白血病,治愈,2024-02-05,州人民医院");
        assertThat(her().get("majorDisease").asBoolean()).isFalse();
    }

    @Test
    void a_disability_has_its_kind_and_grade() {
        bring("disability-certificates", "肢体,二级,2023-11-15");
        assertThat(her().get("disability").toString())
                .isEqualTo("{\"kind\":\"limb\",\"grade\":2,\"certifiedOn\":\"2023-11-15\"}");
    }

    @Test
    void bills_rehabilitation_and_fees_are_spending_of_the_year() {
        bring("medical-expenses", "县医院,2023-12-01,1200.50,800,100");
        bring("rehabilitation-services", "辅助器具适配,县康复中心,2023-12-11,3600,3000");
        bring("school-fees", "民办育才中学,学费,2023-12-20,4500,1000,800", "民办育才中学,住宿费,2023-12-20,600,,");
        assertThat(document().get("expenditure").toString())
                .isEqualTo("[{\"kind\":\"education\",\"amount\":5100,\"reimbursed\":1000,\"publicSchoolRate\":1400},"
                        + "{\"kind\":\"medical\",\"amount\":1200.5,\"reimbursed\":900},"
                        + "{\"kind\":\"rehabilitation\",\"amount\":3600,\"reimbursed\":3000}]");
    }

    @Test
    void who_leaves_school_is_no_student_since_that_day() {
        bring("students", "县一中,高中,2023-09-01");
        assertThat(her().get("student").asString()).isEqualTo("senior-high");
        assertThat(her().get("studentSince").asString()).isEqualTo("2023-09-01");
        bring("school-leavers", "县一中,辍学,2024-01-10");
        assertThat(her().get("student").asString()).isEqualTo("none");
        assertThat(her().get("studentSince").asString()).isEqualTo("2024-01-10");
    }

    @Test
    void a_job_ends_with_its_wage_and_unemployment_ends_with_a_job() {
        bring("employment", "失业,2023-11-05,");
        assertThat(her().get("unemployedSince").asString()).isEqualTo("2023-11-05");
        bring("employment", "就业,2023-12-01,2600");
        assertThat(her().has("unemployedSince")).isFalse();
        assertThat(her().get("employed").asBoolean()).isTrue();
        bring("social-insurance", "某某公司,正常缴费,2024-01-10,3800,未参保");
        assertThat(her().get("income").toString()).isEqualTo("[{\"kind\":\"wage\",\"monthly\":3800}]");
        assertThat(her().get("unemploymentInsured").asBoolean()).isFalse();
        bring("social-insurance", "某某公司,停保,2024-02-10,,未参保");
        assertThat(her().get("employed").asBoolean()).isFalse();
        assertThat(her().get("income").toString()).isEqualTo("[{\"kind\":\"wage\",\"monthly\":0}]");
        assertThat(exported("persons", "unemployed_since").stream().filter(Objects::nonNull))
                .isEmpty();
    }

    @Test
    void an_unemployment_benefit_is_income_until_it_stops() {
        bring("unemployment-benefits", "发放,2024-01-15,1530");
        assertThat(her().get("income").toString()).isEqualTo("[{\"kind\":\"transfer\",\"monthly\":1530}]");
        bring("unemployment-benefits", "停发,2024-02-15,");
        assertThat(her().get("income").toString()).isEqualTo("[{\"kind\":\"transfer\",\"monthly\":0}]");
        assertThat(her().get("unemploymentInsured").asBoolean()).isTrue();
    }

    @Test
    void the_newest_month_of_a_pension_holds_and_stands_instead_of_what_the_household_said_before() {
        state(null, "income", "employee-pension", "{\"kind\":\"employee-pension\",\"monthly\":3000}", "2023-11-01");
        bring("pensions", "职工基本养老金,正常发放,2023-12-05,2900", "中央基础养老金,正常发放,2023-12-05,103");
        bring("pensions", "职工基本养老金,正常发放,2024-01-05,2950");
        assertThat(document().has("income")).isFalse();
        assertThat(her().get("income").toString())
                .isEqualTo(
                        "[{\"kind\":\"basic-pension-central\",\"monthly\":103},{\"kind\":\"employee-pension\",\"monthly\":2950}]");
        assertThat(exported("incomes", "kind, monthly"))
                .containsExactly("basic-pension-central", "10300", "employee-pension", "295000");
    }

    @Test
    void income_declared_for_tax_is_of_its_kind_and_a_wage_replaces_the_one_known() {
        bring("employment", "就业,2023-12-01,2600");
        bring("income-tax", "工资薪金所得,2024-01-12,4200", "财产租赁所得,2024-01-12,500", "劳务报酬所得,2024-01-12,300");
        assertThat(her().get("income").toString())
                .isEqualTo(
                        "[{\"kind\":\"wage\",\"monthly\":300},{\"kind\":\"rent\",\"monthly\":500},{\"kind\":\"wage\",\"monthly\":4200}]");
    }

    @Test
    void a_vehicle_that_came_after_the_declaration_is_one_more_and_one_that_went_is_one_less() {
        declare("{\"dwellings\":1,\"vehicles\":[{\"kind\":\"car\",\"value\":50000}]}", "2023-11-01");
        bring("vehicles", "甘N12345,小型轿车,注册登记,2023-12-18,86000");
        assertThat(assets())
                .isEqualTo(
                        "{\"vehicles\":[{\"kind\":\"car\",\"value\":50000},{\"kind\":\"car\",\"value\":86000}],\"dwellings\":1}");
        assertThat(exported("vehicles", "kind, value")).containsExactly("car", "5000000", "car", "8600000");
        bring("vehicles", "甘N12345,小型轿车,转移转出,2024-01-18,");
        assertThat(document().at("/assets/vehicles")).hasSize(1);
        bring("vehicles", "甘N77777,小型轿车,注销登记,2024-02-01,");
        assertThat(assets()).isEqualTo("{\"dwellings\":1}");
        assertThat(exported("vehicles", "kind")).isEmpty();
    }

    @Test
    void a_vehicle_registered_before_the_declaration_is_the_declared_one() {
        declare("{\"vehicles\":[{\"kind\":\"car\",\"value\":50000}]}", "2023-11-01");
        bring("vehicles", "甘N12345,小型轿车,注册登记,2020-05-01,86000", "甘N22222,摩托车,注册登记,2021-05-01,");
        assertThat(assets()).isEqualTo("{\"vehicles\":[{\"kind\":\"car\",\"value\":86000},{\"kind\":\"motorcycle\"}]}");
    }

    @Test
    void a_house_bought_is_a_dwelling_more_and_a_shop_is_premises_until_it_is_sold() {
        declare("{\"dwellings\":1,\"nonResidentialProperty\":false}", "2023-11-01");
        bring("property", "甘(2023)临夏市不动产权第0001号,住宅,转移取得,2023-12-12,城关镇", "甘(2023)临夏市不动产权第0002号,商业,首次登记,2023-12-12,");
        assertThat(document().at("/assets/dwellings").asInt()).isEqualTo(2);
        assertThat(document().at("/assets/nonResidentialProperty").asBoolean()).isTrue();
        assertThat(exported("households", "assets_known, dwellings, non_residential_property"))
                .containsExactly("true", "2", "true");
        bring("property", "甘(2023)临夏市不动产权第0002号,商业,转移转出,2024-01-12,");
        assertThat(document().at("/assets/nonResidentialProperty").asBoolean()).isFalse();
    }

    @Test
    void a_business_is_registered_until_it_is_struck_off() {
        bring("businesses", "92622901MA7ABCDE1X,城关镇某某小卖部,经营者,存续,2023-12-06");
        assertThat(assets()).isEqualTo("{\"businessRegistration\":true}");
        assertThat(exported("households", "assets_known, business_registration"))
                .containsExactly("true", "true");
        bring("businesses", "92622901MA7ABCDE1X,城关镇某某小卖部,经营者,注销,2024-01-06");
        assertThat(document().has("assets")).isFalse();
    }

    @Test
    void deposits_are_shared_by_the_living_members_and_the_larger_of_declared_and_reported_counts() {
        declare("{\"financialPerCapita\":2000}", "2023-11-01");
        bring("bank-deposits", "农村信用社,0417,存款,5200,2023-12-31", "农业银行,0418,理财,800.01,2023-12-31");
        assertThat(document().at("/assets/financialPerCapita").decimalValue()).isEqualByComparingTo("3000.01");
        bring("bank-deposits", "农村信用社,0417,存款,100,2024-01-31");
        assertThat(document().at("/assets/financialPerCapita").decimalValue()).isEqualByComparingTo("2000");
        assertThat(exported("households", "financial_per_capita")).containsExactly("200000");
    }

    @Test
    void a_dangerous_dwelling_is_dangerous_until_it_is_rebuilt() {
        bring("dangerous-housing", "某某村三社,D级,未改造,2023-11-30");
        assertThat(document().get("dwellingDanger").asString()).isEqualTo("D");
        bring("dangerous-housing", "某某村三社,D级,已竣工,2024-02-28");
        assertThat(document().get("dwellingDanger").asString()).isEqualTo("none");
    }

    @Test
    void a_marriage_lasts_until_a_divorce_and_the_number_of_the_spouse_is_read_but_not_taken_for_hers() {
        bring(
                "marriages",
                "J622901-2023-000123,2023-12-22,马建国,"
                        + Objects.requireNonNull(man.idNumber()).digits());
        assertThat(her().get("married").asBoolean()).isTrue();
        bring("divorces", "L622901-2024-000045,2024-01-16");
        assertThat(her().get("married").asBoolean()).isFalse();
    }

    @Test
    void the_chain_tells_of_a_marriage_also_where_the_spouse_is_not_named() {
        bring("marriages", "J622901-2023-000123,2023-12-22,马建国,");
        bring("marriages", "J622901-2023-000124,2023-12-23,,");
        village.as(
                "county",
                () -> assertThat(chain.of(household).stream().map(ChainEntry::summary))
                        .contains(
                                new Text("婚姻登记：马秀英与马建国结婚", "Marriage registered: 马秀英 and 马建国"),
                                new Text("婚姻登记：马秀英结婚", "Marriage registered: 马秀英")));
    }

    @Test
    void a_birth_and_a_move_are_told_in_the_chain_and_wait_for_the_registry() {
        bring("births", "X620012345,马小宝,女,2024-01-03");
        bring("household-moves", "迁出,2024-01-09,甘肃省兰州市城关区");
        document();
        village.as("county", () -> {
            assertThat(chain.of(household).stream().map(entry -> entry.summary().zh()))
                    .contains("卫健部门报告：马秀英生育马小宝", "公安户政登记：马秀英户口迁出");
            assertThat(db.sql(
                                    "select value::text from exchange.current_fact where household_id = ? and kind in ('birth', 'registrationMoved') order by kind")
                            .param(household)
                            .query(String.class)
                            .list())
                    .containsExactly(
                            "{\"sex\": \"F\", \"born\": \"2024-01-03\", \"name\": \"马小宝\"}",
                            "{\"to\": \"甘肃省兰州市城关区\", \"date\": \"2024-01-09\", \"change\": \"moved-out\"}");
        });
    }

    @Test
    void a_death_of_either_department_reaches_the_document() {
        bring("deaths-funeral", "2023-12-24");
        assertThat(her().get("diedOn").asString()).isEqualTo("2023-12-24");
        bring("deaths-health", "2023-12-25");
        assertThat(her().get("deceased").asBoolean()).isTrue();
    }

    @Test
    void who_is_missing_is_missing_until_found() {
        bring("missing-persons", "2024-01-02,查找中,2024-01-03,左手有疤,,,,,,,");
        assertThat(her().get("missingSince").asString()).isEqualTo("2024-01-02");
        assertThat(exported("persons", "missing_since")).containsExactly("2024-01-02", null);
        bring("missing-persons", "2024-01-02,已找回,2024-01-20,,,,,,,,");
        assertThat(her().has("missingSince")).isFalse();
    }

    @Test
    void who_is_in_prison_is_away_until_released() {
        bring("imprisoned", "服刑,2023-11-28,某某监狱");
        assertThat(her().get("away").asString()).isEqualTo("prison");
        bring("released", "刑满释放,2024-01-20");
        assertThat(her().get("away").asString()).isEqualTo("none");
        assertThat(her().get("releasedOn").asString()).isEqualTo("2024-01-20");
    }

    @Test
    void a_disaster_is_an_event_of_the_household() {
        bring("disaster-affected", "地震,2023-12-18,12000,房屋倒塌");
        assertThat(document().get("events").toString())
                .isEqualTo("[{\"date\":\"2023-12-18\",\"kind\":\"earthquake\",\"loss\":12000,\"cause\":\"房屋倒塌\"}]");
        assertThat(exported("events", "kind, loss")).containsExactly("earthquake", "1200000");
    }

    @Test
    void a_monitored_household_holds_it_until_the_risk_is_over() {
        bring("poverty-monitoring", "边缘易致贫户,监测中,2023-11-10");
        assertThat(document().get("holds").toString()).isEqualTo("[\"monitored\"]");
        assertThat(exported("households", "holds")).containsExactly("[monitored]");
        bring("poverty-monitoring", "边缘易致贫户,风险消除,2024-02-10");
        assertThat(document().has("holds")).isFalse();
        assertThat(exported("households", "len(holds)")).containsExactly("0");
    }

    @Test
    void a_worker_in_difficulty_is_one_until_the_file_is_closed() {
        bring("workers-in-difficulty", "深度困难,在档,2023-12-15");
        assertThat(her().get("workerInDifficulty").asString()).isEqualTo("deep");
        bring("workers-in-difficulty", "深度困难,解困脱困,2024-02-15");
        assertThat(her().has("workerInDifficulty")).isFalse();
    }

    @Test
    void an_unused_meter_and_a_heating_debt_are_known_until_they_end() {
        bring("electricity-unused", "6200012345,连续零电量,2024-01-05");
        bring("heating-arrears", "0100234,1180,2023-12-10");
        assertThat(document().get("electricityUnusedSince").asString()).isEqualTo("2024-01-05");
        assertThat(document().get("heatingArrears").asInt()).isEqualTo(1180);
        assertThat(exported("households", "electricity_unused_since, heating_arrears"))
                .containsExactly("2024-01-05", "118000");
        bring("electricity-unused", "6200012345,恢复用电,2024-01-15");
        bring("heating-arrears", "0100234,0,2024-01-10");
        assertThat(document().has("electricityUnusedSince")).isFalse();
        assertThat(document().get("heatingArrears").asInt()).isZero();
    }

    @org.junit.jupiter.api.AfterAll
    static void every_kind_was_tried(@Autowired Contracts contracts) {
        assertThat(TRIED)
                .containsExactlyInAnyOrderElementsOf(
                        contracts.all().stream().map(Contract::kind).toList());
    }
}
