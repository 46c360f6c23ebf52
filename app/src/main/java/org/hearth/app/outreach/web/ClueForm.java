package org.hearth.app.outreach.web;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hearth.app.outreach.ClueSource;
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Region;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/** The public form as it was typed, and what is wrong with it, field by field. */
final class ClueForm {

    private static final int LONGEST = 500;
    private static final int LONGEST_CONTACT = 100;
    private static final int MOST_PEOPLE = 50;

    private final Map<String, String> typed;
    private final Map<String, Text> errors = new LinkedHashMap<>();

    ClueForm(Map<String, String> typed) {
        this.typed = typed;
    }

    /** A form that nobody has filled in yet. */
    static ClueForm fresh() {
        return new ClueForm(Map.of("people", "1", "condition", Condition.SLEEPING_ROUGH.name()));
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

    /** The identifier that the form was first given: a corrected form is still the same clue. */
    public UUID id() {
        try {
            return UUID.fromString(typed("id"));
        } catch (IllegalArgumentException e) {
            return Ids.next();
        }
    }

    /** The clue that was told, when nothing is wrong. */
    Optional<NewClue> read(List<Region> served, Function<RegionCode, List<Region>> within) {
        RegionCode county = among(served, typed("county"));
        if (county == null) {
            errors.put("county", new Text("请选择县（市、区）。", "Choose the county."));
        }
        String landmark = typed("landmark");
        if (landmark.isEmpty()) {
            errors.put("landmark", new Text("请写明在哪里，方便找到人。", "Say where, so that the person can be found."));
        }
        notTooLong("landmark", LONGEST);
        notTooLong("what", LONGEST);
        notTooLong("contact", LONGEST_CONTACT);
        int people = typed("people").matches("[0-9]{1,2}") ? Integer.parseInt(typed("people")) : 0;
        if (people < 1 || people > MOST_PEOPLE) {
            errors.put("people", new Text("人数应在 1 到 50 之间。", "The number of people is between 1 and 50."));
        }
        Condition condition = chosen(Condition.values(), "condition");
        ClueSource source = chosen(ClueSource.values(), "source");
        if (county == null || condition == null || source == null || !errors.isEmpty()) {
            return Optional.empty();
        }
        RegionCode township = among(within.apply(county), typed("township"));
        BigDecimal longitude = degrees("longitude", 180);
        BigDecimal latitude = degrees("latitude", 90);
        boolean placed = longitude != null && latitude != null;
        return Optional.of(new NewClue(
                id(),
                township == null ? county : township,
                typed("what"),
                landmark,
                placed ? longitude : null,
                placed ? latitude : null,
                people,
                condition,
                source,
                typed("contact")));
    }

    private void notTooLong(String field, int most) {
        if (typed(field).length() > most) {
            errors.put(field, new Text("不超过 " + most + " 字。", "No more than " + most + " letters."));
        }
    }

    private <E extends Enum<E>> @Nullable E chosen(E[] choices, String field) {
        for (E choice : choices) {
            if (choice.name().equals(typed(field))) {
                return choice;
            }
        }
        errors.put(field, new Text("请选择一项。", "Choose one."));
        return null;
    }

    private @Nullable BigDecimal degrees(String field, int most) {
        if (!typed(field).matches("-?[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            return null;
        }
        BigDecimal degrees = new BigDecimal(typed(field));
        return degrees.abs().intValue() < most ? degrees : null;
    }

    private static @Nullable RegionCode among(List<Region> regions, String digits) {
        return regions.stream()
                .map(Region::code)
                .filter(code -> code.digits().equals(digits))
                .findFirst()
                .orElse(null);
    }
}
