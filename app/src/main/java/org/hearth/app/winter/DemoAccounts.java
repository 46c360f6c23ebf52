package org.hearth.app.winter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The accounts with which a demonstration is looked at: one of each role, where most happens. They work in no other platform. */
@Component
public class DemoAccounts {

    /** The password of all demonstration accounts. It is printed with them, and opens nothing but a demonstration. */
    public static final String PASSWORD = "winter-2024";

    /** Jishishan, which the earthquake of 18 December 2023 hit. */
    private static final RegionCode FIRST_COUNTY = RegionCode.parse("622927");

    private final Accounts accounts;
    private final Regions regions;
    private final JdbcClient db;

    DemoAccounts(Accounts accounts, Regions regions, JdbcClient db) {
        this.accounts = accounts;
        this.regions = regions;
        this.db = db;
    }

    /** Those that there are, in the order of the flow from village to ministry. */
    public List<Accounts.Listed> list() {
        return accounts.in(RegionCode.NATION).stream()
                .filter(Accounts.Listed::demo)
                .sorted(Comparator.comparing(Accounts.Listed::role))
                .toList();
    }

    void create(List<RegionCode> places) {
        RegionCode county = places.stream().anyMatch(place -> place.contains(FIRST_COUNTY))
                ? FIRST_COUNTY
                : busiest(places.getFirst(), DivisionLevel.COUNTY).orElse(places.getFirst());
        RegionCode township = busiest(county, DivisionLevel.TOWNSHIP).orElse(county);
        RegionCode village = busiest(township, DivisionLevel.VILLAGE).orElse(township);
        List<NewAccount> wanted = new ArrayList<>(List.of(
                account(Role.VILLAGE_WORKER, village, "马秀兰"),
                account(Role.TOWNSHIP_OFFICER, township, "马建国"),
                account(Role.COUNTY_OFFICER, county, "韩玉芳"),
                new NewAccount(BenefitScene.releaser(county), "白志明", Role.COUNTY_OFFICER, county, true),
                account(Role.DUTY_DESK, county, "陈志强"),
                account(Role.PATROL, county, "赵卫东"),
                account(Role.VISITOR, township, "祁桂英"),
                account(Role.STATISTICIAN, RegionCode.NATION, "周静"),
                account(Role.POLICY_OFFICER, county.at(DivisionLevel.PROVINCE), "马文博"),
                account(Role.POLICY_OFFICER, RegionCode.NATION, "李政"),
                account(Role.ADMINISTRATOR, RegionCode.NATION, "系统管理员")));
        for (RegionCode place : places) {
            busiest(place, DivisionLevel.COUNTY)
                    .filter(other -> !other.equals(county))
                    .ifPresent(other -> wanted.add(account(Role.COUNTY_OFFICER, other, regions.name(other) + "审核人员")));
        }
        wanted.forEach(account -> accounts.createForDemo(account, PASSWORD));
    }

    private static NewAccount account(Role role, RegionCode region, String name) {
        return new NewAccount(Winter.actor(role, region), name, role, region, true);
    }

    /** The division of {@code level} in {@code place} where most waits to be done: alerts first, then households on a roll. */
    private Optional<RegionCode> busiest(RegionCode place, DivisionLevel level) {
        return db.sql("""
                        with waiting as (
                            select region, 1 as alert
                            from monitoring.published_alert
                            where closed_on is null
                            union all
                            select region, 0
                            from registry.published_household
                            where cardinality(strata) > 0
                        )
                        select left(region, :digits) as division
                        from waiting
                        where starts_with(region, :place)
                        group by division
                        order by sum(alert) desc, count(*) desc, division
                        limit 1
                        """)
                .param("digits", level.digits())
                .param("place", place.digits())
                .query(String.class)
                .optional()
                .map(RegionCode::new);
    }
}
