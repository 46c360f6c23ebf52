package org.hearth.app.packs;

import java.time.LocalDate;

/** A version of the policy was published. @param effectiveFrom the first day on which it decides */
public record PackPublished(long number, LocalDate effectiveFrom) {}
