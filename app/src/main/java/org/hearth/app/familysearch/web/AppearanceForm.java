package org.hearth.app.familysearch.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.familysearch.Appearance;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/** The form of an unknown person or a report as it was typed, and what is wrong with it, field by field. */
final class AppearanceForm {

    private static final int LONGEST = 500;
    private static final int OLDEST = 120;

    private final Map<String, String> typed;
    private final Map<String, Text> errors = new LinkedHashMap<>();

    AppearanceForm(Map<String, String> typed) {
        this.typed = typed;
    }

    /** What was typed into a field; empty where nothing was. */
    public String typed(String field) {
        return typed.getOrDefault(field, "").strip();
    }

    /** What is wrong at a field, where something is. */
    public @Nullable Text error(String field) {
        return errors.get(field);
    }

    /** What is wrong, by field. */
    public Map<String, Text> errors() {
        return errors;
    }

    void wrong(String field, Text what) {
        errors.put(field, what);
    }

    /** The identifier that the form was first given: a corrected form is still the same person. */
    public UUID id() {
        return uuid("id").orElseGet(Ids::next);
    }

    Optional<UUID> uuid(String field) {
        try {
            return Optional.of(UUID.fromString(typed(field)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The finest division that was chosen; the nation where none was. */
    RegionCode place() {
        for (String field : new String[] {"county", "prefecture", "province"}) {
            if (typed(field).matches("[0-9]{2}|[0-9]{4}|[0-9]{6}")) {
                return new RegionCode(typed(field));
            }
        }
        return RegionCode.NATION;
    }

    /** What was described, when nothing is wrong. */
    Optional<Appearance> read(LocalDate today) {
        Integer from = whole("ageFrom", 0, OLDEST);
        Integer to = whole("ageTo", 0, OLDEST);
        if (from != null && to != null && from > to) {
            wrong("ageTo", new Text("年龄上限不能小于下限。", "The oldest is not younger than the youngest."));
        }
        Integer height = whole("height", Appearance.SMALLEST, Appearance.TALLEST);
        for (String field : new String[] {"name", "marks", "speech", "placeDetail", "note", "contact"}) {
            if (typed(field).length() > LONGEST) {
                wrong(field, new Text("最多 500 个字。", "At most 500 characters."));
            }
        }
        RegionCode place = place();
        if (place.level() != DivisionLevel.COUNTY) {
            wrong("county", new Text("请选到县（市、区）。", "Choose down to the county."));
        }
        LocalDate on = day(today);
        if (typed("sex").isEmpty()
                && from == null
                && to == null
                && typed("name").isEmpty()
                && typed("marks").isEmpty()) {
            wrong("sex", new Text("至少填写性别、年龄、姓名、体表特征中的一项。", "Say at least one of sex, age, name and marks."));
        }
        if (!errors.isEmpty() || on == null) {
            return Optional.empty();
        }
        return Optional.of(new Appearance(
                typed("name"),
                typed("sex").matches("[FM]") ? Sex.valueOf(typed("sex")) : null,
                from == null ? to : from,
                to == null ? from : to,
                height,
                typed("marks"),
                typed("speech"),
                place,
                typed("placeDetail"),
                on));
    }

    private @Nullable Integer whole(String field, int least, int most) {
        if (typed(field).isEmpty()) {
            return null;
        }
        if (typed(field).matches("[0-9]{1,3}")) {
            int value = Integer.parseInt(typed(field));
            if (value >= least && value <= most) {
                return value;
            }
        }
        wrong(
                field,
                new Text(
                        "请填 " + least + " 到 " + most + " 之间的整数。",
                        "A whole number from " + least + " to " + most + "."));
        return null;
    }

    private @Nullable LocalDate day(LocalDate today) {
        try {
            LocalDate on = LocalDate.parse(typed("on"));
            if (!on.isAfter(today)) {
                return on;
            }
            wrong("on", new Text("日期不能晚于今天。", "The day is not after today."));
        } catch (DateTimeParseException e) {
            wrong("on", new Text("请选择日期。", "Choose the day."));
        }
        return null;
    }
}
