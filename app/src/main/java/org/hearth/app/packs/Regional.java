package org.hearth.app.packs;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hearth.app.platform.PackFiles;

/** Which packs there are, and for which division each speaks. */
final class Regional {

    private static final Pattern REGION = Pattern.compile("(?m)^region: *\"?([0-9]+)\"? *$");

    private Regional() {}

    /** By the folder of a pack, the digits of its division; empty for the nation. */
    static Map<String, String> regions(PackFiles files) {
        var regions = new TreeMap<String, String>();
        files.texts().keySet().stream()
                .filter(path -> path.endsWith("/pack.yaml"))
                .map(PackFiles::packOf)
                .forEach(pack -> {
                    Matcher region =
                            REGION.matcher(Objects.requireNonNull(files.texts().get(pack + "/pack.yaml")));
                    regions.put(pack, region.find() ? ValueRow.digits(region.group(1)) : "");
                });
        return regions;
    }

    /** The narrowest pack around a division. */
    static String packFor(PackFiles files, String region) {
        return regions(files).entrySet().stream()
                .filter(pack -> region.startsWith(pack.getValue()))
                .max(Comparator.comparingInt(pack -> pack.getValue().length()))
                .map(Map.Entry::getKey)
                .orElse(PackFiles.NATIONAL);
    }
}
