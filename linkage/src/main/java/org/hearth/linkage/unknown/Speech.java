package org.hearth.linkage.unknown;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.unknown.Feature.Level;

/**
 * What somebody speaks, read out of plain words by {@code speech.csv}.
 *
 * @param word the word that was recognised
 * @param regions codes of the divisions where it is spoken
 * @param group the group of dialects, or the language
 */
record Speech(String word, List<String> regions, String group) {

    private static final String NO_GROUP = "none";

    private static final List<Speech> KNOWN = Lexicon.read("speech.csv").stream()
            .map(cells -> new Speech(
                    cells.get(0),
                    cells.get(1).isEmpty() ? List.of() : List.of(cells.get(1).split(" ")),
                    cells.get(2)))
            .sorted(Comparator.comparingInt(speech -> -speech.word().length()))
            .toList();

    /** The groups that are spoken throughout a province, by its code. */
    private static final Map<String, Set<String>> GROUPS = KNOWN.stream()
            .flatMap(speech -> speech.regions.stream().map(region -> Map.entry(region, speech.group)))
            .collect(Collectors.groupingBy(
                    Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));

    /** The longest word known; nothing where none is, or where it tells nothing of a place, as the standard language does. */
    static Optional<Speech> read(String text) {
        return KNOWN.stream()
                .filter(speech -> text.contains(speech.word))
                .findFirst()
                .filter(speech -> !speech.group.equals(NO_GROUP));
    }

    Level like(Speech other) {
        if (word.equals(other.word)) {
            return Level.SAME;
        }
        boolean oneInTheOther = regions.stream()
                .anyMatch(mine ->
                        other.regions.stream().anyMatch(their -> mine.startsWith(their) || their.startsWith(mine)));
        return oneInTheOther ? Level.CLOSE : group.equals(other.group) ? Level.NEAR : Level.OTHER;
    }

    /** How well it fits somebody who comes from {@code home}. */
    Level spokenIn(RegionCode home) {
        for (String region : regions) {
            if (home.digits().startsWith(region)) {
                return region.length() > 2 ? Level.SAME : Level.CLOSE;
            }
        }
        String province = home.at(DivisionLevel.PROVINCE).digits();
        return GROUPS.getOrDefault(province, Set.of()).contains(group) ? Level.NEAR : Level.OTHER;
    }
}
