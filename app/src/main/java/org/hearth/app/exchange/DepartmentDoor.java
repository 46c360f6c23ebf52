package org.hearth.app.exchange;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.hearth.app.exchange.DepartmentKeys.Sender;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The door for departments' systems: {@code /api/exchange}, opened by a key alone. No session or cookie counts here, so that no
 * page of another site can send anything in somebody's name, and no token against that is needed.
 */
@Configuration
@ConditionalOnWebApplication
class DepartmentDoor {

    /** Where a request keeps whose key opened the door. */
    static final String SENDER = "org.hearth.exchange.sender";

    private static final Text NO_KEY = new Text(
            "没有有效的密钥。请在请求头 Authorization 中写“Bearer 密钥”；密钥由系统管理员生成，停用的密钥不能再用。",
            "There is no valid key. Send it in the header Authorization as “Bearer KEY”; an administrator makes keys, and one that was revoked opens nothing.");

    @Bean
    @Order(1)
    SecurityFilterChain doorForSystems(HttpSecurity http, DepartmentKeys keys) throws Exception {
        return http.securityMatcher("/api/exchange/**")
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterAfter(new KeyFilter(keys), AuthorizationFilter.class)
                .build();
    }

    /** Lets in who has a key, held to the key's region. */
    private static final class KeyFilter extends OncePerRequestFilter {

        private final DepartmentKeys keys;

        KeyFilter(DepartmentKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Optional<Sender> sender = presented(request).flatMap(keys::sender);
            if (sender.isEmpty()) {
                refuse(response);
                return;
            }
            request.setAttribute(SENDER, sender.get());
            Exception[] failed = new Exception[1];
            Scopes.run(sender.get().scope(), () -> {
                try {
                    chain.doFilter(request, response);
                } catch (IOException | ServletException e) {
                    failed[0] = e;
                }
            });
            if (failed[0] instanceof IOException e) {
                throw e;
            }
            if (failed[0] instanceof ServletException e) {
                throw e;
            }
        }

        /** The key, as a bearer token or as the password of a basic authentication under any name. */
        private static Optional<String> presented(HttpServletRequest request) {
            String header = request.getHeader(HttpHeaders.AUTHORIZATION);
            if (header == null) {
                return Optional.empty();
            }
            if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
                return Optional.of(header.substring(7).strip());
            }
            if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
                try {
                    String pair = new String(
                            Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
                    return Optional.of(pair.substring(pair.indexOf(':') + 1));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }

        private static void refuse(HttpServletResponse response) throws IOException {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer, Basic realm=\"exchange\", charset=\"UTF-8\"");
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getWriter().write(Intake.JSON.writeValueAsString(problem(HttpStatus.UNAUTHORIZED, NO_KEY)));
        }
    }

    /** A problem after RFC 9457, with its text in both languages. */
    static Map<String, Object> problem(HttpStatus status, Text text) {
        return Map.of(
                "type", "about:blank",
                "title", status.getReasonPhrase(),
                "status", status.value(),
                "detail", text.toString(),
                "zh", text.zh(),
                "en", text.en());
    }
}
