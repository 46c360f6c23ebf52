package org.hearth.app.packs;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hearth.app.platform.PackFiles;
import org.hearth.policy.PackError;
import org.jspecify.annotations.Nullable;

/**
 * A dated value as it stands in a pack's file.
 *
 * @param path the file
 * @param region digits of the division that set it; empty for the nation
 * @param residence {@code urban}, {@code rural}, or empty for both
 */
public record ValueRow(
        String path,
        String name,
        String region,
        String residence,
        LocalDate from,
        @Nullable LocalDate to,
        String value,
        String unit,
        String source,
        boolean illustrative) {

    static final String HEADER = "name,region,residence,valid_from,valid_to,value,unit,source,illustrative";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    /** What tells a value from the others: which one, for whom, from when. */
    record Key(String pack, String name, String region, String residence, LocalDate from) {}

    Key key() {
        return new Key(PackFiles.packOf(path), name, region, residence, from);
    }

    boolean isForTheSamePlaceAs(ValueRow other) {
        return name.equals(other.name) && region.equals(other.region) && residence.equals(other.residence);
    }

    boolean holdsOn(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    ValueRow until(@Nullable LocalDate last) {
        return new ValueRow(path, name, region, residence, from, last, value, unit, source, illustrative);
    }

    /** All values of some packs, in the order of their files. */
    public static List<ValueRow> of(PackFiles files) {
        var rows = new ArrayList<ValueRow>();
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            if (PackFiles.isOfValues(file.getKey()) && file.getKey().endsWith(".csv")) {
                rows.addAll(read(file.getKey(), file.getValue()));
            }
        }
        return rows;
    }

    private static List<ValueRow> read(String path, String text) {
        CSVFormat headed =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        var rows = new ArrayList<ValueRow>();
        try (var records = headed.parse(new StringReader(text))) {
            for (CSVRecord row : records) {
                rows.add(new ValueRow(
                        path,
                        row.get("name"),
                        digits(row.get("region")),
                        row.get("residence"),
                        LocalDate.parse(row.get("valid_from")),
                        Optional.of(row.get("valid_to"))
                                .filter(to -> !to.isEmpty())
                                .map(LocalDate::parse)
                                .orElse(null),
                        row.get("value"),
                        row.get("unit"),
                        row.get("source"),
                        Boolean.parseBoolean(row.get("illustrative"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw PackError.in(path, e);
        }
        return rows;
    }

    /** The division as the code's beginning: {@code 622900} and {@code 6229} are one. */
    static String digits(String region) {
        return region.length() == 6 ? region.replaceFirst("(00){1,2}$", "") : region;
    }

    /**
     * Some packs with one value more. It is put where the place's values stand already, else into the narrowest regional pack
     * around it, else into the national one. The value before it ends the day before, and it itself before the next one.
     */
    static PackFiles add(PackFiles files, ValueRow added) {
        List<ValueRow> all = of(files);
        String path = pathFor(files, all, added);
        List<ValueRow> samePlace =
                all.stream().filter(added::isForTheSamePlaceAs).toList();
        LocalDate last = samePlace.stream()
                .map(ValueRow::from)
                .filter(from -> from.isAfter(added.from))
                .min(Comparator.naturalOrder())
                .map(from -> from.minusDays(1))
                .orElse(null);
        var rows = new ArrayList<ValueRow>();
        for (ValueRow row : all) {
            if (row.path.equals(path)) {
                boolean ends =
                        row.isForTheSamePlaceAs(added) && row.from.isBefore(added.from) && row.holdsOn(added.from);
                rows.add(ends ? row.until(added.from.minusDays(1)) : row);
            }
        }
        rows.add(added.until(last));
        return files.with(path, write(rows));
    }

    private static String pathFor(PackFiles files, List<ValueRow> all, ValueRow added) {
        Optional<String> there = all.stream()
                .filter(added::isForTheSamePlaceAs)
                .map(ValueRow::path)
                .findFirst();
        if (there.isPresent()) {
            return there.get();
        }
        String pack = Regional.packFor(files, added.region());
        return all.stream()
                .filter(row -> row.name.equals(added.name))
                .map(row -> pack + "/parameters/" + row.path.substring(row.path.lastIndexOf('/') + 1))
                .findFirst()
                .orElse(pack + "/parameters/local.csv");
    }

    private static String write(List<ValueRow> rows) {
        var text = new StringBuilder(HEADER).append('\n');
        for (ValueRow row : rows) {
            text.append(FORMAT.format(
                            row.name,
                            row.region,
                            row.residence,
                            row.from,
                            row.to == null ? "" : row.to,
                            row.value,
                            row.unit,
                            row.source,
                            row.illustrative))
                    .append('\n');
        }
        return text.toString();
    }
}
