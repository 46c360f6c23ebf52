package org.hearth.app.monitoring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.chain.Chain;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The alert inbox, and the page on which one alert is verified and answered. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class AlertsController {

    private static final Set<Role> ROLES = Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Monitoring monitoring;
    private final AlertInbox inbox;
    private final Registry registry;
    private final Chain chain;
    private final Regions regions;
    private final HearthClock clock;
    private final List<AlertPanel> panels;

    AlertsController(
            Monitoring monitoring,
            AlertInbox inbox,
            Registry registry,
            Chain chain,
            Regions regions,
            HearthClock clock,
            List<AlertPanel> panels) {
        this.monitoring = monitoring;
        this.inbox = inbox;
        this.registry = registry;
        this.chain = chain;
        this.regions = regions;
        this.clock = clock;
        this.panels = panels.stream()
                .sorted(Comparator.comparingInt(AlertPanel::order))
                .toList();
    }

    @Bean
    static Doorplate alertsDoor() {
        return new Doorplate(10, new Text("预警", "Alerts"), "/alerts", "bell", ROLES);
    }

    @Bean
    static TodaysWork alertsToday(AlertInbox inbox) {
        return (who, today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            AlertInbox.Waiting waiting = inbox.waiting(today);
            if (waiting.open() == 0) {
                return List.of();
            }
            TodaysWork.Item open = new TodaysWork.Item(
                    TodaysWork.Urgency.TODAY,
                    new Text("待处置预警", "Alerts to answer"),
                    waiting.open(),
                    new Text("按级别和期限排列", "By level and last day"),
                    "/alerts");
            return waiting.overdue() == 0
                    ? List.of(open)
                    : List.of(
                            new TodaysWork.Item(
                                    TodaysWork.Urgency.OVERDUE,
                                    new Text("超期预警", "Overdue alerts"),
                                    waiting.overdue(),
                                    new Text("已过处置期限", "Past their last day"),
                                    "/alerts?overdue=true"),
                            open);
        };
    }

    @GetMapping("/alerts")
    String alerts(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable Level level,
            @RequestParam(required = false) @Nullable AlertState state,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable String indicator,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        AlertInbox.Query query = new AlertInbox.Query(level, state, overdue, indicator, region, Math.max(page, 0));
        Page<Alert> found = inbox.find(query, clock.today());
        model.addAttribute("found", found);
        model.addAttribute("households", householdsOf(found.rows()));
        model.addAttribute("query", query);
        model.addAttribute("levels", Level.values());
        model.addAttribute("states", AlertState.values());
        model.addAttribute("indicators", inbox.indicators());
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        model.addAttribute("today", clock.today());
        return "monitoring/alerts";
    }

    /** The same list as a file. */
    @GetMapping("/alerts.csv")
    void export(
            @RequestParam(required = false) @Nullable Level level,
            @RequestParam(required = false) @Nullable AlertState state,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable String indicator,
            @RequestParam(required = false) @Nullable String region,
            HttpServletResponse response) {
        AlertInbox.Query query = new AlertInbox.Query(level, state, overdue, indicator, region, 0);
        Csv.answer(
                response,
                "alerts-" + clock.today() + ".csv",
                List.of(
                        new Text("级别", "Level"),
                        new Text("预警", "Alert"),
                        new Text("户号", "Household"),
                        new Text("户主", "Head"),
                        new Text("所在村", "Village"),
                        new Text("缘由", "Reason"),
                        new Text("状态", "State"),
                        new Text("提出日期", "Raised on"),
                        new Text("处置期限", "Due on"),
                        new Text("处置", "Disposition"),
                        new Text("处置日期", "Closed on")),
                file -> inbox.each(query, clock.today(), (alert, number, head) -> {
                    Disposition disposition = alert.disposition();
                    file.add(
                            alert.level().title(),
                            alert.indicator().title(),
                            number,
                            head,
                            alert.region().digits(),
                            alert.reason(),
                            alert.state().title(),
                            alert.raisedOn(),
                            alert.dueOn(),
                            disposition == null ? null : disposition.title(),
                            alert.closedOn());
                }));
    }

    @GetMapping("/alerts/{id}")
    String alert(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        Alert alert = monitoring.alert(id).orElseThrow(() -> new Missing("条预警", "alert"));
        Household household =
                registry.household(alert.householdId()).orElseThrow(() -> new Missing("户家庭", "household"));
        model.addAttribute("alert", alert);
        model.addAttribute("household", household);
        model.addAttribute("address", regions.path(household.region(), DivisionLevel.COUNTY));
        model.addAttribute("owner", regions.name(alert.owner()));
        model.addAttribute("signals", inbox.signals(id));
        model.addAttribute("verifications", inbox.verifications(id));
        model.addAttribute(
                "panels",
                panels.stream()
                        .filter(panel -> panel.roles().contains(who.role()))
                        .toList());
        model.addAttribute("dispositions", Disposition.values());
        model.addAttribute("departments", Department.values());
        model.addAttribute("chain", chain.of(alert.householdId()));
        model.addAttribute("today", clock.today());
        return "monitoring/alert";
    }

    @PostMapping("/alerts/{id}/verification")
    ResponseEntity<Void> verify(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(defaultValue = "") String finding,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate on,
            HttpServletRequest request) {
        Alert alert = monitoring.recordHomeVerification(id, List.of(first, second), finding, on);
        return NextPage.at(alert.link(), request);
    }

    @PostMapping("/alerts/{id}/disposition")
    @PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    ResponseEntity<Void> close(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Disposition disposition,
            @RequestParam(required = false) @Nullable Department department,
            @RequestParam(defaultValue = "") String note,
            HttpServletRequest request) {
        if (disposition == null) {
            throw new Problem("请选择一种处置方式。", "Choose one of the four ways to answer.");
        }
        Alert closed = disposition == Disposition.PUSH && department != null
                ? monitoring.push(id, department, note)
                : monitoring.close(id, disposition, note);
        return NextPage.at(closed.link(), request);
    }

    private Map<UUID, Household> householdsOf(List<Alert> alerts) {
        return registry.households(
                alerts.stream().map(Alert::householdId).distinct().toList());
    }
}
