package org.hearth.letters;

import java.util.LinkedHashSet;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deciding again: does a pack, perhaps a later edition with later values, say the same of the same household on the same day?
 * The edition is no part of what is compared; it is told beside the answer.
 */
public sealed interface Replay {

    /** The same, byte for byte; {@code now} carries the edition of then. */
    record Same(Determination now, String editionNow) implements Replay {}

    /**
     * Not the same.
     *
     * @param field the first field that differs, such as {@code benefits[0].amount}; null where only a check code was given
     * @param then what it was, or the check code given
     * @param now what it is
     */
    record Different(@Nullable String field, String then, String now) implements Replay {}

    /**
     * Decides again, and compares with the determination of then.
     *
     * @param then as {@link Determination#toJson} wrote it
     * @throws IllegalArgumentException when that is no determination
     */
    static Replay of(Pack pack, HouseholdDocument household, String then) {
        Determination before = Determination.parse(then);
        Determination decided = pack.decide(household);
        Determination now = decided.by(before.pack());
        Different first = first(
                "", JsonMapper.shared().readTree(then), JsonMapper.shared().readTree(now.toJson()));
        return first != null ? first : new Same(now, edition(decided));
    }

    /**
     * Decides again, and compares with the check code of a letter.
     *
     * @param edition the version of the pack that the letter names; null for the pack's own
     */
    static Replay of(Pack pack, HouseholdDocument household, CheckCode then, @Nullable String edition) {
        Determination decided = pack.decide(household);
        Determination now = edition == null
                ? decided
                : decided.by(new Determination.PackName(decided.pack().name(), edition));
        CheckCode code = CheckCode.of(now);
        return code.equals(then)
                ? new Same(now, edition(decided))
                : new Different(null, then.grouped(), code.grouped());
    }

    private static String edition(Determination decided) {
        return decided.pack().name() + " " + decided.pack().version();
    }

    private static @Nullable Different first(String path, JsonNode then, JsonNode now) {
        if (then.isObject() && now.isObject()) {
            var names = new LinkedHashSet<>(then.propertyNames());
            names.addAll(now.propertyNames());
            for (String name : names) {
                Different first = first(path.isEmpty() ? name : path + "." + name, then.path(name), now.path(name));
                if (first != null) {
                    return first;
                }
            }
            return null;
        }
        if (then.isArray() && now.isArray()) {
            for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
                Different first = first(path + "[" + i + "]", then.path(i), now.path(i));
                if (first != null) {
                    return first;
                }
            }
            return null;
        }
        return shown(then).equals(shown(now)) ? null : new Different(path, shown(then), shown(now));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "—" : value.isString() ? value.asString() : value.toString();
    }
}
