package org.hearth.app.access;

import java.util.List;
import java.util.Set;
import org.hearth.app.platform.Routines;
import org.hearth.app.platform.Routines.Standing;
import org.hearth.app.platform.Text;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the platform does by itself, and whether it went well: for the administrator, and for the desk that is awake at night. */
@Controller
@PreAuthorize("hasAnyRole('ADMINISTRATOR', 'DUTY_DESK')")
class RoutinesController {

    private static final Set<Role> ROLES = Set.of(Role.ADMINISTRATOR, Role.DUTY_DESK);

    private final Routines routines;

    RoutinesController(Routines routines) {
        this.routines = routines;
    }

    @Bean
    static Doorplate routinesDoor() {
        return new Doorplate(98, new Text("定时任务", "Routines"), "/routines", "clock", Set.of(Role.ADMINISTRATOR));
    }

    @Bean
    static TodaysWork routinesToday(Routines routines) {
        return (who, today) -> {
            List<Standing> all = ROLES.contains(who.role()) ? routines.standings() : List.of();
            if (all.isEmpty()) {
                return List.of();
            }
            long trouble =
                    all.stream().filter(routine -> routine.state().isTrouble()).count();
            return List.of(
                    trouble == 0
                            ? new TodaysWork.Item(
                                    TodaysWork.Urgency.KNOW,
                                    new Text("定时任务正常", "Routines are well"),
                                    all.size(),
                                    new Text("筛查、探访计划、气象预警等按时执行", "Screening, visits, weather warnings run on time"),
                                    "/routines")
                            : new TodaysWork.Item(
                                    TodaysWork.Urgency.OVERDUE,
                                    new Text("定时任务没有完成", "Routines that did not run"),
                                    trouble,
                                    who.role() == Role.ADMINISTRATOR
                                            ? new Text("请查看原因", "See why")
                                            : new Text("请告诉系统管理员", "Tell the administrator"),
                                    "/routines"));
        };
    }

    @GetMapping("/routines")
    String routines(@AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute("routines", routines.standings());
        model.addAttribute("reasons", who.role() == Role.ADMINISTRATOR);
        return "access/routines";
    }
}
