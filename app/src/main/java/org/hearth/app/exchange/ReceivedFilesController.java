package org.hearth.app.exchange;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Text;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
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
    private final ReceivedFiles batches;
    private final Contracts contracts;
    private final MessageSource words;

    ReceivedFilesController(Exchange exchange, ReceivedFiles batches, Contracts contracts, MessageSource words) {
        this.exchange = exchange;
        this.batches = batches;
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
    static TodaysWork waitingRows(ReceivedFiles batches) {
        return (who, today) -> {
            long waiting = who.role() == Role.COUNTY_OFFICER ? batches.waitingCount() : 0;
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
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "false") boolean waiting,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        String wanted = text.strip();
        int shown = Math.max(page, 0);
        model.addAttribute("found", batches.find(wanted, waiting, shown));
        model.addAttribute("text", wanted);
        model.addAttribute("waiting", waiting);
        model.addAttribute("contracts", contracts.all());
        return "exchange/batches";
    }

    @PostMapping("/exchange")
    String upload(
            @RequestParam(defaultValue = "") String kind, @RequestParam MultipartFile file, RedirectAttributes answer) {
        String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
        try (InputStream content = file.getInputStream()) {
            BatchResult result = exchange.importFile(kind, name, content);
            answer.addFlashAttribute(
                    "done",
                    result.receivedBefore()
                            ? new Text("这份文件以前收到过，这次没有改动任何数据。", "This file was received before; nothing was changed.")
                            : new Text("文件已导入。", "The file was imported."));
            return "redirect:/exchange/" + result.batchId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/exchange/{id}")
    String batch(@PathVariable UUID id, Model model) {
        ReceivedFiles.Batch batch = batches.batch(id);
        model.addAttribute("batch", batch);
        model.addAttribute("waiting", batches.waiting(id));
        model.addAttribute("columns", columnsOf(batch));
        return "exchange/batch";
    }

    @GetMapping("/exchange/rows/{id}")
    String openRow(@PathVariable UUID id, @RequestParam UUID batch, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("batchId", batch);
        model.addAttribute("columns", columnsOf(batches.batch(batch)));
        model.addAttribute("cells", batches.open(id));
        return "exchange/row :: form";
    }

    @PostMapping("/exchange/rows/{id}")
    String mend(@PathVariable UUID id, @RequestParam UUID batch, @RequestParam List<String> cell, Model model) {
        return batches.mend(id, cell)
                .map(reason -> {
                    model.addAttribute("id", id);
                    model.addAttribute("batchId", batch);
                    model.addAttribute("columns", columnsOf(batches.batch(batch)));
                    model.addAttribute("cells", cell);
                    model.addAttribute("reason", reason);
                    return "exchange/row :: form";
                })
                .orElse("exchange/row :: settled");
    }

    @GetMapping("/exchange/{id}/waiting.csv")
    void export(@PathVariable UUID id, HttpServletResponse response) {
        List<String> columns = new ArrayList<>(columnsOf(batches.batch(id)));
        columns.addFirst(new Text("行号", "Row").toString());
        columns.add(new Text("待核原因", "Why it waits").toString());
        Csv.answer(
                response,
                "waiting.csv",
                columns,
                file -> batches.each(id, row -> {
                    List<Object> cells = new ArrayList<>(row.shown());
                    cells.addFirst(row.rowNumber());
                    cells.add(row.reason());
                    file.add(cells.toArray());
                }));
    }

    @GetMapping("/exchange/households/{id}")
    @PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    String facts(@PathVariable UUID id, Model model) {
        model.addAttribute("facts", batches.facts(id));
        model.addAttribute("words", new FactInWords(words, LocaleContextHolder.getLocale()));
        return "exchange/facts :: facts";
    }

    private List<String> columnsOf(ReceivedFiles.Batch batch) {
        return batch.kind().equals("roll")
                ? List.of()
                : contracts.of(batch.kind()).columns();
    }
}
