package org.hearth.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The amounts, multiples and choices that a place sets for itself: each with the dates it holds for and its source. */
public final class Parameters {

    /**
     * A value of a parameter.
     *
     * @param name as in the pack, such as {@code dibao.standard}
     * @param region the digits of the division that set it; empty for the nation
     * @param residence {@code urban}, {@code rural}, or null where it makes no difference
     * @param validFrom the first day it holds
     * @param validTo the last day it holds, or null while it is still in force
     * @param value as written; {@link #number()} reads it
     * @param unit such as {@code yuan/month}
     * @param source the document that set it
     * @param illustrative whether it stands in for a local value that is not known, and has to be shown as such
     */
    public record Value(
            String name,
            String region,
            @Nullable String residence,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String value,
            String unit,
            String source,
            boolean illustrative) {

        /** The value as a number, in its unit. */
        public BigDecimal number() {
            return new BigDecimal(value);
        }

        boolean holdsOn(LocalDate date) {
            return !date.isBefore(validFrom) && (validTo == null || !date.isAfter(validTo));
        }

        boolean isForTheSamePlaceAs(Value other) {
            return region.equals(other.region()) && java.util.Objects.equals(residence, other.residence());
        }

        boolean holdsFor(String place, String placeResidence) {
            return place.startsWith(region) && (residence == null || residence.equals(placeResidence));
        }
    }

    private final Map<String, List<Value>> byName;

    private Parameters(Map<String, List<Value>> byName) {
        this.byName = byName;
    }

    static Parameters load(Path directory) {
        var byName = new TreeMap<String, List<Value>>();
        for (Path file : Folder.files(directory, ".csv")) {
            try (var reader = Files.newBufferedReader(file);
                    var records = CSVFormat.RFC4180
                            .builder()
                            .setHeader()
                            .setSkipHeaderRecord(true)
                            .get()
                            .parse(reader)) {
                for (CSVRecord row : records) {
                    Value value = read(file.getFileName().toString(), row);
                    var others = byName.computeIfAbsent(value.name(), name -> new ArrayList<>());
                    refuseOverlap(file.getFileName().toString(), row, value, others);
                    others.add(value);
                }
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                throw PackError.in(file.getFileName().toString(), e);
            }
        }
        return new Parameters(byName);
    }

    /**
     * These values with those of a regional pack laid over them: where the region gives a value of its own for a place, it
     * stands instead of all that these say for that place.
     *
     * @param region the digits of the division that the regional pack is for
     * @throws PackError when a regional value is for a place outside
     */
    Parameters overlaid(Parameters regional, String region, String pack) {
        var merged = new TreeMap<String, List<Value>>();
        byName.forEach((name, values) -> merged.put(name, new ArrayList<>(values)));
        regional.byName.forEach((name, values) -> {
            for (Value value : values) {
                if (!value.region().startsWith(region)) {
                    throw PackError.at(
                            pack,
                            "parameter " + name,
                            "a value for " + (value.region().isEmpty() ? "the nation" : value.region())
                                    + " does not belong in a pack for " + region);
                }
            }
            var all = merged.computeIfAbsent(name, n -> new ArrayList<>());
            all.removeIf(value -> values.stream().anyMatch(own -> own.isForTheSamePlaceAs(value)));
            all.addAll(values);
        });
        return new Parameters(merged);
    }

    /** These values and one more that says where a regional pack holds. */
    Parameters withRegion(String parameter, String region, String source) {
        var more = new TreeMap<>(byName);
        more.put(
                parameter,
                List.of(
                        new Value(parameter, "", null, LocalDate.EPOCH, null, "false", "boolean", source, false),
                        new Value(parameter, region, null, LocalDate.EPOCH, null, "true", "boolean", source, false)));
        return new Parameters(more);
    }

    private static Value read(String file, CSVRecord row) {
        String place = "row " + (row.getRecordNumber() + 1) + " (" + row.get("name") + ")";
        String residence = row.get("residence");
        if (!List.of("", "urban", "rural").contains(residence)) {
            throw PackError.at(file, place + ", column residence", "neither urban, rural nor empty: " + residence);
        }
        String region = row.get("region");
        if (!region.matches("([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?")) {
            throw PackError.at(file, place + ", column region", "no division code: " + region);
        }
        if (row.get("value").isBlank() || row.get("source").isBlank()) {
            throw PackError.at(file, place, "a parameter needs a value and a source");
        }
        String to = row.get("valid_to");
        return new Value(
                row.get("name"),
                prefix(region),
                residence.isEmpty() ? null : residence,
                date(file, place + ", column valid_from", row.get("valid_from")),
                to.isEmpty() ? null : date(file, place + ", column valid_to", to),
                row.get("value"),
                row.get("unit"),
                row.get("source"),
                Boolean.parseBoolean(row.get("illustrative")));
    }

    /** The digits that all divisions within a division begin with: {@code 62} of {@code 620000}. */
    static String prefix(String region) {
        return region.length() == 6 ? region.replaceFirst("(00){1,2}$", "") : region;
    }

    private static LocalDate date(String file, String place, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw PackError.at(file, place, "not a date: " + text);
        }
    }

    private static void refuseOverlap(String file, CSVRecord row, Value value, List<Value> others) {
        for (Value other : others) {
            boolean sameTime = (other.validTo() == null || !value.validFrom().isAfter(other.validTo()))
                    && (value.validTo() == null || !other.validFrom().isAfter(value.validTo()));
            if (other.isForTheSamePlaceAs(value) && sameTime) {
                throw PackError.at(
                        file,
                        "row " + (row.getRecordNumber() + 1) + " (" + value.name() + ")",
                        "another value for the same place holds from " + other.validFrom());
            }
        }
    }

    /**
     * Refuses a parameter that leaves somebody without a value: one that the nation does not set from its first day on, or
     * with days between two values of one place for which there is none.
     *
     * @param residence the only one that is asked for; null for both
     */
    void requireUnbroken(String name, @Nullable String residence) {
        List<Value> values = byName.getOrDefault(name, List.of());
        for (String one : residence == null ? List.of("urban", "rural") : List.of(residence)) {
            List<Value> national = values.stream()
                    .filter(value -> value.region().isEmpty() && value.holdsFor("", one))
                    .toList();
            if (national.isEmpty()) {
                throw PackError.at("parameters", name, nowhere(one, values));
            }
            LocalDate end = refuseGap(name, "the nation (" + one + ")", national);
            if (end != null) {
                throw PackError.at("parameters", name, "no value for the nation (" + one + ") from " + end + " on");
            }
        }
        values.stream()
                .collect(Collectors.groupingBy(value -> Arrays.asList(value.region(), value.residence())))
                .values()
                .forEach(own -> refuseGap(name, place(own.getFirst()), own));
    }

    private static String nowhere(String residence, List<Value> values) {
        LocalDate from = values.stream()
                .map(Value::validFrom)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        String regions = values.stream()
                .filter(value -> !value.region().isEmpty() && value.holdsFor(value.region(), residence))
                .map(Value::region)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "no value for the nation (" + residence + ") on " + from
                + (regions.isEmpty() ? "" : "; it is set for " + regions + " only");
    }

    private static String place(Value value) {
        return (value.region().isEmpty() ? "the nation" : value.region())
                + (value.residence() == null ? "" : " (" + value.residence() + ")");
    }

    /** The first day after the last value; null while it is in force. */
    private static @Nullable LocalDate refuseGap(String name, String place, List<Value> values) {
        LocalDate next = null;
        for (Value value :
                values.stream().sorted(Comparator.comparing(Value::validFrom)).toList()) {
            if (next != null && value.validFrom().isAfter(next)) {
                throw PackError.at(
                        "parameters",
                        name,
                        "no value for " + place + " from " + next + " to "
                                + value.validFrom().minusDays(1));
            }
            if (value.validTo() == null) {
                return null;
            }
            LocalDate after = value.validTo().plusDays(1);
            next = next == null || after.isAfter(next) ? after : next;
        }
        return next;
    }

    /** The names that have any value. */
    public Collection<String> names() {
        return byName.keySet();
    }

    /**
     * The value in force: that of the smallest division around {@code region} that has one, and there the one made for
     * {@code residence} before the one made for both.
     *
     * @param region digits of a division code, the more the narrower
     * @param residence {@code urban} or {@code rural}
     * @throws IllegalArgumentException when nothing is in force there and then
     */
    public Value value(String name, String region, String residence, LocalDate on) {
        Value found = find(name, region, residence, on);
        if (found == null) {
            throw new IllegalArgumentException("no value of " + name + " for "
                    + (region.isEmpty() ? "the nation" : region) + " (" + residence + ") on " + on);
        }
        return found;
    }

    /** As {@link #value}, or null when nothing is in force there and then. */
    public @Nullable Value find(String name, String region, String residence, LocalDate on) {
        Value best = null;
        for (Value value : byName.getOrDefault(name, List.of())) {
            if (value.holdsOn(on)
                    && value.holdsFor(region, residence)
                    && (best == null || narrowness(value) > narrowness(best))) {
                best = value;
            }
        }
        return best;
    }

    /**
     * The values in force at a place that only stand in for local ones: to be asked for before the pack is used there.
     *
     * @param region digits of a division code
     */
    public List<Value> illustrative(String region, LocalDate on) {
        var found = new LinkedHashSet<Value>();
        for (String name : byName.keySet()) {
            for (String residence : List.of("urban", "rural")) {
                Value value = find(name, region, residence, on);
                if (value != null && value.illustrative()) {
                    found.add(value);
                }
            }
        }
        return List.copyOf(found);
    }

    private static int narrowness(Value value) {
        return 2 * value.region().length() + (value.residence() == null ? 0 : 1);
    }

    /** The divisions that set a value of their own, narrow ones included; the nation is always among them. */
    Collection<String> places() {
        var places = new TreeSet<String>(List.of(""));
        byName.values().forEach(values -> values.forEach(value -> places.add(value.region())));
        return places;
    }

    /**
     * These parameters with one of them changed from a day on, as a simulation does: each value then in force in the
     * change's division, and a value for the division itself where it had none of its own. What is a step from an
     * illustrative value stays illustrative.
     *
     * @param places the most decimal places that the parameter has
     * @throws IllegalArgumentException when nothing is in force there and then, or a value cannot be changed so
     */
    Parameters with(ParameterChange change, LocalDate on, int places) {
        var values = new ArrayList<Value>();
        for (Value value : byName.getOrDefault(change.name(), List.of())) {
            if (!value.holdsOn(on)
                    || !value.region().startsWith(change.region())
                    || !concerns(change, value.residence())) {
                values.add(value);
                continue;
            }
            if (value.validFrom().isBefore(on)) {
                values.add(in(value, value.residence(), value.value(), value.validFrom(), on.minusDays(1)));
            }
            if (value.residence() == null && change.residence() != null) {
                values.add(in(value, other(change.residence()), value.value(), on, value.validTo()));
                values.add(changed(value, value.region(), change.residence(), change, on, places));
            } else {
                values.add(changed(value, value.region(), value.residence(), change, on, places));
            }
        }
        for (String residence : change.residence() == null ? RESIDENCES : List.of(change.residence())) {
            Value there = find(change.name(), change.region(), residence, on);
            if (there != null && !there.region().equals(change.region())) {
                values.add(changed(there, change.region(), residence, change, on, places));
            }
        }
        if (values.equals(byName.get(change.name()))) {
            throw new IllegalArgumentException(
                    change + ": no value of " + change.name() + " is in force there on " + on);
        }
        var changed = new TreeMap<>(byName);
        changed.put(change.name(), List.copyOf(values));
        return new Parameters(changed);
    }

    private static final List<String> RESIDENCES = List.of("urban", "rural");

    private static boolean concerns(ParameterChange change, @Nullable String residence) {
        return change.residence() == null
                || residence == null
                || change.residence().equals(residence);
    }

    private static String other(String residence) {
        return residence.equals("urban") ? "rural" : "urban";
    }

    private static Value in(
            Value value, @Nullable String residence, String amount, LocalDate from, @Nullable LocalDate to) {
        return new Value(
                value.name(),
                value.region(),
                residence,
                from,
                to,
                amount,
                value.unit(),
                value.source(),
                value.illustrative());
    }

    private static Value changed(
            Value value, String region, @Nullable String residence, ParameterChange change, LocalDate on, int places) {
        return new Value(
                value.name(),
                region,
                residence,
                on,
                value.region().equals(region) ? value.validTo() : null,
                change.applied(value, places),
                value.unit(),
                change.toString(),
                value.illustrative() && !(change.move() instanceof ParameterChange.Move.To));
    }

    /**
     * A value that differs between two sets of parameters.
     *
     * @param region the digits of the division that sets it on either side; empty for the nation
     * @param residence null where urban and rural differ alike
     * @param before null where one side has no value there
     * @param after null where the other side has none
     */
    public record Difference(
            String name,
            String region,
            @Nullable String residence,
            @Nullable Value before,
            @Nullable Value after) {}

    /** The values in force on a day that {@code after} has otherwise, by name and place. */
    public List<Difference> differences(Parameters after, LocalDate on) {
        var names = new TreeSet<>(byName.keySet());
        names.addAll(after.byName.keySet());
        var differences = new ArrayList<Difference>();
        for (String name : names) {
            for (String place : places(name, after)) {
                Value urban = find(name, place, "urban", on);
                Value rural = find(name, place, "rural", on);
                Value urbanAfter = after.find(name, place, "urban", on);
                Value ruralAfter = after.find(name, place, "rural", on);
                if (same(urban, rural) && same(urbanAfter, ruralAfter)) {
                    add(differences, name, place, null, urban, urbanAfter);
                } else {
                    add(differences, name, place, "urban", urban, urbanAfter);
                    add(differences, name, place, "rural", rural, ruralAfter);
                }
            }
        }
        return differences;
    }

    private TreeSet<String> places(String name, Parameters after) {
        var places = new TreeSet<String>();
        byName.getOrDefault(name, List.of()).forEach(value -> places.add(value.region()));
        after.byName.getOrDefault(name, List.of()).forEach(value -> places.add(value.region()));
        return places;
    }

    private static void add(
            List<Difference> differences,
            String name,
            String place,
            @Nullable String residence,
            @Nullable Value before,
            @Nullable Value after) {
        if (!same(before, after)) {
            differences.add(new Difference(name, place, residence, before, after));
        }
    }

    private static boolean same(@Nullable Value one, @Nullable Value other) {
        return one == null || other == null
                ? one == other
                : one.unit().equals(other.unit()) && sameAmount(one.value(), other.value());
    }

    private static boolean sameAmount(String one, String other) {
        return one.equals(other)
                || ParameterChange.isNumber(one)
                        && ParameterChange.isNumber(other)
                        && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    }
}
