package org.hearth.linkage;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hearth.linkage.LinkageConfig.Column;
import org.hearth.linkage.LinkageConfig.Comparison;
import org.hearth.linkage.LinkageConfig.Level;
import org.hearth.linkage.LinkageConfig.ReviewRule;
import org.hearth.linkage.LinkageConfig.Thresholds;
import org.hearth.linkage.LinkageConfig.Training;
import org.hearth.linkage.LinkageConfig.Truth;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a config from YAML, and tells what is wrong in it with its line. */
final class ConfigReader {

    private static final long LARGEST_BLOCK = 2_000;
    private static final long MOST_PAIRS = 1_000_000_000;
    private static final long RANDOM_PAIRS = 1_000_000;
    private static final long PAIRS_A_PASS = 2_000_000;
    private static final Pattern LEVEL = Pattern.compile("(\\S+)(?: ([0-9.]+))?(?: of (\\S+))?(?: with (\\S+))?");

    record Content(
            String name,
            List<String> ids,
            @Nullable Truth truth,
            List<Column> columns,
            List<Comparison> comparisons,
            List<List<Feature>> blocking,
            long largestBlock,
            long mostPairs,
            Training training,
            Thresholds thresholds,
            List<ReviewRule> review) {}

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, Comparison> comparisons = new LinkedHashMap<>();

    private ConfigReader() {}

    static Content read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new LinkageFailure(
                    "配置第 " + line + " 行不是正确的 YAML。", "Config, line " + line + ": not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new LinkageFailure("配置不是正确的 YAML。", "The config is not YAML: " + e.getMessage(), e);
        }
        if (root == null) {
            throw new LinkageFailure("配置文件是空的。", "The config is empty.");
        }
        return new ConfigReader().content(root);
    }

    private Content content(Node root) {
        Map<String, Node> keys = map(
                root,
                Set.of(
                        "name",
                        "id",
                        "truth",
                        "columns",
                        "comparisons",
                        "blocking",
                        "largest-block",
                        "most-pairs",
                        "training",
                        "thresholds",
                        "review"));
        map(required(root, keys, "columns"), null).forEach((name, node) -> columns.put(name, column(name, node)));
        columns.forEach((name, column) -> {
            if (column.orFrom() != null) {
                feature(column.orFrom().toString(), node(keys, "columns"));
            }
        });
        for (Node node : list(required(root, keys, "comparisons"))) {
            Comparison comparison = comparison(node);
            if (comparisons.putIfAbsent(comparison.name(), comparison) != null) {
                throw wrong(
                        node, "比较项“" + comparison.name() + "”重复。", "there are two comparisons " + comparison.name());
            }
        }
        List<List<Feature>> blocking = list(required(root, keys, "blocking")).stream()
                .map(this::features)
                .toList();
        if (comparisons.isEmpty() || blocking.isEmpty()) {
            throw wrong(root, "至少要有一个比较项和一条分组规则。", "at least one comparison and one blocking rule are needed");
        }
        return new Content(
                keys.containsKey("name") ? text(node(keys, "name")) : "",
                keys.containsKey("id") ? texts(node(keys, "id")) : List.of(),
                keys.containsKey("truth") ? truth(node(keys, "truth")) : null,
                List.copyOf(columns.values()),
                List.copyOf(comparisons.values()),
                blocking,
                whole(keys, "largest-block", LARGEST_BLOCK),
                whole(keys, "most-pairs", MOST_PAIRS),
                training(keys, blocking),
                thresholds(required(root, keys, "thresholds")),
                keys.containsKey("review")
                        ? list(node(keys, "review")).stream()
                                .map(this::reviewRule)
                                .toList()
                        : List.of());
    }

    private Column column(String name, Node node) {
        Map<String, Node> keys = node instanceof ScalarNode
                ? Map.of("kind", node)
                : map(node, Set.of("kind", "header", "also", "or-from", "optional"));
        Node kindNode = required(node, keys, "kind");
        Kind kind = Kind.of(text(kindNode))
                .orElseThrow(() -> wrong(
                        kindNode,
                        "没有“" + text(kindNode) + "”这种列。",
                        "no kind " + text(kindNode) + "; there are " + codes()));
        Feature orFrom = null;
        if (keys.containsKey("or-from")) {
            String[] halves = text(node(keys, "or-from")).split("\\.", 2);
            if (halves.length != 2) {
                throw wrong(node(keys, "or-from"), "or-from 须写成“列.部分”。", "or-from takes COLUMN.PART");
            }
            orFrom = new Feature(halves[0], halves[1]);
        }
        return new Column(
                name,
                kind,
                keys.containsKey("header") ? texts(node(keys, "header")) : List.of(name),
                keys.containsKey("also") ? texts(node(keys, "also")) : List.of(),
                orFrom,
                keys.containsKey("optional") && text(node(keys, "optional")).equals("true"));
    }

    private Comparison comparison(Node node) {
        Map<String, Node> keys =
                map(node, Set.of("compare", "as", "zh", "en", "levels", "term-frequency", "unless-same"));
        Node ofNode = required(node, keys, "compare");
        Feature of = feature(text(ofNode), ofNode);
        String name = keys.containsKey("as") ? text(node(keys, "as")) : text(ofNode);
        List<String> byFrequency = keys.containsKey("term-frequency") ? texts(node(keys, "term-frequency")) : List.of();
        List<Level> levels = new ArrayList<>();
        for (Node level : list(required(node, keys, "levels"))) {
            levels.add(level(level, of, byFrequency.contains(text(level))));
        }
        for (String text : byFrequency) {
            if (levels.stream().noneMatch(level -> level.text().equals(text))) {
                throw wrong(node(keys, "term-frequency"), "没有“" + text + "”这一级。", "there is no level " + text);
            }
        }
        return new Comparison(
                name,
                new Words(
                        keys.containsKey("zh") ? text(node(keys, "zh")) : name,
                        keys.containsKey("en") ? text(node(keys, "en")) : name),
                of,
                keys.containsKey("unless-same")
                        ? feature(text(node(keys, "unless-same")), node(keys, "unless-same"))
                        : null,
                List.copyOf(levels));
    }

    private Level level(Node node, Feature of, boolean byFrequency) {
        String text = text(node);
        Matcher parts = LEVEL.matcher(text);
        if (!parts.matches()) {
            throw wrong(node, "看不懂“" + text + "”这一级。", "not a level: " + text);
        }
        @Nullable String number = parts.group(2);
        Closeness closeness = switch (parts.group(1)) {
            case "same", "crossed" -> new Closeness.Same();
            case "mistyped" -> new Closeness.Mistyped();
            case "swapped" -> new Closeness.Swapped();
            case "edits" -> new Closeness.Edits(argument(node, number, Integer::parseInt));
            case "similar" -> new Closeness.Similar(argument(node, number, Double::parseDouble));
            case "shares-character" -> new Closeness.SharesCharacter();
            case "begins" -> new Closeness.Begins();
            case "prefix" -> new Closeness.Prefix(argument(node, number, Integer::parseInt));
            case "day-and-month-swapped" -> new Closeness.DayAndMonthSwapped();
            case "within" -> new Closeness.Within(argument(node, number, Integer::parseInt));
            default ->
                throw wrong(
                        node,
                        "没有“" + parts.group(1) + "”这种相符程度。",
                        "no level " + parts.group(1) + "; there are same, mistyped, swapped, edits N, similar X,"
                                + " shares-character, begins, prefix N, day-and-month-swapped, within N, crossed with COLUMN");
        };
        Feature feature = parts.group(3) == null ? of : feature(parts.group(3), node);
        Kind kind = kind(feature);
        if (closeness.needsPlain() && !kind.isPlain(feature.part())) {
            throw wrong(
                    node,
                    "“" + text + "”按字节比较，不能用于可能含汉字的 " + feature + "。",
                    text + " counts letters and cannot be used on " + feature + ", which may hold Chinese characters");
        }
        boolean crosses = parts.group(1).equals("crossed");
        if (crosses != (parts.group(4) != null)) {
            throw wrong(node, "互换须写成“crossed with 列”。", "an exchange is written: crossed with COLUMN");
        }
        return new Level(
                text, closeness, feature, crosses ? feature(String.valueOf(parts.group(4)), node) : null, byFrequency);
    }

    private static <T> T argument(Node node, @Nullable String number, Function<String, T> read) {
        if (number == null) {
            throw wrong(node, "“" + text(node) + "”缺一个数字。", text(node) + " needs a number");
        }
        try {
            return read.apply(number);
        } catch (NumberFormatException e) {
            throw wrong(node, "“" + number + "”不是合适的数字。", number + " is not a fitting number");
        }
    }

    private Training training(Map<String, Node> keys, List<List<Feature>> blocking) {
        if (!keys.containsKey("training")) {
            return new Training(RANDOM_PAIRS, PAIRS_A_PASS, 1, blocking);
        }
        Map<String, Node> own = map(node(keys, "training"), Set.of("random-pairs", "pairs-a-pass", "seed", "passes"));
        return new Training(
                whole(own, "random-pairs", RANDOM_PAIRS),
                whole(own, "pairs-a-pass", PAIRS_A_PASS),
                whole(own, "seed", 1),
                own.containsKey("passes")
                        ? list(node(own, "passes")).stream().map(this::features).toList()
                        : blocking);
    }

    private static Thresholds thresholds(Node node) {
        Map<String, Node> keys = map(node, Set.of("link", "review", "margin"));
        double link = share(required(node, keys, "link"));
        double review = share(required(node, keys, "review"));
        if (review > link) {
            throw wrong(node, "review 不能大于 link。", "review cannot be above link");
        }
        return new Thresholds(link, review, keys.containsKey("margin") ? number(node(keys, "margin")) : 0);
    }

    private ReviewRule reviewRule(Node node) {
        Map<String, Node> keys = map(node, Set.of("code", "zh", "en", "when", "holds-up"));
        Map<Integer, Set<Integer>> outcomes = new LinkedHashMap<>();
        List<String> names = List.copyOf(comparisons.keySet());
        map(required(node, keys, "when"), null).forEach((name, levelsNode) -> {
            Comparison comparison = comparisons.get(name);
            if (comparison == null) {
                throw wrong(levelsNode, "没有“" + name + "”这个比较项。", "there is no comparison " + name);
            }
            Set<Integer> levels = new LinkedHashSet<>();
            for (String text : texts(levelsNode)) {
                int level = -2;
                for (int i = -1; i <= comparison.levels().size(); i++) {
                    if (comparison.outcome(i).equals(text)) {
                        level = i;
                    }
                }
                if (level == -2) {
                    throw wrong(levelsNode, name + " 没有“" + text + "”这一级。", name + " has no level " + text);
                }
                levels.add(level);
            }
            outcomes.put(names.indexOf(name), levels);
        });
        return new ReviewRule(
                new Reason(
                        text(required(node, keys, "code")),
                        text(required(node, keys, "zh")),
                        text(required(node, keys, "en"))),
                keys.containsKey("holds-up") && holdsUpRecord(node(keys, "holds-up")),
                outcomes);
    }

    private static boolean holdsUpRecord(Node node) {
        return switch (text(node)) {
            case "record" -> true;
            case "pair" -> false;
            default -> throw wrong(node, "holds-up 是 record 或 pair。", "holds-up is record or pair");
        };
    }

    private static Truth truth(Node node) {
        Map<String, Node> keys =
                node instanceof ScalarNode ? Map.of("column", node) : map(node, Set.of("column", "pattern"));
        String pattern = keys.containsKey("pattern") ? text(node(keys, "pattern")) : ".+";
        try {
            return new Truth(text(required(node, keys, "column")), Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            throw wrong(node, "pattern 不是正确的正则表达式。", "pattern is not a regular expression: " + e.getDescription());
        }
    }

    private List<Feature> features(Node node) {
        return texts(node).stream().map(text -> feature(text, node)).toList();
    }

    private Feature feature(String text, Node node) {
        int dot = text.lastIndexOf('.');
        String name = dot < 0 ? text : text.substring(0, dot);
        Column column = columns.get(name);
        if (column == null) {
            throw wrong(node, "没有“" + name + "”这一列。", "no column " + name + " is declared");
        }
        String part = dot < 0 ? column.kind().parts().getFirst() : text.substring(dot + 1);
        if (!column.kind().parts().contains(part)) {
            throw wrong(
                    node,
                    name + " 没有“" + part + "”这一部分。",
                    name + " has no part " + part + "; a " + column.kind().code() + " has "
                            + String.join(", ", column.kind().parts()));
        }
        return new Feature(name, part);
    }

    private Kind kind(Feature feature) {
        return node(columns, feature.column()).kind();
    }

    private static String codes() {
        List<String> codes = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            codes.add(kind.code());
        }
        return String.join(", ", codes);
    }

    private static Map<String, Node> map(Node node, @Nullable Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "这里应是“名称: 内容”。", "names with values are expected here");
        }
        Map<String, Node> map = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            String key = text(pair.getKeyNode());
            if (known != null && !known.contains(key)) {
                throw wrong(
                        pair.getKeyNode(),
                        "没有“" + key + "”这个设置。",
                        "there is no setting " + key + "; there are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (map.put(key, pair.getValueNode()) != null) {
                throw wrong(pair.getKeyNode(), "“" + key + "”重复。", key + " is there twice");
            }
        }
        return map;
    }

    private static List<Node> list(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(node, "这里应是列表。", "a list is expected here");
        }
        return sequence.getValue();
    }

    private static List<String> texts(Node node) {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(ConfigReader::text).toList()
                : List.of(text(node));
    }

    private static String text(Node node) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong(node, "这里应是文字。", "a text is expected here");
        }
        return scalar.getValue();
    }

    private static long whole(Map<String, Node> keys, String key, long otherwise) {
        if (!keys.containsKey(key)) {
            return otherwise;
        }
        double number = number(node(keys, key));
        if (number < 1 || number != Math.rint(number)) {
            throw wrong(node(keys, key), key + " 应是正整数。", key + " is a whole number from 1 on");
        }
        return (long) number;
    }

    private static double share(Node node) {
        double share = number(node);
        if (share <= 0 || share >= 1) {
            throw wrong(node, "概率应在 0 和 1 之间。", "a probability lies between 0 and 1");
        }
        return share;
    }

    private static double number(Node node) {
        try {
            return Double.parseDouble(text(node).replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong(node, "“" + text(node) + "”不是数字。", text(node) + " is no number");
        }
    }

    private static Node required(Node parent, Map<String, Node> keys, String key) {
        Node node = keys.get(key);
        if (node == null) {
            throw wrong(parent, "缺少“" + key + "”。", key + " is missing");
        }
        return node;
    }

    private static <T> T node(Map<String, T> map, String key) {
        T value = map.get(key);
        if (value == null) {
            throw new IllegalStateException(key);
        }
        return value;
    }

    private static LinkageFailure wrong(Node node, String zh, String en) {
        int line = node.getStartMark().getLine() + 1;
        return new LinkageFailure("配置第 " + line + " 行：" + zh, "Config, line " + line + ": " + en + ".");
    }
}
