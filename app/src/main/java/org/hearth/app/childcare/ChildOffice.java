package org.hearth.app.childcare;

import org.hearth.app.registry.HouseholdChanged;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.Registry;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Children's files go to the office of the village that their household moved to. */
@Component
class ChildOffice {

    private final JdbcClient db;
    private final Registry registry;

    ChildOffice(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    @EventListener
    void householdMoved(HouseholdChanged changed) {
        if (changed.change() != Change.MOVED) {
            return;
        }
        db.sql("update childcare.child set region = :region where person_id = any (:members) and left_on is null")
                .param("region", changed.region().digits())
                .param("members", registry.membersOf(changed.householdId()))
                .update();
    }
}
