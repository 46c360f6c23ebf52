package org.hearth.app.outreach;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What a patrol carries to give. */
public enum Item {
    COAT("棉衣", "Coat"),
    QUILT("棉被", "Quilt"),
    FOOD("食品", "Food"),
    HOT_WATER("热水、姜汤", "Hot drink");

    private final Text title;

    Item(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
