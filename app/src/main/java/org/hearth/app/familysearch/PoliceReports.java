package org.hearth.app.familysearch;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hearth.app.exchange.RowsTold;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes reports of what the police send about missing people, whether the register knows them or not. One person has one report
 * that is open; the row with the latest day has the last word, and on one day that somebody was found. So the order in which
 * rows come, or that they come twice, makes no difference.
 */
@Component
class PoliceReports {

    private static final String NEWS = "missing-person";
    private static final Pattern CENTIMETRES = Pattern.compile("\\d{2,3}");

    /** Who is missing, as the register or the number says. */
    private record Who(
            @Nullable UUID personId,
            byte @Nullable [] index,
            String name,
            @Nullable Sex sex,
            @Nullable LocalDate born,
            @Nullable RegionCode home) {}

    private record Known(UUID id, boolean open, @Nullable LocalDate statedOn) {}

    private enum State {
        MISSING(new Text("查找中", "missing")),
        FOUND(new Text("已找回", "found again")),
        WITHDRAWN(new Text("撤销报案", "withdrawn"));

        private final Text title;

        State(Text title) {
            this.title = title;
        }
    }

    private final JdbcClient db;
    private final Vault vault;
    private final Places places;
    private final HearthClock clock;

    PoliceReports(JdbcClient db, Vault vault, Places places, HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.places = places;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(RowsTold told) {
        if (told.what().equals(NEWS)) {
            told.rows().forEach(row -> take(row, told.department()));
        }
    }

    private void take(RowsTold.Row row, String department) {
        Who who = who(row);
        LocalDate since = row.day("since").orElseThrow();
        LocalDate stated = row.day("stated").orElseThrow();
        State state = State.valueOf(row.value("state").orElseThrow().toUpperCase(Locale.ROOT));
        Optional<Known> known = known(who, since);
        LocalDate before = known.map(Known::statedOn).orElse(null);
        UUID report = known.map(Known::id).orElseGet(() -> add(who, row, since, stated, department));
        boolean news = before == null || !stated.isBefore(before);
        switch (state) {
            case MISSING -> {
                boolean again = known.isPresent() && !known.get().open() && before != null && stated.isAfter(before);
                if (again) {
                    reopen(report);
                }
                if (known.isPresent() && news && (known.get().open() || again)) {
                    describe(report, who, row, since, stated, department);
                }
            }
            case FOUND, WITHDRAWN -> {
                if (known.isEmpty() || news && known.get().open()) {
                    end(report, state, stated, department);
                }
            }
        }
    }

    private Who who(RowsTold.Row row) {
        IdentityNumber number = row.number();
        byte[] index = number == null ? null : vault.index(number.digits());
        Optional<Who> registered = Optional.ofNullable(row.personId())
                .flatMap(person -> db.sql("select name, sex, born, region from registry.published_person where id = ?")
                        .param(person)
                        .query((found, n) -> new Who(
                                person,
                                index,
                                found.getString("name"),
                                Sex.valueOf(found.getString("sex")),
                                found.getObject("born", LocalDate.class),
                                new RegionCode(found.getString("region")).at(DivisionLevel.COUNTY)))
                        .optional());
        return registered.orElseGet(() -> number == null
                ? new Who(row.personId(), null, row.name(), null, null, null)
                : new Who(row.personId(), index, row.name(), sex(number), number.born(), number.division()));
    }

    private static Sex sex(IdentityNumber number) {
        return switch (number.sex()) {
            case FEMALE -> Sex.F;
            case MALE -> Sex.M;
        };
    }

    /** The report of this loss, or else the one that is open, or the last one of a day that is not over. */
    private Optional<Known> known(Who who, LocalDate since) {
        return db.sql("""
                        select id, ended_at is null as open, stated_on
                        from familysearch.missing_report
                        where (number_index = :index or person_id = :person)
                          and same_as is null
                          and (happened_on = :since or ended_at is null)
                        order by happened_on = :since desc, ended_at is null desc, stated_on desc
                        limit 1
                        for update
                        """)
                .param("index", who.index())
                .param("person", who.personId())
                .param("since", since)
                .query(Known.class)
                .optional();
    }

    private UUID add(Who who, RowsTold.Row row, LocalDate since, LocalDate stated, String department) {
        UUID id = Ids.next();
        values("""
                insert into familysearch.missing_report
                    (id, region, source, name, sex, age_from, age_to, height, marks, speech, place, place_detail, happened_on,
                     contact, note, recorded_at, recorded_by, number_index, person_id, home, stated_on)
                values (:id, :region, 'police', :name, :sex, :age, :age, :height, :marks, :speech, :place, :detail, :since,
                        :contact, '', :now, :actor, :index, :person, :home, :stated)
                """, id, who, row, since, stated, department)
                .param("region", office(who).digits())
                .param("now", now())
                .param("actor", Scopes.actor())
                .update();
        return id;
    }

    /** What the row says, over what was said before; what it leaves out stays. */
    private void describe(UUID id, Who who, RowsTold.Row row, LocalDate since, LocalDate stated, String department) {
        values("""
                update familysearch.missing_report
                set name = :name, sex = coalesce(:sex, sex), age_from = coalesce(:age, age_from),
                    age_to = coalesce(:age, age_to), height = coalesce(:height, height),
                    marks = coalesce(nullif(:marks, ''), marks), speech = coalesce(nullif(:speech, ''), speech),
                    place = case when :placed then :place else place end,
                    place_detail = coalesce(nullif(:detail, ''), place_detail), happened_on = :since,
                    contact = case when source = 'police' and :reachable then :contact
                                   when strpos(contact, :contact) > 0 then contact
                                   when :reachable then contact || '；' || :contact
                                   else contact end,
                    number_index = coalesce(:index, number_index), person_id = coalesce(:person, person_id),
                    home = coalesce(:home, home), stated_on = :stated
                where id = :id
                """, id, who, row, since, stated, department)
                .param(
                        "placed",
                        row.value("place").isPresent() || row.value("county").isPresent())
                .param(
                        "reachable",
                        row.value("unit").isPresent() || row.value("phone").isPresent())
                .update();
    }

    private JdbcClient.StatementSpec values(
            String sql, UUID id, Who who, RowsTold.Row row, LocalDate since, LocalDate stated, String department) {
        LocalDate born = who.born();
        Sex sex = who.sex();
        RegionCode home = who.home();
        RegionCode place = places.of(
                        row.value("county").orElse(""), row.value("place").orElse(""), home)
                .orElseGet(() -> office(who));
        return db.sql(sql)
                .param("id", id)
                .param("name", who.name())
                .param("sex", sex == null ? null : sex.name())
                .param(
                        "age",
                        born == null
                                ? null
                                : Math.max(0, Period.between(born, since).getYears()))
                .param("height", height(row).orElse(null))
                .param("marks", row.value("marks").orElse(""))
                .param("speech", row.value("speech").orElse(""))
                .param("place", place.digits())
                .param(
                        "detail",
                        String.join(
                                " ",
                                Stream.of(row.value("place"), row.value("time"))
                                        .flatMap(Optional::stream)
                                        .toList()))
                .param("since", since)
                .param("contact", contact(row, department))
                .param("index", who.index())
                .param("person", who.personId())
                .param("home", home == null ? null : home.digits())
                .param("stated", stated);
    }

    private static Optional<Integer> height(RowsTold.Row row) {
        return row.value("height")
                .map(CENTIMETRES::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group()))
                .filter(height -> height >= Appearance.SMALLEST && height <= Appearance.TALLEST);
    }

    private static String contact(RowsTold.Row row, String department) {
        List<String> parts = Stream.of(row.value("unit"), row.value("phone"))
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty() ? department : String.join(" ", parts);
    }

    /** Who answers for the report: the county where the person lives, as far as the file came for it. */
    private static RegionCode office(Who who) {
        RegionCode received = Scopes.current().map(Scope::region).orElseThrow();
        RegionCode home = who.home();
        if (home != null && home.digits().startsWith(received.digits())) {
            return home;
        }
        return received.level().compareTo(DivisionLevel.COUNTY) > 0 ? received.at(DivisionLevel.COUNTY) : received;
    }

    private void reopen(UUID report) {
        db.sql("""
                update familysearch.missing_report
                set ended_at = null, ended_by = null, ended_why = null
                where id = ?
                """).param(report).update();
    }

    private void end(UUID report, State state, LocalDate on, String department) {
        db.sql("""
                update familysearch.missing_report
                set ended_at = ?, ended_by = ?, ended_why = ?, stated_on = ?
                where id = ?
                """)
                .params(now(), Scopes.actor(), department + "：" + state.title.zh() + "（" + on + "）", on, report)
                .update();
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
