package org.hearth.app.outreach.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.outreach.Duties;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.outreach.Outreach.Answerer;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;

/** The duty desk: what waits, what is in force, who is out, and one key to send them. */
@Controller
@PreAuthorize("hasAnyRole('DUTY_DESK', 'COUNTY_OFFICER')")
class DutyController {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MOST_BEDS = 500;
    /** Neither is a colour of a warning: shapes and words tell the points apart. */
    private static final String INK = "#1c2733";

    private static final String ACCENT = "#0b6b6b";
    private static final String PATROL = "#5b4b8a";

    private final Outreach outreach;
    private final Duties duties;
    private final DutyDesk desk;
    private final Regions regions;
    private final HearthClock clock;

    DutyController(Outreach outreach, Duties duties, DutyDesk desk, Regions regions, HearthClock clock) {
        this.outreach = outreach;
        this.duties = duties;
        this.desk = desk;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate dutyDoor() {
        return new Doorplate(
                60, new Text("值班", "Duty desk"), "/duty", "phone", Set.of(Role.DUTY_DESK, Role.COUNTY_OFFICER));
    }

    @Bean
    static TodaysWork dutyWork(DutyDesk desk) {
        return (SignedIn who, LocalDate today) -> {
            if (who.role() != Role.DUTY_DESK) {
                return List.of();
            }
            long unsent = desk.openClues().stream()
                    .filter(clue -> clue.dispatchedTo() == null)
                    .count();
            long late = desk.duties().stream().filter(DutyDesk.Due::overdue).count();
            List<TodaysWork.Item> items = new ArrayList<>();
            if (late > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.OVERDUE,
                        new Text("逾期法定事项", "Overdue legal duties"),
                        late,
                        new Text("报警、寻亲公告、DNA 采集申请等", "Police reports, search notices, DNA requests"),
                        "/duty"));
            }
            if (unsent > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.TODAY,
                        new Text("待派出线索", "Clues to dispatch"),
                        unsent,
                        new Text("等待最久的在最前", "The longest waiting comes first"),
                        "/duty"));
            }
            return items;
        };
    }

    @GetMapping("/duty")
    String desk(@AuthenticationPrincipal SignedIn who, Model model) {
        // A warning that has run out ends its response here, because the desk must never show one that is over.
        outreach.adjustResponses();
        board(model);
        model.addAttribute("county", who.regionCode().digits());
        return "outreach/duty";
    }

    /** The whole board anew, for whoever asks whether something came in. */
    @GetMapping("/duty/board")
    String refresh(Model model) {
        outreach.adjustResponses();
        return board(model);
    }

    /** Tells a desk that lies open whether clues came in since; the board itself is left alone, so that no typing is lost. */
    @GetMapping("/duty/news")
    String news(@RequestParam Instant since, Model model) {
        model.addAttribute("news", desk.cluesSince(since));
        return "outreach/duty :: news";
    }

    /** Sends a patrol under way, or calls a standing team out for it. */
    @PostMapping("/duty/clues/{id}/dispatch")
    String dispatch(
            @PathVariable UUID id,
            @RequestParam Answerer to,
            @RequestParam(required = false) @Nullable UUID patrol,
            Model model) {
        outreach.dispatch(id, to, to == Answerer.PATROL && patrol != null ? tourOf(patrol) : null);
        return board(model);
    }

    private UUID tourOf(UUID patrolOrTeam) {
        boolean standing = desk.teams().stream().anyMatch(team -> team.id().equals(patrolOrTeam));
        return standing ? outreach.callOut(patrolOrTeam) : patrolOrTeam;
    }

    @PostMapping("/duty/sites")
    String openSite(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam int women,
            @RequestParam int men,
            Model model) {
        if (name.isBlank() || women < 0 || men < 0 || women + men == 0 || women + men > MOST_BEDS) {
            throw new Problem("请填写名称和床位数（共 1 到 500 张）。", "Give the name and the number of beds (1 to 500 in all).");
        }
        outreach.openSite(
                who.regionCode().at(DivisionLevel.COUNTY), name.strip(), phone.strip(), true, women, men, null, null);
        return board(model);
    }

    @PostMapping("/duty/sites/{id}/close")
    String closeSite(@PathVariable UUID id, Model model) {
        outreach.closeSite(id);
        return board(model);
    }

    @PostMapping("/duty/guests/{encounter}/leave")
    String leave(@PathVariable UUID encounter, Model model) {
        outreach.releaseBed(encounter);
        return board(model);
    }

    @PostMapping("/duty/clues/{id}/close")
    String close(@PathVariable UUID id, @RequestParam String outcome, Model model) {
        outreach.closeClue(id, outcome);
        return board(model);
    }

    @PostMapping("/duty/duties/{id}")
    String fulfil(@PathVariable UUID id, Model model) {
        duties.fulfil(id);
        return board(model);
    }

    @PostMapping("/duty/warnings")
    String warning(@RequestParam MultipartFile file, RedirectAttributes then) throws IOException {
        Text answer = switch (outreach.receiveWarning(file.getBytes())) {
            case TAKEN -> new Text("预警已接收，响应已调整。", "The warning was taken and the response adjusted.");
            case KNOWN -> new Text("这份预警此前已经接收。", "This warning was taken before.");
            case NOT_FOR_US ->
                new Text(
                        "这份预警不涉及本地区的冬季天气，没有启动响应。",
                        "This warning is not about winter weather here; no response was started.");
        };
        then.addFlashAttribute("done", answer);
        return "redirect:/duty";
    }

    private String board(Model model) {
        model.addAttribute("since", clock.instant());
        List<DutyDesk.OpenClue> clues = desk.openClues();
        List<DutyDesk.Patrol> patrols = desk.patrolsUnderWay();
        List<DutyDesk.Site> sites = desk.sites();
        model.addAttribute("clues", clues);
        model.addAttribute("patrols", patrols);
        model.addAttribute("teams", desk.teams());
        model.addAttribute("responses", desk.responses());
        model.addAttribute("duties", desk.duties());
        model.addAttribute("sites", sites);
        model.addAttribute("guests", desk.guests());
        model.addAttribute("regions", regions);
        model.addAttribute("map", map(clues, patrols, sites));
        return "outreach/duty :: board";
    }

    private static String map(List<DutyDesk.OpenClue> clues, List<DutyDesk.Patrol> patrols, List<DutyDesk.Site> sites) {
        List<Map<String, Object>> waiting = new ArrayList<>();
        List<Map<String, Object>> sent = new ArrayList<>();
        for (DutyDesk.OpenClue clue : clues) {
            place(clue.dispatchedTo() == null ? waiting : sent, clue.landmark(), clue.longitude(), clue.latitude());
        }
        List<Map<String, Object>> out = new ArrayList<>();
        patrols.forEach(
                patrol -> place(out, patrol.team() + " · " + patrol.area(), patrol.longitude(), patrol.latitude()));
        List<Map<String, Object>> stations = new ArrayList<>();
        List<Map<String, Object>> shelters = new ArrayList<>();
        sites.forEach(
                site -> place(site.temporary() ? shelters : stations, site.name(), site.longitude(), site.latitude()));
        Map<String, Object> ground = Map.of(
                "map", "here",
                "roam", true,
                "itemStyle", Map.of("areaColor", "#f5f7f8", "borderColor", "#a9b7bf"),
                "emphasis", Map.of("disabled", true),
                "label", Map.of("show", true, "fontSize", 11, "color", "#8493a0"));
        Map<String, Object> option = Map.of(
                "tooltip", Map.of("trigger", "item", "formatter", "{a}<br>{b}"),
                "legend", Map.of("bottom", 4, "itemGap", 18, "textStyle", Map.of("color", INK)),
                "geo", ground,
                "series",
                        List.of(
                                points(new Text("救助站", "Station"), "rect", ACCENT, 13, "top", stations),
                                points(
                                        new Text("临时救助点", "Temporary site"),
                                        "emptyRect",
                                        ACCENT,
                                        12,
                                        "bottom",
                                        shelters),
                                points(new Text("待派线索", "Clue waiting"), "triangle", INK, 15, "right", waiting),
                                points(new Text("已派线索", "Clue dispatched"), "emptyTriangle", INK, 14, "right", sent),
                                points(new Text("巡查队", "Patrol"), "diamond", PATROL, 16, "left", out)));
        return JSON.writeValueAsString(option).replace("<", "\\u003c");
    }

    private static Map<String, Object> points(
            Text name, String shape, String colour, int size, String side, List<Map<String, Object>> data) {
        return Map.ofEntries(
                Map.entry("type", "scatter"),
                Map.entry("coordinateSystem", "geo"),
                Map.entry("name", name.toString()),
                Map.entry("symbol", shape),
                Map.entry("symbolSize", size),
                // A patrol stands beside the clue that it goes to, not on it.
                Map.entry("symbolOffset", side.equals("left") ? List.of("-110%", 0) : List.of(0, 0)),
                Map.entry("itemStyle", Map.of("color", colour, "opacity", 1)),
                Map.entry(
                        "label",
                        Map.of(
                                "show",
                                true,
                                "formatter",
                                "{b}",
                                "position",
                                side,
                                "fontSize",
                                12,
                                "color",
                                colour,
                                "textBorderColor",
                                "#ffffff",
                                "textBorderWidth",
                                3)),
                Map.entry("labelLayout", Map.of("hideOverlap", true)),
                Map.entry("data", data));
    }

    private static void place(
            List<Map<String, Object>> points,
            String name,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude) {
        if (longitude != null && latitude != null) {
            points.add(Map.of("name", name, "value", List.of(longitude, latitude)));
        }
    }
}
