package org.hearth.app.exchange;

import org.hearth.app.platform.Text;

/** How far a batch has come. Its facts are in force from {@link #APPLYING} on; from then on it goes only forward. */
enum BatchState {
    QUEUED("排队等候", "Queued"),
    READING("正在读入", "Being read"),
    /** All rows are read and in force; deaths and the households' chains are being written. */
    APPLYING("正在登记", "Being entered"),
    DONE("已完成", "Done"),
    /** It failed several times; somebody has to look, and let it go on or withdraw it. */
    STOPPED("已停住", "Stopped"),
    /** Taken back before it was in force: nothing of it counts. */
    WITHDRAWN("已撤回", "Withdrawn");

    private final Text title;

    BatchState(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    public boolean isAtWork() {
        return this == QUEUED || this == READING || this == APPLYING;
    }

    public boolean canBeWithdrawn() {
        return this == QUEUED || this == READING || this == STOPPED;
    }
}
