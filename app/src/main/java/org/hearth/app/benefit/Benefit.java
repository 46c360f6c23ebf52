package org.hearth.app.benefit;

import org.hearth.app.platform.Text;

/** A kind of money that a household may be entitled to, and how often it is paid unless a decision says otherwise. */
public enum Benefit {
    DIBAO("dibao", Rhythm.MONTHLY, "最低生活保障金", "Subsistence allowance"),
    TEKUN_BASIC("tekun-basic", Rhythm.MONTHLY, "特困人员基本生活费", "Basic living money of the extremely poor"),
    TEKUN_CARE("tekun-care", Rhythm.MONTHLY, "特困人员照料护理费", "Care money of the extremely poor"),
    CENTRALISED_CARE("centralised-care", Rhythm.MONTHLY, "集中照护补助", "Care in an institution"),
    ORPHAN("orphan", Rhythm.MONTHLY, "孤儿基本生活费", "Basic living money of an orphan"),
    UNATTENDED_CHILD(
            "unattended-child", Rhythm.MONTHLY, "事实无人抚养儿童基本生活补贴", "Living subsidy of a de-facto unattended child"),
    TEMPORARY_ASSISTANCE("temporary-assistance", Rhythm.ONCE, "临时救助金", "Temporary assistance"),
    DISASTER_RELIEF("disaster-relief", Rhythm.ONCE, "受灾救助金", "Disaster relief"),
    FESTIVAL_SUBSIDY("festival-subsidy", Rhythm.ONCE, "一次性生活补助", "Festival subsidy"),
    HEATING("heating", Rhythm.WINTER, "取暖救助金", "Heating assistance"),
    BACK_PAY("back-pay", Rhythm.ONCE, "补发救助金", "Back-pay");

    private final String code;
    private final Rhythm rhythm;
    private final Text title;

    Benefit(String code, Rhythm rhythm, String zh, String en) {
        this.code = code;
        this.rhythm = rhythm;
        this.title = new Text(zh, en);
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
