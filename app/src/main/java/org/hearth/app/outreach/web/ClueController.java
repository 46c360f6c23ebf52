package org.hearth.app.outreach.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hearth.app.outreach.ClueSource;
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The public form: whoever sees somebody in need in the cold tells it here, without an account. */
@Controller
class ClueController {

    private static final int SENDINGS = 8;
    private static final int ADDRESSES = 10_000;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Text NOT_SENT =
            new Text("线索还没有提交，请核对后再按一次“提交线索”。", "Your word was not sent yet. Please check it and send it once more.");
    private static final Text TOO_MANY = new Text(
            "提交过于频繁，这条还没有提交。请过几分钟再按一次；情况紧急请拨打 110 或 120。",
            "Too many at once: this one was not sent. Send it again in some minutes; in an emergency call 110 or 120.");

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
        return show(ClueForm.fresh(), model);
    }

    private String show(ClueForm form, Model model) {
        List<Region> counties = counties();
        model.addAttribute("form", form);
        model.addAttribute("counties", counties);
        model.addAttribute(
                "townships",
                counties.stream()
                        .map(Region::code)
                        .filter(code -> code.digits().equals(form.typed("county")))
                        .flatMap(code -> regions.within(code).stream())
                        .toList());
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
            @RequestParam Map<String, String> typed,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes then) {
        ClueForm form = new ClueForm(typed);
        if (!form.typed("website").isEmpty()) {
            // People do not see this field, but a browser may fill it in for them: they are asked once more.
            return again(form, HttpStatus.UNPROCESSABLE_CONTENT, NOT_SENT, response, model);
        }
        Optional<NewClue> clue = form.read(counties(), regions::within);
        if (clue.isEmpty()) {
            return again(form, HttpStatus.UNPROCESSABLE_CONTENT, null, response, model);
        }
        if (tooMany(request.getRemoteAddr())) {
            return again(form, HttpStatus.TOO_MANY_REQUESTS, TOO_MANY, response, model);
        }
        Scope scope = new Scope(clue.get().region().at(DivisionLevel.COUNTY), "public");
        then.addFlashAttribute("receipt", Scopes.within(scope, () -> outreach.tell(clue.get())));
        return "redirect:/public/clue/received";
    }

    private String again(
            ClueForm form, HttpStatus status, @Nullable Text notice, HttpServletResponse response, Model model) {
        response.setStatus(status.value());
        model.addAttribute("notice", notice);
        return show(form, model);
    }

    @GetMapping("/public/clue/received")
    String received(Model model) {
        return model.containsAttribute("receipt") ? "outreach/received" : "redirect:/public/clue";
    }

    private List<Region> counties() {
        return Scopes.within(Scope.system("public"), desk::countiesServed).stream()
                .map(RegionCode::new)
                .map(code -> new Region(code, regions.name(code), clock.today(), null, null))
                .toList();
    }

    private boolean tooMany(String address) {
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
                return true;
            }
            sent.addLast(now);
            return false;
        }
    }
}
