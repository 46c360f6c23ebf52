package org.hearth.app.platform;

/** What was asked for is not there, or lies outside the region that one may see; the two are not told apart. */
public class Missing extends Problem {

    /**
     * @param zh what was looked for, e.g. 家庭
     * @param en the same in English
     */
    public Missing(String zh, String en) {
        super("没有找到这" + zh + "，或者它不在您负责的地区。", "This " + en + " was not found, or it is not in your region.");
    }
}
