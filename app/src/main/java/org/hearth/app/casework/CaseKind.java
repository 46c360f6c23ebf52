package org.hearth.app.casework;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hearth.app.benefit.Rhythm;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;

/** What a case decides about. Its procedure, and what it gives, are in the policy pack: see {@link Procedures}. */
public enum CaseKind {
    DIBAO("最低生活保障", "Subsistence allowance", Stratum.DIBAO, Rhythm.MONTHLY),
    TEKUN("特困人员救助供养", "Support of the extremely poor", Stratum.TEKUN, Rhythm.MONTHLY),
    EDGE("低保边缘家庭认定", "Edge of subsistence allowance", Stratum.EDGE, null),
    RIGID("刚性支出困难家庭认定", "Rigid-expenditure hardship", Stratum.RIGID, null),
    TEMPORARY_SPENDING("支出型临时救助", "Temporary assistance for spending", null, Rhythm.ONCE),
    TEMPORARY_EMERGENCY("急难型临时救助", "Temporary assistance in an emergency", null, Rhythm.ONCE),
    ORPHAN("孤儿认定", "Orphan", null, Rhythm.MONTHLY),
    UNATTENDED_CHILD("事实无人抚养儿童认定", "De-facto unattended child", null, Rhythm.MONTHLY);

    private final Text title;
    private final @Nullable Stratum stratum;
    private final @Nullable Rhythm rhythm;

    CaseKind(String zh, String en, @Nullable Stratum stratum, @Nullable Rhythm rhythm) {
        this.title = new Text(zh, en);
        this.stratum = stratum;
        this.rhythm = rhythm;
    }

    public Text title() {
        return title;
    }

    /** The stratum that an approval confirms, where it confirms one. */
    public Optional<Stratum> stratum() {
        return Optional.ofNullable(stratum);
    }

    /** How often the money is paid that an approval brings of its own; the edge of dibao brings none. */
    public Optional<Rhythm> rhythm() {
        return Optional.ofNullable(rhythm);
    }

    /** Whether it is about one child, who has to be named. */
    public boolean isOfOneChild() {
        return this == ORPHAN || this == UNATTENDED_CHILD;
    }

    /** What can be applied for; emergencies are helped first instead. */
    public static List<CaseKind> applications() {
        return Arrays.stream(values())
                .filter(kind -> kind != TEMPORARY_EMERGENCY)
                .toList();
    }

    /** The kind that confirms {@code stratum}. */
    public static Optional<CaseKind> confirming(Stratum stratum) {
        return Arrays.stream(values()).filter(kind -> kind.stratum == stratum).findFirst();
    }

    /** As the database and the policy pack spell it: {@code temporary-spending}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static CaseKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
