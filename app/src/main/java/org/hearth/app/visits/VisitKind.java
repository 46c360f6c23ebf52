package org.hearth.app.visits;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** In what way somebody was visited (民发〔2022〕73号). */
public enum VisitKind {
    HOME("上门", "At home"),
    PHONE("电话", "By phone"),
    VIDEO("视频", "By video"),
    REMOTE("远程监测", "Remote monitoring");

    private final Text title;

    VisitKind(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
