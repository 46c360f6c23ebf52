package org.hearth.app.childcare;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The children's files of one's region, the check of guardianship on a phone, and the reports that are due at once. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class ChildrenController {

    private static final Set<Role> ROLES = Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    /** A child's file in a list. */
    record Listed(
            UUID id,
            String name,
            LocalDate born,
            String region,
            ChildKind kind,
            @Nullable LocalDate checkedOn) {}

    /** A report to the police; minutes are from finding to report. */
    record Duty(
            UUID id,
            String name,
            String region,
            Danger danger,
            String description,
            @Nullable Integer minutes) {}

    private final JdbcClient db;
    private final Childcare childcare;
    private final Regions regions;
    private final HearthClock clock;

    ChildrenController(JdbcClient db, Childcare childcare, Regions regions, HearthClock clock) {
        this.db = db;
        this.childcare = childcare;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate childrenDoor() {
        return new Doorplate(80, new Text("儿童关爱", "Children"), "/children", "mood-kid", ROLES);
    }

    @Bean
    static TodaysWork childrenToday(JdbcClient db) {
        return (SignedIn who, LocalDate today) -> {
            long waiting = ROLES.contains(who.role())
                    ? db.sql("select count(*) from childcare.report where reported_at is null")
                            .query(Long.class)
                            .single()
                    : 0;
            return waiting == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.OVERDUE,
                            new Text("儿童处于危险，须立即报警", "A child in danger: report to the police"),
                            waiting,
                            new Text("强制报告不得撤销，只能填写报警结果", "The duty cannot be dismissed, only answered"),
                            "/children"));
        };
    }

    @GetMapping("/children")
    String children(@AuthenticationPrincipal SignedIn who, Model model) {
        // The county steers and does not call on the child, so it sees the family name alone.
        boolean masked = who.role() == Role.COUNTY_OFFICER;
        model.addAttribute(
                "duties", db.sql("""
                        select r.id, case when :masked then left(p.name, 1) || '某某' else p.name end as name, r.region,
                               upper(replace(r.danger, '-', '_')) as danger, r.description,
                               (extract(epoch from r.reported_at - r.found_at) / 60)::int as minutes
                        from childcare.report r
                        join childcare.child c on c.id = r.child_id
                        join registry.person p on p.id = c.person_id
                        order by r.reported_at is not null, r.found_at desc
                        limit 50
                        """).param("masked", masked).query(Duty.class).list());
        model.addAttribute(
                "children",
                db.sql("""
                        select c.id, case when :masked then left(p.name, 1) || '某某' else p.name end as name, p.born, c.region,
                               upper(replace(c.kind, '-', '_')) as kind,
                               (select max(k.checked_on) from childcare.guardianship_check k
                                where k.child_id = c.id) as checked_on
                        from childcare.child c
                        join registry.person p on p.id = c.person_id
                        where c.left_on is null
                        order by checked_on nulls first, c.region
                        limit 200
                        """).param("masked", masked).query(Listed.class).list());
        model.addAttribute("regions", regions);
        return "childcare/children";
    }

    @GetMapping("/children/{child}")
    @PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER')")
    String form(@PathVariable UUID child, Model model) {
        model.addAttribute(
                "name",
                db.sql("""
                        select p.name from childcare.child c join registry.person p on p.id = c.person_id where c.id = ?
                        """)
                        .param(child)
                        .query(String.class)
                        .optional()
                        .orElseThrow(() -> new Missing("个儿童档案", "child")));
        model.addAttribute("child", child);
        model.addAttribute("dangers", Danger.values());
        model.addAttribute("today", clock.today());
        return "childcare/check";
    }

    @PostMapping("/children/{child}")
    @PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER')")
    String record(
            @PathVariable UUID child,
            @RequestParam UUID id,
            @RequestParam LocalDate on,
            @RequestParam(defaultValue = "") String guardian,
            @RequestParam(defaultValue = "false") boolean weeklyContact,
            @RequestParam(defaultValue = "false") boolean inSchool,
            @RequestParam(defaultValue = "false") boolean healthy,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(defaultValue = "") Set<Danger> danger) {
        Set<Danger> dangers = EnumSet.noneOf(Danger.class);
        dangers.addAll(danger);
        childcare.record(
                new GuardianshipCheck(id, child, on, guardian, weeklyContact, inSchool, healthy, note, dangers));
        return "redirect:/children";
    }

    @PostMapping("/children/reports/{report}")
    @PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER')")
    String reported(
            @PathVariable UUID report,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String officer) {
        childcare.reported(report, number, officer);
        return "redirect:/children";
    }
}
