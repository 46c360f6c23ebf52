package org.hearth.app.familysearch;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** By what it was proved who somebody is (民政部、公安部 2015-08-20 意见: by the police, by DNA, by the family). */
public enum Proof {
    DNA("DNA 比对一致", "DNA compared"),
    FAMILY("亲属辨认", "Recognised by the family"),
    POLICE("公安机关核实", "Established by the police"),
    DOCUMENT("找到身份证件", "A document was found");

    private final Text title;

    Proof(String zh, String en) {
        this.title = new Text(zh, en);
    }

    /** As it is shown to people. */
    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Proof of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
