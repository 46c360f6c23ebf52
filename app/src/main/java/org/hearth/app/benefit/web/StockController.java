package org.hearth.app.benefit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Item;
import org.hearth.app.benefit.Purpose;
import org.hearth.app.chain.HouseholdPanel;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.context.annotation.Bean;
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

/** The stores of the county and its townships: what came in, what moved on, what was given; and giving to a household. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class StockController {

    private static final Set<Role> GIVERS = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Benefits benefits;
    private final StockList list;
    private final BatchList batches;
    private final Regions regions;
    private final HearthClock clock;

    StockController(Benefits benefits, StockList list, BatchList batches, Regions regions, HearthClock clock) {
        this.benefits = benefits;
        this.list = list;
        this.batches = batches;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static Doorplate stockDoor() {
        return new Doorplate(45, new Text("物资", "Goods"), "/stock", "package", GIVERS);
    }

    @Bean
    static HouseholdPanel benefitPanel() {
        return new HouseholdPanel(
                30,
                new Text("待遇与发放", "Benefits and payments"),
                "/households/{id}/benefits",
                Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/stock")
    String stock(@AuthenticationPrincipal SignedIn who, Model model) {
        boolean county = who.role() == Role.COUNTY_OFFICER;
        model.addAttribute("stock", list.all());
        model.addAttribute("regions", regions);
        model.addAttribute("county", county);
        model.addAttribute("items", Item.values());
        model.addAttribute("townships", county ? regions.within(county(who)) : List.of());
        model.addAttribute("id", Ids.next());
        return "benefit/stock";
    }

    @PostMapping("/stock/supplies")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    String supply(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam UUID id,
            @RequestParam Item item,
            @RequestParam(defaultValue = "0") int quantity,
            RedirectAttributes answer) {
        benefits.supply(county(who), item, quantity, id, clock.today());
        answer.addFlashAttribute(
                "done",
                new Text(
                        "已入库：" + item.title().zh() + " " + quantity + " 件。",
                        quantity + " × " + item.title().en() + " put into store."));
        return "redirect:/stock";
    }

    @PostMapping("/stock/transfers")
    @PreAuthorize("hasRole('COUNTY_OFFICER')")
    String move(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam UUID id,
            @RequestParam RegionCode township,
            @RequestParam Item item,
            @RequestParam(defaultValue = "0") int quantity,
            RedirectAttributes answer) {
        benefits.moveToTownship(county(who), township, item, quantity, id, clock.today());
        answer.addFlashAttribute(
                "done",
                new Text(
                        "已调拨给" + regions.name(township) + "：" + item.title().zh() + " " + quantity + " 件。",
                        quantity + " × " + item.title().en() + " moved to " + regions.name(township) + "."));
        return "redirect:/stock";
    }

    @GetMapping("/households/{id}/benefits")
    @PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
    String panel(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute("household", id);
        model.addAttribute("mayChange", who.role() != Role.VILLAGE_WORKER);
        model.addAttribute("entitlements", batches.entitlements(id));
        model.addAttribute("payments", batches.payments(id));
        model.addAttribute("goods", batches.goods(id));
        model.addAttribute("gives", GIVERS.contains(who.role()));
        model.addAttribute("store", regions.name(store(who)));
        model.addAttribute("inStore", list.toGive(store(who)));
        model.addAttribute("giving", Ids.next());
        return "benefit/panel :: panel";
    }

    /** Goods against the cold for a household, from the store of whoever gives. */
    @PostMapping("/households/{id}/goods")
    ResponseEntity<Void> give(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam UUID giving,
            @RequestParam Item item,
            @RequestParam(defaultValue = "0") int quantity,
            HttpServletRequest request) {
        benefits.giveGoods(store(who), id, item, quantity, Purpose.HEATING, giving, clock.today());
        return NextPage.at("/households/" + id, request);
    }

    private RegionCode store(SignedIn who) {
        return benefits.storeFor(who.regionCode());
    }

    private static RegionCode county(SignedIn who) {
        return who.regionCode().at(DivisionLevel.COUNTY);
    }
}
