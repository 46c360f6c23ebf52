package org.hearth.app.outreach;

import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Text;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ends weather warnings that have run out, and what was done because of them, each hour. */
@Configuration
class WarningsRoutine {

    @Bean
    static Routine warningsEachHour(Outreach outreach) {
        return new Routine("outreach.warnings", new Text("到期的气象预警", "Weather warnings run out"), "0 0 * * * *", day -> {
            int ended = outreach.adjustResponses();
            return new Text("结束预警 " + ended + " 条", ended + " warnings ended");
        });
    }
}
