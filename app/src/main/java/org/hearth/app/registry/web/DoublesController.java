package org.hearth.app.registry.web;

import java.util.List;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Doubles;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Two records of one person? The pairs that the model proposes, side by side, for an officer to decide. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class DoublesController {

    /** One of the two on the page. @param household where they belong; null for none */
    record Side(
            Person person,
            List<String> otherNames,
            @Nullable Household household,
            String village) {}

    private final Doubles doubles;
    private final PersonRecords records;
    private final Registry registry;
    private final Regions regions;

    DoublesController(Doubles doubles, PersonRecords records, Registry registry, Regions regions) {
        this.doubles = doubles;
        this.records = records;
        this.registry = registry;
        this.regions = regions;
    }

    @Bean
    static TodaysWork likelyDoublesToDecide(Doubles doubles) {
        return (who, today) -> {
            boolean officer = who.role() == Role.COUNTY_OFFICER || who.role() == Role.TOWNSHIP_OFFICER;
            long pairs = officer ? doubles.count("") : 0;
            if (pairs == 0) {
                return List.of();
            }
            long likely = doubles.count("yes");
            return List.of(new TodaysWork.Item(
                    TodaysWork.Urgency.KNOW,
                    new Text("疑似重复的人员记录", "Likely doubles in the register"),
                    pairs,
                    new Text(
                            "其中各项相符 " + likely + " 对；核对后合并，或判定为不同的人",
                            likely + " of them agree in all; merge them, or say that they are two people"),
                    "/persons/doubles"));
        };
    }

    @GetMapping("/persons/doubles")
    String pairs(
            @RequestParam(defaultValue = "") String likely, @RequestParam(defaultValue = "0") int page, Model model) {
        tabs(likely, model);
        model.addAttribute("found", doubles.pairs(likely, Math.max(page, 0)));
        return "registry/doubles";
    }

    @GetMapping("/persons/doubles/different")
    String judged(@RequestParam(defaultValue = "0") int page, Model model) {
        tabs("different", model);
        model.addAttribute("judged", doubles.judgedDifferent(Math.max(page, 0)));
        return "registry/doubles-different";
    }

    private void tabs(String tab, Model model) {
        model.addAttribute("likely", tab);
        model.addAttribute("likelyCount", doubles.count("yes"));
        model.addAttribute("unlikelyCount", doubles.count("no"));
        model.addAttribute("regions", regions);
    }

    @GetMapping("/persons/{id}/doubles/{other}")
    String pair(@PathVariable UUID id, @PathVariable UUID other, Model model) {
        Side one = side(id);
        Side two = side(other);
        if (one.person().id().equals(two.person().id())) {
            throw new Problem("这两条已是同一个人的记录。", "The two are one record already.");
        }
        model.addAttribute("one", one);
        model.addAttribute("other", two);
        model.addAttribute(
                "beside", doubles.beside(one.person().id(), two.person().id()));
        model.addAttribute(
                "different",
                registry.knownDifferent(one.person().id(), two.person().id()));
        model.addAttribute("next", doubles.next(id, other).orElse(null));
        model.addAttribute("waiting", doubles.count(""));
        return "registry/double";
    }

    private Side side(UUID id) {
        Person person = registry.person(id).orElseThrow(() -> new Missing("位人员", "person"));
        return new Side(
                person,
                registry.namesOf(person.id()).stream()
                        .filter(name -> !name.equals(person.name()))
                        .toList(),
                registry.householdOf(person.id()).flatMap(registry::household).orElse(null),
                regions.path(person.region(), DivisionLevel.COUNTY));
    }

    @PostMapping("/persons/{id}/doubles/{other}/different")
    String different(
            @PathVariable UUID id,
            @PathVariable UUID other,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes answer) {
        String next = doubles.next(id, other)
                .map(pair -> "redirect:/persons/" + pair.getFirst() + "/doubles/" + pair.getLast())
                .orElse("redirect:/persons/doubles");
        records.different(id, other, reason);
        answer.addFlashAttribute(
                "done",
                new Text(
                        "已记下：是两个人，不再提示。判断有误可以在“已判定不同”中撤销。",
                        "Noted: they are two people, and are proposed no more. It can be taken back under \"Two people\"."));
        return next;
    }

    @PostMapping("/persons/doubles/take-back")
    String takeBack(
            @RequestParam UUID one,
            @RequestParam UUID other,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes answer) {
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明撤销的原因。", "Say why it is taken back.");
        }
        records.notDifferent(one, other, reason.strip());
        answer.addFlashAttribute(
                "done",
                new Text("判断已撤销；仍然相近的，重新列入疑似重复。", "Taken back; where they are still alike, they are proposed again."));
        return "redirect:/persons/doubles/different";
    }
}
