package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.RecordedStratum.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Strata that another department finds: made to be what its records say, whatever order these came in, and as often as they are
 * read. A stratum is never put in another's place: a household holds several at a time, and the policy takes the first.
 */
@Component
class RecordedStrata {

    /** What became of a household's stratum. */
    record Changed(UUID householdId, LocalDate on, Change change) {}

    private record Row(
            UUID id,
            UUID householdId,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean byRecord,
            boolean endedByRecord) {

        boolean overlaps(Period period) {
            return (validTo == null || !validTo.isBefore(period.from()))
                    && (period.to() == null || !period.to().isBefore(validFrom));
        }
    }

    private final JdbcClient db;
    private final HearthClock clock;

    RecordedStrata(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    List<Changed> record(Stratum stratum, Map<UUID, RecordedStratum> households) {
        Map<UUID, List<Row>> rows = rows(stratum, households.keySet());
        Set<UUID> standing = standing(households.keySet());
        List<Changed> changes = new ArrayList<>();
        households.forEach((household, says) -> {
            if (!standing.contains(household)) {
                return;
            }
            List<Row> held = rows.getOrDefault(household, List.of());
            List<Row> confirmed = held.stream()
                    .filter(row -> !row.byRecord())
                    .map(row -> ended(row, says.over(), changes))
                    .toList();
            // What was confirmed here on the same days is the same stratum: it is not held twice.
            List<Period> due = says.periods().stream()
                    .filter(period -> confirmed.stream().noneMatch(row -> row.overlaps(period)))
                    .toList();
            List<Row> recorded = held.stream().filter(Row::byRecord).toList();
            recorded.stream()
                    .filter(row ->
                            due.stream().noneMatch(period -> period.from().equals(row.validFrom())))
                    .forEach(row -> withdraw(row, changes));
            due.forEach(period -> recorded.stream()
                    .filter(row -> row.validFrom().equals(period.from()))
                    .findFirst()
                    .ifPresentOrElse(
                            row -> until(row, period.to(), changes),
                            () -> begin(household, stratum, period, says.basis(), changes)));
        });
        return changes;
    }

    /** Those that were not dissolved: what was ended with a household stays ended. */
    private Set<UUID> standing(Collection<UUID> households) {
        return Set.copyOf(db.sql("select id from registry.household where id = any (?) and dissolved_on is null")
                .param(households.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    private Map<UUID, List<Row>> rows(Stratum stratum, Collection<UUID> households) {
        Map<UUID, List<Row>> rows = new HashMap<>();
        db.sql("""
                        select id, household_id, valid_from, valid_to, by_record, ended_by_record
                        from registry.stratum
                        where household_id = any (?)
                          and person_id is null
                          and stratum = ?
                          and withdrawn_at is null
                        order by valid_from
                        """)
                .params(households.toArray(UUID[]::new), stratum.code())
                .query(Row.class)
                .list()
                .forEach(row -> rows.computeIfAbsent(row.householdId(), id -> new ArrayList<>())
                        .add(row));
        return rows;
    }

    /** One that was confirmed here ends before the department's first word that it is over, and runs again without it. */
    private Row ended(Row row, List<LocalDate> over, List<Changed> changes) {
        if (row.validTo() != null && !row.endedByRecord()) {
            return row;
        }
        LocalDate last = over.stream()
                .filter(day -> !day.isBefore(row.validFrom()))
                .min(Comparator.naturalOrder())
                .map(day -> last(row, day.minusDays(1)))
                .orElse(null);
        if (!Objects.equals(last, row.validTo())) {
            db.sql("update registry.stratum set valid_to = :last, ended_by_record = :ended where id = :id")
                    .param("last", last)
                    .param("ended", last != null)
                    .param("id", row.id())
                    .update();
            note(row, last, changes);
        }
        return new Row(row.id(), row.householdId(), row.validFrom(), last, false, last != null);
    }

    private void begin(UUID household, Stratum stratum, Period period, String basis, List<Changed> changes) {
        int added = db.sql("""
                        insert into registry.stratum
                            (id, region, household_id, stratum, valid_from, valid_to, basis, recorded_at, by_record)
                        select :id, region, id, :stratum, :from, :to, :basis, :now, true
                        from registry.household
                        where id = :household
                        """)
                .param("id", Ids.next())
                .param("stratum", stratum.code())
                .param("from", period.from())
                .param("to", period.to())
                .param("basis", basis)
                .param("now", now())
                .param("household", household)
                .update();
        if (added > 0) {
            changes.add(new Changed(household, period.from(), Change.STRATUM_CONFIRMED));
        }
    }

    private void until(Row row, @Nullable LocalDate to, List<Changed> changes) {
        LocalDate last = to == null ? null : last(row, to);
        if (!Objects.equals(last, row.validTo())) {
            db.sql("update registry.stratum set valid_to = :last where id = :id")
                    .param("last", last)
                    .param("id", row.id())
                    .update();
            note(row, last, changes);
        }
    }

    private void withdraw(Row row, List<Changed> changes) {
        db.sql("update registry.stratum set valid_to = valid_from, withdrawn_at = ? where id = ?")
                .params(now(), row.id())
                .update();
        changes.add(new Changed(row.householdId(), row.validFrom(), Change.STRATUM_ENDED));
    }

    private static LocalDate last(Row row, LocalDate day) {
        return day.isBefore(row.validFrom()) ? row.validFrom() : day;
    }

    private static void note(Row row, @Nullable LocalDate last, List<Changed> changes) {
        changes.add(
                last == null
                        ? new Changed(row.householdId(), row.validFrom(), Change.STRATUM_CONFIRMED)
                        : new Changed(row.householdId(), last, Change.STRATUM_ENDED));
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
