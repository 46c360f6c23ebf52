package org.hearth.app.outreach;

import java.util.Locale;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;

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

    /** The goods of the county's store that it is; none for what is made warm at the station. */
    org.hearth.app.benefit.@Nullable Item stored() {
        return switch (this) {
            case COAT -> org.hearth.app.benefit.Item.COAT;
            case QUILT -> org.hearth.app.benefit.Item.QUILT;
            case FOOD -> org.hearth.app.benefit.Item.FOOD;
            case HOT_WATER -> null;
        };
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
