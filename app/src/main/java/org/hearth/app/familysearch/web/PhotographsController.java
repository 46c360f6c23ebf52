package org.hearth.app.familysearch.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Photographs;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Photographs of unknown persons and of people reported missing: taken in, looked at, published, removed. */
@Controller
@PreAuthorize("hasAnyRole('DUTY_DESK', 'COUNTY_OFFICER')")
class PhotographsController {

    private final Files files;
    private final Photographs photographs;

    PhotographsController(Files files, Photographs photographs) {
        this.files = files;
        this.photographs = photographs;
    }

    /** The pixels. No copy of them stays with the browser, so that each look is one that the audit trail knows of. */
    @GetMapping("/unknown/photos/{id}")
    ResponseEntity<byte[]> look(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.noStore())
                .body(photographs.look(id));
    }

    @PostMapping("/unknown/{id}/photos")
    String ofUnknown(@PathVariable UUID id, @RequestParam MultipartFile photo, RedirectAttributes then) {
        return kept(then, photo, in -> photographs.add(files.unknown(id), in), "/unknown/" + id);
    }

    @PostMapping("/unknown/reports/{id}/photos")
    String ofReport(@PathVariable UUID id, @RequestParam MultipartFile photo, RedirectAttributes then) {
        return kept(then, photo, in -> photographs.add(files.report(id), in), "/unknown/reports/" + id);
    }

    private interface Keeping {
        UUID keep(InputStream in);
    }

    private static String kept(RedirectAttributes then, MultipartFile photo, Keeping keeping, String page) {
        try (InputStream in = photo.getInputStream()) {
            keeping.keep(in);
            then.addFlashAttribute("done", new Text("照片已保存。", "The photograph is kept."));
        } catch (Problem problem) {
            then.addFlashAttribute("refused", problem.text());
        } catch (IOException e) {
            then.addFlashAttribute(
                    "refused", new Text("照片没有传完，请重试。", "The photograph did not arrive whole; try again."));
        }
        return "redirect:" + page;
    }

    @PostMapping("/unknown/photos/{id}/published")
    String publish(
            @PathVariable UUID id,
            @RequestParam UUID report,
            @RequestParam boolean published,
            @RequestParam(defaultValue = "") String why,
            RedirectAttributes then) {
        if (published) {
            photographs.publish(id, why);
        } else {
            photographs.unpublish(id);
        }
        then.addFlashAttribute(
                "done",
                published
                        ? new Text(
                                "照片已公开，全国的救助站比对时都能看到。",
                                "The photograph is published; every station that compares sees it.")
                        : new Text("照片不再公开。", "The photograph is no longer published."));
        return "redirect:/unknown/reports/" + report;
    }

    @PostMapping("/unknown/photos/{id}/removed")
    String remove(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID report,
            @RequestParam(required = false) @Nullable UUID unknown,
            @RequestParam String why,
            RedirectAttributes then) {
        photographs.remove(id, why);
        then.addFlashAttribute("done", new Text("照片已删除。", "The photograph is removed."));
        return "redirect:" + (report != null ? "/unknown/reports/" + report : "/unknown/" + unknown);
    }
}
