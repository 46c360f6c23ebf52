package org.hearth.policy;

import static org.hearth.policy.Form.UNKNOWN;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a household, with its facts, the parameters in force and all that is decided of it, by the names that
 * decisions use: what another DMN engine has to be given, and what it has to come to.
 */
public final class DecidedRow {

    /**
     * What a COLLECT table says of a row. Each item is a value, or a map of output to value where the table has several.
     *
     * @param sure what the rules say that hold
     * @param open what the rules say that could hold if more were known
     */
    public record Collected(List<Object> sure, List<Object> open) {}

    /** What kind of value a column holds where it is known. */
    public enum Kind {
        /** A {@link BigDecimal}; a division is carried out to 34 digits. */
        NUMBER,
        /** A {@link Boolean}. */
        TRUTH,
        /** A {@link LocalDate}. */
        DATE,
        /** A code, as a {@link String}. */
        CODE,
        /** A list of codes. */
        CODES,
        /** A {@link Collected}. */
        COLLECTED,
        /** Rows of their own: see {@link #list}. */
        ROWS
    }

    private final Program program;
    private final Entity entity;
    private final Row row;

    DecidedRow(Program program, Entity entity, Row row) {
        this.program = program;
        this.entity = entity;
        this.row = row;
    }

    /** What it is a row of, such as {@code member}. */
    public String each() {
        return entity.singular;
    }

    /** The household around it; a household is its own. */
    public DecidedRow household() {
        return new DecidedRow(program, Entity.HOUSEHOLD, row.household);
    }

    /** The member it belongs to; the row itself where there is none. */
    public DecidedRow member() {
        return entity.belongsToMember() || (entity == Entity.INCOME && row.member != row.household)
                ? new DecidedRow(program, Entity.MEMBER, row.member)
                : this;
    }

    /**
     * Its rows of a kind, such as {@code incomes}; null when they are not known.
     *
     * @throws IllegalArgumentException when it has no such rows
     */
    public @Nullable List<DecidedRow> list(String plural) {
        Entity child = child(plural);
        if (child == null) {
            throw new IllegalArgumentException("a " + entity.singular + " has no " + plural);
        }
        Slot known = program.knownList(entity, child);
        return known != null && row.values[known.index()] == UNKNOWN ? null : rows(child);
    }

    private @Nullable Entity child(String plural) {
        return Arrays.stream(Entity.values())
                .filter(child -> entity.holds(child) && child.plural.equals(plural))
                .findFirst()
                .orElse(null);
    }

    private List<DecidedRow> rows(Entity child) {
        return Arrays.stream(row.lists[child.ordinal()])
                .map(item -> new DecidedRow(program, child, item))
                .toList();
    }

    /** This row and all rows within it. */
    public List<DecidedRow> all() {
        var all = new ArrayList<DecidedRow>(List.of(this));
        for (Entity child : Entity.values()) {
            if (entity.holds(child)) {
                rows(child).forEach(item -> all.addAll(item.all()));
            }
        }
        return all;
    }

    /** The columns of the rows of an entity, by name, and what kind of value each holds. */
    static Map<String, Kind> columns(Program program, Entity entity) {
        var columns = new LinkedHashMap<String, Kind>();
        for (Slot slot : program.columns(entity)) {
            if (slot.name().indexOf('#') < 0
                    && slot.parameter() == null
                    && !slot.name().equals("on")) {
                columns.put(slot.name(), kind(program, slot));
            }
        }
        for (Entity child : Entity.values()) {
            if (entity.holds(child)) {
                columns.put(child.plural, Kind.ROWS);
            }
        }
        return columns;
    }

    /** The names that mean the same in a decision about any row: the parameters, and the day. */
    static Map<String, Kind> everywhere(Program program) {
        var everywhere = new LinkedHashMap<String, Kind>();
        for (Slot slot : program.columns(Entity.HOUSEHOLD)) {
            if (slot.parameter() != null || slot.name().equals("on")) {
                everywhere.put(slot.name(), kind(program, slot));
            }
        }
        return everywhere;
    }

    private static Kind kind(Program program, Slot slot) {
        if (collecting(program, slot) != null) {
            return Kind.COLLECTED;
        }
        return switch (slot.type()) {
            case Type.Numeric n -> Kind.NUMBER;
            case Type.Truth t -> Kind.TRUTH;
            case Type.Day d -> Kind.DATE;
            case Type.Code c -> Kind.CODE;
            case Type.Codes c -> Kind.CODES;
        };
    }

    private static @Nullable Table collecting(Program program, Slot slot) {
        Table table = program.tables().get(slot);
        return table == null || table.rule() != null ? null : table;
    }

    /**
     * Whether what a file says of a decision is what holds for this row: a regional file's where its pack is laid over, a
     * national one's elsewhere.
     */
    public boolean isDecidedIn(DecisionFile file, String decision) {
        return program.holds(entity, decision, file.regional(), row.household);
    }

    /**
     * The value of a column; null when it is not known.
     *
     * @throws IllegalArgumentException when it has no such column
     */
    public @Nullable Object value(String name) {
        Typing.Ratio ratio = program.ratio(entity, name);
        if (ratio != null) {
            return quotient(ratio);
        }
        Slot own = program.find(entity, name);
        Slot slot = own != null ? own : program.find(Entity.HOUSEHOLD, name);
        if (slot == null) {
            throw new IllegalArgumentException("a " + entity.singular + " has no " + name);
        }
        Table table = collecting(program, slot);
        return table != null
                ? collected(table)
                : value(slot.type(), (own != null ? row : row.household).values[slot.index()]);
    }

    private @Nullable Object quotient(Typing.Ratio ratio) {
        var numerator = (BigDecimal) value(ratio.numerator());
        var denominator = (BigDecimal) value(ratio.denominator());
        return numerator == null || denominator == null ? null : numerator.divide(denominator, MathContext.DECIMAL128);
    }

    private @Nullable Object value(Form form) {
        return value(form.type(), JavaTarget.op(form).on(row));
    }

    private @Nullable Object value(Type type, long value) {
        if (value == UNKNOWN) {
            return null;
        }
        return switch (type) {
            case Type.Numeric n -> BigDecimal.valueOf(value, n.scale());
            case Type.Truth t -> value == 1;
            case Type.Day d -> LocalDate.ofEpochDay(value);
            case Type.Code c -> program.symbols().code(value);
            case Type.Codes c -> {
                var codes = new ArrayList<String>();
                for (int bit = 0; bit < c.values().size(); bit++) {
                    if ((value >> bit & 1) == 1) {
                        codes.add(c.values().get(bit));
                    }
                }
                yield codes;
            }
        };
    }

    private Collected collected(Table table) {
        var sure = new ArrayList<Object>();
        var open = new ArrayList<Object>();
        for (int rule = 0; rule < table.conditions().size(); rule++) {
            long holds = JavaTarget.op(table.conditions().get(rule)).on(row);
            if (holds != 0) {
                (holds == 1 ? sure : open).add(said(table, rule));
            }
        }
        return new Collected(sure, open);
    }

    private Object said(Table table, int rule) {
        var said = new LinkedHashMap<String, Object>();
        for (int output = 0; output < table.written().outputs().size(); output++) {
            Object value = value(table.outputs().get(rule).get(output));
            said.put(table.written().outputs().get(output), value == null ? "unknown" : value);
        }
        return said.size() == 1 ? said.values().iterator().next() : said;
    }
}
