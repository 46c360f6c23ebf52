package org.hearth.app.casework;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hearth.app.HearthTest;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A bench, run by hand (bench/README.md): the missed help of a place in which every generated household is on a roll, each with
 * records of insurance and of medical costs. So many households as the environment variable {@code HOUSEHOLDS} says.
 */
@HearthTest
class MissedHelpOfACounty {

    private static final LocalDate JANUARY = LocalDate.of(2024, 1, 10);

    @Autowired
    private Exchange exchange;

    @Autowired
    private HelpReceived received;

    @Autowired
    private JdbcClient db;

    @TempDir
    Path folder;

    @Test
    void seconds_for_all_households_on_a_roll() {
        String wanted = System.getenv("HOUSEHOLDS");
        int households = wanted == null ? 30_000 : Integer.parseInt(wanted);
        Path population = folder.resolve("population");
        Population.generate(
                new GenerateRequest(
                        households, 11, GenerateRequest.DEMO_REGIONS, GenerateRequest.DEMO_AS_OF, population),
                (step, share) -> {});
        exchange.takeOver(population, Progress.SILENT);
        Scopes.run(Scope.system("bench"), () -> {
            db.sql("""
                    insert into registry.stratum (id, region, household_id, stratum, valid_from, basis)
                    select gen_random_uuid(), h.region, h.id, 'dibao', date '2023-11-01', 'bench'
                    from registry.household h
                    where not exists (
                        select from registry.stratum s where s.household_id = h.id and s.valid_to is null)
                    """).update();
            for (int bill = 0; bill < 6; bill++) {
                db.sql("""
                        insert into exchange.fact
                            (region, household_id, person_id, kind, key, value, holds_on, department, batch_id, arrived_at)
                        select m.region, m.household_id, m.person_id, 'expenditure', :bill,
                               jsonb_build_object('kind', 'medical', 'amount', 100, 'reimbursed', :back),
                               date '2023-12-01' - :bill::integer, 'bench', (select min(id::text)::uuid from exchange.batch), now()
                        from registry.membership m
                        where m.valid_to is null
                        """)
                        .param("bill", String.valueOf(bill))
                        .param("back", bill % 2 * 80)
                        .update();
            }
            db.sql("""
                    insert into exchange.fact
                        (region, household_id, person_id, kind, value, holds_on, department, batch_id, arrived_at)
                    select m.region, m.household_id, m.person_id, 'medicalInsurance',
                           case when random() < 0.9 then '"as-due"'::jsonb else '"none"'::jsonb end,
                           date '2023-11-01', 'bench', (select min(id::text)::uuid from exchange.batch), now()
                    from registry.membership m
                    where m.valid_to is null
                    """).update();
            db.sql("analyze exchange.fact").update();
            db.sql("analyze registry.stratum").update();
            System.out.println(db.sql("select count(*) from exchange.fact")
                            .query(Long.class)
                            .single() + " facts");
        });
        for (String place : List.of("6229", "6229", "622927")) {
            Instant began = Instant.now();
            Scope office = new Scope(RegionCode.parse("622900"), "bench");
            Scopes.run(office, () -> received.missing(place, JANUARY, ""));
            Instant shown = Instant.now();
            long count = Scopes.within(office, () -> received.countMissing(place, JANUARY));
            System.out.printf(
                    "%s: the first page in %,d ms; %,d households miss something, counted in %,d ms%n",
                    place,
                    Duration.between(began, shown).toMillis(),
                    count,
                    Duration.between(shown, Instant.now()).toMillis());
        }
    }
}
