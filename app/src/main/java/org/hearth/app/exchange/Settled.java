package org.hearth.app.exchange;

import org.hearth.app.platform.Text;

/** How a row that waited was settled. */
enum Settled {
    MENDED("改正后导入", "Mended"),
    /** Tried again as it came, because the register had changed. */
    TAKEN_IN("档案更新后导入", "Taken in after the register changed"),
    /** A person decided who it is about. */
    FOUND("认定本人后导入", "Taken in for the person found"),
    DISMISSED("不予采用", "Dismissed");

    private final Text title;

    Settled(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }
}
