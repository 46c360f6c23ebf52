package org.hearth.app.winter;

import static org.assertj.core.api.Assertions.assertThat;

import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PlayedWinter
class AfterTheEarthquakeTest {

    @Autowired
    JdbcClient db;

    @Test
    void whoever_is_still_in_difficulty_and_is_accepted_has_a_case_that_names_its_alert() {
        assertThat(count("a.disposition = 'deliver'")).isPositive().isEqualTo(count("""
                a.disposition = 'deliver'
                and exists (select from casework.case_file c where c.household_id = a.household_id and c.alert_id = a.alert_id)
                """));
        assertThat(count("a.alert_id in (select alert_id from casework.case_file where kind = 'temporary-spending')"))
                .isPositive();
    }

    private long count(String condition) {
        return Scopes.within(
                Scope.system("test"),
                () -> db.sql("select count(*) from disaster.affected a where a.stage = 'still-in-difficulty' and "
                                + condition)
                        .query(Long.class)
                        .single());
    }
}
