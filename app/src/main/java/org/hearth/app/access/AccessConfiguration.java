package org.hearth.app.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.hearth.app.platform.Scopes;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RegexRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who may come in, and under which headers pages are sent. */
@Configuration
@EnableMethodSecurity
class AccessConfiguration {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
                    + "script-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    @Bean
    @ConditionalOnWebApplication
    SecurityFilterChain doors(HttpSecurity http, SignInAttempts attempts) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/webjars/**",
                                "/hearth/**",
                                "/favicon.ico",
                                "/manifest.webmanifest",
                                "/service-worker.js",
                                "/sign-in",
                                "/language",
                                "/error",
                                "/public/**",
                                "/actuator/health")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/sign-in")
                        .successHandler(attempts)
                        .failureHandler(attempts)
                        .permitAll())
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?out"))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("geolocation=(self), camera=(), microphone=()")))
                // A page that was asked for by htmx must not become the page to return to after sign-in.
                .requestCache(cache -> cache.requestCache(new PagesOnlyRequestCache()))
                .addFilterAfter(new ScopeFilter(), AuthorizationFilter.class)
                .build();
    }

    /** Holds the request to the region of the person who is signed in, and to a new password where one is due. */
    static final class ScopeFilter extends OncePerRequestFilter {

        private static final RegexRequestMatcher OPEN =
                new RegexRequestMatcher("/(password|sign-out|language|hearth/.*|webjars/.*|error)(\\?.*)?", null);

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (!(authentication != null && authentication.getPrincipal() instanceof SignedIn who)) {
                chain.doFilter(request, response);
                return;
            }
            if (who.mustChangePassword() && !OPEN.matches(request)) {
                response.sendRedirect("/password");
                return;
            }
            try {
                Scopes.within(who.scope(), () -> {
                    try {
                        chain.doFilter(request, response);
                    } catch (IOException | ServletException e) {
                        throw new Passing(e);
                    }
                    return true;
                });
            } catch (Passing passing) {
                passing.rethrow();
            }
        }

        @Override
        protected boolean shouldNotFilterAsyncDispatch() {
            return false;
        }
    }

    /** Carries a checked exception through a supplier. */
    private static final class Passing extends RuntimeException {

        Passing(Exception cause) {
            super(cause);
        }

        void rethrow() throws IOException, ServletException {
            if (getCause() instanceof IOException failed) {
                throw failed;
            }
            if (getCause() instanceof ServletException failed) {
                throw failed;
            }
            throw this;
        }
    }
}
