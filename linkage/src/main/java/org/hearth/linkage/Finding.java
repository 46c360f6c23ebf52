package org.hearth.linkage;

import java.util.List;

/**
 * Whose record it is.
 *
 * @param decision for the record as a whole
 * @param candidates those worth a look, the likeliest first; with {@link Decision.Link} the first is the one
 */
public record Finding(Decision decision, List<Candidate> candidates) {

    /**
     * Someone it may be.
     *
     * @param record as it was given
     * @param score how likely, and why
     */
    public record Candidate(LinkRecord record, Score score) {}
}
