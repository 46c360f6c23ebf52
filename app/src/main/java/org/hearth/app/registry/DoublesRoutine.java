package org.hearth.app.registry;

import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Text;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks every night for records that may be of one person. */
@Configuration
class DoublesRoutine {

    @Bean
    Routine likelyDoubles(Doubles doubles) {
        return new Routine(
                "registry.doubles", new Text("疑似重复的人员记录", "Likely doubles in the register"), "0 0 3 * * *", day -> {
                    Doubles.Looked looked = doubles.look();
                    return new Text(
                            "比对 " + looked.persons() + " 人，现有 " + looked.pairs() + " 对待核对，还有 " + looked.left()
                                    + " 人未比对。",
                            looked.persons() + " persons looked at; " + looked.pairs() + " pairs wait, " + looked.left()
                                    + " persons are left.");
                });
    }
}
