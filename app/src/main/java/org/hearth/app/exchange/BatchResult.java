package org.hearth.app.exchange;

import java.util.List;
import java.util.UUID;

/**
 * What became of a file: {@code rows = applied + unchanged + quarantined + mended}.
 *
 * @param kind the record kind of the contract, e.g. {@code medical-expenses}
 * @param unchanged rows that said what was known already; of a batch that was received before, also those that were dismissed
 * @param quarantined rows that wait for a person, each with a reason
 * @param mended rows of an errors workbook that belong to waiting rows of earlier files; what became of them is counted there
 * @param notes how the file was read, and what of it was not; of what was left out first
 * @param receivedBefore whether the very same file had been received already, so that nothing was done; the figures are
 *     those of that earlier batch
 */
public record BatchResult(
        UUID batchId,
        String kind,
        int rows,
        int applied,
        int unchanged,
        int quarantined,
        int mended,
        List<Note> notes,
        boolean receivedBefore) {}
