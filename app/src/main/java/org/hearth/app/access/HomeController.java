package org.hearth.app.access;

import java.util.Comparator;
import java.util.List;
import org.hearth.app.platform.HearthClock;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page after sign-in: what this person has to do today, from every room that has work for them. */
@Controller
class HomeController {

    private final List<TodaysWork> rooms;
    private final HearthClock clock;

    HomeController(List<TodaysWork> rooms, HearthClock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    @GetMapping("/")
    String home(@AuthenticationPrincipal SignedIn who, Model model) {
        List<TodaysWork.Item> items = rooms.stream()
                .flatMap(room -> room.todaysWork(who, clock.today()).stream())
                .sorted(Comparator.comparing(TodaysWork.Item::urgency))
                .toList();
        model.addAttribute("items", items);
        return "access/home";
    }
}
