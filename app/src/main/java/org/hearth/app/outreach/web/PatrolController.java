package org.hearth.app.outreach.web;

import java.time.Duration;
import java.time.Instant;
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
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.Item;
import org.hearth.app.outreach.Outcome;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The patrol's phone: tonight's tour, the clues on it, and whom they met. Records go through the outbox. */
@Controller
@PreAuthorize("hasRole('PATROL')")
class PatrolController {

    private final Outreach outreach;
    private final DutyDesk desk;
    private final Regions regions;
    private final HearthClock clock;

    PatrolController(Outreach outreach, DutyDesk desk, Regions regions, HearthClock clock) {
        this.outreach = outreach;
        this.desk = desk;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate patrolDoor() {
        return new Doorplate(61, new Text("巡查", "My patrol"), "/patrol", "walk", Set.of(Role.PATROL));
    }

    @Bean
    static TodaysWork patrolWork(DutyDesk desk) {
        return (SignedIn who, LocalDate today) -> {
            long clues = who.role() == Role.PATROL
                    ? desk.myPatrol()
                            .map(mine -> desk.cluesOf(mine.id()).size())
                            .orElse(0)
                    : 0;
            return clues == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.TODAY,
                            new Text("派给我的线索", "Clues sent to me"),
                            clues,
                            new Text("请尽快到现场", "Go there as soon as you can"),
                            "/patrol"));
        };
    }

    @GetMapping("/patrol")
    String tour(Model model) {
        DutyDesk.Patrol mine = desk.myPatrol().orElse(null);
        model.addAttribute("mine", mine);
        model.addAttribute("clues", mine == null ? List.of() : desk.cluesOf(mine.id()));
        model.addAttribute("regions", regions);
        model.addAttribute("teams", mine == null ? desk.teams() : List.of());
        return "outreach/patrol";
    }

    @PostMapping("/patrol/start")
    String start(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable UUID standing,
            @RequestParam(defaultValue = "") String team,
            @RequestParam(defaultValue = "") String area,
            @RequestParam int people,
            @RequestParam int vehicles) {
        if (people < 1 || vehicles < 0) {
            throw new Problem("请填写人数和车辆数。", "Say how many people and vehicles go.");
        }
        if (standing != null) {
            outreach.goOut(standing, people, vehicles);
            return "redirect:/patrol";
        }
        if (team.isBlank() || area.isBlank()) {
            throw new Problem("请选择队伍，或填写队伍和区域。", "Choose a team, or give the team and the area.");
        }
        outreach.startPatrol(who.regionCode().at(DivisionLevel.COUNTY), team.strip(), area.strip(), people, vehicles);
        return "redirect:/patrol";
    }

    @PostMapping("/patrol/end")
    String end() {
        desk.myPatrol().ifPresent(mine -> outreach.endPatrol(mine.id()));
        return "redirect:/patrol";
    }

    @GetMapping("/patrol/encounter")
    String encounter(@RequestParam(required = false) @Nullable UUID clue, Model model) {
        DutyDesk.Patrol mine = desk.myPatrol().orElse(null);
        if (mine == null) {
            return "redirect:/patrol";
        }
        model.addAttribute("patrol", mine.id());
        model.addAttribute("clue", clue);
        model.addAttribute("conditions", Condition.values());
        model.addAttribute("outcomes", Outcome.values());
        model.addAttribute("items", Item.values());
        model.addAttribute("sexes", Sex.values());
        model.addAttribute("sites", desk.sites());
        return "outreach/encounter";
    }

    /**
     * Records a meeting. {@code metAt} and {@code sentAt} are by the phone's own clock, which may be wrong: what counts is how
     * long the record waited.
     */
    @PostMapping("/patrol/encounter")
    String record(
            @RequestParam(required = false) @Nullable UUID id,
            @RequestParam UUID patrol,
            @RequestParam(required = false) @Nullable UUID clue,
            @RequestParam Sex sex,
            @RequestParam(required = false) @Nullable Integer age,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String number,
            @RequestParam Condition condition,
            @RequestParam Outcome outcome,
            @RequestParam(required = false) @Nullable UUID site,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable Instant metAt,
            @RequestParam(required = false) @Nullable Instant sentAt,
            @RequestParam Map<String, String> all,
            RedirectAttributes then) {
        Map<Item, Integer> given = new EnumMap<>(Item.class);
        for (Item item : Item.values()) {
            String text = all.getOrDefault(item.name(), "");
            if (text.matches("[1-9]|[1-4][0-9]|50")) {
                given.put(item, Integer.valueOf(text));
            }
        }
        outreach.recordEncounter(new NewEncounter(
                id == null ? Ids.next() : id,
                patrol,
                clue,
                metAt == null || sentAt == null ? null : clock.now().minus(Duration.between(metAt, sentAt)),
                sex,
                age,
                name.strip(),
                identity(number),
                condition,
                outcome,
                given,
                site,
                note.strip()));
        then.addFlashAttribute("done", new Text("已记录。", "Recorded."));
        return "redirect:/patrol";
    }

    private static @Nullable IdentityNumber identity(String text) {
        if (text.isBlank()) {
            return null;
        }
        return switch (IdentityNumber.read(text)) {
            case IdentityNumber.Reading.Valid valid -> valid.number();
            case IdentityNumber.Reading.Invalid invalid ->
                throw new Problem(
                        "身份证号码：" + invalid.fault().zh(),
                        "Identity number: " + invalid.fault().en());
        };
    }
}
