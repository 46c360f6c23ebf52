package org.hearth.app.monitoring;

import org.hearth.app.platform.HearthClock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Screens the register each night at two, where the platform serves for real. */
@Configuration
@EnableScheduling
@ConditionalOnBooleanProperty("hearth.nightly")
class EveryNight {

    private final NightlyScreening screening;
    private final HearthClock clock;

    EveryNight(NightlyScreening screening, HearthClock clock) {
        this.screening = screening;
        this.clock = clock;
    }

    @Scheduled(cron = "0 0 2 * * *", zone = "Asia/Shanghai")
    void screen() {
        screening.screen(clock.today());
    }
}
