package org.hearth.app.registry;

import java.util.Set;
import java.util.UUID;

/**
 * These persons are in the register now, or can be found by another number or name than before. Published in the transaction
 * that did it.
 */
public record PersonsRegistered(Set<UUID> personIds) {}
