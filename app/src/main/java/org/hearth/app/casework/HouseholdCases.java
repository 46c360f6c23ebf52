package org.hearth.app.casework;

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

/** A household's open cases: told before it is changed, and carried to its new office when it moves. */
@Component
class HouseholdCases implements HouseholdAffairs {

    private final JdbcClient db;

    HouseholdCases(JdbcClient db) {
        this.db = db;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Affair> of(UUID household) {
        List<String> open = db.sql("""
                        select number
                        from casework.case_file
                        where household_id = ? and state not in ('decided', 'closed')
                        order by accepted_on
                        """).param(household).query(String.class).list();
        return open.isEmpty()
                ? List.of()
                : List.of(new Affair(
                        new Text(
                                open.size() + " 件在办：" + String.join("、", open) + "。",
                                open.size() + " open cases: " + String.join(", ", open) + "."),
                        true));
    }

    @EventListener
    void householdMoved(HouseholdChanged changed) {
        if (changed.change() == Change.MOVED) {
            db.sql("update casework.case_file set region = ? where household_id = ?")
                    .params(changed.region().digits(), changed.householdId())
                    .update();
        }
    }
}
