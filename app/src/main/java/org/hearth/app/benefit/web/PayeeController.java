package org.hearth.app.benefit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.access.TodaysWork;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.AccountHolder;
import org.hearth.app.registry.AccountNumber;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Money that came back: the list of its households, and the form for the account that it goes to from now on. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class PayeeController {

    private static final Set<Role> ROLES = Set.of(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER);

    private final Benefits benefits;
    private final BatchList batches;
    private final Registry registry;
    private final Regions regions;
    private final HearthClock clock;

    PayeeController(Benefits benefits, BatchList batches, Registry registry, Regions regions, HearthClock clock) {
        this.benefits = benefits;
        this.batches = batches;
        this.registry = registry;
        this.regions = regions;
        this.clock = clock;
    }

    @Bean
    static TodaysWork returnedToday(BatchList batches) {
        return (who, today) -> {
            if (!ROLES.contains(who.role())) {
                return List.of();
            }
            long waiting = batches.returned().stream()
                    .filter(household -> household.reason().newAccount() && !household.corrected())
                    .count();
            return waiting == 0
                    ? List.of()
                    : List.of(new TodaysWork.Item(
                            TodaysWork.Urgency.TODAY,
                            new Text("待更正的收款账户", "Accounts to be corrected"),
                            waiting,
                            new Text("银行退回了这些家庭的待遇资金", "The bank returned these households' money"),
                            "/returned"));
        };
    }

    @GetMapping("/returned")
    String returned(Model model) {
        model.addAttribute("households", batches.returned());
        model.addAttribute("regions", regions);
        return "benefit/returned";
    }

    @GetMapping("/households/{id}/account")
    String form(@PathVariable UUID id, Model model) {
        Household household = registry.household(id).orElseThrow(() -> new Missing("户家庭", "household"));
        model.addAttribute("household", household);
        model.addAttribute("account", registry.account(id).orElse(null));
        model.addAttribute("kinds", AccountHolder.values());
        model.addAttribute(
                "returned",
                batches.payments(id).stream()
                        .filter(line -> line.state().equals("RETURNED"))
                        .toList());
        return "benefit/account";
    }

    /** What is wrong with the number that was typed, and which other households are paid to it already. */
    @GetMapping("/households/{id}/account/check")
    String check(@PathVariable UUID id, @RequestParam(defaultValue = "") String account, Model model) {
        String number = AccountNumber.plain(account);
        model.addAttribute(
                "fault", number.isEmpty() ? null : AccountNumber.fault(number).orElse(null));
        model.addAttribute(
                "uses", AccountNumber.fault(number).isPresent() ? List.of() : registry.usesOfAccount(id, number));
        return "benefit/account :: check";
    }

    @PostMapping("/households/{id}/account")
    ResponseEntity<Void> change(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String bank,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String holder,
            @RequestParam(defaultValue = "MEMBER") AccountHolder kind,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request) {
        benefits.changeAccount(id, new NewAccount(bank, account, holder, kind), reason, clock.today());
        return NextPage.at("/households/" + id + "/account?changed=true", request);
    }
}
