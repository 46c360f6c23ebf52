package org.hearth.app.access;

import org.hearth.app.platform.Text;

/** What a person does in the system. Each account has one role, for one region. */
public enum Role {
    VILLAGE_WORKER("村（社区）工作人员", "Village worker"),
    TOWNSHIP_OFFICER("乡镇（街道）经办人员", "Township officer"),
    COUNTY_OFFICER("县级民政部门审核人员", "County officer"),
    DUTY_DESK("救助站值班人员", "Duty desk"),
    PATROL("街面巡查人员", "Street patrol"),
    VISITOR("探访关爱人员", "Visitor"),
    STATISTICIAN("民政部统计人员", "Ministry statistician"),
    POLICY_OFFICER("政策管理员", "Policy officer"),
    ADMINISTRATOR("系统管理员", "Administrator");

    private final Text title;

    Role(String zh, String en) {
        this.title = new Text(zh, en);
    }

    /** The role as it is shown to people. */
    public Text title() {
        return title;
    }

    /** The authority that Spring Security checks: {@code ROLE_PATROL}. */
    public String authority() {
        return "ROLE_" + name();
    }
}
