package org.hearth.app.registry;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.platform.Bulk;
import org.hearth.app.registry.PersonKeys.Known;
import org.hearth.linkage.ChineseName;
import org.hearth.linkage.NameAgreement;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The names of persons as somebody types them who looks for one: 马秀兰 is also found by 馬秀蘭, {@code maxiulan} and {@code mxl},
 * 买买提·艾力 without its dot.
 */
@Component
class NameKeys {

    /** What is typed for ü where the keyboard has none, in pinyin and in passports. */
    private static final String V = "v";

    private final Bulk bulk;

    NameKeys(Bulk bulk) {
        this.bulk = bulk;
    }

    /**
     * The keys that begin with what was typed, as a half-open range.
     *
     * @param from the first key
     * @param end the first key after them; the same where no name can be meant
     */
    record Sought(String from, String end) {

        private static final Sought NOTHING = new Sought("", "");
        private static final String FIRST_AFTER_ITSELF = "\u0001";
        private static final String LAST_OF_ALL = Character.toString(Character.MAX_CODE_POINT);

        /** A single character or letter is no beginning of a name: the character is looked for as a whole name. */
        static Sought by(String typed) {
            String letters = typed.toLowerCase(Locale.ROOT).replace("ü", V).replaceAll("[\\s'’·.-]", "");
            if (letters.matches("[a-z]{2,}")) {
                return new Sought(letters, letters + LAST_OF_ALL);
            }
            String name = NameAgreement.normalise(typed);
            if (name.codePoints().noneMatch(Character::isIdeographic)) {
                return NOTHING;
            }
            boolean one = name.codePointCount(0, name.length()) == 1;
            return new Sought(name, name + (one ? FIRST_AFTER_ITSELF : LAST_OF_ALL));
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void write(Collection<Known> persons) {
        bulk.insert(
                "registry.name_key",
                List.of("region", "person_id", "name", "key"),
                "on conflict do nothing",
                rows -> persons.forEach(person -> Stream.concat(Stream.of(person.name()), person.otherNames().stream())
                        .distinct()
                        .forEach(name -> of(name).forEach(key -> rows.add(person.region(), person.id(), name, key)))));
    }

    /** By what a name is found; never nothing, so that it shows who has no keys yet. */
    static Set<String> of(String name) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(NameAgreement.normalise(name));
        ChineseName.read(name).ifPresent(read -> {
            List<String> syllables = Arrays.stream(read.sound().split(" "))
                    .filter(syllable -> !syllable.isEmpty())
                    .toList();
            if (!syllables.isEmpty()) {
                String sound = String.join("", syllables);
                keys.add(sound);
                keys.add(sound.replace(V, "u"));
            }
            if (syllables.size() > 1) {
                keys.add(syllables.stream()
                        .map(syllable -> syllable.substring(0, 1))
                        .collect(Collectors.joining()));
            }
        });
        return keys;
    }
}
