package org.hearth.app.childcare;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Who is bound to report (国发〔2016〕13号). */
public enum Reporter {
    COMMITTEE("村（居）民委员会", "Village or community committee"),
    SCHOOL("学校", "School"),
    KINDERGARTEN("幼儿园", "Kindergarten"),
    MEDICAL("医疗机构", "Medical institution"),
    SOCIAL_WORK("社会工作服务机构", "Social-work agency"),
    RESCUE_STATION("救助管理机构", "Rescue station"),
    WELFARE_HOME("福利机构", "Welfare home");

    private final Text title;

    Reporter(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
