package org.hearth.app.benefit;

import org.hearth.app.platform.Text;

/** Goods that a county keeps in store for the winter and for disasters. */
public enum Item {
    QUILT("quilt", "棉被", "Quilt"),
    COAT("coat", "棉衣", "Padded coat"),
    FOOD("food", "食品", "Food"),
    TENT("tent", "帐篷", "Tent");

    private final String code;
    private final Text title;

    Item(String code, String zh, String en) {
        this.code = code;
        this.title = new Text(zh, en);
    }

    /** The item of that code. @throws IllegalArgumentException when there is none */
    public static Item of(String code) {
        for (Item item : values()) {
            if (item.code.equals(code)) {
                return item;
            }
        }
        throw new IllegalArgumentException("no item " + code);
    }

    /** As the database and the published views spell it: {@code quilt}. */
    public String code() {
        return code;
    }

    public Text title() {
        return title;
    }
}
