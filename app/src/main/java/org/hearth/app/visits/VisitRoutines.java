package org.hearth.app.visits;

import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Text;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done about visits each night: the list follows the register, visits are planned, and missed ones go up. */
@Configuration
class VisitRoutines {

    @Bean
    static Routine visitPlanAtNight(Visits visits) {
        return new Routine("visits.plan", new Text("探访名单和计划", "List and plan of visits"), "0 10 1 * * *", day -> {
            int joined = visits.find(day);
            int planned = visits.plan(day);
            return new Text(
                    "新列入 " + joined + " 人，安排探访 " + planned + " 次",
                    joined + " joined the list, " + planned + " visits planned");
        });
    }

    @Bean
    static Routine missedVisitsAtNight(Visits visits) {
        return new Routine("visits.missed", new Text("错过的探访", "Missed visits"), "0 20 1 * * *", day -> {
            int escalated = visits.escalate(day);
            return new Text("上报 " + escalated + " 次", escalated + " passed on");
        });
    }
}
