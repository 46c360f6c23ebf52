package org.hearth.app.casework;

/** A case was decided; {@link CaseFile#outcome()} says how. */
public record DecisionMade(CaseFile decided) {}
