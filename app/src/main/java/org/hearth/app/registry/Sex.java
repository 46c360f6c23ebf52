package org.hearth.app.registry;

import org.hearth.app.platform.Text;

/** Sex as the identity number tells it. */
public enum Sex {
    F("女", "Female"),
    M("男", "Male");

    private final Text title;

    Sex(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }
}
