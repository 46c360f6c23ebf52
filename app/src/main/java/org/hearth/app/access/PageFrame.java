package org.hearth.app.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page needs: who is signed in, where they may go, which day it is. */
@ControllerAdvice
class PageFrame {

    /**
     * The frame's own model.
     *
     * @param who absent on public pages
     * @param regionName the region that they work for
     * @param doors their navigation
     * @param shut first pages of the rooms that are not theirs
     * @param here the path of this page, to mark the door it belongs to
     * @param played whether the data is a played winter
     * @param language {@code zh} or {@code en}
     * @param names what people call whoever has an account, by the account
     */
    record Frame(
            @Nullable SignedIn who,
            String regionName,
            List<Doorplate> doors,
            List<String> shut,
            String here,
            String query,
            LocalDate today,
            boolean played,
            String language,
            UnaryOperator<String> names) {

        /**
         * Who did something, as people call them.
         *
         * @param actor an account; where nobody has it, as it is; null for nobody
         */
        public String nameOf(@Nullable String actor) {
            if (actor == null) {
                return "";
            }
            if (actor.startsWith("system:")) {
                return language.equals("en") ? "the system" : "系统";
            }
            return names.apply(actor);
        }

        /** Whether {@code door} leads to the page that is shown. */
        public boolean isHere(Doorplate door) {
            return here.equals(door.link()) || here.startsWith(door.link() + "/");
        }

        /**
         * Whether a link of the chain leads to a page that this person may open. An elder's page, {@code /visits/…}, is
         * open to those whose own door is {@code /visit}.
         */
        public boolean opens(String link) {
            return !link.isEmpty()
                    && (doors.stream().anyMatch(door -> link.startsWith(door.link()))
                            || shut.stream().noneMatch(room -> link.startsWith(room + "/")));
        }

        /** The address of this page in the other language. */
        public String inOtherLanguage() {
            return "/language?to=" + (language.equals("en") ? "zh" : "en") + "&back="
                    + URLEncoder.encode(here + query, StandardCharsets.UTF_8);
        }
    }

    private final List<Doorplate> doors;
    private final HearthClock clock;
    private final Regions regions;
    private final Accounts accounts;

    PageFrame(List<Doorplate> doors, HearthClock clock, Regions regions, Accounts accounts) {
        this.doors =
                doors.stream().sorted(Comparator.comparingInt(Doorplate::order)).toList();
        this.clock = clock;
        this.regions = regions;
        this.accounts = accounts;
    }

    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request, Locale locale) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        SignedIn who =
                authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn ? signedIn : null;
        Map<String, String> names = new HashMap<>();
        return new Frame(
                who,
                who == null ? "" : regions.name(who.regionCode()),
                who == null
                        ? List.of()
                        : doors.stream()
                                .filter(door -> door.roles().contains(who.role()))
                                .toList(),
                who == null
                        ? List.of()
                        : doors.stream()
                                .filter(door -> !door.roles().contains(who.role()))
                                .map(Doorplate::link)
                                .toList(),
                request.getRequestURI(),
                request.getQueryString() == null ? "" : "?" + request.getQueryString(),
                clock.today(),
                clock.isPlayed(),
                locale.getLanguage().equals("en") ? "en" : "zh",
                // A list names the same few people again and again.
                actor -> names.computeIfAbsent(actor, accounts::nameOf));
    }
}
