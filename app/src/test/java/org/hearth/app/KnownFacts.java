package org.hearth.app;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts as a department's file leaves them, for tests that are about what follows from them. */
public final class KnownFacts {

    private KnownFacts() {}

    /**
     * Notes that {@code kind} of a person, or of the whole household, is {@code value} from {@code day} on.
     *
     * @param value as the household document spells it, in JSON
     */
    public static void know(
            JdbcClient db,
            RegionCode region,
            UUID household,
            @Nullable UUID person,
            String kind,
            String value,
            LocalDate day) {
        Scopes.run(Scope.system("test"), () -> {
            UUID batch = UUID.randomUUID();
            OffsetDateTime now = day.atStartOfDay().atOffset(ZoneOffset.UTC);
            db.sql("""
                    insert into exchange.batch
                        (id, region, kind, department, file_name, sm3, received_at, received_by,
                         rows, applied, unchanged, quarantined)
                    values (?, ?, 'roll', 'test', 'test', ?, ?, 'test', 1, 1, 0, 0)
                    """).params(batch, region.digits(), batch.toString(), now).update();
            db.sql("""
                    insert into exchange.fact
                        (region, household_id, person_id, kind, value, holds_on, department, batch_id, arrived_at)
                    values (?, ?, ?, ?, ?::jsonb, ?, 'test', ?, ?)
                    """)
                    .params(region.digits(), household, person, kind, value, day, batch, now)
                    .update();
        });
    }
}
