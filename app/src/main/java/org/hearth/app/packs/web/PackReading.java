package org.hearth.app.packs.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hearth.app.packs.DecisionTables;
import org.hearth.app.packs.Draft;
import org.hearth.app.packs.ValueRow;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a person reads of a pack's files. */
final class PackReading {

    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * Which content is read: the pack in force, a version, or a draft.
     *
     * @param version its number, where a version is read
     * @param draft where a draft is read
     */
    record Shown(
            PackFiles files,
            Text label,
            @Nullable Long version,
            @Nullable Draft draft) {

        static Shown of(Draft draft, PackFiles files) {
            return new Shown(files, new Text("草稿：" + draft.title(), "Draft: " + draft.title()), null, draft);
        }

        public @Nullable UUID draftId() {
            return draft == null ? null : draft.id();
        }

        /** What keeps an address with this content. */
        public String query() {
            return draft != null ? "?draft=" + draft.id() : version != null ? "?version=" + version : "";
        }
    }

    /** What {@code pack.yaml} says of a pack. */
    record Head(String pack, String version, Text title, String authority, String region, List<String> sources) {}

    /** A file of decisions. @param indicators whether they are early-warning indicators */
    record DecisionFile(String path, boolean indicators, List<Decision> decisions) {}

    /** A decision. @param rows of its table; 0 where it is one expression */
    record Decision(String name, int rows) {}

    /** A worked case. */
    record WorkedCase(String name, Text title, String source, String arithmetic, String expected) {}

    /** A day of the calendar. */
    record Day(String date, String kind, String name, String source) {}

    /** What a list of values is narrowed to; empty narrows nothing. */
    record Query(String q, String region, String residence, boolean illustrative, int page) {}

    private PackReading() {}

    static List<Head> heads(PackFiles files) {
        var heads = new ArrayList<Head>();
        files.texts().forEach((path, text) -> {
            if (path.endsWith("/pack.yaml")) {
                JsonNode head = YAML.readTree(text);
                var sources = new ArrayList<String>();
                head.path("sources").forEach(source -> sources.add(source.asString()));
                heads.add(new Head(
                        PackFiles.packOf(path),
                        head.path("version").asString(""),
                        words(head.path("title")),
                        head.path("authority").asString(""),
                        head.path("region").asString(""),
                        sources));
            }
        });
        return heads;
    }

    static List<DecisionFile> decisions(PackFiles files) {
        var found = new ArrayList<DecisionFile>();
        files.texts().forEach((path, text) -> {
            if (path.endsWith(".dmn")) {
                var decisions = new ArrayList<Decision>();
                DecisionTables.of(path, text)
                        .forEach((name, rows) -> decisions.add(
                                new Decision(name, rows.containsKey("") ? 0 : Math.max(0, rows.size() - 1))));
                found.add(new DecisionFile(path, path.contains("/indicators/"), decisions));
            }
        });
        found.sort(Comparator.comparing(file -> isRegional(file.path())));
        return found;
    }

    private static boolean isRegional(String path) {
        return !PackFiles.packOf(path).equals(PackFiles.NATIONAL);
    }

    /** What parameters are called, by name; of one that no decision reads, nothing. */
    static Map<String, Text> labels(PackFiles files) {
        var labels = new TreeMap<String, Text>();
        files.texts().forEach((path, text) -> {
            if (path.endsWith("/facts.yaml") || path.endsWith("/pack.yaml")) {
                YAML.readTree(text).path("parameters").forEach(parameter -> {
                    if (!parameter.has("residence")) {
                        labels.putIfAbsent(parameter.path("name").asString(), words(parameter));
                    }
                });
            }
        });
        return labels;
    }

    /** A parameter that a value can be added to. @param unit of the values that it has */
    record Parameter(String name, Text label, String unit) {}

    /** All parameters by name. */
    static List<Parameter> parameters(PackFiles files) {
        Map<String, Text> labels = labels(files);
        var units = new TreeMap<String, String>();
        ValueRow.of(files).forEach(row -> units.put(row.name(), row.unit()));
        return units.entrySet().stream()
                .map(unit -> new Parameter(
                        unit.getKey(),
                        labels.getOrDefault(unit.getKey(), new Text(unit.getKey(), unit.getKey())),
                        unit.getValue()))
                .toList();
    }

    /** The values that fit, those to be confirmed first, then by name and place. */
    static Page<ValueRow> values(PackFiles files, Query query, Set<String> toConfirm) {
        Map<String, Text> labels = labels(files);
        String wanted = query.q().strip().toLowerCase(Locale.ROOT);
        List<ValueRow> all = ValueRow.of(files).stream()
                .filter(row -> wanted.isEmpty()
                        || row.name().contains(wanted)
                        || row.source().toLowerCase(Locale.ROOT).contains(wanted)
                        || says(labels.get(row.name()), wanted))
                .filter(row -> query.region().isBlank()
                        || row.region().startsWith(query.region().strip()))
                .filter(row -> query.residence().isEmpty() || row.residence().equals(query.residence()))
                .filter(row -> !query.illustrative() || row.illustrative())
                .sorted(Comparator.comparing((ValueRow row) -> !toConfirm.contains(sign(row)))
                        .thenComparing(ValueRow::name)
                        .thenComparing(ValueRow::region)
                        .thenComparing(ValueRow::residence)
                        .thenComparing(ValueRow::from))
                .toList();
        int from = (int) Math.min(Page.before(query.page()), all.size());
        return new Page<>(all.subList(from, Math.min(from + Page.SIZE, all.size())), all.size(), query.page());
    }

    private static boolean says(@Nullable Text label, String wanted) {
        return label != null
                && (label.zh().contains(wanted)
                        || label.en().toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** What tells a value from others of its name. */
    static String sign(ValueRow row) {
        return row.name() + "@" + row.region() + ":" + row.residence() + "=" + row.from();
    }

    /** The worked cases by file. */
    static Map<String, List<WorkedCase>> cases(PackFiles files) {
        var byFile = new LinkedHashMap<String, List<WorkedCase>>();
        files.texts().forEach((path, text) -> {
            if (path.contains("/cases/")) {
                var cases = new ArrayList<WorkedCase>();
                YAML.readTree(text)
                        .path("cases")
                        .forEach(written -> cases.add(new WorkedCase(
                                written.path("name").asString(""),
                                words(written),
                                written.path("source").asString(""),
                                written.path("arithmetic").asString(""),
                                written.path("expect").toString())));
                byFile.put(path, cases);
            }
        });
        var nationFirst = new LinkedHashMap<String, List<WorkedCase>>();
        byFile.keySet().stream()
                .sorted(Comparator.comparing(PackReading::isRegional))
                .forEach(path -> nationFirst.put(path, Objects.requireNonNull(byFile.get(path))));
        return nationFirst;
    }

    /** The calendar by year, the latest first. */
    static Map<String, List<Day>> calendar(PackFiles files) {
        var byYear = new TreeMap<String, List<Day>>(Comparator.reverseOrder());
        files.texts().forEach((path, text) -> {
            if (path.contains("/calendar/")) {
                String year = path.substring(path.lastIndexOf('/') + 1).replace(".csv", "");
                byYear.put(
                        year,
                        text.lines()
                                .skip(1)
                                .filter(line -> !line.isBlank())
                                .map(line -> line.split(",", 4))
                                .filter(cells -> cells.length == 4)
                                .map(cells -> new Day(cells[0], cells[1], cells[2], cells[3]))
                                .toList());
            }
        });
        return byYear;
    }

    /** A file of the content. @throws Missing when there is none */
    static String text(PackFiles files, String path) {
        String text = files.texts().get(path);
        if (text == null) {
            throw new Missing("个文件", "file");
        }
        return Objects.requireNonNull(text);
    }

    private static Text words(JsonNode node) {
        return new Text(node.path("zh").asString(""), node.path("en").asString(""));
    }
}
