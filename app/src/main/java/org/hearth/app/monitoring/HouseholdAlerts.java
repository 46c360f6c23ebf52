package org.hearth.app.monitoring;

import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.HouseholdAffairs;
import org.hearth.app.registry.HouseholdChanged;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A household's open alerts: told before it is changed, and carried to its new office when it moves. */
@Component
class HouseholdAlerts implements HouseholdAffairs {

    private final JdbcClient db;

    HouseholdAlerts(JdbcClient db) {
        this.db = db;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Affair> of(UUID household) {
        long open = db.sql("select count(*) from monitoring.alert where household_id = ? and state <> 'closed'")
                .param(household)
                .query(Long.class)
                .single();
        return open == 0
                ? List.of()
                : List.of(new Affair(
                        new Text(
                                open + " 条预警未处置，仍按原户处置。",
                                open + " open alerts, which are still to be answered for this household."),
                        false));
    }

    @EventListener
    void householdMoved(HouseholdChanged changed) {
        if (changed.change() == Change.MOVED) {
            db.sql("update monitoring.alert set region = ? where household_id = ?")
                    .params(changed.region().digits(), changed.householdId())
                    .update();
        }
    }
}
