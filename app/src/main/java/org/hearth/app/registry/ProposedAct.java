package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What a record of another department may propose to be done in the register. */
public enum ProposedAct {
    ENTER_CHILD("新生儿入户", "Enter a newborn child"),
    LIVE_TOGETHER("结婚后入户", "Bring a couple into one household"),
    PART("离婚后分户", "Part a household after a divorce"),
    MOVE_OUT("户口迁出", "Registration moved out of the county"),
    MOVE_WITHIN("县内移居", "Moved within the county"),
    LEAVE("户口注销", "Registration cancelled"),
    APPOINT_HEAD("户主去世，重新确定户主", "The head died: name another"),
    CHANGE_ACCOUNT("户名人去世，更换收款账户", "The account holder died: change the account");

    private final Text title;

    ProposedAct(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As contracts, packs and the database spell it: {@code enter-child}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when it is none */
    public static ProposedAct of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
