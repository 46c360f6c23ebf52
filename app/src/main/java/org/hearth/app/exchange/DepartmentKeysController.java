package org.hearth.app.exchange;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The administrator's list of departments' keys: making one, which is shown once, and revoking one. */
@Controller
@PreAuthorize("hasRole('ADMINISTRATOR')")
class DepartmentKeysController {

    /** A key as the page shows it. @param used when it was last used; null where it never was */
    record Shown(
            UUID id,
            String name,
            String regionName,
            List<String> kinds,
            LocalDateTime created,
            @Nullable LocalDateTime used,
            boolean revoked) {}

    private final DepartmentKeys keys;
    private final Contracts contracts;
    private final Regions regions;

    DepartmentKeysController(DepartmentKeys keys, Contracts contracts, Regions regions) {
        this.keys = keys;
        this.contracts = contracts;
        this.regions = regions;
    }

    @GetMapping("/exchange/keys")
    String list(@AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute(
                "keys",
                keys.in(who.regionCode()).stream()
                        .map(key -> new Shown(
                                key.id(),
                                key.name(),
                                regions.name(new RegionCode(key.region())),
                                key.kinds(),
                                Objects.requireNonNull(local(key.createdAt())),
                                local(key.usedAt()),
                                key.revokedAt() != null))
                        .toList());
        model.addAttribute("contracts", contracts.all());
        return "exchange/keys";
    }

    @PostMapping("/exchange/keys")
    String create(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam String name,
            @RequestParam String region,
            @RequestParam(defaultValue = "") List<String> kinds,
            Model model) {
        if (name.isBlank()) {
            throw Problem.at("name", "请写明是哪个部门的系统。", "Say which department's system it is.");
        }
        kinds.forEach(contracts::of);
        RegionCode code = RegionCode.parse(region.strip());
        boolean known = code.equals(RegionCode.NATION)
                || regions.find(code).map(Region::validTo).isEmpty()
                        && regions.find(code).isPresent();
        if (!known || !who.regionCode().contains(code)) {
            throw Problem.at(
                    "region", "没有这个地区，或不在您的辖区内。", "There is no such division, or it lies outside your region.");
        }
        model.addAttribute("created", name.strip());
        model.addAttribute("key", keys.create(name.strip(), code, Set.copyOf(kinds)));
        return list(who, model);
    }

    @PostMapping("/exchange/keys/{id}/revoke")
    String revoke(@AuthenticationPrincipal SignedIn who, @PathVariable UUID id) {
        keys.revoke(id, who.regionCode());
        return "redirect:/exchange/keys";
    }

    private static @Nullable LocalDateTime local(@Nullable OffsetDateTime moment) {
        return moment == null
                ? null
                : moment.atZoneSameInstant(HearthClock.ZONE).toLocalDateTime();
    }
}
