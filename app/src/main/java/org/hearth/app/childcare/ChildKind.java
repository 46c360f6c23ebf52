package org.hearth.app.childcare;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** Why a child has a file, the heaviest first: one child has one kind. */
public enum ChildKind {
    ORPHAN("孤儿", "Orphan"),
    UNATTENDED("事实无人抚养儿童", "De facto unattended child"),
    LEFT_BEHIND("留守儿童", "Left-behind child"),
    IN_DIFFICULTY("困境儿童", "Child in difficulty");

    private final Text title;

    ChildKind(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the database spells it: {@code left-behind}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ChildKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
