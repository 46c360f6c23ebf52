package org.hearth.app.casework.web;

import java.util.UUID;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.casework.Casework;
import org.hearth.app.casework.Duty;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Missing;
import org.hearth.letters.HtmlLetter;
import org.hearth.letters.Language;
import org.hearth.letters.PdfLetter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The letter on a decided case: to read, to print, to take away (最低生活保障审核确认办法 Art 21). */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class LettersController {

    private final Casework casework;
    private final Audit audit;

    LettersController(Casework casework, Audit audit) {
        this.casework = casework;
        this.audit = audit;
    }

    @GetMapping("/cases/{id}/letter")
    String letter(@PathVariable UUID id, @RequestParam(defaultValue = "") String in, Model model) {
        CaseFile file = caseFile(id);
        Language language = language(in);
        model.addAttribute("file", file);
        model.addAttribute("letter", HtmlLetter.article(casework.letter(file, language)));
        model.addAttribute("language", language);
        model.addAttribute("tell", tell(file));
        return "casework/letter";
    }

    /** The same as a file; who took it away is noted. */
    @GetMapping("/cases/{id}/letter.pdf")
    ResponseEntity<byte[]> file(@PathVariable UUID id, @RequestParam(defaultValue = "") String in) {
        CaseFile file = caseFile(id);
        Language language = language(in);
        byte[] pdf = PdfLetter.bytes(casework.letter(file, language));
        audit.note("letter-downloaded", id.toString(), file.number() + " " + language.tag());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"letter-" + file.number() + "-" + language.tag() + ".pdf\"")
                .body(pdf);
    }

    private CaseFile caseFile(UUID id) {
        return casework.find(id).orElseThrow(() -> new Missing("个办件", "case"));
    }

    private @Nullable Duty tell(CaseFile file) {
        return casework.duties(file).stream()
                .filter(duty -> duty.name() == Duty.Name.TELL)
                .findFirst()
                .orElse(null);
    }

    /** The language asked for; else that of the officer's pages. */
    private static Language language(String in) {
        String code = in.isEmpty() ? LocaleContextHolder.getLocale().getLanguage() : in;
        return code.equals("en") ? Language.EN : Language.ZH;
    }
}
