package org.hearth.app.packs.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.SignedIn;
import org.hearth.app.packs.Changes;
import org.hearth.app.packs.Conflict;
import org.hearth.app.packs.Draft;
import org.hearth.app.packs.DraftCheck;
import org.hearth.app.packs.DraftSimulation;
import org.hearth.app.packs.Drafts;
import org.hearth.app.packs.Job;
import org.hearth.app.packs.Jobs;
import org.hearth.app.packs.Publications;
import org.hearth.app.packs.web.PackReading.Shown;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;

/** A draft of the policy: changed, checked, simulated. */
@Controller
@PreAuthorize("hasRole('POLICY_OFFICER')")
class DraftController {

    /** A worked case to begin with. */
    private static final String CASE = """
            cases:
              - name:
                zh:
                en:
                source:
                arithmetic: ""
                household:
                  region: ""
                  residence: rural
                  on: ""
                  assets: {}
                  members: [{id: a, born: "1985-01-01", sex: F, relation: head}]
                expect: {stratum: dibao}
            """;

    /** What a job that failed says. */
    record Problems() {

        public Text of(Job job) {
            var problem = JsonMapper.shared()
                    .readTree(Objects.requireNonNull(job.result()))
                    .path("problem");
            return new Text(problem.path("zh").asString(""), problem.path("en").asString(""));
        }
    }

    private final Drafts drafts;
    private final Accounts accounts;
    private final DraftCheck check;
    private final DraftSimulation simulation;
    private final Publications publications;
    private final Jobs jobs;
    private final SimulationReading simulations;
    private final Regions regions;
    private final HearthClock clock;

    DraftController(
            Drafts drafts,
            Accounts accounts,
            DraftCheck check,
            DraftSimulation simulation,
            Publications publications,
            Jobs jobs,
            SimulationReading simulations,
            Regions regions,
            HearthClock clock) {
        this.drafts = drafts;
        this.accounts = accounts;
        this.check = check;
        this.simulation = simulation;
        this.publications = publications;
        this.jobs = jobs;
        this.simulations = simulations;
        this.regions = regions;
        this.clock = clock;
    }

    @PostMapping("/packs/drafts")
    ResponseEntity<Void> start(
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request) {
        return NextPage.at(drafts.start(title, name).link(), request);
    }

    @GetMapping("/packs/drafts/{id}")
    String draft(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        Draft draft = drafts.draft(id);
        Changes changes = drafts.changes(draft);
        LocalDate first = changes.firstDayOfValues().orElse(clock.today());
        model.addAttribute("draft", draft);
        model.addAttribute("shown", Shown.of(draft, drafts.files(id)));
        model.addAttribute("tab", "draft");
        model.addAttribute("changes", changes);
        model.addAttribute("mayChange", Drafts.isOwn(draft) && draft.isOpen());
        model.addAttribute("own", Drafts.isOwn(draft));
        model.addAttribute("asked", who.username().equals(draft.askedBy()));
        model.addAttribute("checked", publications.checked(draft));
        Job lastCheck = jobs.last(id, Job.Kind.CHECK).orElse(null);
        model.addAttribute("check", lastCheck);
        model.addAttribute("result", lastCheck != null && lastCheck.isDone() ? Publications.result(lastCheck) : null);
        model.addAttribute("simulation", jobs.last(id, Job.Kind.SIMULATION).orElse(null));
        model.addAttribute("simulationDay", simulation.day(draft));
        model.addAttribute("hash", drafts.files(id).hash());
        // Values may reach back; what else changed begins tomorrow at the earliest that makes sense.
        model.addAttribute(
                "proposedDay",
                changes.isOfValuesOnly() || first.isAfter(clock.today())
                        ? first
                        : clock.today().plusDays(1));
        model.addAttribute("changedFiles", drafts.changedFiles(draft));
        model.addAttribute("problems", new Problems());
        model.addAttribute("today", clock.today());
        model.addAttribute("names", new PackController.Places(regions));
        return "packs/draft";
    }

    @GetMapping("/packs/drafts/{id}/file")
    String edit(
            @PathVariable UUID id,
            @RequestParam String file,
            @RequestParam(defaultValue = "") String decision,
            Model model) {
        Draft draft = drafts.draft(id);
        model.addAttribute("draft", draft);
        model.addAttribute("shown", Shown.of(draft, drafts.files(id)));
        model.addAttribute("tab", file.endsWith(".dmn") ? "decisions" : file.contains("/cases/") ? "cases" : "values");
        model.addAttribute("file", drafts.file(id, file).orElseGet(() -> new Draft.File(file, "", 0, null, null)));
        model.addAttribute("decision", decision);
        model.addAttribute("template", CASE);
        return "packs/edit";
    }

    @PostMapping("/packs/drafts/{id}/file")
    ResponseEntity<Void> save(
            @PathVariable UUID id,
            @RequestParam String file,
            @RequestParam String content,
            @RequestParam int revision,
            HttpServletRequest request) {
        drafts.save(id, file, content, revision);
        return NextPage.at("/packs/drafts/" + id, request);
    }

    /** Shows what was saved meanwhile and what was to be saved, side by side; the page keeps the latter. */
    @ExceptionHandler(Conflict.class)
    ModelAndView conflict(Conflict conflict) {
        String path = conflict.saved().path();
        var page = new ModelAndView("packs/conflict :: conflict");
        page.setStatus(HttpStatus.CONFLICT);
        page.addObject("saved", conflict.saved());
        page.addObject(
                "savedBy",
                accounts.nameOf(Objects.requireNonNull(conflict.saved().changedBy())));
        page.addObject("ownText", conflict.own());
        page.addObject(
                "differences", Changes.between(only(path, conflict.saved().content()), only(path, conflict.own())));
        return page;
    }

    private static PackFiles only(String path, String text) {
        var texts = new TreeMap<String, String>();
        texts.put(path, text.replace("\r\n", "\n"));
        return new PackFiles(texts);
    }

    @GetMapping("/packs/drafts/{id}/value")
    String value(@PathVariable UUID id, Model model) {
        Draft draft = drafts.draft(id);
        PackFiles files = drafts.files(id);
        model.addAttribute("draft", draft);
        model.addAttribute("shown", Shown.of(draft, files));
        model.addAttribute("tab", "values");
        model.addAttribute("parameters", PackReading.parameters(files));
        model.addAttribute("own", draft.region().digits());
        model.addAttribute("ownName", regions.name(draft.region()));
        model.addAttribute("below", regions.within(draft.region()));
        return "packs/value";
    }

    @PostMapping("/packs/drafts/{id}/value")
    ResponseEntity<Void> addValue(
            @PathVariable UUID id,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String region,
            @RequestParam(defaultValue = "") String residence,
            @RequestParam LocalDate from,
            @RequestParam String value,
            @RequestParam String unit,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "false") boolean illustrative,
            HttpServletRequest request) {
        drafts.addValue(id, new Drafts.NewValue(name, region, residence, from, value, unit, source, illustrative));
        return NextPage.at("/packs/drafts/" + id, request);
    }

    @PostMapping("/packs/drafts/{id}/take-back")
    String takeBack(@PathVariable UUID id, @RequestParam String file, RedirectAttributes answer) {
        drafts.takeBack(id, file);
        answer.addFlashAttribute("done", new Text(file + " 已恢复为起草前的内容。", file + " is as it was before the draft."));
        return "redirect:/packs/drafts/" + id;
    }

    @PostMapping("/packs/drafts/{id}/drop")
    String drop(@PathVariable UUID id, RedirectAttributes answer) {
        drafts.drop(id);
        answer.addFlashAttribute("done", new Text("草稿已放弃。", "The draft was given up."));
        return "redirect:/packs";
    }

    @PostMapping("/packs/drafts/{id}/check")
    String check(@PathVariable UUID id) {
        check.start(id);
        return "redirect:/packs/drafts/" + id + "#check";
    }

    @PostMapping("/packs/drafts/{id}/simulate")
    String simulate(@PathVariable UUID id, @RequestParam LocalDate day) {
        simulation.start(id, day);
        return "redirect:/packs/drafts/" + id + "#simulation";
    }

    /** How far a job has come; when it is over, the page that waits for it is loaded anew. */
    @GetMapping("/packs/jobs/{id}")
    ModelAndView job(@PathVariable UUID id, HttpServletResponse response) {
        Job job = jobs.job(id);
        if (!job.isRunning()) {
            response.setHeader("HX-Refresh", "true");
        }
        var page = new ModelAndView("packs/job :: job");
        page.addObject("job", job);
        return page;
    }

    @PostMapping("/packs/jobs/{id}/cancel")
    String cancel(@PathVariable UUID id) {
        jobs.cancel(id);
        return "redirect:/packs/drafts/" + jobs.job(id).draft();
    }

    @GetMapping("/packs/simulations/{id}")
    String simulation(@PathVariable UUID id, Model model) {
        Job job = jobs.job(id);
        Draft draft = drafts.draft(job.draft());
        model.addAttribute("job", job);
        model.addAttribute("draft", draft);
        model.addAttribute("shown", Shown.of(draft, drafts.files(draft.id())));
        model.addAttribute("tab", "draft");
        model.addAttribute("stale", !drafts.files(draft.id()).hash().equals(job.contentHash()));
        simulations.show(job, model);
        return "packs/simulation";
    }

    @GetMapping("/packs/simulations/{id}/simulation.xlsx")
    ResponseEntity<byte[]> workbook(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(
                        MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"simulation-" + id + ".xlsx\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(jobs.workbook(id));
    }
}
