package org.hearth.app.visits;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The monthly visit rate of an officer's region, and the visits that were missed. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class VisitsController {

    /** Visits due in a month and those of them that were made, in one division. */
    record Rate(String region, long due, long visited, long missed) {

        /** Made in a hundred due; nothing due counts as nothing missed. */
        public long percent() {
            return due == 0 ? 100 : visited * 100 / due;
        }
    }

    /** A visit that was missed and that nobody has made up. */
    record Missed(UUID elderId, UUID householdId, String name, String region, LocalDate dueOn, boolean atCounty) {}

    private final JdbcClient db;
    private final Visits visits;
    private final Regions regions;
    private final HearthClock clock;

    VisitsController(JdbcClient db, Visits visits, Regions regions, HearthClock clock) {
        this.db = db;
        this.visits = visits;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate visitsDoor() {
        return new Doorplate(
                70,
                new Text("探访关爱", "Visits"),
                "/visits",
                "heart-handshake",
                Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/visits")
    String visits(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable YearMonth month,
            Model model) {
        LocalDate today = clock.today();
        YearMonth shown = month == null ? YearMonth.from(today) : month;
        // A county looks at its townships, a township at its villages.
        int digits = who.region().length() < 9 ? 9 : 12;
        model.addAttribute(
                "rates",
                db.sql("""
                        select left(region, :digits) as region,
                               count(*)                                       as due,
                               count(visited_on)                              as visited,
                               count(*) filter (where missed_on is not null)  as missed
                        from visits.visit
                        where due_on between :first and :last
                        group by 1
                        order by 1
                        """)
                        .param("digits", digits)
                        .param("first", shown.atDay(1))
                        .param("last", shown.atEndOfMonth().isAfter(today) ? today : shown.atEndOfMonth())
                        .query(Rate.class)
                        .list());
        List<Missed> missed = db.sql("""
                        select e.id as elder_id, e.household_id, p.name, e.region, v.due_on,
                               v.county_on is not null as at_county
                        from visits.visit v
                        join visits.elder e on e.id = v.elder_id and e.left_on is null
                        join registry.person p on p.id = e.person_id
                        where v.missed_on is not null
                          and v.visited_on is null
                          and not exists (select from visits.finding f
                                          where f.elder_id = e.id and f.met and f.happened_on > v.due_on)
                        order by v.county_on is null, v.due_on
                        limit 200
                        """).query(Missed.class).list();
        model.addAttribute("missed", missed);
        model.addAttribute("month", shown);
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("visits", visits);
        model.addAttribute("today", today);
        model.addAttribute("regions", regions);
        return "visits/rate";
    }
}
