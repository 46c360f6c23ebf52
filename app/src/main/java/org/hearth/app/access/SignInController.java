package org.hearth.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/** Signing in, and choosing a password of one's own. */
@Controller
class SignInController {

    /** Passwords shorter than this are guessed too easily (GB/T 39786 asks for eight; we ask for ten). */
    static final int SHORTEST_PASSWORD = 10;

    record NewPassword(
            @NotBlank(message = "{access.password.current.missing}")
            String current,

            @Size(min = SHORTEST_PASSWORD, max = 200, message = "{access.password.too-short}")
            String chosen,

            String repeated) {}

    private final Accounts accounts;
    private final PasswordEncoder encoder;

    SignInController(Accounts accounts, PasswordEncoder encoder) {
        this.accounts = accounts;
        this.encoder = encoder;
    }

    @GetMapping("/sign-in")
    String signIn(Authentication authentication, Model model) {
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn) {
            return "redirect:/";
        }
        model.addAttribute("demo", accounts.isDemo());
        return "access/sign-in";
    }

    @GetMapping("/password")
    String password(@ModelAttribute("form") NewPassword form) {
        return "access/password";
    }

    @PostMapping("/password")
    String change(
            @AuthenticationPrincipal SignedIn who,
            @Valid @ModelAttribute("form") NewPassword form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response) {
        SignedIn stored = accounts.find(who.username()).orElse(who);
        if (!errors.hasFieldErrors("current") && !encoder.matches(form.current(), stored.passwordHash())) {
            errors.rejectValue("current", "access.password.current.wrong");
        }
        if (!form.chosen().equals(form.repeated())) {
            errors.rejectValue("repeated", "access.password.differs");
        }
        if (form.chosen().equals(form.current())) {
            errors.rejectValue("chosen", "access.password.same");
        }
        if (errors.hasErrors()) {
            return "access/password";
        }
        accounts.changePassword(who.username(), form.chosen());
        accounts.find(who.username()).ifPresent(renewed -> {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(renewed, null, renewed.getAuthorities()));
            request.changeSessionId();
            new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        });
        return "redirect:/";
    }
}
