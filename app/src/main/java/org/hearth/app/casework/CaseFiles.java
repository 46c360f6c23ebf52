package org.hearth.app.casework;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads case files, and keeps the log of their steps. */
@Component
class CaseFiles {

    static final String SELECT = """
            select c.*, i.investigated_on
            from casework.case_file c
            left join casework.investigation i on i.id = c.investigation_id
            """;

    static final RowMapper<CaseFile> ROW = (row, n) -> new CaseFile(
            row.getObject("id", UUID.class),
            row.getString("number"),
            new RegionCode(row.getString("region")),
            row.getObject("household_id", UUID.class),
            row.getObject("person_id", UUID.class),
            CaseKind.of(row.getString("kind")),
            CaseState.of(row.getString("state")),
            row.getObject("alert_id", UUID.class),
            row.getString("request"),
            row.getBoolean("near_relative"),
            row.getBoolean("special"),
            row.getBoolean("public_notice"),
            row.getInt("round"),
            row.getObject("accepted_on", LocalDate.class),
            row.getObject("investigated_on", LocalDate.class),
            row.getObject("data_checked_on", LocalDate.class),
            row.getObject("reviewed_on", LocalDate.class),
            row.getObject("agreed", Boolean.class),
            row.getString("opinion"),
            yuan(row, "proposed"),
            row.getObject("notice_from", LocalDate.class),
            row.getObject("notice_to", LocalDate.class),
            row.getObject("decided_on", LocalDate.class),
            coded(row, "outcome", Outcome::of),
            yuan(row, "amount"),
            row.getString("reason_zh") == null
                    ? null
                    : new Text(row.getString("reason_zh"), row.getString("reason_en")),
            row.getString("determination"),
            row.getObject("told_on", LocalDate.class),
            row.getObject("whole_due_on", LocalDate.class),
            coded(row, "next_duty", Duty.Name::of),
            row.getObject("next_due_on", LocalDate.class),
            row.getBoolean("advance"),
            coded(row, "cause", EmergencyCause::of),
            row.getObject("paperwork_due_on", LocalDate.class),
            row.getObject("papered_on", LocalDate.class),
            row.getObject("review_due_on", LocalDate.class));

    private final JdbcClient db;
    private final HearthClock clock;

    CaseFiles(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    Optional<CaseFile> find(UUID id) {
        return db.sql(SELECT + "where c.id = ?").param(id).query(ROW).optional();
    }

    List<CaseFile> ofHousehold(UUID householdId) {
        return db.sql(SELECT + "where c.household_id = ? order by c.accepted_on desc, c.number desc")
                .param(householdId)
                .query(ROW)
                .list();
    }

    Optional<CaseFile> ofAlert(UUID alertId) {
        return db.sql(SELECT + "where c.alert_id = ? order by c.accepted_on, c.number limit 1")
                .param(alertId)
                .query(ROW)
                .optional();
    }

    /** Those of these ids that one may see. */
    List<CaseFile> all(Collection<UUID> ids) {
        return db.sql(SELECT + "where c.id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .query(ROW)
                .list();
    }

    List<CaseFile> underWay() {
        return db.sql(SELECT + "where c.next_due_on is not null order by c.household_id, c.kind, c.accepted_on")
                .query(ROW)
                .list();
    }

    /** The case, held until the end of the transaction so that two people cannot take the same step. */
    CaseFile held(UUID id) {
        return db.sql(SELECT + "where c.id = ? for update of c")
                .param(id)
                .query(ROW)
                .optional()
                .orElseThrow(() -> new Missing("个办件", "case"));
    }

    /** Adds a line to the log, and answers with its id. */
    UUID log(CaseFile file, String step, LocalDate on, String note) {
        UUID id = Ids.next();
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        db.sql("""
                insert into casework.step (id, region, case_id, step, happened_on, actor, note, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(id, file.region().digits(), file.id(), step, on, Scopes.actor(), note, now)
                .update();
        return id;
    }

    private static @Nullable Yuan yuan(ResultSet row, String column) throws SQLException {
        var amount = row.getBigDecimal(column);
        return amount == null ? null : new Yuan(amount);
    }

    private static <T> @Nullable T coded(ResultSet row, String column, Function<String, T> of) throws SQLException {
        String code = row.getString(column);
        return code == null ? null : of.apply(code);
    }
}
