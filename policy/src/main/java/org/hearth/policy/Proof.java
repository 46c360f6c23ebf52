package org.hearth.policy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hearth.policy.Typing.Plain;
import org.hearth.policy.Typing.Value;
import org.jspecify.annotations.Nullable;

/**
 * What can be proved of the rows of a table: that two never hold together, that there is always one that holds. Few values of
 * a column make a difference, those at and beside what its cells compare it with, so all of them are tried. A cell that
 * compares its column with more than constants proves nothing.
 */
final class Proof {

    /**
     * A column.
     *
     * @param samples the values that make a difference
     * @param holds by sample, the rows whose cells hold, one bit each
     * @param dark the rows of whose cells nobody can say
     */
    private record Column(String name, Type type, List<Long> samples, List<Long> holds, long dark) {}

    private record Tried(int column, long rows) {}

    private final Program program;
    private final List<Column> columns = new ArrayList<>();
    private final Set<Tried> covered = new HashSet<>();
    private long dark;

    /**
     * @param names of the columns, as written
     * @param cells by row
     */
    Proof(Program program, List<String> names, List<Value> inputs, List<List<Form>> cells) {
        this.program = program;
        for (int i = 0; i < inputs.size(); i++) {
            int at = i;
            Column column = column(
                    names.get(i),
                    inputs.get(i),
                    cells.stream().map(row -> row.get(at)).toList());
            columns.add(column);
            dark |= column.dark();
        }
    }

    private Column column(String name, Value input, List<Form> cells) {
        if (input instanceof Plain(Form form) && form instanceof Form.Column column) {
            long dark = 0;
            for (int row = 0; row < cells.size(); row++) {
                boolean alone = Dependencies.aggregates(cells.get(row)).isEmpty()
                        && Dependencies.columns(cells.get(row)).stream().allMatch(column::equals);
                dark |= alone ? 0 : 1L << row;
            }
            List<Long> samples = samples(column.type(), cells);
            return new Column(name, column.type(), samples, holds(column.slot(), samples, cells, dark), dark);
        }
        long dark = 0;
        for (int row = 0; row < cells.size(); row++) {
            dark |= cells.get(row).equals(Typing.truth(true)) ? 0 : 1L << row;
        }
        return new Column(name, Form.TRUTH, List.of(0L), List.of(bits(cells.size()) & ~dark), dark);
    }

    private static long bits(int rows) {
        return (1L << rows) - 1;
    }

    private static List<Long> holds(Slot slot, List<Long> samples, List<Form> cells, long dark) {
        var holds = new ArrayList<Long>();
        var alone = new Row(slot.index() + 1);
        for (long sample : samples) {
            alone.values[slot.index()] = sample;
            long rows = 0;
            for (int row = 0; row < cells.size(); row++) {
                boolean holding =
                        (dark >> row & 1) == 0 && JavaTarget.op(cells.get(row)).on(alone) == 1;
                rows |= holding ? 1L << row : 0;
            }
            holds.add(rows);
        }
        return List.copyOf(holds);
    }

    private List<Long> samples(Type type, List<Form> cells) {
        var samples = new TreeSet<Long>();
        switch (type) {
            case Type.Numeric n -> {
                long low = n.low().longValue();
                long high = n.high().longValue();
                samples.add(low);
                samples.add(high);
                cells.forEach(cell -> boundaries(cell, samples));
                samples.removeIf(value -> value < low || value > high);
            }
            case Type.Day d -> {
                samples.add(0L);
                cells.forEach(cell -> boundaries(cell, samples));
            }
            case Type.Truth t -> samples.addAll(List.of(0L, 1L));
            case Type.Code c ->
                c.values().forEach(code -> samples.add(program.symbols().number(code)));
            case Type.Codes c -> samples.add(0L);
        }
        return List.copyOf(samples);
    }

    /** What a cell compares its column with, in the units of the column, and the values beside. */
    private static void boundaries(Form cell, Set<Long> into) {
        if (cell instanceof Form.Comparison c) {
            boundary(c.left(), c.right(), into);
            boundary(c.right(), c.left(), into);
        }
        Dependencies.parts(cell).forEach(part -> boundaries(part, into));
    }

    private static void boundary(Form side, Form other, Set<Long> into) {
        if (other instanceof Form.Constant k) {
            long factor = side instanceof Form.Arithmetic a && a.right() instanceof Form.Constant f ? f.value() : 1;
            long at = Math.floorDiv(k.value(), factor);
            into.addAll(List.of(at - 1, at, at + 1));
        }
    }

    /** Whether two rows surely never hold together. */
    boolean apart(int row, int other) {
        long both = 1L << row | 1L << other;
        return columns.stream()
                .anyMatch(column -> (column.dark() & both) == 0
                        && column.holds().stream().noneMatch(rows -> (rows & both) == both));
    }

    /** A case for which no row surely holds, in words; null when there is none. */
    @Nullable
    String gap(int rows) {
        List<String> gap = gap(0, bits(rows) & ~dark);
        return gap == null ? null : gap.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" and "));
    }

    private @Nullable List<String> gap(int column, long rows) {
        if (column == columns.size()) {
            return rows == 0 ? List.of() : null;
        }
        if (covered.contains(new Tried(column, rows))) {
            return null;
        }
        Column tried = columns.get(column);
        for (int i = 0; i < tried.samples().size(); i++) {
            List<String> rest = gap(column + 1, rows & tried.holds().get(i));
            if (rest != null) {
                boolean matters = tried.holds().stream().distinct().count() > 1;
                var gap = new ArrayList<String>();
                gap.add(
                        matters
                                ? tried.name() + " is "
                                        + readable(tried.type(), tried.samples().get(i))
                                : "");
                gap.addAll(rest);
                return gap;
            }
        }
        covered.add(new Tried(column, rows));
        return null;
    }

    private String readable(Type type, long value) {
        return switch (type) {
            case Type.Numeric n -> BigDecimal.valueOf(value, n.scale()).toPlainString();
            case Type.Truth t -> String.valueOf(value == 1);
            case Type.Day d -> LocalDate.ofEpochDay(value).toString();
            case Type.Code c -> program.symbols().code(value);
            case Type.Codes c -> "any list";
        };
    }
}
