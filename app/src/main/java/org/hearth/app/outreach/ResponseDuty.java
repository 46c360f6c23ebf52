package org.hearth.app.outreach;

import org.hearth.app.platform.Text;

/** What a response asks of the station, as a list to be ticked off. */
public enum ResponseDuty {
    ON_DUTY_24_HOURS("救助站 24 小时值守，救助热线畅通", "Station on duty 24 hours, help line open"),
    LEADER_ON_DUTY("领导带班", "A leader on duty"),
    JOINT_PATROLS(
            "会同公安、城管，在重点时段、重点区域对重点人群开展街面巡查", "Patrols with police and urban management: key periods, areas, groups"),
    TEMPORARY_SITES("开放临时救助点", "Temporary relief sites opened"),
    STOCKS_CHECKED("检查御寒物资、药品和车辆", "Warm clothing, medicine and vehicles checked");

    private final Text title;

    ResponseDuty(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }
}
