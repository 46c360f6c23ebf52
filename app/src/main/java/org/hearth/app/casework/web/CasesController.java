package org.hearth.app.casework.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.casework.Assessment;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.casework.CaseKind;
import org.hearth.app.casework.CaseState;
import org.hearth.app.casework.Casework;
import org.hearth.app.casework.Emergency;
import org.hearth.app.casework.EmergencyCause;
import org.hearth.app.casework.Outcome;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of cases with their clocks, the page of one case, and the forms that begin one. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class CasesController {

    private static final Set<Role> ROLES = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Casework casework;
    private final CaseList list;
    private final Registry registry;
    private final Chain chain;
    private final Regions regions;
    private final HearthClock clock;

    CasesController(
            Casework casework, CaseList list, Registry registry, Chain chain, Regions regions, HearthClock clock) {
        this.casework = casework;
        this.list = list;
        this.registry = registry;
        this.chain = chain;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate casesDoor() {
        return new Doorplate(30, new Text("办件", "Cases"), "/cases", "file-text", ROLES);
    }

    @Bean
    static HouseholdPanel casesPanel() {
        return new HouseholdPanel(20, new Text("办件", "Cases"), "/households/{id}/cases", ROLES);
    }

    @Bean
    static TodaysWork casesToday(CaseList list) {
        return (who, today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            CaseList.Waiting waiting = list.waiting(today);
            List<TodaysWork.Item> items = new ArrayList<>();
            if (waiting.overdue() > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.OVERDUE,
                        new Text("超期办件", "Overdue cases"),
                        waiting.overdue(),
                        new Text("下一步已超过法定时限", "The next step is past its statutory limit"),
                        "/cases?overdue=true"));
            }
            if (waiting.due() > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.SOON,
                        new Text("在办办件", "Cases under way"),
                        waiting.due(),
                        new Text("按下一步期限排列", "By the last day of the next step"),
                        "/cases"));
            }
            if (waiting.paperwork() > 0) {
                items.add(new TodaysWork.Item(
                        waiting.paperworkOverdue() > 0 ? TodaysWork.Urgency.OVERDUE : TodaysWork.Urgency.SOON,
                        new Text("先行救助待补手续", "Emergency paperwork"),
                        waiting.paperwork(),
                        new Text(waiting.paperworkOverdue() + " 件已超期", waiting.paperworkOverdue() + " overdue"),
                        "/cases?kind=TEMPORARY_EMERGENCY"));
            }
            if (waiting.toReview() > 0) {
                items.add(new TodaysWork.Item(
                        waiting.reviewOverdue() > 0 ? TodaysWork.Urgency.OVERDUE : TodaysWork.Urgency.SOON,
                        new Text("定期核查", "Periodic reviews"),
                        waiting.toReview(),
                        new Text(
                                "下月底前到期，" + waiting.reviewOverdue() + " 件已超期",
                                "Due by the end of next month, " + waiting.reviewOverdue() + " overdue"),
                        "/cases?review=true"));
            }
            return items;
        };
    }

    @GetMapping("/cases")
    String cases(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable CaseKind kind,
            @RequestParam(required = false) @Nullable CaseState state,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(defaultValue = "false") boolean review,
            @RequestParam(required = false) @Nullable String number,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        CaseList.Query query = new CaseList.Query(kind, state, overdue, review, number, region, Math.max(page, 0));
        CaseList.Page found = list.find(query, clock.today());
        model.addAttribute("found", found);
        model.addAttribute("households", householdsOf(found.rows()));
        model.addAttribute("query", query);
        model.addAttribute("kinds", CaseKind.values());
        model.addAttribute("states", CaseState.values());
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        model.addAttribute("today", clock.today());
        return "casework/cases";
    }

    /** The same list as a file. */
    @GetMapping("/cases.csv")
    void export(
            @RequestParam(required = false) @Nullable CaseKind kind,
            @RequestParam(required = false) @Nullable CaseState state,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(defaultValue = "false") boolean review,
            @RequestParam(required = false) @Nullable String number,
            @RequestParam(required = false) @Nullable String region,
            HttpServletResponse response) {
        CaseList.Query query = new CaseList.Query(kind, state, overdue, review, number, region, 0);
        Csv.answer(
                response,
                "cases-" + clock.today() + ".csv",
                List.of(
                        new Text("办件编号", "Case"),
                        new Text("类别", "Kind"),
                        new Text("户号", "Household"),
                        new Text("申请人", "Applicant"),
                        new Text("状态", "State"),
                        new Text("受理日期", "Accepted on"),
                        new Text("下一步期限", "Next due on"),
                        new Text("审核确认日期", "Decided on"),
                        new Text("结果", "Outcome"),
                        new Text("金额（元）", "Amount, yuan")),
                rows -> list.each(query, clock.today(), some -> {
                    Map<UUID, Household> households = householdsOf(some);
                    for (CaseFile file : some) {
                        Household household = households.get(file.householdId());
                        Outcome outcome = file.outcome();
                        Yuan amount = file.amount();
                        rows.add(
                                file.number(),
                                file.kind().title(),
                                household == null ? null : household.number(),
                                household == null ? null : household.name(),
                                file.state().title(),
                                file.acceptedOn(),
                                file.nextDueOn(),
                                file.decidedOn(),
                                outcome == null ? null : outcome.title(),
                                amount == null ? null : amount.amount());
                    }
                }));
    }

    @GetMapping("/cases/{id}")
    String caseFile(@PathVariable UUID id, Model model) {
        CaseFile file = casework.find(id).orElseThrow(() -> new Missing("个办件", "case"));
        Household household = household(file.householdId());
        model.addAttribute("file", file);
        model.addAttribute("household", household);
        model.addAttribute("address", regions.path(household.region(), DivisionLevel.COUNTY));
        model.addAttribute("duties", casework.duties(file));
        Assessment assessment = casework.assess(file, clock.today());
        model.addAttribute("assessment", assessment);
        model.addAttribute("determined", assessment.determination());
        model.addAttribute("asked", Monitoring.asked(assessment.determination(), household));
        model.addAttribute("names", household.names());
        model.addAttribute("investigations", list.investigations(id));
        model.addAttribute("steps", list.steps(id));
        model.addAttribute("chain", chain.of(file.householdId()));
        model.addAttribute("today", clock.today());
        return "casework/case";
    }

    @GetMapping("/households/{id}/cases")
    String panel(@PathVariable UUID id, Model model) {
        model.addAttribute("files", casework.of(id));
        model.addAttribute("household", household(id));
        model.addAttribute("today", clock.today());
        return "casework/panel :: cases";
    }

    @GetMapping("/households/{id}/application")
    String applicationForm(@PathVariable UUID id, Model model) {
        model.addAttribute("household", standing(id));
        model.addAttribute("kinds", CaseKind.applications());
        model.addAttribute("today", clock.today());
        model.addAttribute("id", Ids.next());
        return "casework/application";
    }

    @PostMapping("/households/{household}/application")
    ResponseEntity<Void> apply(
            @PathVariable UUID household,
            @RequestParam UUID id,
            @RequestParam(required = false) @Nullable CaseKind kind,
            @RequestParam(required = false) @Nullable UUID person,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "false") boolean nearRelative,
            @RequestParam(defaultValue = "false") boolean special,
            HttpServletRequest request) {
        standing(household);
        if (kind == null) {
            throw Problem.at("kind", "请选择申请类别。", "Choose what is applied for.");
        }
        CaseFile file = casework.accept(
                new Casework.Application(id, household, person, kind, null, text, nearRelative, special),
                clock.today());
        return NextPage.at(file.link(), request);
    }

    @GetMapping("/households/{id}/emergency")
    String emergencyForm(@PathVariable UUID id, Model model) {
        Household household = standing(id);
        model.addAttribute("household", household);
        model.addAttribute("address", regions.path(household.region(), DivisionLevel.TOWNSHIP));
        model.addAttribute("ceiling", casework.ceiling(household, clock.today()));
        model.addAttribute("causes", EmergencyCause.values());
        model.addAttribute("id", Ids.next());
        return "casework/emergency";
    }

    @PostMapping("/households/{household}/emergency")
    ResponseEntity<Void> help(
            @PathVariable UUID household,
            @RequestParam UUID id,
            @RequestParam(required = false) @Nullable EmergencyCause cause,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String amount,
            HttpServletRequest request) {
        standing(household);
        if (cause == null) {
            throw Problem.at("cause", "请选择事由。", "Choose what happened.");
        }
        CaseFile file = casework.helpFirst(
                new Emergency(id, household, null, cause, text, Amounts.parse("amount", amount)), clock.today());
        return NextPage.at(file.link(), request);
    }

    private Household standing(UUID id) {
        Household household = household(id);
        if (household.dissolvedOn() != null) {
            throw new Problem("这户家庭已注销，不能再办理。", "This household was dissolved; nothing can be done for it.");
        }
        return household;
    }

    private Household household(UUID id) {
        return registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
    }

    private Map<UUID, Household> householdsOf(List<CaseFile> cases) {
        return registry.households(
                cases.stream().map(CaseFile::householdId).distinct().toList());
    }
}
