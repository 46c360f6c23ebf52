package org.hearth.app.visits;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The phone pages of those who visit: whom to visit today, and what was found. */
@Controller
@PreAuthorize("hasAnyRole('VISITOR', 'VILLAGE_WORKER')")
class VisitController {

    private static final Set<Role> ROLES = Set.of(Role.VISITOR, Role.VILLAGE_WORKER);

    /** Somebody to visit. */
    record Due(UUID id, String name, LocalDate born, String region, Tier tier, LocalDate dueOn, boolean missed) {}

    private final JdbcClient db;
    private final Visits visits;
    private final Regions regions;
    private final HearthClock clock;

    VisitController(JdbcClient db, Visits visits, Regions regions, HearthClock clock) {
        this.db = db;
        this.visits = visits;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate myVisitsDoor() {
        return new Doorplate(71, new Text("我的探访", "My visits"), "/visit", "heart-handshake", ROLES);
    }

    @Bean
    static TodaysWork visitsToday(JdbcClient db) {
        return (SignedIn who, LocalDate today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            long due = db.sql("select count(distinct elder_id) from visits.waiting_visit where due_on <= ?")
                    .param(today)
                    .query(Long.class)
                    .single();
            return due == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.TODAY,
                            new Text("待探访老人", "Elders to visit"),
                            due,
                            new Text("按到期先后", "The longest due first"),
                            "/visit"));
        };
    }

    @GetMapping("/visit")
    String mine(Model model) {
        model.addAttribute(
                "due",
                db.sql("""
                        select e.id, p.name, p.born, e.region, upper(e.tier) as tier,
                               min(v.due_on) as due_on, bool_or(v.missed_on is not null) as missed
                        from visits.waiting_visit v
                        join visits.elder e on e.id = v.elder_id
                        join registry.person p on p.id = e.person_id
                        where v.due_on <= :until
                        group by e.id, p.name, p.born, e.region, e.tier
                        order by min(v.due_on), e.region, p.name
                        limit 200
                        """)
                        .param("until", clock.today().plusDays(7))
                        .query(Due.class)
                        .list());
        model.addAttribute("regions", regions);
        return "visits/mine";
    }

    @GetMapping("/visit/{elder}")
    String form(@PathVariable UUID elder, Model model) {
        model.addAttribute(
                "elder",
                db.sql("""
                        select e.id, p.name, p.born, e.region, upper(e.tier) as tier, e.since as due_on, false as missed
                        from visits.elder e
                        join registry.person p on p.id = e.person_id
                        where e.id = ?
                        """).param(elder).query(Due.class).optional().orElseThrow(() -> new Missing("位探访对象", "elder")));
        model.addAttribute("kinds", VisitKind.values());
        model.addAttribute("themes", Theme.values());
        model.addAttribute("regions", regions);
        model.addAttribute("today", clock.today());
        return "visits/form";
    }

    @PostMapping("/visit/{elder}")
    String record(
            @PathVariable UUID elder,
            @RequestParam UUID id,
            @RequestParam VisitKind kind,
            @RequestParam boolean met,
            @RequestParam LocalDate on,
            @RequestParam(defaultValue = "") String note,
            @RequestParam Map<String, String> fields) {
        Map<Theme, String> problems = new EnumMap<>(Theme.class);
        for (Theme theme : Theme.values()) {
            if ("problem".equals(fields.get(theme.code()))) {
                problems.put(theme, fields.getOrDefault(theme.code() + "-note", ""));
            }
        }
        visits.record(new Finding(id, elder, kind, met, note, on, problems));
        return "redirect:/visit";
    }
}
