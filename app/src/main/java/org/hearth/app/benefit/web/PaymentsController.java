package org.hearth.app.benefit.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.benefit.BankAnswerRead;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.ReturnReason;
import org.hearth.app.benefit.web.BatchList.Stage;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/** The county's payments: prepared, released by a second officer, sent to the bank, answered. */
@Controller
@PreAuthorize("hasRole('COUNTY_OFFICER')")
class PaymentsController {

    private final Benefits benefits;
    private final BatchList batches;
    private final Regions regions;
    private final HearthClock clock;

    PaymentsController(Benefits benefits, BatchList batches, Regions regions, HearthClock clock) {
        this.benefits = benefits;
        this.batches = batches;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate paymentsDoor() {
        return new Doorplate(40, new Text("发放", "Payments"), "/payments", "cash", Set.of(Role.COUNTY_OFFICER));
    }

    @Bean
    static TodaysWork paymentsToday(BatchList batches) {
        return (who, today) -> {
            if (who.role() != Role.COUNTY_OFFICER) {
                return List.of();
            }
            BatchList.Waiting waiting = batches.waiting();
            List<TodaysWork.Item> items = new ArrayList<>();
            add(
                    items,
                    new Text("待复核发放批次", "Batches to release"),
                    waiting.toRelease(),
                    new Text("由编制人以外的经办人员复核", "By an officer who did not prepare them"),
                    "/payments?stage=PREPARED");
            add(
                    items,
                    new Text("银行退回的付款", "Payments the bank returned"),
                    waiting.returned(),
                    new Text("更正账户后随下一批发放", "Correct the account; they go out with the next batch"),
                    "/returned");
            add(
                    items,
                    new Text("本月待编制发放的户", "Households to be paid this month"),
                    batches.toPrepare(today.withDayOfMonth(1)),
                    new Text("已核定、尚未列入批次", "Entitled, and in no batch yet"),
                    "/payments");
            return items;
        };
    }

    private static void add(List<TodaysWork.Item> items, Text title, long count, Text detail, String link) {
        if (count > 0) {
            items.add(new TodaysWork.Item(TodaysWork.Urgency.TODAY, title, count, detail, link));
        }
    }

    @GetMapping("/payments")
    String list(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String month,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(defaultValue = "false") boolean returned,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        LocalDate wanted =
                month.matches("\\d{4}-(0[1-9]|1[0-2])") ? YearMonth.parse(month).atDay(1) : null;
        LocalDate thisMonth = clock.today().withDayOfMonth(1);
        Page<BatchList.Batch> found = batches.find(new BatchList.Query(wanted, stage, returned, Math.max(page, 0)));
        model.addAttribute("found", found);
        model.addAttribute("names", names(found.rows().stream().map(BatchList.Batch::region)));
        model.addAttribute("month", wanted == null ? "" : month);
        model.addAttribute("stage", stage);
        model.addAttribute("returned", returned);
        model.addAttribute("stages", Stage.values());
        model.addAttribute("thisMonth", YearMonth.from(thisMonth));
        model.addAttribute("toPrepare", batches.toPrepare(thisMonth));
        model.addAttribute("withoutAccount", batches.withoutAccount(thisMonth));
        model.addAttribute(
                "advanceBefore",
                benefits.advanceBefore(who.regionCode(), clock.today()).orElse(null));
        return "benefit/batches";
    }

    @PostMapping("/payments")
    String prepare(@AuthenticationPrincipal SignedIn who, RedirectAttributes answer) {
        LocalDate today = clock.today();
        RegionCode county = who.regionCode().at(DivisionLevel.COUNTY);
        UUID batch = benefits.prepareBatch(
                county, today, benefits.advanceBefore(county, today).isPresent());
        answer.addFlashAttribute(
                "done", new Text("批次已编制，请另一位经办人员复核。", "The batch is prepared; a colleague has to release it."));
        return "redirect:/payments/" + batch;
    }

    @GetMapping("/payments/{id}")
    String batch(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        BatchList.Batch batch = batches.batch(id);
        int shown = Math.max(page, 0);
        model.addAttribute("batch", batch);
        model.addAttribute("totals", batches.totals(id));
        model.addAttribute("lines", new Page<>(batches.lines(id, shown), batch.payments(), shown));
        model.addAttribute("own", batch.preparedBy().equals(who.username()));
        model.addAttribute("county", regions.name(new RegionCode(batch.region())));
        model.addAttribute("regions", regions);
        return "benefit/batch";
    }

    @PostMapping("/payments/{id}/release")
    String release(@PathVariable UUID id, RedirectAttributes answer) {
        benefits.releaseBatch(id);
        answer.addFlashAttribute("done", new Text("批次已复核，可以下载银行文件。", "Released; the bank file can be downloaded."));
        return "redirect:/payments/" + id;
    }

    @GetMapping("/payments/{id}/pain.001.xml")
    ResponseEntity<byte[]> bankFile(@PathVariable UUID id) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        benefits.writeBankFile(id, file);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"pain.001-" + id + ".xml\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(file.toByteArray());
    }

    @PostMapping("/payments/answer")
    String answer(@RequestParam MultipartFile file, RedirectAttributes answer) {
        try (InputStream content = file.getInputStream()) {
            BankAnswerRead read = benefits.readBankAnswer(content);
            answer.addFlashAttribute(
                    "done",
                    read.paid() + read.returned() == 0
                            ? new Text("这份回单没有新的结果，没有改动任何数据。", "This answer has nothing new; nothing was changed.")
                            : new Text(
                                    "回单已读入：发放 " + read.paid() + " 笔，退回 " + read.returned() + " 笔。",
                                    "The answer was read: " + read.paid() + " paid, " + read.returned()
                                            + " returned."));
            return "redirect:/payments/" + read.batch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The payments of a batch as a file. */
    @GetMapping("/payments/{id}/payments.csv")
    void export(@PathVariable UUID id, HttpServletResponse response) {
        BatchList.Batch batch = batches.batch(id);
        Csv.answer(
                response,
                "payments-" + batch.region() + "-" + YearMonth.from(batch.month()) + ".csv",
                List.of(
                        new Text("户号", "Household"),
                        new Text("户主", "Head"),
                        new Text("所在村", "Village"),
                        new Text("待遇", "Benefit"),
                        new Text("月份", "Month"),
                        new Text("金额（元）", "Amount (yuan)"),
                        new Text("回单", "Answer"),
                        new Text("回单日期", "Answered on"),
                        new Text("退回原因", "Reason")),
                file -> batches.each(id, line -> {
                    ReturnReason reason = line.reason();
                    file.add(
                            line.number(),
                            line.name(),
                            line.region(),
                            line.benefit().title(),
                            YearMonth.from(line.month()),
                            line.amount().amount(),
                            line.outcome(),
                            line.answeredOn(),
                            reason == null ? null : reason.title());
                }));
    }

    private Map<String, String> names(Stream<String> counties) {
        return counties.distinct().collect(Collectors.toMap(code -> code, code -> regions.name(new RegionCode(code))));
    }
}
