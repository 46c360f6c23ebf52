package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** The layers of the low-income population (国办发〔2023〕39号), in the order in which the first that applies is taken. */
public enum Stratum {
    TEKUN("特困人员", "Extremely poor"),
    DIBAO("最低生活保障对象", "Subsistence allowance"),
    MONITORED("防止返贫监测对象", "Monitored against a return to poverty"),
    EDGE("最低生活保障边缘家庭", "Edge of subsistence allowance"),
    RIGID("刚性支出困难家庭", "Rigid-expenditure hardship"),
    OTHER("其他低收入人口", "Other low-income");

    private final Text title;

    Stratum(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the contracts and the database spell it: {@code tekun}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is no stratum */
    public static Stratum of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
