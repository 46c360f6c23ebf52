package org.hearth.app.outreach;

import java.io.IOException;
import java.math.BigDecimal;
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
import org.hearth.app.outreach.Outreach.Answerer;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
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

    private final Outreach outreach;
    private final DutyDesk desk;
    private final Regions regions;

    DutyController(Outreach outreach, DutyDesk desk, Regions regions) {
        this.outreach = outreach;
        this.desk = desk;
        this.regions = regions;
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
    String desk(Model model) {
        board(model);
        model.addAttribute("map", map());
        return "outreach/duty";
    }

    @PostMapping("/duty/clues/{id}/dispatch")
    String dispatch(
            @PathVariable UUID id,
            @RequestParam Answerer to,
            @RequestParam(required = false) @Nullable UUID patrol,
            Model model) {
        outreach.dispatch(id, to, patrol);
        return board(model);
    }

    @PostMapping("/duty/clues/{id}/close")
    String close(@PathVariable UUID id, @RequestParam String outcome, Model model) {
        outreach.closeClue(id, outcome);
        return board(model);
    }

    @PostMapping("/duty/duties/{id}")
    String fulfil(@PathVariable UUID id, Model model) {
        outreach.fulfil(id);
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
        model.addAttribute("clues", desk.openClues());
        model.addAttribute("patrols", desk.patrolsUnderWay());
        model.addAttribute("responses", desk.responses());
        model.addAttribute("duties", desk.duties());
        model.addAttribute("sites", desk.sites());
        model.addAttribute("regions", regions);
        return "outreach/duty :: board";
    }

    private String map() {
        List<Map<String, Object>> waiting = new ArrayList<>();
        List<Map<String, Object>> sent = new ArrayList<>();
        for (DutyDesk.OpenClue clue : desk.openClues()) {
            place(clue.dispatchedTo() == null ? waiting : sent, clue.landmark(), clue.longitude(), clue.latitude());
        }
        List<Map<String, Object>> sites = new ArrayList<>();
        desk.sites().forEach(site -> place(sites, site.name(), site.longitude(), site.latitude()));
        Map<String, Object> option = Map.of(
                "tooltip", Map.of("trigger", "item"),
                "legend", Map.of("bottom", 0),
                "geo",
                        Map.of(
                                "map",
                                "here",
                                "roam",
                                true,
                                "itemStyle",
                                Map.of("areaColor", "#eef3f4", "borderColor", "#9fb2ba"),
                                "label",
                                Map.of("show", true, "fontSize", 10, "color", "#52606d")),
                "series",
                        List.of(
                                points(new Text("待派出线索", "Waiting"), "triangle", "#1c2733", waiting),
                                points(new Text("已派出线索", "Dispatched"), "circle", "#52606d", sent),
                                points(new Text("救助站点", "Relief sites"), "rect", "#0b6b6b", sites)));
        return JSON.writeValueAsString(option).replace("<", "\\u003c");
    }

    private static Map<String, Object> points(Text name, String shape, String colour, List<Map<String, Object>> data) {
        return Map.of(
                "type",
                "scatter",
                "coordinateSystem",
                "geo",
                "name",
                name.toString(),
                "symbol",
                shape,
                "symbolSize",
                12,
                "itemStyle",
                Map.of("color", colour),
                "data",
                data);
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
