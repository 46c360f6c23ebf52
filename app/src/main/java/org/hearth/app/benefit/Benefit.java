package org.hearth.app.benefit;

import org.hearth.app.platform.Text;
import org.hearth.policy.Labels;

/** A kind of money that a household may be entitled to, and how often it is paid unless a decision says otherwise. */
public enum Benefit {
    DIBAO("dibao", Rhythm.MONTHLY),
    TEKUN_BASIC("tekun-basic", Rhythm.MONTHLY),
    TEKUN_CARE("tekun-care", Rhythm.MONTHLY),
    CENTRALISED_CARE("centralised-care", Rhythm.MONTHLY),
    ORPHAN("orphan", Rhythm.MONTHLY),
    UNATTENDED_CHILD("unattended-child", Rhythm.MONTHLY),
    TEMPORARY_ASSISTANCE("temporary-assistance", Rhythm.ONCE),
    DISASTER_RELIEF("disaster-relief", Rhythm.ONCE),
    FESTIVAL_SUBSIDY("festival-subsidy", Rhythm.ONCE),
    HEATING("heating", Rhythm.WINTER),
    BACK_PAY("back-pay", Rhythm.ONCE);

    private final String code;
    private final Rhythm rhythm;
    private final Text title;

    Benefit(String code, Rhythm rhythm) {
        this.code = code;
        this.rhythm = rhythm;
        this.title = Text.of(Labels.title(Labels.Kind.BENEFIT, code));
    }

    /** The benefit of that code. @throws IllegalArgumentException when there is none */
    public static Benefit of(String code) {
        for (Benefit benefit : values()) {
            if (benefit.code.equals(code)) {
                return benefit;
            }
        }
        throw new IllegalArgumentException("no benefit " + code);
    }

    /** As the database and the published views spell it: {@code tekun-basic}. */
    public String code() {
        return code;
    }

    public Text title() {
        return title;
    }

    Rhythm rhythm() {
        return rhythm;
    }
}
