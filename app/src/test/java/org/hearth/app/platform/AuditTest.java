package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hearth.app.HearthTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class AuditTest {

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Test
    void the_trail_is_whole_and_no_row_of_it_can_be_changed_by_the_application() {
        audit.note("tested", "somebody", "once", "because");
        long before = audit.verify().rows();
        audit.note("tested", "somebody", "twice");

        assertThat(audit.verify().rows()).isGreaterThan(before);
        assertThat(audit.verify().firstBroken()).isEmpty();
        assertThatThrownBy(() ->
                        db.sql("update platform.audit set detail = 'never'").update())
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> db.sql("delete from platform.audit").update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }
}
