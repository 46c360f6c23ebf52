package org.hearth.app.monitoring;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** The four ways in which an alert is answered (国办发〔2023〕39号, monitoring and alerts). */
public enum Disposition {
    DELIVER("落实政策", "Deliver the missed policy", "政策没有落实到位的，予以落实", "The policy has not reached them: deliver it"),
    PUSH(
            "推送主管部门",
            "Push to the department",
            "需要其他部门帮扶的，按类型推送主管部门",
            "Another department's help is needed: push it there by type"),
    CONFERENCE(
            "一事一议",
            "Case conference",
            "情况复杂的，提交县级协调机制一事一议",
            "The situation is complex: bring it before the county conference"),
    END("核实终止", "Verify and end", "入户核实后不再符合条件的，按程序终止", "Verified and no longer due: end it by the procedure");

    private final Text title;
    private final Text meaning;

    Disposition(String zh, String en, String meaningZh, String meaningEn) {
        this.title = new Text(zh, en);
        this.meaning = new Text(meaningZh, meaningEn);
    }

    public Text title() {
        return title;
    }

    /** When it is the right one, in one sentence. */
    public Text meaning() {
        return meaning;
    }

    /** As the database spells it: {@code deliver}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Disposition of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
