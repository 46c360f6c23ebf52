package org.hearth.app.familysearch.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.familysearch.Appearance;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.familysearch.Notices;
import org.hearth.app.familysearch.Notices.Notice;
import org.hearth.app.familysearch.Photographs;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.letters.HtmlLetter;
import org.hearth.letters.Language;
import org.hearth.letters.PdfLetter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The notice that asks who knows an unknown person: written, published, printed; and that the police were asked for DNA. */
@Controller
@PreAuthorize("hasAnyRole('DUTY_DESK', 'COUNTY_OFFICER')")
class NoticesController {

    private final Files files;
    private final Photographs photographs;
    private final Notices notices;
    private final Audit audit;

    NoticesController(Files files, Photographs photographs, Notices notices, Audit audit) {
        this.files = files;
        this.photographs = photographs;
        this.notices = notices;
        this.audit = audit;
    }

    /** The form, with what is known already. */
    @GetMapping("/unknown/{id}/notice/new")
    String form(@PathVariable UUID id, Model model) {
        Unknown unknown = files.unknown(id);
        Map<String, String> known = new HashMap<>();
        notices.station().ifPresent(station -> {
            known.put("station", station.name());
            known.put("phone", station.phone());
        });
        Appearance seen = unknown.appearance();
        known.put(
                "features",
                notices.latest(unknown)
                        .map(Notice::features)
                        .orElse(seen.speech().isBlank() ? seen.marks() : seen.marks() + "，" + seen.speech()));
        return form(unknown, known, Map.of(), model);
    }

    private String form(Unknown unknown, Map<String, String> typed, Map<String, Text> wrong, Model model) {
        model.addAttribute("unknown", unknown);
        model.addAttribute("typed", typed);
        model.addAttribute("wrong", wrong);
        model.addAttribute("photos", photographs.of(unknown));
        return "familysearch/notice-form";
    }

    @PostMapping("/unknown/{id}/notice")
    String publish(
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            @RequestParam(required = false) @Nullable UUID photograph,
            HttpServletResponse response,
            Model model,
            RedirectAttributes then) {
        Unknown unknown = files.unknown(id);
        try {
            notices.publish(
                    unknown,
                    typed.getOrDefault("station", ""),
                    typed.getOrDefault("phone", ""),
                    typed.getOrDefault("features", ""),
                    photograph,
                    typed.getOrDefault("photographWhy", ""));
        } catch (Problem problem) {
            Map<String, Text> wrong = new HashMap<>();
            problem.parts().forEach(part -> wrong.put(part.field(), part.text()));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form(unknown, typed, wrong, model);
        }
        then.addFlashAttribute("done", new Text("寻亲公告已发布，可以打印。", "The notice is published and can be printed."));
        return "redirect:/unknown/" + id + "/notice";
    }

    /** The notice to read and to print. */
    @GetMapping("/unknown/{id}/notice")
    String notice(@PathVariable UUID id, @RequestParam(defaultValue = "") String in, Model model) {
        Unknown unknown = files.unknown(id);
        Language language = language(in);
        model.addAttribute("unknown", unknown);
        model.addAttribute("language", language);
        model.addAttribute("notice", HtmlLetter.article(notices.letter(unknown, latest(unknown), language)));
        return "familysearch/notice";
    }

    /** The same as a file; who took it away is noted. */
    @GetMapping("/unknown/{id}/notice.pdf")
    ResponseEntity<byte[]> file(@PathVariable UUID id, @RequestParam(defaultValue = "") String in) {
        Unknown unknown = files.unknown(id);
        Notice notice = latest(unknown);
        Language language = language(in);
        byte[] pdf = PdfLetter.bytes(notices.letter(unknown, notice, language));
        audit.note("family-search-notice-downloaded", id.toString(), notice.number() + " " + language.tag());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"notice-" + notice.number() + "-" + language.tag() + ".pdf\"")
                .body(pdf);
    }

    @PostMapping("/unknown/{id}/dna-request")
    String dna(
            @PathVariable UUID id,
            @RequestParam String requestedOn,
            @RequestParam String police,
            RedirectAttributes then) {
        LocalDate on;
        try {
            on = LocalDate.parse(requestedOn);
        } catch (DateTimeParseException e) {
            throw Problem.at("requestedOn", "请选择申请日期。", "Choose the day of the request.");
        }
        notices.noteDnaRequest(files.unknown(id), on, police);
        then.addFlashAttribute("done", new Text("已记录 DNA 采集申请。", "The request for a DNA sample is noted."));
        return "redirect:/unknown/" + id;
    }

    private Notice latest(Unknown unknown) {
        return notices.latest(unknown).orElseThrow(() -> new Missing("份寻亲公告", "notice"));
    }

    /** The language asked for; else that of the officer's pages. */
    private static Language language(String in) {
        String code = in.isEmpty() ? LocaleContextHolder.getLocale().getLanguage() : in;
        return code.equals("en") ? Language.EN : Language.ZH;
    }
}
