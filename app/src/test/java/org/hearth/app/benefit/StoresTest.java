package org.hearth.app.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class StoresTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

    @Autowired
    JdbcClient db;

    private RegionCode county;
    private RegionCode township;
    private NewHousehold household;

    @BeforeEach
    void twenty_quilts_in_a_countys_store() {
        Village village = new Village(registry);
        household = village.household(List.of(), village.person("马建国", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
        county = village.code().at(DivisionLevel.COUNTY);
        township = village.code().at(DivisionLevel.TOWNSHIP);
        as(county, () -> benefits.supply(county, Item.QUILT, 20, UUID.randomUUID(), NOVEMBER));
    }

    @Test
    void what_leaves_the_county_arrives_in_the_township_and_twice_sent_is_once_moved() {
        UUID transfer = UUID.randomUUID();
        long before = quantity(county);
        long had = quantity(township);
        as(county, () -> {
            benefits.moveToTownship(county, township, Item.QUILT, 8, transfer, NOVEMBER);
            benefits.moveToTownship(county, township, Item.QUILT, 8, transfer, NOVEMBER);
        });

        assertThat(quantity(county)).isEqualTo(before - 8);
        assertThat(quantity(township)).isEqualTo(had + 8);
        assertThat(rows(
                        "select store || ' ' || quantity from benefit.movement where transfer_id = ? order by store",
                        transfer))
                .containsExactly(county.digits() + " -8", township.digits() + " 8");
    }

    @Test
    void a_township_gives_from_its_own_store_and_never_below_zero() {
        as(
                county,
                () -> benefits.moveToTownship(
                        county, township, Item.TENT, supplied(Item.TENT, 2), UUID.randomUUID(), NOVEMBER));

        as(township, () -> {
            assertThat(benefits.storeFor(household.region())).isEqualTo(township);
            benefits.giveGoods(township, household.id(), Item.TENT, 2, Purpose.DISASTER, UUID.randomUUID(), NOVEMBER);
            assertThatThrownBy(() -> benefits.giveGoods(
                            township, household.id(), Item.TENT, 1, Purpose.DISASTER, UUID.randomUUID(), NOVEMBER))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> benefits.giveGoods(
                            county, household.id(), Item.QUILT, 1, Purpose.HEATING, UUID.randomUUID(), NOVEMBER))
                    .as("the county's store lies outside a township's region")
                    .isInstanceOf(Problem.class);
        });
    }

    @Test
    void more_than_the_county_has_moves_nothing_at_all() {
        UUID transfer = UUID.randomUUID();
        as(
                county,
                () -> assertThatThrownBy(() ->
                                benefits.moveToTownship(county, township, Item.QUILT, 1_000_000, transfer, NOVEMBER))
                        .isInstanceOf(Problem.class));
        assertThat(rows("select store from benefit.movement where transfer_id = ?", transfer))
                .isEmpty();
    }

    @Test
    void goods_move_only_within_the_county() {
        as(
                county,
                () -> assertThatThrownBy(() -> benefits.moveToTownship(
                                county, RegionCode.parse("622926101"), Item.QUILT, 1, UUID.randomUUID(), NOVEMBER))
                        .isInstanceOf(Problem.class));
    }

    @Test
    void the_database_refuses_a_transfer_that_is_booked_at_one_end_alone() {
        as(
                county,
                () -> assertThatThrownBy(() ->
                                db.sql("""
                                insert into benefit.movement (id, region, store, item, quantity, purpose, transfer_id, moved_on)
                                values (uuidv7(), :county, :county, 'quilt', -1, 'transfer', uuidv7(), '2023-11-01')
                                """).param("county", county.digits()).update())
                        .isInstanceOf(DataAccessException.class)
                        .hasMessageContaining("not booked at both ends"));
    }

    @Test
    void what_was_moved_is_not_counted_as_given() {
        UUID transfer = UUID.randomUUID();
        as(county, () -> benefits.moveToTownship(county, township, Item.QUILT, 5, transfer, NOVEMBER));
        assertThat(rows("select id::text from benefit.published_goods where id = ?", transfer))
                .isEmpty();
    }

    @Test
    void the_county_moves_goods_and_the_township_gives_them_on_their_pages() throws Exception {
        SignedIn countyOfficer = officer(Role.COUNTY_OFFICER, county);
        SignedIn townshipOfficer = officer(Role.TOWNSHIP_OFFICER, township);
        long had = quantity(township);
        assertThat(page("/stock", officer(Role.TOWNSHIP_OFFICER, RegionCode.parse("622927799"))))
                .contains("请县级民政部门调拨")
                .doesNotContain("/stock/transfers");
        assertThat(status(move(3), townshipOfficer)).isEqualTo(403);

        assertThat(status(move(3), countyOfficer)).isEqualTo(302);
        assertThat(page("/stock", townshipOfficer)).contains("棉被");
        assertThat(panel(townshipOfficer)).contains("棉被（库存 " + (had + 3) + "）");

        assertThat(status(
                        post("/households/" + household.id() + "/goods")
                                .param("giving", UUID.randomUUID().toString())
                                .param("item", "QUILT")
                                .param("quantity", "2"),
                        townshipOfficer))
                .isEqualTo(303);
        assertThat(panel(townshipOfficer)).contains("棉被（库存 " + (had + 1) + "）");
        assertThat(page("/households/" + household.id(), townshipOfficer)).contains("发放棉被 2 件");
    }

    private MockHttpServletRequestBuilder move(int quantity) {
        return post("/stock/transfers")
                .param("id", UUID.randomUUID().toString())
                .param("township", township.digits())
                .param("item", "QUILT")
                .param("quantity", String.valueOf(quantity));
    }

    private String panel(SignedIn who) throws Exception {
        return page("/households/" + household.id() + "/benefits", who);
    }

    private int supplied(Item item, int quantity) {
        benefits.supply(county, item, quantity, UUID.randomUUID(), NOVEMBER);
        return quantity;
    }

    private long quantity(RegionCode store) {
        return rows("select quantity::text from benefit.stock where item = 'quilt' and region = ?", store.digits())
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private List<String> rows(String sql, Object about) {
        return Scopes.within(
                new Scope(county, "test"),
                () -> db.sql(sql).param(about).query(String.class).list());
    }

    private static void as(RegionCode region, Runnable work) {
        Scopes.run(new Scope(region, "test"), work);
    }

    private String page(String link, SignedIn who) throws Exception {
        var response = pages().perform(get(link).with(user(who))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private int status(MockHttpServletRequestBuilder request, SignedIn who) throws Exception {
        return pages().perform(request.with(user(who)).with(csrf()))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private MockMvc pages() {
        return MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    private static SignedIn officer(Role role, RegionCode region) {
        return new SignedIn(UUID.randomUUID(), "test", "韩玉芳", role, region.digits(), "", false, true);
    }
}
