package org.hearth.app.outreach;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The public form: whoever sees somebody in need in the cold tells it here, without an account. */
@Controller
class ClueController {

    private static final int LONGEST = 500;
    private static final int MOST_PEOPLE = 50;
    private static final int SENDINGS = 8;
    private static final int ADDRESSES = 10_000;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Outreach outreach;
    private final DutyDesk desk;
    private final Regions regions;
    private final HearthClock clock;
    private final Map<String, Deque<Instant>> recent = new ConcurrentHashMap<>();

    ClueController(Outreach outreach, DutyDesk desk, Regions regions, HearthClock clock) {
        this.outreach = outreach;
        this.desk = desk;
        this.regions = regions;
        this.clock = clock;
    }

    @GetMapping("/public/clue")
    String form(Model model) {
        model.addAttribute("id", Ids.next());
        model.addAttribute("counties", counties());
        model.addAttribute("conditions", Condition.values());
        model.addAttribute("sources", ClueSource.values());
        return "outreach/clue";
    }

    /** The townships of the county that was chosen, as options. */
    @GetMapping("/public/clue/townships")
    String townships(@RequestParam RegionCode county, Model model) {
        model.addAttribute(
                "townships", county.level() == DivisionLevel.COUNTY ? regions.within(county) : List.<Region>of());
        return "outreach/clue :: townships";
    }

    @PostMapping("/public/clue")
    String tell(
            @RequestParam UUID id,
            @RequestParam String county,
            @RequestParam(defaultValue = "") String township,
            @RequestParam(defaultValue = "") String what,
            @RequestParam(defaultValue = "") String landmark,
            @RequestParam(required = false) @Nullable BigDecimal longitude,
            @RequestParam(required = false) @Nullable BigDecimal latitude,
            @RequestParam(defaultValue = "1") int people,
            @RequestParam Condition condition,
            @RequestParam ClueSource source,
            @RequestParam(defaultValue = "") String contact,
            @RequestParam(defaultValue = "") String website,
            HttpServletRequest request,
            RedirectAttributes then) {
        if (!website.isEmpty()) {
            // A field that people do not see was filled in by a machine, which need not learn that it was found out.
            return "redirect:/public/clue";
        }
        slowDown(request.getRemoteAddr());
        RegionCode where = where(county, township);
        if (landmark.isBlank() || landmark.length() > LONGEST || what.length() > LONGEST || contact.length() > 100) {
            throw new Problem("请写明地点，每项不超过 500 字。", "Say where it is, in no more than 500 letters.");
        }
        if (people < 1 || people > MOST_PEOPLE) {
            throw new Problem("人数应在 1 到 50 之间。", "The number of people is between 1 and 50.");
        }
        boolean onEarth = longitude != null
                && latitude != null
                && longitude.abs().intValue() < 180
                && latitude.abs().intValue() < 90;
        NewClue clue = new NewClue(
                id,
                where,
                what.strip(),
                landmark.strip(),
                onEarth ? longitude : null,
                onEarth ? latitude : null,
                people,
                condition,
                source,
                contact.strip());
        Scope scope = new Scope(where.at(DivisionLevel.COUNTY), "public");
        then.addFlashAttribute("receipt", Scopes.within(scope, () -> outreach.tell(clue)));
        return "redirect:/public/clue/received";
    }

    @GetMapping("/public/clue/received")
    String received(Model model) {
        return model.containsAttribute("receipt") ? "outreach/received" : "redirect:/public/clue";
    }

    private RegionCode where(String county, String township) {
        RegionCode served = counties().stream()
                .map(Region::code)
                .filter(code -> code.digits().equals(county))
                .findFirst()
                .orElseThrow(() -> new Problem("请选择县（市、区）。", "Choose the county."));
        return regions.within(served).stream()
                .map(Region::code)
                .filter(code -> code.digits().equals(township))
                .findFirst()
                .orElse(served);
    }

    private List<Region> counties() {
        return Scopes.within(Scope.system("public"), desk::countiesServed).stream()
                .map(RegionCode::new)
                .map(code -> new Region(code, regions.name(code), clock.today(), null, null))
                .toList();
    }

    private void slowDown(String address) {
        if (recent.size() > ADDRESSES) {
            recent.clear();
        }
        Deque<Instant> sent = recent.computeIfAbsent(address, key -> new ArrayDeque<>());
        synchronized (sent) {
            Instant now = clock.instant();
            while (!sent.isEmpty() && sent.getFirst().isBefore(now.minus(WITHIN))) {
                sent.removeFirst();
            }
            if (sent.size() >= SENDINGS) {
                throw new Problem(
                        "提交过于频繁，请稍后再试；情况紧急请拨打 110 或 120。",
                        "Too many at once. Wait a little; in an emergency call 110 or 120.");
            }
            sent.addLast(now);
        }
    }
}
