package org.hearth.app.casework;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** How far a case has come. An objection to the public notice leads back to the investigation. */
public enum CaseState {
    ACCEPTED("已受理，待调查", "Accepted, to be investigated"),
    INVESTIGATED("已调查，待初审", "Investigated, to be reviewed"),
    REVIEWED("已初审", "Reviewed by the township"),
    PUBLIC_NOTICE("公示中", "On public notice"),
    DECIDED("已审核确认，待告知", "Decided, to be told"),
    CLOSED("已办结", "Closed");

    private final Text title;

    CaseState(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code public-notice}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CaseState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
