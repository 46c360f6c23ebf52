package org.hearth.app.disaster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.hearth.app.platform.Text;

/** What became of a household's house, as affected lists write it. */
public enum Damage {
    COLLAPSED("倒塌", "Collapsed"),
    SEVERE("严重损坏", "Severely damaged"),
    SLIGHT("一般损坏", "Damaged"),
    NONE("未受损", "Not damaged");

    private final Text title;

    Damage(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** As a list writes it; an empty cell says that the house was not damaged. */
    static Optional<Damage> written(String cell) {
        return cell.isEmpty()
                ? Optional.of(NONE)
                : Arrays.stream(values())
                        .filter(damage -> damage.title.zh().equals(cell))
                        .findFirst();
    }

    /** As the database spells it, and the filters of the pages: {@code collapsed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Damage of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
