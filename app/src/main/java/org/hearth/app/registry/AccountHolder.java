package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Whose account a household's money goes to. Anybody but a member needs a reason on record. */
public enum AccountHolder {
    MEMBER("家庭成员", "A member"),
    GUARDIAN("监护人、照料人", "A guardian or carer"),
    INSTITUTION("供养机构", "A care institution"),
    VILLAGE("村（社区）代管", "Held by the village");

    private final Text title;

    AccountHolder(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code member}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none */
    public static AccountHolder of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
