package org.hearth.app.casework;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;

/** What a case decides about. */
public enum CaseKind {
    DIBAO("最低生活保障", "Subsistence allowance", Stratum.DIBAO, "month"),
    TEKUN("特困人员救助供养", "Support of the extremely poor", Stratum.TEKUN, "month"),
    EDGE("低保边缘家庭认定", "Edge of subsistence allowance", Stratum.EDGE, null),
    RIGID("刚性支出困难家庭认定", "Rigid-expenditure hardship", Stratum.RIGID, null),
    TEMPORARY_SPENDING("支出型临时救助", "Temporary assistance for spending", null, "once"),
    TEMPORARY_EMERGENCY("急难型临时救助", "Temporary assistance in an emergency", null, "once"),
    UNATTENDED_CHILD("事实无人抚养儿童认定", "De-facto unattended child", null, "month");

    private final Text title;
    private final @Nullable Stratum stratum;
    private final @Nullable String unit;

    CaseKind(String zh, String en, @Nullable Stratum stratum, @Nullable String unit) {
        this.title = new Text(zh, en);
        this.stratum = stratum;
        this.unit = unit;
    }

    public Text title() {
        return title;
    }

    /** The stratum that an approval confirms, where it confirms one. */
    public Optional<Stratum> stratum() {
        return Optional.ofNullable(stratum);
    }

    /** {@code month} or {@code once} where an approval brings money of its own; the edge of dibao brings none. */
    public Optional<String> unit() {
        return Optional.ofNullable(unit);
    }

    /** Whether an approval waits for a public notice: a child's misfortune is nobody's business (民发〔2019〕62号). */
    public boolean isPublic() {
        return this != UNATTENDED_CHILD && this != TEMPORARY_EMERGENCY;
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
