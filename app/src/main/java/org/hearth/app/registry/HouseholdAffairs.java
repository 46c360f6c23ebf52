package org.hearth.app.registry;

import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Text;

/**
 * What a room has running for a household: open cases, running money, open alerts. Rooms offer beans of this type; whoever is
 * about to split, merge or move a household is told before confirming.
 */
public interface HouseholdAffairs {

    /** What runs for the household now; empty where nothing does. */
    List<Affair> of(UUID householdId);

    /**
     * One thing that runs.
     *
     * @param text what it is and what becomes of it, in one sentence
     * @param holdsUp whether the household cannot be dissolved before it is brought to an end
     */
    record Affair(Text text, boolean holdsUp) {}
}
