package org.hearth.app.monitoring;

/** A new question is open. A signal that joined an open alert raises none. */
public record AlertRaised(Alert alert) {}
