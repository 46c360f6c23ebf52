package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The list of operations, and taking one back as long as nothing later builds on it. */
@Component
public class Undo {

    private record Row(
            String tableName,
            UUID rowId,
            String effect,
            @Nullable String before) {}

    private static final RowMapper<Operation> OPERATION = (row, n) -> new Operation(
            row.getObject("id", UUID.class),
            Operation.Kind.of(row.getString("kind")),
            Arrays.asList((UUID[]) row.getArray("households").getArray()),
            Arrays.asList((UUID[]) row.getArray("persons").getArray()),
            row.getObject("effective_on", LocalDate.class),
            row.getString("reason"),
            row.getObject("recorded_at", OffsetDateTime.class),
            row.getString("recorded_by"),
            row.getString("undone_by"),
            row.getString("undone_reason"));

    private static final String COLUMNS =
            "id, kind, households, persons, effective_on, reason, recorded_at, recorded_by, undone_by, undone_reason";

    private final JdbcClient db;
    private final Registry registry;
    private final Filing filing;
    private final List<HouseholdAffairs> affairs;
    private final PersonRecords records;
    private final Deaths deaths;
    private final Proposals proposals;
    private final Arrivals arrivals;
    private final Audit audit;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Undo(
            JdbcClient db,
            Registry registry,
            Filing filing,
            List<HouseholdAffairs> affairs,
            PersonRecords records,
            Deaths deaths,
            Proposals proposals,
            Arrivals arrivals,
            Audit audit,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.registry = registry;
        this.filing = filing;
        this.affairs = affairs;
        this.records = records;
        this.deaths = deaths;
        this.proposals = proposals;
        this.arrivals = arrivals;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** What was done to a household, newest first. */
    @Transactional(readOnly = true)
    public List<Operation> ofHousehold(UUID household) {
        return db.sql("select " + COLUMNS + """

                from registry.operation
                where households @> array[cast(? as uuid)]
                order by recorded_at desc, id desc
                """)
                .param(household)
                .query(OPERATION)
                .list();
    }

    /** What was done to a person, newest first. */
    @Transactional(readOnly = true)
    public List<Operation> ofPerson(UUID person) {
        return db.sql("select " + COLUMNS + """

                from registry.operation
                where persons @> array[cast(? as uuid)]
                order by recorded_at desc, id desc
                """).param(person).query(OPERATION).list();
    }

    @Transactional(readOnly = true)
    public Optional<Operation> operation(UUID id) {
        return db.sql("select " + COLUMNS + " from registry.operation where id = ?")
                .param(id)
                .query(OPERATION)
                .optional();
    }

    /** What keeps an operation from being taken back; empty where it can be. */
    @Transactional(readOnly = true)
    public List<Text> blocks(Operation operation) {
        List<Text> blocks = new ArrayList<>();
        if (operation.isUndone()) {
            blocks.add(new Text("已撤销。", "It was taken back already."));
            return blocks;
        }
        db.sql("select " + COLUMNS + """

                from registry.operation
                where undone_at is null
                  and id <> :id
                  and (recorded_at, id) > (select recorded_at, id from registry.operation where id = :id)
                  and (households && :households or persons && :persons)
                order by recorded_at desc, id desc
                """)
                .param("id", operation.id())
                .param("households", operation.households().toArray(UUID[]::new))
                .param("persons", operation.persons().toArray(UUID[]::new))
                .query(OPERATION)
                .list()
                .forEach(later -> blocks.add(new Text(
                        "其后办理了“" + later.kind().title().zh() + "”（" + later.on() + "），请先撤销它。",
                        "\"" + later.kind().title().en() + "\" (" + later.on()
                                + ") was done after it; take that back first.")));
        long ended = rows(operation.id()).stream()
                .filter(row -> row.effect().equals("opened")
                        && (row.tableName().equals("membership")
                                || row.tableName().equals("stratum")))
                .filter(row -> db.sql("select valid_to is not null from registry." + row.tableName() + " where id = ?")
                        .param(row.rowId())
                        .query(Boolean.class)
                        .single())
                .count();
        if (ended > 0) {
            blocks.add(new Text("由它产生的 " + ended + " 项记录已另行终止。", ended + " entries that it made were ended since."));
        }
        if (operation.kind() == Operation.Kind.SPLIT || operation.kind() == Operation.Kind.REGISTER) {
            UUID made = operation.households().getLast();
            boolean holds = db.sql("""
                            select exists (
                                select from registry.stratum where household_id = ? and valid_to is null and person_id is null)
                            """).param(made).query(Boolean.class).single();
            if (holds) {
                blocks.add(new Text("新户已认定救助类别。", "The new household holds a layer already."));
            }
            affairs.stream()
                    .flatMap(room -> room.of(made).stream())
                    .forEach(affair -> blocks.add(new Text(
                            "新户已有办理事项：" + affair.text().zh(),
                            "The new household has business of its own: "
                                    + affair.text().en())));
        }
        return blocks;
    }

    /**
     * Takes an operation back: what it opened counts for no day, what it closed runs again, what it changed is as before. Two
     * records that were wrongly made one are remembered as two persons. To be called in a scope that holds both places.
     *
     * @throws Problem when something later builds on it; it says what
     */
    @Transactional
    public void undo(UUID id, String reason) {
        Operation operation = operation(id).orElseThrow(() -> new Missing("项办理", "operation"));
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明撤销的原因。", "Say why it is taken back.");
        }
        blocks(operation).stream().findFirst().ifPresent(block -> {
            throw new Problem("不能撤销：" + block.zh(), "It cannot be taken back: " + block.en());
        });
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        rows(id).reversed().forEach(row -> takeBack(operation, row, now));
        db.sql("update registry.operation set undone_at = ?, undone_by = ?, undone_reason = ? where id = ?")
                .params(now, Scopes.actor(), reason.strip(), id)
                .update();
        if (operation.kind() == Operation.Kind.MOVE) {
            arrivals.sentBack(id, reason.strip());
        }
        audit.note("operation-undone", id.toString(), operation.kind().code(), reason);
        if (!operation.persons().isEmpty()) {
            filing.refile(operation.persons());
            records.foundBy(operation.persons());
        }
        // A death that somebody else reports too, or that was reported of either of two records since, stands.
        registry.takeBack(List.of(id));
        if (operation.kind() == Operation.Kind.MERGE_PERSONS) {
            deaths.recount(operation.persons());
            records.different(
                    operation.persons().getFirst(), operation.persons().getLast(), reason);
        }
        for (UUID household : operation.households()) {
            RegionCode region = new RegionCode(db.sql("select region from registry.household where id = ?")
                    .param(household)
                    .query(String.class)
                    .single());
            boolean first = household.equals(operation.households().getFirst());
            Change change = switch (operation.kind()) {
                case MOVE -> Change.MOVED;
                case MERGE -> first ? Change.MEMBERS_CHANGED : Change.RESTORED;
                case SPLIT, REGISTER ->
                    household.equals(operation.households().getLast()) ? Change.DISSOLVED : Change.MEMBERS_CHANGED;
                case PLACE, JOIN, LEAVE, RELATE, MERGE_PERSONS, CORRECT -> Change.MEMBERS_CHANGED;
            };
            if (change == Change.MOVED) {
                filing.carry(household, region);
            }
            events.publishEvent(new HouseholdChanged(household, region, clock.today(), change));
        }
        proposals.undone(operation.households(), operation.persons());
    }

    private List<Row> rows(UUID operation) {
        return db.sql("""
                        select table_name, row_id, effect, before
                        from registry.operation_row
                        where operation_id = ?
                        order by n
                        """).param(operation).query(Row.class).list();
    }

    private void takeBack(Operation operation, Row row, OffsetDateTime now) {
        String table = "registry." + row.tableName();
        String columns = switch (row.tableName()) {
            case "household" ->
                "region, residence, address, longitude, latitude, place_since, dissolved_on, merged_into";
            case "person" ->
                switch (operation.kind()) {
                    case LEAVE -> "region";
                    case CORRECT -> "name, sex, born, born_estimated, id_number, id_number_index, id_number_masked";
                    case MERGE_PERSONS ->
                        "name, sex, born, born_estimated, died_on, id_number, id_number_index, id_number_masked, merged_into";
                    case REGISTER, PLACE, JOIN, RELATE, SPLIT, MERGE, MOVE -> "region";
                };
            default -> "";
        };
        switch (row.effect()) {
            case "changed" ->
                db.sql("update " + table + " t set (" + columns + ") = (select " + columns
                                + " from jsonb_populate_record(null::" + table + ", cast(? as jsonb))) where t.id = ?")
                        .params(Objects.requireNonNull(row.before()), row.rowId())
                        .update();
            case "closed" -> {
                boolean withdraws =
                        row.tableName().equals("membership") || row.tableName().equals("stratum");
                db.sql("update " + table + " set valid_to = null" + (withdraws ? ", withdrawn_at = null" : "")
                                + " where id = ?")
                        .param(row.rowId())
                        .update();
            }
            case "opened" -> {
                switch (row.tableName()) {
                    case "membership", "stratum" ->
                        db.sql("update " + table + " set valid_to = valid_from, withdrawn_at = ? where id = ?")
                                .params(now, row.rowId())
                                .update();
                    case "former_place", "former_name" ->
                        db.sql("update " + table + " set withdrawn_at = ? where id = ?")
                                .params(now, row.rowId())
                                .update();
                    case "household" ->
                        db.sql(
                                        "update registry.household set dissolved_on = coalesce(place_since, current_date) where id = ?")
                                .param(row.rowId())
                                .update();
                    // Who was entered by mistake stays as a record that belongs to no household; the number is free
                    // again.
                    case "person" -> db.sql("""
                                update registry.person
                                set id_number = null, id_number_index = null, id_number_masked = null
                                where id = ?
                                """).param(row.rowId()).update();
                    default -> throw new IllegalStateException("an opened row of " + row.tableName());
                }
            }
            default -> throw new IllegalStateException("no effect " + row.effect());
        }
    }
}
