package org.hearth.app.exchange;

import java.util.Set;
import java.util.UUID;

/**
 * A batch brought news of these households. Published in the transaction that applied it; not for a roll that is taken over,
 * which the nightly screening looks through as a whole.
 */
public record FactsArrived(UUID batchId, Set<UUID> householdIds) {}
