package org.hearth.app.visits;

import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.Csv;
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
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The monthly visit rate of an officer's region, the visits that were missed, and what was found at one elder's. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class VisitsController {

    private static final Set<Role> ROLES = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);
    private static final int MONTHS_SHOWN = 6;

    /** The elder that a page is about. */
    record Elder(
            UUID id,
            UUID householdId,
            String name,
            LocalDate born,
            String region,
            Tier tier,
            LocalDate since,
            @Nullable LocalDate leftOn) {}

    /** One visit that was made, or tried. */
    record Made(UUID id, VisitKind kind, boolean met, String note, LocalDate happenedOn) {}

    /** What was wrong at a visit, and the answer that was given. */
    record WasWrong(
            UUID findingId,
            Theme theme,
            String description,
            UUID alertId,
            @Nullable String answer,
            @Nullable LocalDate answeredOn) {}

    private final JdbcClient db;
    private final Visits visits;
    private final VisitList list;
    private final Regions regions;
    private final HearthClock clock;
    private final JsonMapper json;

    VisitsController(
            JdbcClient db, Visits visits, VisitList list, Regions regions, HearthClock clock, JsonMapper json) {
        this.db = db;
        this.visits = visits;
        this.list = list;
        this.regions = regions;
        this.clock = clock;
        this.json = json;
    }

    @Bean
    static Doorplate visitsDoor() {
        return new Doorplate(70, new Text("探访关爱", "Visits"), "/visits", "heart-handshake", ROLES);
    }

    @Bean
    static TodaysWork missedVisitsToday(VisitList list) {
        return (SignedIn who, LocalDate today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            boolean county = who.role() == Role.COUNTY_OFFICER;
            VisitList.State state = county ? VisitList.State.COUNTY : VisitList.State.MISSED;
            long missed = list.count(new VisitList.Query(null, null, state, 0), today);
            return missed == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.OVERDUE,
                            new Text("错过未补的探访", "Missed visits not made up"),
                            missed,
                            county
                                    ? new Text("乡镇知悉后仍未探访", "The township knew, and still nobody has gone")
                                    : new Text("过了宽限期仍未探访", "Past the days of grace"),
                            "/visits?state=" + state));
        };
    }

    @GetMapping("/visits")
    String visits(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable YearMonth month,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "MISSED") VisitList.State state,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        LocalDate today = clock.today();
        YearMonth shown = month == null ? YearMonth.from(today) : month;
        VisitList.Query query = new VisitList.Query(month, region, state, Math.max(page, 0));
        // A county looks at its townships, a township at its villages.
        int digits = who.region().length() < 9 ? 9 : 12;
        model.addAttribute("rates", list.byDivision(shown, digits, today));
        model.addAttribute("chart", chart(list.byMonth(shown.minusMonths(MONTHS_SHOWN - 1), today)));
        model.addAttribute("found", list.find(query, today));
        model.addAttribute("query", query);
        model.addAttribute("month", shown);
        model.addAttribute("states", VisitList.State.values());
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("visits", visits);
        model.addAttribute("today", today);
        model.addAttribute("regions", regions);
        return "visits/rate";
    }

    /** The same list as a file. */
    @GetMapping("/visits.csv")
    void export(
            @RequestParam(required = false) @Nullable YearMonth month,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "MISSED") VisitList.State state,
            HttpServletResponse response) {
        VisitList.Query query = new VisitList.Query(month, region, state, 0);
        Csv.answer(
                response,
                "visits-" + clock.today() + ".csv",
                List.of(
                        new Text("姓名", "Name"),
                        new Text("所在村", "Village"),
                        new Text("级别", "Tier"),
                        new Text("应探访日期", "Due on"),
                        new Text("探访日期", "Visited on"),
                        new Text("错过日期", "Missed on"),
                        new Text("报县级日期", "To the county on")),
                file -> list.each(
                        query,
                        clock.today(),
                        row -> file.add(
                                row.name(),
                                row.region(),
                                row.tier().title(),
                                row.dueOn(),
                                row.visitedOn(),
                                row.missedOn(),
                                row.countyOn())));
    }

    @GetMapping("/visits/{elder}")
    @PreAuthorize("hasAnyRole('VISITOR', 'VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    String elder(@PathVariable UUID elder, Model model) {
        model.addAttribute(
                "elder",
                db.sql("""
                        select e.id, e.household_id, p.name, p.born, e.region, upper(e.tier) as tier, e.since, e.left_on
                        from visits.elder e
                        join registry.person p on p.id = e.person_id
                        where e.id = ?
                        """)
                        .param(elder)
                        .query(Elder.class)
                        .optional()
                        .orElseThrow(() -> new Missing("位探访对象", "elder")));
        model.addAttribute("made", db.sql("""
                        select id, upper(kind) as kind, met, note, happened_on
                        from visits.finding
                        where elder_id = ?
                        order by happened_on desc, recorded_at desc
                        """).param(elder).query(Made.class).list());
        model.addAttribute("problems", problems(elder));
        model.addAttribute(
                "waiting",
                db.sql("select due_on from visits.waiting_visit where elder_id = ? order by due_on")
                        .param(elder)
                        .query(LocalDate.class)
                        .list());
        model.addAttribute("regions", regions);
        model.addAttribute("today", clock.today());
        return "visits/elder";
    }

    private Map<UUID, List<WasWrong>> problems(UUID elder) {
        return db.sql("""
                        select w.finding_id, upper(replace(w.theme, '-', '_')) as theme, w.description, w.alert_id,
                               w.answer, w.answered_on
                        from visits.problem w
                        join visits.finding f on f.id = w.finding_id
                        where f.elder_id = ?
                        order by w.theme
                        """).param(elder).query(WasWrong.class).list().stream()
                .collect(Collectors.groupingBy(WasWrong::findingId));
    }

    private String chart(List<VisitList.Rate> months) {
        Map<String, Object> percent = Map.of("formatter", "{value}%");
        return json.writeValueAsString(Map.of(
                "animation",
                false,
                "grid",
                Map.of("left", 48, "right", 16, "top", 24, "bottom", 28),
                "xAxis",
                Map.of(
                        "type",
                        "category",
                        "data",
                        months.stream().map(VisitList.Rate::of).toList()),
                "yAxis",
                Map.of("type", "value", "min", 0, "max", 100, "axisLabel", percent),
                "series",
                List.of(Map.of(
                        "type",
                        "bar",
                        "barMaxWidth",
                        40,
                        "itemStyle",
                        Map.of("color", "#0b6b6b"),
                        "label",
                        Map.of("show", true, "position", "top", "formatter", "{c}%"),
                        "data",
                        months.stream().map(VisitList.Rate::percent).toList()))));
    }
}
