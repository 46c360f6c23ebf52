package org.hearth.app.disaster.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.disaster.Damage;
import org.hearth.app.disaster.Difficulty;
import org.hearth.app.disaster.Disaster;
import org.hearth.app.disaster.DisasterKind;
import org.hearth.app.disaster.Disasters;
import org.hearth.app.disaster.Stage;
import org.hearth.app.disaster.Vulnerability;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
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

/** The disasters, and one of them: its figures, its households with the vulnerable first, and its daily report. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class DisastersController {

    static final Set<Role> ROLES = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Disasters disasters;
    private final DisasterFigures figures;
    private final AffectedPages list;
    private final Regions regions;
    private final HearthClock clock;

    DisastersController(
            Disasters disasters, DisasterFigures figures, AffectedPages list, Regions regions, HearthClock clock) {
        this.disasters = disasters;
        this.figures = figures;
        this.list = list;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate disastersDoor() {
        return new Doorplate(90, new Text("受灾救助", "Disasters"), "/disasters", "lifebuoy", ROLES);
    }

    @Bean
    static TodaysWork disastersToday(Disasters disasters, DisasterFigures figures) {
        return (who, today) -> !ROLES.contains(who.role())
                ? List.of()
                : disasters.all().stream()
                        .flatMap(disaster -> {
                            DisasterFigures.Now now = figures.now(disaster.id(), today);
                            return Stream.of(now)
                                    .filter(n -> n.toCall() > 0)
                                    .map(n -> new TodaysWork.Item(
                                            n.overdue() > 0 ? TodaysWork.Urgency.OVERDUE : TodaysWork.Urgency.TODAY,
                                            new Text("受灾特殊困难家庭待首次走访", "Vulnerable households to be called on"),
                                            n.toCall(),
                                            new Text(
                                                    disaster.name().zh() + "，" + n.overdue() + " 户已超期",
                                                    disaster.name().en() + ", " + n.overdue() + " overdue"),
                                            disaster.link() + "?who=to-call"));
                        })
                        .toList();
    }

    @GetMapping("/disasters")
    String disasters(@AuthenticationPrincipal SignedIn who, Model model) {
        List<Disaster> all = disasters.all();
        model.addAttribute("disasters", all);
        model.addAttribute(
                "figures",
                all.stream().collect(Collectors.toMap(Disaster::id, d -> figures.now(d.id(), clock.today()))));
        model.addAttribute("kinds", DisasterKind.values());
        model.addAttribute("regions", regions);
        model.addAttribute("now", clock.now().withSecond(0).withNano(0));
        return "disaster/disasters";
    }

    @PostMapping("/disasters")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> declare(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam DisasterKind kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String nameEn,
            @RequestParam(required = false) @Nullable LocalDateTime happenedAt,
            @RequestParam(required = false) @Nullable BigDecimal magnitude,
            @RequestParam(defaultValue = "") String source,
            HttpServletRequest request) {
        if (happenedAt == null) {
            throw Problem.at("happenedAt", "请填写发生时间。", "Say when it happened.");
        }
        Disaster disaster = disasters.declare(new Disasters.NewDisaster(
                kind,
                new Text(name, nameEn.isBlank() ? name : nameEn),
                happenedAt,
                magnitude,
                source,
                List.of(who.regionCode().at(DivisionLevel.COUNTY))));
        return NextPage.at(disaster.link(), request);
    }

    @GetMapping("/disasters/{id}")
    String disaster(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String region,
            @RequestParam(name = "who", defaultValue = "") String which,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "") String damage,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Disaster disaster = disasters.disaster(id);
        AffectedPages.Query query =
                new AffectedPages.Query(text, region, which, reason, stage, damage, Math.max(page, 0));
        model.addAttribute("disaster", disaster);
        model.addAttribute("counties", names(disaster));
        model.addAttribute("figures", figures.now(id, clock.today()));
        model.addAttribute("found", list.page(id, query));
        model.addAttribute("query", query);
        model.addAttribute("days", figures.days(disaster, clock.today()));
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("reasons", Vulnerability.values());
        model.addAttribute("stages", Stage.values());
        model.addAttribute("damages", Damage.values());
        model.addAttribute("regions", regions);
        model.addAttribute("today", clock.today());
        RegionCode county = who.regionCode().at(DivisionLevel.COUNTY);
        model.addAttribute(
                "county",
                who.role() == Role.COUNTY_OFFICER && disaster.counties().contains(county));
        model.addAttribute("struck", disaster.counties().contains(county));
        model.addAttribute("rate", disasters.dailyRate(id, county).orElse(null));
        model.addAttribute(
                "difficult", disasters.difficulties(id, clock.today()).size());
        return "disaster/disaster";
    }

    private String names(Disaster disaster) {
        return disaster.counties().stream().map(regions::name).collect(Collectors.joining("、"));
    }

    /** The same list as a file. */
    @GetMapping("/disasters/{id}/affected.csv")
    void export(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String region,
            @RequestParam(name = "who", defaultValue = "") String which,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "") String damage,
            HttpServletResponse response) {
        AffectedPages.Query query = new AffectedPages.Query(text, region, which, reason, stage, damage, 0);
        Csv.answer(
                response,
                "affected.csv",
                List.of(
                        new Text("户号", "Household"),
                        new Text("户主", "Head"),
                        new Text("所在村（社区）", "Village"),
                        new Text("人数", "Persons"),
                        new Text("房屋受损", "Damage to the house"),
                        new Text("因灾死亡", "Died"),
                        new Text("受伤", "Injured"),
                        new Text("转移安置", "Relocated"),
                        new Text("优先原因", "Why first"),
                        new Text("首次走访", "First called on"),
                        new Text("救助阶段", "Stage")),
                file -> list.each(
                        id,
                        query,
                        a -> file.add(
                                a.number(),
                                a.headName(),
                                regions.townshipPath(a.region().digits()),
                                a.persons(),
                                a.damage().title(),
                                a.died(),
                                a.injured(),
                                a.relocated(),
                                a.reasons().stream()
                                        .map(r -> r.title().toString())
                                        .collect(Collectors.joining("、")),
                                a.reachedOn(),
                                a.stage().title())));
    }

    @PostMapping("/disasters/{id}/stable")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> stable(@PathVariable UUID id, HttpServletRequest request) {
        disasters.stable(id, clock.today());
        return NextPage.at("/disasters/" + id, request);
    }

    @PostMapping("/disasters/{id}/daily-rate")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> dailyRate(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String source,
            HttpServletRequest request) {
        disasters.enterDailyRate(id, who.regionCode().at(DivisionLevel.COUNTY), money("amount", amount), source);
        return NextPage.at("/disasters/" + id, request);
    }

    @PostMapping("/disasters/{id}/difficulties")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    ResponseEntity<Void> handOn(@PathVariable UUID id, HttpServletRequest request) {
        LocalDate today = clock.today();
        Map<UUID, Difficulty> found = disasters.difficulties(id, today);
        if (found.isEmpty()) {
            throw new Problem("没有按事实仍有困难的家庭。", "No household is still in difficulty by the facts.");
        }
        disasters.stillInDifficulty(found, today);
        return NextPage.at("/disasters/" + id + "?stage=" + Stage.STILL_IN_DIFFICULTY.code(), request);
    }

    static Yuan money(String field, String written) {
        try {
            return Yuan.of(written.strip().replace(",", ""));
        } catch (ArithmeticException | NumberFormatException e) {
            throw Problem.at(
                    field,
                    "“" + written + "”不是金额，请写成 2000 或 2000.00。",
                    written + " is no amount; write it like 2000.00.");
        }
    }
}
