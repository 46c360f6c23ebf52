package org.hearth.app.monitoring;

import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Text;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Screens the register each night at two. */
@Configuration
class ScreeningRoutine {

    @Bean
    static Routine screeningAtNight(NightlyScreening screening) {
        return new Routine(
                "monitoring.screening", new Text("低收入人口筛查", "Screening of the register"), "0 0 2 * * *", day -> {
                    NightlyScreening.Run run = screening.screen(day);
                    return new Text(
                            "筛查 " + run.households() + " 户，提出 " + run.signals() + " 个问题",
                            run.households() + " households screened, " + run.signals() + " questions raised");
                });
    }
}
