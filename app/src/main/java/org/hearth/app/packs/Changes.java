package org.hearth.app.packs;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hearth.app.platform.PackFiles;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two contents of a pack: by table row, by value, and the other files.
 *
 * @param rows changed rows of decision tables
 * @param values changed values
 * @param cases files of worked cases that differ
 * @param others further files that differ: the dictionary, the calendar, the head of a pack
 */
public record Changes(List<Row> rows, List<Value> values, List<String> cases, List<String> others) {

    /** A cell, or the expression of a decision that is no table; a side is empty that has none. */
    public record Cell(String column, String before, String after) {}

    /** A row of a decision table. */
    public record Row(String path, String decision, String row, Kind kind, List<Cell> cells) {}

    /** A value; a side is null that has none. */
    public record Value(@Nullable ValueRow before, @Nullable ValueRow after) {

        /** The side that is there, the later one first. */
        public ValueRow either() {
            return after != null ? after : Objects.requireNonNull(before);
        }

        /** The first day on which it makes a difference. */
        LocalDate from() {
            ValueRow was = before;
            ValueRow is = after;
            if (was == null || is == null || !was.until(null).equals(is.until(null))) {
                return either().from();
            }
            return Stream.of(was, is)
                    .map(ValueRow::to)
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElseThrow()
                    .plusDays(1);
        }
    }

    /** How a row differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** What {@code after} has otherwise than {@code before}. */
    public static Changes between(PackFiles before, PackFiles after) {
        var rows = new ArrayList<Row>();
        var cases = new ArrayList<String>();
        var others = new ArrayList<String>();
        var paths = new TreeSet<>(before.texts().keySet());
        paths.addAll(after.texts().keySet());
        for (String path : paths) {
            String one = before.texts().get(path);
            String other = after.texts().get(path);
            if (Objects.equals(one, other) || PackFiles.isOfValues(path) || onlyTheVersion(path, before, after)) {
                continue;
            }
            if (path.endsWith(".dmn")) {
                List<Row> changed = rows(path, one, other);
                rows.addAll(changed);
                if (changed.isEmpty()) {
                    others.add(path);
                }
            } else if (path.contains("/cases/")) {
                cases.add(path);
            } else {
                others.add(path);
            }
        }
        return new Changes(List.copyOf(rows), values(before, after), List.copyOf(cases), List.copyOf(others));
    }

    private static boolean onlyTheVersion(String path, PackFiles before, PackFiles after) {
        return path.endsWith("/pack.yaml")
                && before.texts().containsKey(path)
                && after.texts().containsKey(path)
                && Objects.equals(
                        before.withVersion(PackFiles.packOf(path), "").texts().get(path),
                        after.withVersion(PackFiles.packOf(path), "").texts().get(path));
    }

    private static List<Row> rows(String path, @Nullable String one, @Nullable String other) {
        Map<String, Map<String, Map<String, String>>> before = one == null ? Map.of() : DecisionTables.of(path, one);
        Map<String, Map<String, Map<String, String>>> after = other == null ? Map.of() : DecisionTables.of(path, other);
        var rows = new ArrayList<Row>();
        for (String decision : union(before.keySet(), after.keySet())) {
            var was = before.getOrDefault(decision, Map.of());
            var is = after.getOrDefault(decision, Map.of());
            for (String id : union(was.keySet(), is.keySet())) {
                Map<String, String> cellsBefore = was.get(id);
                Map<String, String> cellsAfter = is.get(id);
                if (!Objects.equals(cellsBefore, cellsAfter)) {
                    Kind kind = cellsBefore == null ? Kind.ADDED : cellsAfter == null ? Kind.REMOVED : Kind.CHANGED;
                    rows.add(new Row(
                            path,
                            decision,
                            id,
                            kind,
                            cells(
                                    cellsBefore == null ? Map.of() : cellsBefore,
                                    cellsAfter == null ? Map.of() : cellsAfter)));
                }
            }
        }
        return rows;
    }

    private static List<Cell> cells(Map<String, String> before, Map<String, String> after) {
        return union(before.keySet(), after.keySet()).stream()
                .map(column -> new Cell(column, before.getOrDefault(column, ""), after.getOrDefault(column, "")))
                .filter(cell -> !cell.before().equals(cell.after()))
                .toList();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static List<Value> values(PackFiles before, PackFiles after) {
        var was = byKey(before);
        var is = byKey(after);
        var values = new ArrayList<Value>();
        var keys = new LinkedHashSet<>(was.keySet());
        keys.addAll(is.keySet());
        for (ValueRow.Key key : keys) {
            if (!Objects.equals(was.get(key), is.get(key))) {
                values.add(new Value(was.get(key), is.get(key)));
            }
        }
        values.sort(Comparator.comparing((Value value) -> value.either().name())
                .thenComparing(value -> value.either().region())
                .thenComparing(value -> value.either().from()));
        return List.copyOf(values);
    }

    private static Map<ValueRow.Key, ValueRow> byKey(PackFiles files) {
        var byKey = new LinkedHashMap<ValueRow.Key, ValueRow>();
        ValueRow.of(files).forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }

    public boolean isEmpty() {
        return rows.isEmpty() && values.isEmpty() && cases.isEmpty() && others.isEmpty();
    }

    /** Whether no rule differs, so that it may reach back to an earlier day. */
    public boolean isOfValuesOnly() {
        return rows.isEmpty() && others.isEmpty();
    }

    /** The first day on which a changed value makes a difference. */
    public Optional<LocalDate> firstDayOfValues() {
        return values.stream().map(Value::from).min(Comparator.naturalOrder());
    }

    /** The latest day from which a changed value holds. */
    Optional<LocalDate> lastBeginning() {
        return values.stream().map(value -> value.either().from()).max(Comparator.naturalOrder());
    }

    /** The divisions whose households it touches: those of the values, and those of the packs whose rules differ. */
    List<RegionCode> regions(PackFiles after) {
        Map<String, String> packs = Regional.regions(after);
        var touched = new TreeSet<String>();
        values.forEach(value -> touched.add(value.either().region()));
        rows.forEach(row -> touched.add(packs.getOrDefault(PackFiles.packOf(row.path()), "")));
        others.forEach(path -> touched.add(packs.getOrDefault(PackFiles.packOf(path), "")));
        return touched.stream()
                .filter(region ->
                        touched.stream().noneMatch(wider -> !wider.equals(region) && region.startsWith(wider)))
                .map(RegionCode::new)
                .toList();
    }

    /** The first change that a draft for {@code region} may not make; empty when all are its own. */
    Optional<String> firstOutside(String region, PackFiles after) {
        for (Value value : values) {
            if (!value.either().region().startsWith(region)) {
                return Optional.of(value.either().name() + " @" + value.either().region());
            }
        }
        Map<String, String> packs = Regional.regions(after);
        var files = new ArrayList<String>();
        rows.forEach(row -> files.add(row.path()));
        files.addAll(others);
        cases.stream().filter(path -> !path.endsWith("/" + ownCases(region))).forEach(files::add);
        return files.stream()
                .filter(path -> !packs.getOrDefault(PackFiles.packOf(path), "").startsWith(region))
                .findFirst();
    }

    /** The file in which a division's own worked cases stand. */
    static String ownCases(String region) {
        return region.isEmpty() ? "local.yaml" : "local-" + region + ".yaml";
    }
}
