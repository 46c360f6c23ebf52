package org.hearth.app.familysearch.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.familysearch.Appearance;
import org.hearth.app.familysearch.FamilySearch;
import org.hearth.app.familysearch.FamilySearch.Reported;
import org.hearth.app.familysearch.FamilySearch.Suggestion;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Files.Report;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.familysearch.Notices;
import org.hearth.app.familysearch.Photographs;
import org.hearth.app.familysearch.Proof;
import org.hearth.app.familysearch.ReportSource;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages on which a station looks for the family of somebody who cannot say who they are. */
@Controller
@PreAuthorize("hasAnyRole('DUTY_DESK', 'COUNTY_OFFICER')")
class FamilySearchController {

    private final FamilySearch search;
    private final Files files;
    private final Photographs photographs;
    private final Notices notices;
    private final Outreach outreach;
    private final Regions regions;
    private final HearthClock clock;

    FamilySearchController(
            FamilySearch search,
            Files files,
            Photographs photographs,
            Notices notices,
            Outreach outreach,
            Regions regions,
            HearthClock clock) {
        this.search = search;
        this.files = files;
        this.photographs = photographs;
        this.notices = notices;
        this.outreach = outreach;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate familySearchDoor() {
        return new Doorplate(
                65, new Text("寻亲", "Family search"), "/unknown", "search", Set.of(Role.DUTY_DESK, Role.COUNTY_OFFICER));
    }

    @Bean
    static TodaysWork unknownPersons(Files files) {
        return (who, today) -> {
            if (who.role() != Role.DUTY_DESK) {
                return List.of();
            }
            List<TodaysWork.Item> items = new ArrayList<>();
            long silent = files.withoutNotice();
            if (silent > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.TODAY,
                        new Text("未发寻亲公告", "Without a notice"),
                        silent,
                        new Text("在时限内发布公告", "Publish a notice in time"),
                        "/unknown?open=true"));
            }
            long waiting = files.waiting();
            if (waiting > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.SOON,
                        new Text("身份不明人员", "Unknown persons"),
                        waiting,
                        new Text("逐一核对可能的人选", "Look through whom they may be"),
                        "/unknown"));
            }
            return items;
        };
    }

    @GetMapping("/unknown")
    String list(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        model.addAttribute("found", files.unknown(text.strip(), open, Math.max(page, 0)));
        model.addAttribute("text", text.strip());
        model.addAttribute("open", open);
        model.addAttribute("regions", regions);
        return "familysearch/unknown-persons";
    }

    /** The form, with what a patrol's encounter already says where it comes from one. */
    @GetMapping("/unknown/new")
    String form(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable UUID encounter,
            Model model) {
        Map<String, String> known = here(who);
        if (encounter != null) {
            Outreach.Met met = outreach.met(encounter).orElseThrow(() -> new Missing("次相遇", "encounter"));
            known.put("encounter", encounter.toString());
            known.put("sex", met.sex().name());
            known.put("name", met.name());
            known.put("on", met.on().toString());
            known.put("note", met.note());
            if (met.age() != null) {
                known.put("ageFrom", Integer.toString(Math.max(0, met.age() - 5)));
                known.put("ageTo", Integer.toString(met.age() + 5));
            }
        }
        return show("familysearch/unknown-form", new AppearanceForm(known), model);
    }

    @PostMapping("/unknown")
    String enter(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam Map<String, String> typed,
            HttpServletResponse response,
            Model model) {
        AppearanceForm form = new AppearanceForm(typed);
        Optional<Appearance> appearance = form.read(clock.today());
        if (appearance.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show("familysearch/unknown-form", form, model);
        }
        UUID id = search.enter(
                form.id(),
                who.regionCode().at(DivisionLevel.COUNTY),
                form.uuid("encounter").orElse(null),
                appearance.get(),
                form.typed("note"));
        return "redirect:/unknown/" + id;
    }

    @GetMapping("/unknown/{id}")
    String one(@PathVariable UUID id, Model model) {
        Unknown unknown = files.unknown(id);
        List<Suggestion> suggestions = search.suggestions(unknown);
        model.addAttribute("unknown", unknown);
        model.addAttribute("suggestions", suggestions);
        model.addAttribute("photos", photographs.of(unknown));
        model.addAttribute("theirPhotos", photosOf(suggestions));
        model.addAttribute("duties", notices.duties(unknown));
        model.addAttribute("notice", notices.latest(unknown).orElse(null));
        model.addAttribute("today", clock.today());
        model.addAttribute("proofs", Proof.values());
        model.addAttribute("regions", regions);
        return "familysearch/unknown-person";
    }

    /** By candidate, the photograph to show: that of the report, or else of another about the same person. */
    private Map<UUID, UUID> photosOf(List<Suggestion> suggestions) {
        Map<UUID, List<UUID>> reports = new HashMap<>();
        for (Suggestion suggestion : suggestions) {
            if (suggestion.whom() instanceof Reported(Report report)) {
                reports.put(
                        report.id(),
                        Stream.concat(Stream.of(report), suggestion.also().stream())
                                .map(Report::id)
                                .toList());
            }
        }
        Map<UUID, UUID> seen = photographs.ofReports(
                reports.values().stream().flatMap(List::stream).toList());
        Map<UUID, UUID> photos = new HashMap<>();
        reports.forEach((candidate, about) -> about.stream()
                .map(seen::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(photo -> photos.put(candidate, photo)));
        return photos;
    }

    @PostMapping("/unknown/{id}/decisions")
    String decide(
            @PathVariable UUID id,
            @RequestParam UUID whom,
            @RequestParam boolean same,
            @RequestParam(required = false) @Nullable Proof proof,
            @RequestParam String note,
            RedirectAttributes then) {
        Unknown unknown = files.unknown(id);
        Suggestion suggestion = search.suggestions(unknown).stream()
                .filter(candidate -> candidate.whom().id().equals(whom))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "这个人选已不在列表中，请刷新后再核对。", "This candidate is no longer among those shown; load the page again."));
        search.decide(unknown, suggestion.whom(), same, proof, note);
        then.addFlashAttribute(
                "done",
                same
                        ? new Text(
                                "已确认身份。如果弄错了，可以在本页撤回。",
                                "The person is identified. If that is wrong, take it back on this page.")
                        : new Text("已记录：不是同一人。", "Noted: not the same person."));
        return "redirect:/unknown/" + id;
    }

    @GetMapping("/unknown/reports")
    String reports(
            @RequestParam(defaultValue = "") String text, @RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("found", files.reports(text.strip(), Math.max(page, 0)));
        model.addAttribute("text", text.strip());
        model.addAttribute("regions", regions);
        return "familysearch/reports";
    }

    @GetMapping("/unknown/reports/new")
    String reportForm(@AuthenticationPrincipal SignedIn who, Model model) {
        return show("familysearch/report-form", new AppearanceForm(here(who)), model);
    }

    @PostMapping("/unknown/reports")
    String report(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam Map<String, String> typed,
            HttpServletResponse response,
            Model model,
            RedirectAttributes then) {
        AppearanceForm form = new AppearanceForm(typed);
        if (form.typed("name").isEmpty()) {
            form.wrong("name", new Text("请填写姓名。", "Give the name."));
        }
        if (form.typed("contact").isEmpty()) {
            form.wrong("contact", new Text("请填写联系人和电话，找到人时要用。", "Say whom to call when the person is found."));
        }
        Optional<Appearance> appearance = form.read(clock.today());
        if (appearance.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show("familysearch/report-form", form, model);
        }
        ReportSource source = form.typed("source").matches("FAMILY|POLICE|STATION")
                ? ReportSource.valueOf(form.typed("source"))
                : ReportSource.FAMILY;
        search.report(
                form.id(),
                who.regionCode().at(DivisionLevel.COUNTY),
                source,
                appearance.get(),
                form.typed("contact"),
                form.typed("note"));
        then.addFlashAttribute(
                "done",
                new Text("走失报告已登记，全国的救助站都能比对到。", "The report is entered; every station in the country can find it."));
        return "redirect:/unknown/reports/" + form.id();
    }

    /** One report, with those that are likely about the same person side by side. */
    @GetMapping("/unknown/reports/{id}")
    String report(@PathVariable UUID id, Model model) {
        Report report = files.report(id);
        model.addAttribute("report", report);
        model.addAttribute(
                "likelySame", report.likelySame().stream().map(files::report).toList());
        model.addAttribute("photos", photographs.of(report));
        model.addAttribute("regions", regions);
        return "familysearch/report";
    }

    @PostMapping("/unknown/reports/{id}/compared")
    String compared(
            @PathVariable UUID id, @RequestParam UUID with, @RequestParam boolean same, RedirectAttributes then) {
        search.compare(id, with, same);
        then.addFlashAttribute(
                "done",
                same
                        ? new Text("两份报告已并为一份，联系方式都保留。", "The two reports are one now; whom to call is kept of both.")
                        : new Text("已记录：不是同一人。", "Noted: not the same person."));
        return "redirect:/unknown/reports/" + id;
    }

    @PostMapping("/unknown/reports/{id}/end")
    String end(@PathVariable UUID id, @RequestParam String why, RedirectAttributes then) {
        search.endReport(id, why);
        then.addFlashAttribute("done", new Text("走失报告已撤销。", "The report has ended."));
        return "redirect:/unknown/reports";
    }

    /** The three lists of divisions anew, after one was chosen. */
    @GetMapping("/unknown/places")
    String places(@RequestParam Map<String, String> typed, Model model) {
        return show("familysearch/place :: place", new AppearanceForm(consistent(typed)), model);
    }

    // A prefecture or county that does not lie in what was chosen above it is forgotten.
    private static Map<String, String> consistent(Map<String, String> typed) {
        Map<String, String> chosen = new HashMap<>(typed);
        if (!chosen.getOrDefault("prefecture", "").startsWith(chosen.getOrDefault("province", ""))) {
            chosen.remove("prefecture");
        }
        String above = chosen.getOrDefault("prefecture", "");
        if (above.isEmpty() || !chosen.getOrDefault("county", "").startsWith(above)) {
            chosen.remove("county");
        }
        return chosen;
    }

    private Map<String, String> here(SignedIn who) {
        Map<String, String> known = new HashMap<>();
        RegionCode region = who.regionCode();
        known.put("id", Ids.next().toString());
        known.put("province", region.at(DivisionLevel.PROVINCE).digits());
        known.put("prefecture", region.at(DivisionLevel.PREFECTURE).digits());
        known.put("county", region.at(DivisionLevel.COUNTY).digits());
        known.put("on", clock.today().toString());
        return known;
    }

    private String show(String page, AppearanceForm form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("sources", ReportSource.values());
        model.addAttribute("provinces", regions.within(RegionCode.NATION));
        model.addAttribute("prefectures", below(form.typed("province"), DivisionLevel.PROVINCE));
        model.addAttribute("counties", below(form.typed("prefecture"), DivisionLevel.PREFECTURE));
        return page;
    }

    private List<Region> below(String code, DivisionLevel level) {
        return code.matches("[0-9]+") && code.length() == level.digits()
                ? regions.within(new RegionCode(code))
                : List.of();
    }
}
