package org.hearth.app.packs.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.packs.DecisionTables;
import org.hearth.app.packs.Draft;
import org.hearth.app.packs.Drafts;
import org.hearth.app.packs.ValueRow;
import org.hearth.app.packs.web.PackReading.Shown;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Parameters;
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
import org.springframework.web.bind.annotation.RequestParam;

/** The pack as it stands: the one in force, a version, or a draft, with its tables, values, worked cases and calendar. */
@Controller
@PreAuthorize("hasRole('POLICY_OFFICER')")
class PackController {

    private final PolicyPack policy;
    private final Drafts drafts;
    private final Regions regions;
    private final HearthClock clock;

    PackController(PolicyPack policy, Drafts drafts, Regions regions, HearthClock clock) {
        this.policy = policy;
        this.drafts = drafts;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate packsDoor() {
        return new Doorplate(110, new Text("政策包", "Policy"), "/packs", "file-text", Set.of(Role.POLICY_OFFICER));
    }

    @Bean
    static TodaysWork packsToday(Drafts drafts, PolicyPack policy) {
        return (who, today) -> {
            if (who.role() != Role.POLICY_OFFICER) {
                return List.of();
            }
            List<Draft> own = drafts.all().stream().filter(Drafts::isOwn).toList();
            long toApprove = own.stream()
                    .filter(draft -> draft.state() == Draft.State.ASKED
                            && !who.username().equals(draft.askedBy()))
                    .count();
            long open = own.stream().filter(Draft::isOpen).count();
            var items = new ArrayList<TodaysWork.Item>();
            if (toApprove > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.TODAY,
                        new Text("待批准的政策草稿", "Drafts of the policy to approve"),
                        toApprove,
                        new Text("由提交人以外的政策管理员批准", "By an officer who did not hand them in"),
                        "/packs"));
            }
            if (open > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.SOON,
                        new Text("正在修改的政策草稿", "Drafts of the policy being changed"),
                        open,
                        new Text("检查、测算后提交", "Check, simulate, hand in"),
                        "/packs"));
            }
            int toConfirm =
                    policy.parameters().illustrative(who.region(), today).size();
            items.add(new TodaysWork.Item(
                    TodaysWork.Urgency.KNOW,
                    new Text("本地区待核实的参考值", "Illustrative values of the region to be confirmed"),
                    toConfirm,
                    new Text("暂用全国平均数，待录入当地标准", "National averages that wait for the local value"),
                    "/packs/values"));
            return items;
        };
    }

    private Shown shown(@Nullable UUID draft, @Nullable Long version) {
        if (draft != null) {
            return Shown.of(drafts.draft(draft), drafts.files(draft));
        }
        if (version != null) {
            PackFiles files = policy.files(version);
            String name = files.version(PackFiles.NATIONAL);
            return new Shown(files, new Text("版本 " + name, "Version " + name), version, null);
        }
        return new Shown(policy.filesOn(clock.today()), new Text("现行政策包", "Pack in force"), null, null);
    }

    private Shown show(@Nullable UUID draft, @Nullable Long version, String tab, Model model) {
        Shown shown = shown(draft, version);
        model.addAttribute("shown", shown);
        model.addAttribute("tab", tab);
        return shown;
    }

    @GetMapping("/packs")
    String overview(@AuthenticationPrincipal SignedIn who, Model model) {
        LocalDate today = clock.today();
        Shown shown = show(null, null, "overview", model);
        List<PackReading.Head> heads = PackReading.heads(shown.files());
        model.addAttribute(
                "national",
                heads.stream()
                        .filter(head -> head.pack().equals(PackFiles.NATIONAL))
                        .findFirst()
                        .orElseThrow());
        model.addAttribute(
                "regional",
                heads.stream()
                        .filter(head -> !head.pack().equals(PackFiles.NATIONAL))
                        .toList());
        List<PackVersion> versions = new ArrayList<>(policy.versions());
        model.addAttribute("versions", versions.reversed());
        model.addAttribute("inForce", policy.versionOn(today).orElse(null));
        model.addAttribute("drafts", drafts.all());
        model.addAttribute(
                "toConfirm",
                policy.parameters().illustrative(who.region(), today).size());
        model.addAttribute("proposedName", today.getYear() + "." + String.format("%02d", today.getMonthValue()));
        model.addAttribute("regions", regions);
        model.addAttribute("own", who.regionCode());
        return "packs/overview";
    }

    @GetMapping("/packs/decisions")
    String decisions(
            @RequestParam(required = false) @Nullable UUID draft,
            @RequestParam(required = false) @Nullable Long version,
            @RequestParam(defaultValue = "cn/decisions/household.dmn") String file,
            @RequestParam(defaultValue = "") String decision,
            Model model) {
        Shown shown = show(draft, version, "decisions", model);
        model.addAttribute("files", PackReading.decisions(shown.files()));
        model.addAttribute("file", file);
        model.addAttribute("decision", decision);
        model.addAttribute("words", DecisionTables.annotations(file, PackReading.text(shown.files(), file), decision));
        return "packs/decisions";
    }

    /** A file of a pack as it is, which the viewer on the page reads. */
    @GetMapping("/packs/file")
    ResponseEntity<byte[]> file(
            @RequestParam(required = false) @Nullable UUID draft,
            @RequestParam(required = false) @Nullable Long version,
            @RequestParam String file) {
        String text = PackReading.text(shown(draft, version).files(), file);
        return ResponseEntity.ok()
                .contentType(new MediaType(
                        file.endsWith(".dmn") ? MediaType.APPLICATION_XML : MediaType.TEXT_PLAIN,
                        StandardCharsets.UTF_8))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/packs/values")
    String values(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable UUID draft,
            @RequestParam(required = false) @Nullable Long version,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String region,
            @RequestParam(defaultValue = "") String residence,
            @RequestParam(defaultValue = "false") boolean illustrative,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Shown shown = show(draft, version, "values", model);
        Set<String> toConfirm = policy.parameters().illustrative(who.region(), clock.today()).stream()
                .map(PackController::sign)
                .collect(Collectors.toSet());
        var query = new PackReading.Query(q, region, residence, illustrative, Math.max(page, 0));
        model.addAttribute("found", PackReading.values(shown.files(), query, toConfirm));
        model.addAttribute("query", query);
        model.addAttribute("labels", PackReading.labels(shown.files()));
        model.addAttribute("toConfirm", toConfirm);
        model.addAttribute("names", new Places(regions));
        return "packs/values";
    }

    private static String sign(Parameters.Value value) {
        return value.name() + "@" + value.region() + ":" + (value.residence() == null ? "" : value.residence()) + "="
                + value.validFrom();
    }

    @GetMapping("/packs/cases")
    String cases(
            @RequestParam(required = false) @Nullable UUID draft,
            @RequestParam(required = false) @Nullable Long version,
            Model model) {
        model.addAttribute(
                "files", PackReading.cases(show(draft, version, "cases", model).files()));
        return "packs/cases";
    }

    @GetMapping("/packs/calendar")
    String calendar(
            @RequestParam(required = false) @Nullable UUID draft,
            @RequestParam(required = false) @Nullable Long version,
            Model model) {
        model.addAttribute(
                "years",
                PackReading.calendar(show(draft, version, "calendar", model).files()));
        return "packs/calendar";
    }

    /** Division digits as names, for the rows of a list. */
    record Places(Regions regions) {

        public String of(String digits) {
            return regions.name(new RegionCode(digits));
        }

        public boolean confirms(Set<String> toConfirm, ValueRow row) {
            return toConfirm.contains(PackReading.sign(row));
        }
    }
}
