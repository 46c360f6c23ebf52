package org.hearth.app.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import java.util.Set;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Who may sign in: the administrator's list, and new accounts with a password that must be changed. */
@Controller
@PreAuthorize("hasRole('ADMINISTRATOR')")
class AccountsController {

    /** The form for a new account. */
    record AccountForm(
            @Pattern(regexp = "[a-z0-9.]{3,40}", message = "{access.accounts.username.wrong}")
            String username,

            @NotBlank(message = "{access.accounts.name.missing}")
            String displayName,

            @NotNull(message = "{access.accounts.role.missing}") @Nullable
            Role role,

            @Pattern(
                    regexp = "|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}",
                    message = "{access.accounts.region.wrong}")
            String region) {}

    private final Accounts accounts;
    private final Regions regions;

    AccountsController(Accounts accounts, Regions regions) {
        this.accounts = accounts;
        this.regions = regions;
    }

    @Bean
    static Doorplate accountsDoor() {
        return new Doorplate(99, new Text("账号", "Accounts"), "/accounts", "shield-lock", Set.of(Role.ADMINISTRATOR));
    }

    @GetMapping("/accounts")
    String accounts(@AuthenticationPrincipal SignedIn who, @ModelAttribute("form") AccountForm form, Model model) {
        return page(who, model);
    }

    @PostMapping("/accounts")
    String create(
            @AuthenticationPrincipal SignedIn who,
            @Valid @ModelAttribute("form") AccountForm form,
            BindingResult errors,
            Model model) {
        Role role = form.role();
        if (!errors.hasFieldErrors("region")) {
            RegionCode region = RegionCode.parse(form.region());
            boolean known = region.equals(RegionCode.NATION)
                    || regions.find(region).map(Region::validTo).isEmpty()
                            && regions.find(region).isPresent();
            if (!known || !who.regionCode().contains(region)) {
                errors.rejectValue("region", "access.accounts.region.unknown");
            }
        }
        if (errors.hasErrors() || role == null) {
            return page(who, model);
        }
        try {
            String password = accounts.create(new Accounts.NewAccount(
                    form.username().toLowerCase(Locale.ROOT),
                    form.displayName().strip(),
                    role,
                    RegionCode.parse(form.region()),
                    false));
            model.addAttribute("created", form.username());
            model.addAttribute("password", password);
            model.addAttribute("form", new AccountForm("", "", null, ""));
        } catch (DuplicateKeyException e) {
            errors.rejectValue("username", "access.accounts.username.taken");
        }
        return page(who, model);
    }

    @PostMapping("/accounts/{username}/reset")
    String reset(@AuthenticationPrincipal SignedIn who, @PathVariable String username, Model model) {
        model.addAttribute("created", username);
        model.addAttribute("password", accounts.resetPassword(username));
        model.addAttribute("form", new AccountForm("", "", null, ""));
        return page(who, model);
    }

    @PostMapping("/accounts/{username}/close")
    String close(@AuthenticationPrincipal SignedIn who, @PathVariable String username) {
        if (who.username().equals(username)) {
            throw new Problem("不能停用自己的账号，请由另一位管理员办理。", "You cannot close your own account; ask another administrator.");
        }
        accounts.close(username);
        return "redirect:/accounts";
    }

    private String page(SignedIn who, Model model) {
        model.addAttribute("accounts", accounts.in(who.regionCode()));
        model.addAttribute("roles", Role.values());
        model.addAttribute("regions", regions);
        return "access/accounts";
    }
}
