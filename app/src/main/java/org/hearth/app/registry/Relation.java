package org.hearth.app.registry;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What a member is to the head of the household. */
public enum Relation {
    HEAD("户主", "Head"),
    SPOUSE("配偶", "Spouse"),
    CHILD("子女", "Child"),
    PARENT("父母", "Parent"),
    GRANDPARENT("祖父母", "Grandparent"),
    GRANDCHILD("孙子女", "Grandchild"),
    SIBLING("兄弟姐妹", "Sibling"),
    OTHER("其他", "Other");

    private final Text title;

    Relation(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As the contracts and the database spell it: {@code head}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Relation of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
