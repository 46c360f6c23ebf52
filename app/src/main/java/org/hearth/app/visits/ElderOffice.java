package org.hearth.app.visits;

import org.hearth.app.registry.HouseholdChanged;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.Registry;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Listed elders and their open visits go to the office of the village that their household moved to. */
@Component
class ElderOffice {

    private final JdbcClient db;
    private final Registry registry;

    ElderOffice(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    @EventListener
    void householdMoved(HouseholdChanged changed) {
        if (changed.change() != Change.MOVED) {
            return;
        }
        db.sql("update visits.elder set region = :region where person_id = any (:members) and left_on is null")
                .param("region", changed.region().digits())
                .param("members", registry.membersOf(changed.householdId()))
                .update();
        db.sql("""
                update visits.visit
                set region = :region
                where visited_on is null
                  and elder_id in (select e.id from visits.elder e where e.region = :region and e.left_on is null)
                """).param("region", changed.region().digits()).update();
    }
}
