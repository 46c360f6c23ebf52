package org.hearth.app.winter;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Doubles;
import org.springframework.stereotype.Component;

/** Every Monday before dawn the register is looked through for people who are in it twice. */
@Component
class RegistryScene implements Scene {

    private static final LocalTime BEFORE_DAWN = LocalTime.of(3, 0);

    private final Doubles doubles;

    RegistryScene(Doubles doubles) {
        this.doubles = doubles;
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.MONDAY) {
            winter.at(day, BEFORE_DAWN);
            Scopes.run(Scope.system("registry"), doubles::look);
        }
    }
}
