package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hearth.app.exchange.Contract.Tells;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.Judging.Judged;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.HearthClock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Tells other rooms of rows whose contract says so: those that were used, and those about people whom the register lacks. */
@Component
class Telling {

    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Telling(HearthClock clock, ApplicationEventPublisher events) {
        this.clock = clock;
        this.events = events;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void of(Lot lot, Judged judged) {
        Contract contract = lot.contract();
        Tells tells = contract.tells();
        if (tells == null) {
            return;
        }
        List<RowsTold.Row> rows = new ArrayList<>();
        for (Judging.Usable row : judged.usable()) {
            rows.add(new RowsTold.Row(
                    row.match().personId(),
                    // A number that somebody decided to be wrong is not passed on as the person's.
                    row.decision() == null ? row.row().identityNumber() : null,
                    row.row().name(),
                    values(contract, tells, row.row())));
        }
        RowReader reader = new RowReader(contract, contract.columns(), clock.today());
        for (Judging.Held row : judged.held()) {
            if (row.kind() == Reason.UNKNOWN_PERSON
                    && reader.read(new TableFile.Row(row.number(), row.cells())) instanceof Reading.Good good) {
                rows.add(new RowsTold.Row(null, good.identityNumber(), good.name(), values(contract, tells, good)));
            }
        }
        if (!rows.isEmpty()) {
            events.publishEvent(new RowsTold(tells.what(), contract.department().zh(), List.copyOf(rows)));
        }
    }

    private static Map<String, String> values(Contract contract, Tells tells, Reading.Good row) {
        Map<String, String> values = new HashMap<>();
        tells.of().forEach((name, column) -> {
            String cell = Objects.requireNonNullElse(row.cells().get(column), "");
            if (!cell.isEmpty()) {
                values.put(name, value(contract, row, column, cell));
            }
        });
        return values;
    }

    private static String value(Contract contract, Reading.Good row, String column, String cell) {
        LocalDate date = row.dates().get(column);
        if (date != null) {
            return date.toString();
        }
        return contract.fields().stream()
                .filter(field -> field.name().equals(column))
                .map(Contract.Field::codes)
                .filter(Objects::nonNull)
                .map(codes -> codes.get(cell))
                .filter(Objects::nonNull)
                .map(JsonNode::asString)
                .findFirst()
                .orElse(cell);
    }
}
