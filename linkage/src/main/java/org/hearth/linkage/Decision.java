package org.hearth.linkage;

/** What is to become of a record and a candidate, or of a record as a whole. */
public sealed interface Decision {

    /** It is the same person. */
    record Link() implements Decision {}

    /**
     * A person has to decide.
     *
     * @param reason why
     */
    record Review(Reason reason) implements Decision {}

    /** No candidate is likely enough. */
    record None() implements Decision {}
}
