package org.hearth.app.platform;

import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Looks every minute whether a routine's hour has come, where the platform serves for real. */
@Configuration
@EnableScheduling
@ConditionalOnBooleanProperty("hearth.nightly")
class EveryMinute implements SchedulingConfigurer {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Routines routines;

    EveryMinute(Routines routines) {
        this.routines = routines;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        for (Routine routine : routines.all()) {
            tasks.addFixedDelayTask(() -> routines.doIfDue(routine), MINUTE);
        }
    }
}
