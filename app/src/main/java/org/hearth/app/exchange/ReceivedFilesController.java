package org.hearth.app.exchange;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
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

/** Departments' files: sending one in, what became of it, and mending the rows that wait. */
@Controller
@PreAuthorize("hasAnyRole('COUNTY_OFFICER', 'ADMINISTRATOR')")
class ReceivedFilesController {

    private final Exchange exchange;
    private final ReceivedFiles files;
    private final WorkFiles workFiles;
    private final MendedRows mended;
    private final Quarantine quarantine;
    private final Whose whose;
    private final Totals totals;
    private final Contracts contracts;
    private final MessageSource words;

    ReceivedFilesController(
            Exchange exchange,
            ReceivedFiles files,
            WorkFiles workFiles,
            MendedRows mended,
            Quarantine quarantine,
            Whose whose,
            Totals totals,
            Contracts contracts,
            MessageSource words) {
        this.exchange = exchange;
        this.files = files;
        this.workFiles = workFiles;
        this.mended = mended;
        this.quarantine = quarantine;
        this.whose = whose;
        this.totals = totals;
        this.contracts = contracts;
        this.words = words;
    }

    @Bean
    static Doorplate exchangeDoor() {
        return new Doorplate(
                50,
                new Text("部门数据", "Departments' records"),
                "/exchange",
                "database-import",
                Set.of(Role.COUNTY_OFFICER, Role.ADMINISTRATOR));
    }

    @Bean
    static HouseholdPanel factsPanel() {
        return new HouseholdPanel(
                50,
                new Text("部门数据", "Departments' records"),
                "/exchange/households/{id}",
                Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @Bean
    static TodaysWork waitingRows(Quarantine quarantine) {
        return (who, today) -> {
            long waiting = who.role() == Role.COUNTY_OFFICER ? quarantine.waitingForAClerk() : 0;
            return waiting == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.SOON,
                            new Text("待核部门数据", "Department rows to check"),
                            waiting,
                            new Text("号码、姓名或内容有疑问，改正后可重新导入", "A number, name or value is in doubt; mend and try again"),
                            "/exchange?waiting=true"));
        };
    }

    @GetMapping("/exchange")
    String list(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "false") boolean waiting,
            @RequestParam(defaultValue = "false") boolean unfinished,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        ReceivedFiles.Filter filter = new ReceivedFiles.Filter(text.strip(), kind, waiting, unfinished);
        model.addAttribute("found", files.find(filter, Math.max(page, 0)));
        model.addAttribute("filter", filter);
        model.addAttribute("contracts", contracts.all());
        model.addAttribute("titles", titles());
        model.addAttribute("departments", departments());
        model.addAttribute("asking", who.role() == Role.COUNTY_OFFICER ? whose.count("") : 0);
        return "exchange/batches";
    }

    @GetMapping("/exchange/files.csv")
    void exportFiles(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "false") boolean waiting,
            @RequestParam(defaultValue = "false") boolean unfinished,
            HttpServletResponse response) {
        Map<String, Text> titles = titles();
        Map<String, Object> departments = departments();
        Csv.answer(
                response,
                "files.csv",
                List.of(
                        new Text("收到时间", "Received"),
                        new Text("文件", "File"),
                        new Text("数据种类", "Record kind"),
                        new Text("部门", "Department"),
                        new Text("经办", "By"),
                        new Text("状态", "State"),
                        new Text("行数", "Rows"),
                        new Text("生效", "Applied"),
                        new Text("未变", "Unchanged"),
                        new Text("待核", "Waiting"),
                        new Text("不予采用", "Dismissed"),
                        new Text("改正原行", "Mend earlier rows")),
                csv -> files.each(
                        new ReceivedFiles.Filter(text.strip(), kind, waiting, unfinished),
                        batch -> csv.add(
                                batch.arrived(),
                                batch.fileName(),
                                titles.get(batch.kind()),
                                departments.getOrDefault(batch.department(), batch.department()),
                                batch.receivedBy(),
                                batch.state().title(),
                                batch.rows(),
                                batch.applied(),
                                batch.unchanged(),
                                batch.quarantined(),
                                batch.dismissed(),
                                batch.mended())));
    }

    /** One file, or several at once. Each is for itself: one that cannot be used holds up no other. */
    @PostMapping("/exchange")
    String upload(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam List<MultipartFile> file,
            RedirectAttributes answer)
            throws IOException {
        if (file.size() == 1) {
            BatchResult result = receive(kind, file.getFirst());
            answer.addFlashAttribute("done", said(result));
            return "redirect:/exchange/" + result.batchId();
        }
        List<Refused> refused = new ArrayList<>();
        int leftOut = 0;
        for (MultipartFile one : file) {
            try {
                leftOut += hasLeftOut(receive(kind, one)) ? 1 : 0;
            } catch (Problem problem) {
                refused.add(new Refused(nameOf(one), problem.text()));
            }
        }
        int taken = file.size() - refused.size();
        answer.addFlashAttribute(
                "done",
                new Text(
                        "收到 " + taken + " 份文件。" + (leftOut > 0 ? "其中 " + leftOut + " 份有没有读取的列或工作表，请打开文件查看。" : ""),
                        "Files received: " + taken + "."
                                + (leftOut > 0
                                        ? " Of " + leftOut + " some columns or sheets were not read: open them to see."
                                        : "")));
        answer.addFlashAttribute("refused", refused);
        return "redirect:/exchange";
    }

    private static boolean hasLeftOut(BatchResult result) {
        return result.notes().stream().anyMatch(note -> note.kind() == Note.Kind.LEFT_OUT);
    }

    /** A file that could not be used, and why. */
    record Refused(String fileName, Text reason) {}

    private BatchResult receive(String kind, MultipartFile file) throws IOException {
        Path path = workFiles.fresh();
        try {
            file.transferTo(path);
            return exchange.receive(kind, nameOf(file), path);
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static String nameOf(MultipartFile file) {
        return Objects.requireNonNullElse(file.getOriginalFilename(), "");
    }

    private Text said(BatchResult result) {
        if (result.receivedBefore()) {
            return new Text("这份文件以前收到过，这次没有改动任何数据。", "This file was received before; nothing was changed.");
        }
        return files.batch(result.batchId()).state() == BatchState.DONE
                ? new Text("文件已导入。", "The file was imported.")
                : new Text("文件已收下，正在后台读入；可以离开这一页。", "The file is here and is being read; you may leave this page.");
    }

    @GetMapping("/exchange/{id}")
    String batch(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable Reason reason,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        ReceivedFiles.Batch batch = files.batch(id);
        progress(batch, model);
        model.addAttribute("titles", titles());
        model.addAttribute("departments", departments());
        model.addAttribute("reason", reason);
        model.addAttribute("columns", columnsOf(batch));
        if (!batch.state().isAtWork()) {
            Quarantine.Selection which = new Quarantine.Selection(id, "", reason);
            Page<Quarantine.Waiting> found = quarantine.find(which, Math.max(page, 0));
            model.addAttribute("found", found);
            model.addAttribute(
                    "whose",
                    who.role() == Role.COUNTY_OFFICER
                            ? whose.withCandidates(found.rows().stream()
                                    .map(Quarantine.Waiting::id)
                                    .toList())
                            : Set.of());
            model.addAttribute("reasons", quarantine.reasons(id));
            if (!batch.kind().equals("roll")) {
                Contract contract = contracts.of(batch.kind());
                model.addAttribute("unknownWords", quarantine.words(id, contract));
                model.addAttribute(
                        "agreed",
                        contract.fields().stream()
                                .filter(field -> field.codes() != null)
                                .collect(Collectors.toMap(
                                        Contract.Field::name,
                                        field -> List.copyOf(Objects.requireNonNull(field.codes())
                                                .keySet()))));
            }
        }
        return "exchange/batch";
    }

    /** How far a long file has come; when it is there, the whole page is to be shown anew. */
    @GetMapping("/exchange/{id}/progress")
    String progress(@PathVariable UUID id, Model model, HttpServletResponse response) {
        ReceivedFiles.Batch batch = files.batch(id);
        if (!batch.state().isAtWork()) {
            response.setHeader("HX-Refresh", "true");
        }
        progress(batch, model);
        return "exchange/batch :: progress";
    }

    private void progress(ReceivedFiles.Batch batch, Model model) {
        model.addAttribute("batch", batch);
        model.addAttribute("pace", files.pace(batch));
        model.addAttribute("mends", batch.mended() == 0 ? List.of() : mended.of(batch.id()));
    }

    @PostMapping("/exchange/{id}/withdraw")
    String withdraw(@PathVariable UUID id, RedirectAttributes answer) {
        exchange.withdraw(id);
        answer.addFlashAttribute("done", new Text("已撤回，这份文件没有任何一行生效。", "Withdrawn; no row of this file counts."));
        return "redirect:/exchange/" + id;
    }

    @PostMapping("/exchange/{id}/go-on")
    String goOn(@PathVariable UUID id) {
        exchange.goOn(id);
        return "redirect:/exchange/" + id;
    }

    @GetMapping("/exchange/rows/{id}")
    String openRow(@PathVariable UUID id, @RequestParam UUID batch, Model model) {
        return form(id, batch, quarantine.open(id), model);
    }

    @PostMapping("/exchange/rows/{id}")
    String mend(@PathVariable UUID id, @RequestParam UUID batch, @RequestParam List<String> cell, Model model) {
        if (cell.size() != columnsOf(files.batch(batch)).size()) {
            throw new Problem(
                    "提交的内容不完整，没有保存。请重新打开这一行。",
                    "Part of the row was missing, and nothing was saved; open the row again.");
        }
        return quarantine
                .mend(id, cell)
                .map(reason -> {
                    model.addAttribute("reason", reason);
                    return form(id, batch, cell, model);
                })
                .orElse("exchange/row :: settled");
    }

    private String form(UUID id, UUID batch, List<String> cells, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("batchId", batch);
        model.addAttribute("columns", columnsOf(files.batch(batch)));
        model.addAttribute("cells", cells);
        return "exchange/row :: form";
    }

    @PostMapping("/exchange/rows/{id}/dismiss")
    String dismissRow(@PathVariable UUID id, @RequestParam UUID batch, @RequestParam String why) {
        quarantine.dismiss(Quarantine.Selection.of(batch), id, why);
        return "exchange/row :: dismissed";
    }

    /** The same mend in all rows that wait because of one word: of this file, or of all files of the kind. */
    @PostMapping("/exchange/{id}/mend-all")
    String mendAll(
            @PathVariable UUID id,
            @RequestParam String column,
            @RequestParam(defaultValue = "") String word,
            @RequestParam String to,
            @RequestParam(defaultValue = "false") boolean everywhere,
            RedirectAttributes answer) {
        String kind = files.batch(id).kind();
        Quarantine.Selection which =
                everywhere ? new Quarantine.Selection(null, kind, null) : Quarantine.Selection.of(id);
        answer.addFlashAttribute("done", said(quarantine.mendAll(which, contracts.of(kind), column, word, to.strip())));
        return "redirect:/exchange/" + id;
    }

    @PostMapping("/exchange/{id}/again")
    String again(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable Reason reason, RedirectAttributes answer) {
        answer.addFlashAttribute("done", said(quarantine.again(new Quarantine.Selection(id, "", reason))));
        return "redirect:/exchange/" + id;
    }

    @PostMapping("/exchange/again")
    String againEverywhere(RedirectAttributes answer) {
        answer.addFlashAttribute("done", said(quarantine.again(new Quarantine.Selection(null, "", null))));
        return "redirect:/exchange/totals";
    }

    @PostMapping("/exchange/{id}/dismiss")
    String dismiss(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Reason reason,
            @RequestParam String why,
            RedirectAttributes answer) {
        int rows = quarantine.dismiss(new Quarantine.Selection(id, "", reason), null, why);
        answer.addFlashAttribute(
                "done", new Text(rows + " 行不予采用，理由已记录。", "Rows dismissed: " + rows + ". The reason is on record."));
        return "redirect:/exchange/" + id;
    }

    private static Text said(Quarantine.Result result) {
        return new Text(
                result.settled() + " 行已导入，" + result.refused() + " 行仍待核。" + (result.more() ? "还有未试的行，请再点一次。" : ""),
                "Rows taken in: " + result.settled() + ". Still waiting: " + result.refused() + "."
                        + (result.more() ? " More are left: press again." : ""));
    }

    @GetMapping("/exchange/{id}/waiting.csv")
    void export(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Reason reason,
            HttpServletResponse response) {
        List<String> columns = new ArrayList<>(columnsOf(files.batch(id)));
        columns.addFirst(new Text("行号", "Row").toString());
        columns.add(new Text("待核种类", "Kind of reason").toString());
        columns.add(new Text("待核原因", "Why it waits").toString());
        Csv.answer(
                response,
                "waiting.csv",
                columns,
                file -> quarantine.each(new Quarantine.Selection(id, "", reason), row -> {
                    List<Object> cells = new ArrayList<>(row.shown());
                    cells.addFirst(row.rowNumber());
                    cells.add(row.kind().title());
                    cells.add(row.reason());
                    file.add(cells.toArray());
                }));
    }

    @GetMapping("/exchange/totals")
    String totals(Model model) {
        List<Totals.Line> lines = totals.lines();
        model.addAttribute("lines", lines);
        model.addAttribute("sum", Totals.sum(lines));
        model.addAttribute("reasons", totals.reasons());
        model.addAttribute("titles", titles());
        model.addAttribute("departments", departments());
        return "exchange/totals";
    }

    @GetMapping("/exchange/totals.csv")
    void exportTotals(HttpServletResponse response) {
        Map<String, Text> titles = titles();
        Map<String, Object> departments = departments();
        Csv.answer(
                response,
                "totals.csv",
                List.of(
                        new Text("部门", "Department"),
                        new Text("数据种类", "Record kind"),
                        new Text("文件", "Files"),
                        new Text("行数", "Rows"),
                        new Text("生效", "Applied"),
                        new Text("未变", "Unchanged"),
                        new Text("待核", "Waiting"),
                        new Text("不予采用", "Dismissed"),
                        new Text("改正原行", "Mend earlier rows"),
                        new Text("逐行清点", "Counted row by row"),
                        new Text("平衡", "Ties out")),
                csv -> totals.lines()
                        .forEach(line -> csv.add(
                                departments.getOrDefault(line.department(), line.department()),
                                titles.get(line.kind()),
                                line.files(),
                                line.rows(),
                                line.applied(),
                                line.unchanged(),
                                line.quarantined(),
                                line.dismissed(),
                                line.mended(),
                                line.counted(),
                                line.tiesOut() ? new Text("是", "yes") : new Text("否", "no"))));
    }

    @GetMapping("/exchange/households/{id}")
    @PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    String facts(@PathVariable UUID id, Model model) {
        model.addAttribute("facts", files.facts(id));
        model.addAttribute("departments", departments());
        model.addAttribute("words", new FactInWords(words, LocaleContextHolder.getLocale()));
        return "exchange/facts :: facts";
    }

    private List<String> columnsOf(ReceivedFiles.Batch batch) {
        return batch.kind().equals("roll")
                ? List.of()
                : contracts.of(batch.kind()).columns();
    }

    /** In both languages, by the Chinese name, which is what batches and facts keep. */
    private Map<String, Object> departments() {
        return contracts.all().stream()
                .collect(Collectors.toMap(
                        contract -> contract.department().zh(), Contract::department, (one, same) -> one));
    }

    private Map<String, Text> titles() {
        Map<String, Text> titles = new HashMap<>();
        contracts.all().forEach(contract -> titles.put(contract.kind(), contract.title()));
        titles.put("roll", new Text("原有名册", "Existing roll"));
        return titles;
    }
}
