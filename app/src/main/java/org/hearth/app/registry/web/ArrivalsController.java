package org.hearth.app.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Arrivals;
import org.hearth.app.registry.Arrivals.Arrival;
import org.hearth.app.registry.Contacts;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.NewContact;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Undo;
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

/** Households that moved in from another county, to be accepted or sent back, and what became of those that moved out. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class ArrivalsController {

    private final Arrivals arrivals;
    private final HouseholdOperations operations;
    private final Undo undo;
    private final Registry registry;
    private final Contacts contacts;
    private final Villages villages;
    private final Regions regions;

    ArrivalsController(
            Arrivals arrivals,
            HouseholdOperations operations,
            Undo undo,
            Registry registry,
            Contacts contacts,
            Villages villages,
            Regions regions) {
        this.arrivals = arrivals;
        this.operations = operations;
        this.undo = undo;
        this.registry = registry;
        this.contacts = contacts;
        this.villages = villages;
        this.regions = regions;
    }

    @Bean
    static TodaysWork arrivingHouseholds(Arrivals arrivals) {
        return (who, today) -> {
            List<TodaysWork.Item> items = new ArrayList<>();
            boolean officer = who.role() == Role.COUNTY_OFFICER || who.role() == Role.TOWNSHIP_OFFICER;
            long waiting = officer ? arrivals.waiting() : 0;
            if (waiting > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.TODAY,
                        new Text("迁入待接收", "Moved in, to be accepted"),
                        waiting,
                        new Text(
                                "外县迁来的家庭，救助照常发放；请接收或退回",
                                "Households from another county; their help goes on. Accept them or send them back"),
                        "/arrivals"));
            }
            long back = officer ? arrivals.sentBack() : 0;
            if (back > 0) {
                items.add(new TodaysWork.Item(
                        TodaysWork.Urgency.SOON,
                        new Text("迁出被退回", "Sent back to us"),
                        back,
                        new Text("迁入地退回的家庭，已恢复由本地办理", "The other county sent them back; they are ours again"),
                        "/arrivals/sent"));
            }
            return items;
        };
    }

    @GetMapping("/arrivals")
    String waiting(@RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("sent", false);
        list(arrivals.waiting(Math.max(page, 0)), model);
        return "registry/arrivals";
    }

    @GetMapping("/arrivals/sent")
    String sent(@RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("sent", true);
        list(arrivals.sent(Math.max(page, 0)), model);
        return "registry/arrivals";
    }

    private void list(org.hearth.app.platform.Page<Arrival> found, Model model) {
        model.addAttribute("found", found);
        model.addAttribute("back", arrivals.sentBack());
        model.addAttribute("regions", regions);
    }

    @PostMapping("/arrivals/sent/noted")
    String noted() {
        arrivals.noteSentBack();
        return "redirect:/arrivals/sent";
    }

    @GetMapping("/arrivals/{id}")
    String arrival(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        Arrival arrival = arrivals.arrival(id).orElseThrow(() -> new Missing("次迁入", "arrival"));
        Household household = registry.household(arrival.householdId()).orElse(null);
        model.addAttribute("arrival", arrival);
        model.addAttribute("from", regions.path(arrival.from(), DivisionLevel.PROVINCE));
        model.addAttribute("to", regions.path(arrival.to(), DivisionLevel.PROVINCE));
        model.addAttribute("household", household);
        model.addAttribute("receiving", household != null && arrival.isWaiting());
        if (household != null) {
            model.addAttribute("affairs", operations.affairsOf(household.id()));
            model.addAttribute(
                    "contacts",
                    contacts.of(household.id()).stream()
                            .filter(contact -> contact.to() == null)
                            .toList());
            model.addAttribute("account", registry.account(household.id()).orElse(null));
            model.addAttribute("townships", villages.of(who));
        }
        return "registry/arrival";
    }

    @PostMapping("/arrivals/{id}/accept")
    ResponseEntity<Void> accept(
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            RedirectAttributes answer,
            HttpServletRequest request) {
        Arrival arrival = arrivals.arrival(id).orElseThrow(() -> new Missing("次迁入", "arrival"));
        PersonForm form = new PersonForm(typed);
        String code = form.text("village");
        if (villages.village(code).isEmpty()) {
            form.fault("village", "请选择所在的村（社区）。", "Choose the village.");
        }
        Optional<NewContact> contact = form.text("phone").isEmpty()
                ? Optional.empty()
                : Optional.of(new NewContact(
                        form.required("name", "请填写联系人姓名。", "Give the contact person's name."),
                        form.text("relation"),
                        form.text("phone")));
        form.check();
        operations.accept(id, new RegionCode(code), contact);
        return NextPage.at("/households/" + arrival.householdId(), request);
    }

    /** The household goes back to the county that it came from: the move is taken back over both regions. */
    @PostMapping("/arrivals/{id}/send-back")
    ResponseEntity<Void> sendBack(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, HttpServletRequest request) {
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明退回的理由。", "Say why it is sent back.");
        }
        Arrival arrival = arrivals.arrival(id).orElseThrow(() -> new Missing("次迁入", "arrival"));
        if (registry.household(arrival.householdId()).isEmpty()) {
            throw new Missing("户家庭", "household");
        }
        Scopes.run(new Scope(RegionCode.NATION, Scopes.actor()), () -> undo.undo(id, reason));
        return NextPage.at("/arrivals", request);
    }
}
