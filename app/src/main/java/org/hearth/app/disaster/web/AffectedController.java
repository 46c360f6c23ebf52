package org.hearth.app.disaster.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.benefit.Item;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.disaster.Affected;
import org.hearth.app.disaster.Damage;
import org.hearth.app.disaster.Difficulty;
import org.hearth.app.disaster.Disaster;
import org.hearth.app.disaster.Disasters;
import org.hearth.app.disaster.ImportResult;
import org.hearth.app.disaster.ReliefGiven;
import org.hearth.app.disaster.ReliefKind;
import org.hearth.app.disaster.ReliefRange;
import org.hearth.app.disaster.Stage;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The affected list: a file taken in or one household entered, and one household's calls, relief and stages. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class AffectedController {

    private final Disasters disasters;
    private final DisasterFigures figures;
    private final Regions regions;
    private final HearthClock clock;

    AffectedController(Disasters disasters, DisasterFigures figures, Regions regions, HearthClock clock) {
        this.disasters = disasters;
        this.figures = figures;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static HouseholdPanel disasterPanel() {
        return new HouseholdPanel(
                60, new Text("受灾救助", "Disaster relief"), "/households/{id}/disasters", DisastersController.ROLES);
    }

    @GetMapping("/households/{id}/disasters")
    String panel(@PathVariable UUID id, Model model) {
        Map<Affected, Disaster> hit = new LinkedHashMap<>();
        disasters.of(id).forEach(affected -> hit.put(affected, disasters.disaster(affected.disasterId())));
        model.addAttribute("hit", hit);
        return "disaster/panel :: panel";
    }

    @GetMapping("/disasters/{id}/lists")
    String lists(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID file, Model model) {
        List<DisasterFigures.ListFile> files = figures.files(id);
        Optional<DisasterFigures.ListFile> chosen =
                files.stream().filter(f -> file == null || f.id().equals(file)).findFirst();
        model.addAttribute("disaster", disasters.disaster(id));
        model.addAttribute("files", files);
        model.addAttribute("chosen", chosen.orElse(null));
        model.addAttribute("aside", chosen.map(f -> figures.aside(f.id())).orElse(List.of()));
        model.addAttribute("columns", String.join("、", Disasters.listColumns()));
        return "disaster/lists";
    }

    @PostMapping("/disasters/{id}/lists")
    ResponseEntity<Void> take(@PathVariable UUID id, @RequestParam MultipartFile file, HttpServletRequest request) {
        try {
            String name = Optional.ofNullable(file.getOriginalFilename())
                    .filter(given -> !given.isBlank())
                    .orElse("名单.csv");
            ImportResult result = disasters.importList(id, name, file.getBytes());
            return NextPage.at(
                    "/disasters/" + id + "/lists?file=" + result.fileId()
                            + (result.receivedBefore() ? "&before=true" : ""),
                    request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/disasters/{id}/enter")
    String form(@PathVariable UUID id, Model model) {
        model.addAttribute("disaster", disasters.disaster(id));
        model.addAttribute("damages", Damage.values());
        model.addAttribute("entry", Ids.next());
        return "disaster/enter";
    }

    @PostMapping("/disasters/{id}/enter")
    ResponseEntity<Void> enter(
            @PathVariable("id") UUID disasterId,
            @RequestParam(required = false) @Nullable UUID entry,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String idNumber,
            @RequestParam(required = false) @Nullable Damage damage,
            @RequestParam(defaultValue = "") String person,
            HttpServletRequest request) {
        if (damage == null) {
            throw Problem.at("damage", "请选择房屋受损情况。", "Choose what became of the house.");
        }
        Affected affected = disasters.enter(new Disasters.Entry(
                entry == null ? Ids.next() : entry,
                disasterId,
                name.strip(),
                idNumber,
                damage,
                person.equals("died"),
                person.equals("injured"),
                person.equals("relocated")));
        return NextPage.at("/disasters/affected/" + affected.id(), request);
    }

    @GetMapping("/disasters/affected/{id}")
    String one(@PathVariable UUID id, Model model) {
        Affected affected = disasters.one(id);
        LocalDate today = clock.today();
        model.addAttribute("affected", affected);
        model.addAttribute("disaster", disasters.disaster(affected.disasterId()));
        model.addAttribute("place", regions.path(affected.region(), DivisionLevel.COUNTY));
        model.addAttribute("given", disasters.given(id));
        Map<ReliefKind, ReliefRange> ranges = new LinkedHashMap<>();
        Stream.of(ReliefKind.BEREAVEMENT, ReliefKind.AFFECTED)
                .forEach(kind ->
                        disasters.range(kind, affected.region(), today).ifPresent(range -> ranges.put(kind, range)));
        model.addAttribute("ranges", ranges);
        model.addAttribute(
                "kinds",
                affected.isBereaved()
                        ? List.of(ReliefKind.BEREAVEMENT, ReliefKind.AFFECTED)
                        : List.of(ReliefKind.AFFECTED));
        model.addAttribute(
                "rate",
                disasters
                        .dailyRate(affected.disasterId(), affected.region().at(DivisionLevel.COUNTY))
                        .orElse(null));
        model.addAttribute("relief", Ids.next());
        model.addAttribute("items", Item.values());
        model.addAttribute("today", today);
        model.addAttribute("month", YearMonth.from(today));
        return "disaster/affected";
    }

    @PostMapping("/disasters/affected/{id}/call")
    ResponseEntity<Void> call(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String finding, HttpServletRequest request) {
        disasters.reach(Map.of(id, finding), clock.today());
        return here(id, request);
    }

    @PostMapping("/disasters/affected/{id}/money")
    ResponseEntity<Void> money(
            @PathVariable UUID id,
            @RequestParam UUID relief,
            @RequestParam ReliefKind kind,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String basis,
            HttpServletRequest request) {
        given(disasters.give(List.of(ReliefGiven.money(
                relief, id, kind, DisastersController.money("amount", amount), basis.strip(), clock.today()))));
        return here(id, request);
    }

    @PostMapping("/disasters/affected/{id}/goods")
    ResponseEntity<Void> goods(
            @PathVariable UUID id,
            @RequestParam UUID relief,
            @RequestParam Item item,
            @RequestParam(defaultValue = "0") int quantity,
            @RequestParam(defaultValue = "") String basis,
            HttpServletRequest request) {
        if (quantity <= 0) {
            throw Problem.at("quantity", "请填写发放数量。", "Give the quantity.");
        }
        disasters.give(List.of(ReliefGiven.goods(relief, id, item, quantity, basis.strip(), clock.today())));
        return here(id, request);
    }

    @PostMapping("/disasters/affected/{id}/transitional")
    ResponseEntity<Void> transitional(
            @PathVariable UUID id,
            @RequestParam UUID relief,
            @RequestParam YearMonth month,
            @RequestParam int persons,
            @RequestParam(defaultValue = "") String basis,
            HttpServletRequest request) {
        given(disasters.give(List.of(ReliefGiven.transitional(
                relief, id, month, persons, month.lengthOfMonth(), basis.strip(), clock.today()))));
        return here(id, request);
    }

    @PostMapping("/disasters/affected/{id}/stage")
    ResponseEntity<Void> stage(
            @PathVariable UUID id,
            @RequestParam Stage to,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request) {
        LocalDate today = clock.today();
        switch (to) {
            case TRANSITIONAL -> disasters.startTransitional(List.of(id), today);
            case RECOVERED -> disasters.recovered(List.of(id), today);
            case STILL_IN_DIFFICULTY -> {
                if (reason.isBlank()) {
                    throw Problem.at("reason", "请写明仍有什么困难。", "Say what difficulty is left.");
                }
                Text why = new Text(reason.strip(), reason.strip());
                disasters.stillInDifficulty(Map.of(id, new Difficulty(why, false)), today);
            }
            case EMERGENCY -> throw new Problem("救助阶段只能往前走。", "Relief only goes forward from stage to stage.");
        }
        return here(id, request);
    }

    private static void given(int howMany) {
        if (howMany == 0) {
            throw new Problem("这项救助已经发放过，没有重复发放。", "This relief was given already; it was not given again.");
        }
    }

    private static ResponseEntity<Void> here(UUID id, HttpServletRequest request) {
        return NextPage.at("/disasters/affected/" + id, request);
    }
}
