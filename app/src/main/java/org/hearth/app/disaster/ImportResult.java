package org.hearth.app.disaster;

import java.util.UUID;

/**
 * What became of a file with an affected list: {@code rows = applied + unchanged + setAside}.
 *
 * @param unchanged rows that said what was known already
 * @param setAside rows that nobody could be found for, or that contradict others, each kept with its number and the reason
 * @param receivedBefore whether the very same file had been received already, so that nothing was done; the figures are
 *     those of that first time
 */
public record ImportResult(
        UUID fileId, String fileName, int rows, int applied, int unchanged, int setAside, boolean receivedBefore) {}
