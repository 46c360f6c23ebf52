package org.hearth.app.disaster;

import org.hearth.app.monitoring.Indicator;
import org.hearth.app.platform.Text;

/**
 * Why a household is still in difficulty after transitional relief.
 *
 * @param reason in one sentence with the facts
 * @param seemsDueDibao whether its income is below the standard while it holds neither dibao nor tekun
 */
public record Difficulty(Text reason, boolean seemsDueDibao) {

    private static final Indicator UNCOVERED =
            new Indicator("uncovered-dibao", new Text("疑似符合低保未纳入", "Seems due dibao, not included"));

    private static final Indicator OTHERWISE =
            new Indicator("disaster-still-in-difficulty", new Text("灾后仍有困难", "Still in difficulty after a disaster"));

    /** What monitoring asks about it; a household that seems due dibao becomes a dibao case when the answer is to deliver. */
    Indicator indicator() {
        return seemsDueDibao ? UNCOVERED : OTHERWISE;
    }
}
