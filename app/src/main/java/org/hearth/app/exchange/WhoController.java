package org.hearth.app.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.exchange.Quarantine.Asked;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.SideBySide;
import org.hearth.divisions.DivisionLevel;
import org.hearth.linkage.Finding;
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

/** Whose row is this? Rows that number and name do not settle, with whom they may be about, for a county officer to decide. */
@Controller
@PreAuthorize("hasRole('COUNTY_OFFICER')")
class WhoController {

    private static final int SHOWN = 5;

    /** Somebody the row may be about. @param household where they belong; null for none */
    record Candidate(
            SideBySide beside,
            Person person,
            List<String> otherNames,
            @Nullable Household household,
            String village) {}

    private final Whose whose;
    private final Quarantine quarantine;
    private final ReceivedFiles files;
    private final Contracts contracts;
    private final Registry registry;
    private final Regions regions;
    private final FoundRows found;
    private final Audit audit;

    WhoController(
            Whose whose,
            Quarantine quarantine,
            ReceivedFiles files,
            Contracts contracts,
            Registry registry,
            Regions regions,
            FoundRows found,
            Audit audit) {
        this.whose = whose;
        this.quarantine = quarantine;
        this.files = files;
        this.contracts = contracts;
        this.registry = registry;
        this.regions = regions;
        this.found = found;
        this.audit = audit;
    }

    @Bean
    static TodaysWork rowsThatAskWho(Whose whose) {
        return (who, today) -> {
            long asking = who.role() == Role.COUNTY_OFFICER ? whose.count("") : 0;
            return asking == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.SOON,
                            new Text("部门数据待认人", "Rows that ask who it is"),
                            asking,
                            new Text(
                                    "号码缺失、有误或与姓名不符，档案中有相近的人",
                                    "A number is missing, wrong or not the name's; somebody in the register comes near"),
                            "/exchange/who"));
        };
    }

    @GetMapping("/exchange/who")
    String list(
            @RequestParam(defaultValue = "") String likely, @RequestParam(defaultValue = "0") int page, Model model) {
        Page<Whose.Question> found = whose.questions(likely, Math.max(page, 0));
        model.addAttribute("found", found);
        model.addAttribute("sure", likely.equals("yes") ? sure(found) : Map.of());
        model.addAttribute("likely", likely);
        model.addAttribute("likelyCount", whose.count("yes"));
        model.addAttribute("unlikelyCount", whose.count("no"));
        Map<String, Text> titles = new HashMap<>();
        contracts.all().forEach(contract -> titles.put(contract.kind(), contract.title()));
        model.addAttribute("titles", titles);
        return "exchange/who-list";
    }

    /** By row, whom the model would link it to, as it stands at this moment: what may be confirmed with others at once. */
    private Map<UUID, Candidate> sure(Page<Whose.Question> found) {
        Map<UUID, Candidate> sure = new HashMap<>();
        whose.sure(found.rows().stream().map(Whose.Question::id).toList())
                .forEach((row, candidate) -> sure.put(row.id(), candidate(row.who(), candidate)));
        audit.note("compared-quarantined-rows", "exchange/who", sure.size() + " rows");
        return sure;
    }

    /** @param chosen a row and the person shown beside it, with a slash between them */
    @PostMapping("/exchange/who/confirm")
    String confirm(
            @RequestParam(defaultValue = "") List<String> chosen,
            @RequestParam String reason,
            RedirectAttributes answer) {
        Map<UUID, UUID> persons = new LinkedHashMap<>();
        try {
            chosen.forEach(one -> persons.put(
                    UUID.fromString(one.substring(0, one.indexOf('/'))),
                    UUID.fromString(one.substring(one.indexOf('/') + 1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Missing("个选中的行", "row of those ticked");
        }
        Whose.Confirmed done = whose.areThesePersons(persons, reason);
        answer.addFlashAttribute(
                "done",
                new Text(
                        done.takenIn() + " 行已认定本人并导入。"
                                + (done.waiting() > 0 ? done.waiting() + " 行已认定，但内容还不能导入，仍待核。" : "")
                                + (done.left() > 0 ? done.left() + " 行情况有变，没有认定，请逐行查看。" : ""),
                        "Confirmed and taken in: " + done.takenIn() + "."
                                + (done.waiting() > 0 ? " Confirmed, but not usable yet: " + done.waiting() + "." : "")
                                + (done.left() > 0
                                        ? " Changed meanwhile and left alone, look at each: " + done.left() + "."
                                        : "")));
        return "redirect:/exchange/who?likely=yes";
    }

    @GetMapping("/exchange/rows/{id}/who")
    String row(@PathVariable UUID id, Model model) {
        Asked row = quarantine.asked(id);
        Finding finding = whose.find(row);
        audit.note(
                "compared-quarantined-row", id.toString(), finding.candidates().size() + " candidates");
        List<Candidate> candidates = new ArrayList<>();
        finding.candidates().stream()
                .limit(SHOWN)
                .forEach(candidate -> candidates.add(candidate(row.who(), candidate)));
        Contract contract = contracts.of(row.kind());
        model.addAttribute("row", row);
        model.addAttribute("file", files.batch(row.batchId()));
        model.addAttribute("contract", contract);
        model.addAttribute(
                "shown", new RowReader(contract, contract.columns(), java.time.LocalDate.MAX).masked(row.cells()));
        model.addAttribute("why", Whose.reason(finding.decision()));
        model.addAttribute("candidates", candidates);
        model.addAttribute("more", Math.max(0, finding.candidates().size() - SHOWN));
        model.addAttribute("waiting", whose.count(""));
        model.addAttribute("next", whose.next(id).orElse(null));
        return "exchange/who";
    }

    private Candidate candidate(WhoRow row, Finding.Candidate candidate) {
        UUID id = UUID.fromString(candidate.record().id());
        Person person = registry.person(id).orElseThrow();
        List<String> names = registry.namesOf(id);
        return new Candidate(
                SideBySide.of(row.name(), row.number(), candidate, regions),
                person,
                names.stream().filter(name -> !name.equals(person.name())).toList(),
                registry.householdOf(id).flatMap(registry::household).orElse(null),
                regions.path(person.region(), DivisionLevel.COUNTY));
    }

    @PostMapping("/exchange/rows/{id}/who")
    String thisPerson(
            @PathVariable UUID id, @RequestParam UUID person, @RequestParam String reason, RedirectAttributes answer) {
        String next = next(id);
        answer.addFlashAttribute(
                "done",
                whose.isThisPerson(id, person, reason)
                        .map(still -> new Text(
                                "已认定本人；这一行还不能导入：" + still.zh(),
                                "The person is on record; the row cannot be used yet: " + still.en()))
                        .orElse(new Text("已认定本人，这一行已导入。", "The person is on record and the row is taken in.")));
        return next;
    }

    @PostMapping("/exchange/rows/{id}/none")
    String none(@PathVariable UUID id, @RequestParam String reason, RedirectAttributes answer) {
        String next = next(id);
        whose.isNoneOfThese(id, reason);
        answer.addFlashAttribute(
                "done",
                new Text("已记下：都不是。此人登记建档后再核对。", "Noted: none of these. The row waits until its person is registered."));
        return next;
    }

    @PostMapping("/exchange/rows/{id}/send-back")
    String sendBack(@PathVariable UUID id, @RequestParam String why, RedirectAttributes answer) {
        String next = next(id);
        quarantine.dismiss(Quarantine.Selection.of(quarantine.asked(id).batchId()), id, why);
        answer.addFlashAttribute(
                "done", new Text("已退回部门，理由已记录。", "Sent back to the department; the reason is on record."));
        return next;
    }

    private String next(UUID id) {
        return whose.next(id)
                .map(next -> "redirect:/exchange/rows/" + next + "/who")
                .orElse("redirect:/exchange/who");
    }

    @GetMapping("/exchange/who/found")
    String found(@RequestParam(defaultValue = "0") int page, Model model) {
        Page<FoundRows.Found> rows = found.find(Math.max(page, 0));
        Map<UUID, String> names = new HashMap<>();
        rows.rows()
                .forEach(row ->
                        registry.person(row.personId()).ifPresent(person -> names.put(row.personId(), person.name())));
        model.addAttribute("found", rows);
        model.addAttribute("names", names);
        return "exchange/who-found";
    }

    @PostMapping("/exchange/who/acts/{act}/take-back")
    String takeBackAct(@PathVariable UUID act, @RequestParam String reason, RedirectAttributes answer) {
        int rows = found.takeBackAct(act, reason);
        answer.addFlashAttribute(
                "done",
                new Text(
                        "这一次的认定已全部撤销，" + rows + " 行导入的数据不再采用，不再按它认人。",
                        "All of that act is taken back, and nobody is found by it any more. Rows that count no more: "
                                + rows + "."));
        return "redirect:/exchange/who/found";
    }

    @PostMapping("/exchange/who/{decision}/take-back")
    String takeBack(@PathVariable UUID decision, @RequestParam String reason, RedirectAttributes answer) {
        int rows = found.takeBack(decision, reason);
        answer.addFlashAttribute(
                "done",
                new Text(
                        "认定已撤销，" + rows + " 行导入的数据不再采用，不再按它认人。",
                        "Taken back, and nobody is found by it any more. Rows that count no more: " + rows + "."));
        return "redirect:/exchange/who/found";
    }
}
