package org.hearth.app.disaster;

import org.hearth.app.monitoring.Indicator;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;

/**
 * Why a household is still in difficulty after transitional relief.
 *
 * @param reason in one sentence with the facts
 * @param seemsDueDibao whether its income is below the standard while it holds neither dibao nor tekun
 */
public record Difficulty(Text reason, boolean seemsDueDibao) {

    private static final Indicator OTHERWISE =
            new Indicator("disaster-still-in-difficulty", new Text("灾后仍有困难", "Still in difficulty after a disaster"));

    /** What monitoring asks about it; a household that seems due dibao becomes a dibao case when the answer is to deliver. */
    Indicator indicator() {
        return seemsDueDibao ? Indicator.uncovered(Stratum.DIBAO) : OTHERWISE;
    }
}
