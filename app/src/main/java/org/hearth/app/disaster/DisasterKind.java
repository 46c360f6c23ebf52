package org.hearth.app.disaster;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** What struck. */
public enum DisasterKind {
    EARTHQUAKE("地震", "Earthquake"),
    SNOW_ICE("低温雨雪冰冻", "Snow and ice"),
    FLOOD("洪涝", "Flood"),
    LANDSLIDE("滑坡泥石流", "Landslide"),
    DROUGHT("干旱", "Drought"),
    FIRE("火灾", "Fire"),
    OTHER("其他", "Other");

    private final Text title;

    DisasterKind(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DisasterKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
