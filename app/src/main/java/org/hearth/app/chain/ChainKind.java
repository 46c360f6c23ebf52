package org.hearth.app.chain;

import org.hearth.app.platform.Text;

/** What an entry of the chain is about, along the flow from signal to help. */
public enum ChainKind {
    RECORD("部门数据", "Department record"),
    SIGNAL("线索", "Signal"),
    ALERT("预警", "Alert"),
    DISPOSITION("预警处置", "Alert closed"),
    CASE("受理", "Case"),
    DECISION("审核确认", "Decision"),
    PAYMENT("资金发放", "Payment"),
    GOODS("物资发放", "Goods"),
    RESCUE("街面救助", "Street rescue"),
    VISIT("探访关爱", "Visit"),
    CHILDCARE("儿童关爱", "Care of a child"),
    DISASTER("受灾救助", "Disaster relief"),
    CHANGE("家庭变动", "Change in the household");

    private final Text title;

    ChainKind(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }
}
