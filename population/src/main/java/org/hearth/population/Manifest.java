package org.hearth.population;

import java.util.Map;

/**
 * What was made; {@code manifest.json} says the same.
 *
 * @param version of the layout and of the generator
 * @param households how many households there are
 * @param persons how many persons
 * @param rows how many rows each file has, by its path in the folder
 */
public record Manifest(String version, long households, long persons, Map<String, Long> rows) {}
