package org.hearth.linkage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hearth.linkage.LinkageConfig.Column;
import org.jspecify.annotations.Nullable;

/** Where each part of a record stands once it is prepared, and how it gets there: the same for one record and for millions. */
final class Layout {

    private static final String TAKEN = "y";

    /** A blocking key: those of two records are equal when all features of the rule are. */
    record Key(int rule, int variant) {
        String column() {
            return "key " + rule + "/" + variant;
        }
    }

    private final LinkageConfig config;
    private final List<String> places = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private final List<List<Feature>> rules;

    Layout(LinkageConfig config) {
        this.config = config;
        this.rules = Stream.concat(config.blocking().stream(), config.training().passes().stream())
                .distinct()
                .toList();
        for (Feature feature : config.features()) {
            for (int variant = 0; variant < variants(feature); variant++) {
                add(name(feature, variant));
            }
        }
        for (Column column : config.columnList()) {
            if (column.orFrom() != null) {
                add(takenName(column));
            }
        }
        for (int rule = 0; rule < rules.size(); rule++) {
            int variants =
                    rules.get(rule).stream().mapToInt(this::variants).max().orElse(1);
            for (int variant = 0; variant < variants; variant++) {
                keys.add(new Key(rule, variant));
            }
        }
    }

    private void add(String name) {
        byName.put(name, places.size());
        places.add(name);
    }

    /** The names of the places, in order: the columns of the table of prepared records. */
    List<String> places() {
        return places;
    }

    /** The keys of all rules: those that pairs are looked for by, then those that only teach. */
    List<Key> keys() {
        return keys;
    }

    /** The keys that pairs are looked for by: the first of {@link #keys}. */
    List<Key> blockingKeys() {
        return keys.stream()
                .filter(key -> key.rule() < config.blocking().size())
                .toList();
    }

    List<Key> keys(List<Feature> rule) {
        return keys.stream().filter(key -> rules.get(key.rule()).equals(rule)).toList();
    }

    List<Feature> rule(Key key) {
        return rules.get(key.rule());
    }

    int variants(Feature feature) {
        return config.column(feature.column()).variants();
    }

    int place(Feature feature, int variant) {
        return place(byName.get(name(feature, variant)));
    }

    private static int place(@Nullable Integer place) {
        if (place == null) {
            throw new IllegalStateException("no place for a feature");
        }
        return place;
    }

    static String name(Feature feature, int variant) {
        return variant == 0 ? feature.toString() : feature + "/" + (variant + 1);
    }

    /** Whether a column's value was taken from another column. */
    static String takenName(Column column) {
        return column.name() + "/taken";
    }

    int takenPlace(Column column) {
        return place(byName.get(takenName(column)));
    }

    PreparedRecord prepare(LinkRecord record) {
        @Nullable String[] values = new String[places.size()];
        for (Column column : config.columnList()) {
            @Nullable String own = first(record, column.headers());
            if (own == null && column.orFrom() != null) {
                Column source = config.column(column.orFrom().column());
                own = source.kind()
                        .read(first(record, source.headers()))[
                        source.kind().parts().indexOf(column.orFrom().part())];
                values[takenPlace(column)] = own == null ? null : TAKEN;
            }
            put(values, column, 0, own);
            if (column.variants() > 1) {
                put(values, column, 1, first(record, column.also()));
            }
        }
        long[] key = new long[keys.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = key(keys.get(i), values);
        }
        return new PreparedRecord(record, values, key);
    }

    private void put(@Nullable String[] values, Column column, int variant, @Nullable String text) {
        if (text == null) {
            return;
        }
        @Nullable String[] parts = column.kind().read(text);
        for (int i = 0; i < parts.length; i++) {
            Integer place = byName.get(
                    name(new Feature(column.name(), column.kind().parts().get(i)), variant));
            if (place != null) {
                values[place] = parts[i];
            }
        }
    }

    private static @Nullable String first(LinkRecord record, List<String> headers) {
        for (String header : headers) {
            String text = record.values().get(header);
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    /** A mix of the rule and its features' characters; 0 stands for no key. */
    private long key(Key key, @Nullable String[] values) {
        long mix = 0x9E3779B97F4A7C15L * (key.rule() + 1);
        for (Feature feature : rules.get(key.rule())) {
            String value = values[place(feature, Math.min(key.variant(), variants(feature) - 1))];
            if (value == null) {
                return 0;
            }
            for (int i = 0; i < value.length(); i++) {
                mix = (mix ^ value.charAt(i)) * 0x100000001B3L;
                mix ^= mix >>> 29;
            }
            mix = (mix ^ '\u001F') * 0xBF58476D1CE4E5B9L;
        }
        mix ^= mix >>> 32;
        return mix == 0 ? 1 : mix;
    }
}
