package org.hearth.app.packs.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.access.SignedIn;
import org.hearth.app.packs.Changes;
import org.hearth.app.packs.Publications;
import org.hearth.app.packs.Raises;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Publishing by four eyes, and the versions that were published. */
@Controller
@PreAuthorize("hasRole('POLICY_OFFICER')")
class PublicationController {

    private final Publications publications;
    private final Raises raises;
    private final PolicyPack policy;
    private final Regions regions;
    private final HearthClock clock;

    PublicationController(
            Publications publications, Raises raises, PolicyPack policy, Regions regions, HearthClock clock) {
        this.publications = publications;
        this.raises = raises;
        this.policy = policy;
        this.regions = regions;
        this.clock = clock;
    }

    @PostMapping("/packs/drafts/{id}/ask")
    ResponseEntity<Void> ask(
            @PathVariable UUID id,
            @RequestParam LocalDate effectiveFrom,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request) {
        publications.ask(id, effectiveFrom, reason);
        return NextPage.at("/packs/drafts/" + id, request);
    }

    @PostMapping("/packs/drafts/{id}/send-back")
    String sendBack(@PathVariable UUID id, RedirectAttributes answer) {
        publications.sendBack(id);
        answer.addFlashAttribute("done", new Text("已退回，可以继续修改。", "Sent back; it can be changed again."));
        return "redirect:/packs/drafts/" + id;
    }

    @PostMapping("/packs/drafts/{id}/approve")
    String approve(@PathVariable UUID id, RedirectAttributes answer) {
        long number = publications.approve(id);
        answer.addFlashAttribute("done", new Text("已发布。", "Published."));
        return "redirect:/packs/versions/" + number;
    }

    @GetMapping("/packs/versions/{number}")
    String version(@PathVariable long number, @AuthenticationPrincipal SignedIn who, Model model) {
        PackVersion version = policy.versions().stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst()
                .orElseThrow(() -> new Missing("个版本", "version"));
        PackVersion before = policy.versions().stream()
                .filter(candidate -> candidate.number() < number && !candidate.isWithdrawn())
                .reduce((one, next) -> next)
                .orElse(null);
        model.addAttribute("version", version);
        model.addAttribute("before", before);
        model.addAttribute(
                "changes",
                before == null ? null : Changes.between(policy.files(before.number()), policy.files(number)));
        model.addAttribute("tab", "overview");
        model.addAttribute("carried", raises.of(number).orElse(null));
        model.addAttribute("names", new PackController.Places(regions));
        model.addAttribute(
                "pending",
                number > 0 && !version.isWithdrawn() && version.effectiveFrom().isAfter(clock.today()));
        model.addAttribute("askedToWithdraw", who.username().equals(version.withdrawalAskedBy()));
        return "packs/version";
    }

    @PostMapping("/packs/versions/{number}/ask-to-withdraw")
    String askToWithdraw(
            @PathVariable long number, @RequestParam(defaultValue = "") String reason, RedirectAttributes answer) {
        publications.askToWithdraw(number, reason);
        answer.addFlashAttribute(
                "done", new Text("已申请撤回，请另一位政策管理员批准。", "Asked to withdraw; another officer has to approve it."));
        return "redirect:/packs/versions/" + number;
    }

    @PostMapping("/packs/versions/{number}/withdraw")
    String withdraw(@PathVariable long number, RedirectAttributes answer) {
        publications.withdraw(number);
        answer.addFlashAttribute("done", new Text("已撤回。", "Withdrawn."));
        return "redirect:/packs/versions/" + number;
    }
}
