package org.hearth.app.childcare;

import java.time.LocalDate;
import java.util.ArrayList;
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
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Within;
import org.hearth.app.region.Regions;
import org.hearth.policy.Parameters;
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
            @Nullable LocalDate checkedOn,
            LocalDate dueOn) {}

    /** Which files; null and empty do not narrow. */
    record Query(@Nullable ChildKind kind, @Nullable String region, boolean due, int page) {}

    /** One child's file. */
    record File(
            UUID id,
            UUID householdId,
            String name,
            LocalDate born,
            String region,
            ChildKind kind,
            LocalDate since,
            @Nullable LocalDate leftOn) {}

    /** What was found at one check. */
    record Checked(
            LocalDate checkedOn,
            String guardian,
            boolean weeklyContact,
            boolean inSchool,
            boolean healthy,
            boolean safe,
            String note) {}

    /** A report to the police; minutes are from finding to report. */
    record Duty(
            UUID id,
            String name,
            String region,
            Danger danger,
            String description,
            @Nullable Integer minutes) {}

    private static final String MATCHING = """
            from childcare.due_check c
            join registry.person p on p.id = c.person_id
            where (:kind = '' or c.kind = :kind)
              and c.region >= :region
              and c.region < :regionEnd
              and (not :due or c.last_on + :days <= :today)
            """;

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
    static TodaysWork childrenToday(JdbcClient db, Childcare childcare) {
        return (SignedIn who, LocalDate today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            List<TodaysWork.Item> items = new ArrayList<>();
            long waiting = db.sql("select count(*) from childcare.report where reported_at is null")
                    .query(Long.class)
                    .single();
            if (waiting > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.OVERDUE,
                        new Text("儿童处于危险，须立即报警", "A child in danger: report to the police"),
                        waiting,
                        new Text("强制报告不得撤销，只能填写报警结果", "The duty cannot be dismissed, only answered"),
                        "/children"));
            }
            long due = who.role() == Role.VILLAGE_WORKER ? childcare.due(today) : 0;
            if (due > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.TODAY,
                        new Text("到期的监护核查", "Guardianship checks that are due"),
                        due,
                        new Text("最久没有核查的在前", "The longest unchecked first"),
                        "/children?due=true"));
            }
            return items;
        };
    }

    @GetMapping("/children")
    String children(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable ChildKind kind,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "false") boolean due,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        // The county steers and does not call on the child, so it sees the family name alone.
        boolean masked = who.role() == Role.COUNTY_OFFICER;
        LocalDate today = clock.today();
        Parameters.Value interval = childcare.interval(today);
        Query query = new Query(kind, region, due, Math.max(page, 0));
        long count = bind("select count(*) " + MATCHING, query, today)
                .query(Long.class)
                .single();
        model.addAttribute("duties", duties(masked));
        List<Listed> rows = bind(
                        """
                        select c.id, case when :masked then left(p.name, 1) || '某某' else p.name end as name, p.born, c.region,
                               upper(replace(c.kind, '-', '_')) as kind, c.checked_on, c.last_on + :days as due_on
                        """ + MATCHING + " order by c.last_on, c.region, c.id limit :limit offset :offset",
                        query,
                        today)
                .param("masked", masked)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(query.page()))
                .query(Listed.class)
                .list();
        model.addAttribute("found", new Page<>(rows, count, query.page()));
        model.addAttribute("query", query);
        model.addAttribute("kinds", ChildKind.values());
        model.addAttribute("below", who.role() == Role.VILLAGE_WORKER ? List.of() : regions.within(who.regionCode()));
        model.addAttribute("interval", interval);
        model.addAttribute("today", today);
        model.addAttribute("regions", regions);
        return "childcare/children";
    }

    private JdbcClient.StatementSpec bind(String sql, Query query, LocalDate today) {
        ChildKind kind = query.kind();
        Within region = Within.of(query.region());
        return db.sql(sql)
                .param("kind", kind == null ? "" : kind.code())
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("due", query.due())
                .param("days", childcare.interval(today).number().intValueExact())
                .param("today", today);
    }

    private List<Duty> duties(boolean masked) {
        return db.sql("""
                        select r.id, case when :masked then left(p.name, 1) || '某某' else p.name end as name, r.region,
                               upper(replace(r.danger, '-', '_')) as danger, r.description,
                               (extract(epoch from r.reported_at - r.found_at) / 60)::int as minutes
                        from childcare.report r
                        join childcare.child c on c.id = r.child_id
                        join registry.person p on p.id = c.person_id
                        order by r.reported_at is not null, r.found_at desc
                        limit 50
                        """).param("masked", masked).query(Duty.class).list();
    }

    @GetMapping("/children/{child}")
    String file(@PathVariable UUID child, @AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute(
                "child",
                db.sql("""
                        select c.id, c.household_id, case when :masked then left(p.name, 1) || '某某' else p.name end as name,
                               p.born, c.region, upper(replace(c.kind, '-', '_')) as kind, c.since, c.left_on
                        from childcare.child c
                        join registry.person p on p.id = c.person_id
                        where c.id = :id
                        """)
                        .param("masked", who.role() == Role.COUNTY_OFFICER)
                        .param("id", child)
                        .query(File.class)
                        .optional()
                        .orElseThrow(() -> new Missing("个儿童档案", "child")));
        model.addAttribute(
                "checks", db.sql("""
                        select checked_on, guardian, weekly_contact, in_school, healthy, safe, note
                        from childcare.guardianship_check
                        where child_id = ?
                        order by checked_on desc, recorded_at desc
                        """).param(child).query(Checked.class).list());
        model.addAttribute("regions", regions);
        return "childcare/file";
    }

    @GetMapping("/children/{child}/check")
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

    @PostMapping("/children/{child}/check")
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
