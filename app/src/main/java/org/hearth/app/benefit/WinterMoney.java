package org.hearth.app.benefit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.benefit.Benefits.Due;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Parameters;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the households on the roll are due in a winter beyond their monthly money: heating assistance (取暖救助) and the festival
 * subsidy (一次性生活补助). Both are set locally; the values are in the pack, and where there is none, nobody is due anything.
 */
@Component
class WinterMoney {

    private static final List<Stratum> HELPED = List.of(Stratum.TEKUN, Stratum.DIBAO, Stratum.EDGE, Stratum.RIGID);

    private record OnRoll(UUID id, RegionCode region, String residence, long persons, Stratum stratum) {}

    private final JdbcClient db;
    private final PolicyPack policy;

    WinterMoney(JdbcClient db, PolicyPack policy) {
        this.db = db;
        this.policy = policy;
    }

    /** One sum a household and winter, by the first stratum that it holds and by residence. */
    List<Due> heating(RegionCode county, LocalDate on) {
        List<Due> dues = new ArrayList<>();
        for (OnRoll household : roll(county)) {
            BigDecimal amount = value(
                    "heating." + household.residence() + "-"
                            + household.stratum().code(),
                    household,
                    on);
            add(dues, household, Benefit.HEATING, amount);
        }
        return dues;
    }

    /** A sum a household and a sum a person (notice of the offices of MCA and MoF, February 2024: encouraged, set locally). */
    List<Due> festival(RegionCode county, LocalDate on) {
        List<Due> dues = new ArrayList<>();
        for (OnRoll household : roll(county)) {
            BigDecimal amount = value("festival.per-household", household, on)
                    .add(value("festival.per-person", household, on).multiply(BigDecimal.valueOf(household.persons())));
            add(dues, household, Benefit.FESTIVAL_SUBSIDY, amount);
        }
        return dues;
    }

    /** The day before which the month's money has to be paid, where a notice in force on {@code on} asks for it. */
    Optional<LocalDate> advanceBefore(RegionCode county, LocalDate on) {
        return Optional.ofNullable(policy.packOn(on).parameters().find("advance.before", county.digits(), "", on))
                .map(Parameters.Value::value)
                .map(LocalDate::parse);
    }

    /** The first of October before {@code on}: the day by which a winter's single sum is known. */
    static LocalDate beginning(LocalDate on) {
        LocalDate october = LocalDate.of(on.getYear(), Month.OCTOBER, 1);
        return on.isBefore(october) ? october.minusYears(1) : october;
    }

    /** The beginning of the heating season that {@code on} lies in; empty between two seasons. */
    Optional<LocalDate> season(RegionCode place, LocalDate on) {
        LocalDate beginning = beginning(on);
        int months = policy.packOn(on)
                .parameters()
                .value("heating.season-months", place.digits(), "rural", on)
                .number()
                .intValueExact();
        return on.isBefore(beginning.plusMonths(months)) ? Optional.of(beginning) : Optional.empty();
    }

    private static void add(List<Due> dues, OnRoll household, Benefit benefit, BigDecimal amount) {
        if (amount.signum() > 0) {
            dues.add(new Due(
                    household.id(),
                    null,
                    household.region(),
                    benefit,
                    new Yuan(amount.setScale(2, RoundingMode.HALF_UP))));
        }
    }

    private BigDecimal value(String name, OnRoll household, LocalDate on) {
        return policy.packOn(on)
                .parameters()
                .value(name, household.region().digits(), household.residence(), on)
                .number();
    }

    private List<OnRoll> roll(RegionCode county) {
        List<OnRoll> roll = new ArrayList<>();
        db.sql("""
                select id, region, residence, persons, strata
                from registry.published_household
                where region >= :county
                  and region < :end
                  and strata <> '{}'
                order by number
                """)
                .param("county", county.digits())
                .param("end", county.digits() + ":")
                .query(row -> {
                    Set<String> held = Set.of((String[]) row.getArray("strata").getArray());
                    Optional<Stratum> stratum = HELPED.stream()
                            .filter(candidate -> held.contains(candidate.code()))
                            .findFirst();
                    UUID id = row.getObject("id", UUID.class);
                    RegionCode region = new RegionCode(row.getString("region"));
                    String residence = row.getString("residence");
                    long persons = row.getLong("persons");
                    stratum.ifPresent(first -> roll.add(new OnRoll(id, region, residence, persons, first)));
                });
        return roll;
    }
}
