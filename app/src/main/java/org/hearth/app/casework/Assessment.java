package org.hearth.app.casework;

import java.util.List;
import java.util.Optional;
import org.hearth.app.benefit.Grant;
import org.hearth.app.platform.Yuan;
import org.hearth.policy.Determination;

/**
 * What the rules make of a case's household.
 *
 * @param determination stratum, benefits, the rules that decided, and what is still to be asked
 * @param own the kind's own money that an approval gives; empty where the rules give none, and then the officers set an amount
 *     and say why
 * @param beside what comes with it, as heating relief does
 */
public record Assessment(Determination determination, List<Grant> own, List<Grant> beside) {

    /** The kind's own money together, a month or once; empty where the rules give none. */
    public Optional<Yuan> amount() {
        return own.stream().map(Grant::amount).reduce(Yuan::plus);
    }
}
