package org.hearth.app.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.Intake.Outcome;
import org.hearth.app.exchange.Judging.Usable;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.registry.Registry.Match;
import org.hearth.divisions.RegionCode;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What follows from rows that are in force: what the register is told, the lines of chains, and the news for other rooms. */
@Component
class Consequences {

    private final JdbcClient db;
    private final RegisterActs acts;
    private final ChainLines lines;
    private final Judging judging;
    private final Telling telling;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Consequences(
            JdbcClient db,
            RegisterActs acts,
            ChainLines lines,
            Judging judging,
            Telling telling,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.acts = acts;
        this.lines = lines;
        this.judging = judging;
        this.telling = telling;
        this.clock = clock;
        this.events = events;
    }

    /** Of a short file's rows, or of rows that were tried again. */
    @Transactional(propagation = Propagation.MANDATORY)
    void write(Lot lot, List<Outcome> outcomes, boolean ofWholeFile) {
        List<Usable> all = outcomes.stream().map(Outcome::row).toList();
        List<Usable> applied =
                outcomes.stream().filter(Outcome::applied).map(Outcome::row).toList();
        follow(lot.batch(), lot.contract(), applied, all);
        lines.sumUp(lot.batch(), lot.contract(), applied, ofWholeFile, clock.today());
        tell(lot.batch(), applied.stream().map(row -> row.match().householdId()).collect(Collectors.toSet()));
    }

    /**
     * Writes what follows from the rows of a long file that is in force: deaths and what else the register is told, and the lines
     * of chains with a day of their own. Done again, it changes nothing.
     */
    @Transactional
    void ofLongFile(Lot lot, RowReader reader, List<Reading> readings) {
        record Known(boolean applied, Match match) {}
        Contract contract = lot.contract();
        int first = readings.getFirst().number();
        int last = readings.getLast().number();
        Map<Integer, Known> known = new HashMap<>();
        db.sql("""
                        select row_number, outcome = 'applied' as applied, person_id, household_id, region
                        from exchange.row_outcome
                        where batch_id = ?
                          and row_number between ? and ?
                          and outcome in ('applied', 'unchanged')
                          and household_id is not null
                        """).params(lot.batch(), first, last).query(row -> {
            known.put(
                    row.getInt("row_number"),
                    new Known(
                            row.getBoolean("applied"),
                            new Match(
                                    row.getObject("person_id", UUID.class),
                                    "",
                                    row.getObject("household_id", UUID.class),
                                    new RegionCode(row.getString("region")))));
        });
        List<Usable> applied = new ArrayList<>();
        List<Usable> all = new ArrayList<>();
        for (Reading reading : readings) {
            Known row = known.get(reading.number());
            if (row != null && Judging.aboutSomebodyKnown(reader, reading) instanceof Reading.Good good) {
                Usable usable = new Usable(good, row.match());
                all.add(usable);
                if (row.applied()) {
                    applied.add(usable);
                }
            }
        }
        follow(lot.batch(), contract, applied, all);
        if (contract.tells() != null) {
            telling.of(lot, judging.judge(contract, reader, readings));
        }
    }

    /** @param all with the rows that were no news: they report a death, or propose an act, as well as those that said it first */
    private void follow(UUID batch, Contract contract, List<Usable> applied, List<Usable> all) {
        acts.tell(batch, contract, all);
        lines.ofRows(batch, contract, applied);
    }

    /** Tells the other rooms which households a batch brought news of. */
    @Transactional(propagation = Propagation.MANDATORY)
    void tell(UUID batch, Set<UUID> households) {
        if (!households.isEmpty()) {
            events.publishEvent(new FactsArrived(batch, Set.copyOf(households)));
        }
    }
}
