package org.hearth.letters;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.HouseholdDocument.Member;
import org.jspecify.annotations.Nullable;

/** Whom a letter is to, and what it calls the members: by their names as written, never by a number. */
final class People {

    private static final int OF_AGE = 18;

    private final HouseholdDocument household;
    private final Language language;
    private final Phrases phrases;
    private final Member head;

    People(HouseholdDocument household, Language language) {
        this.household = household;
        this.language = language;
        this.phrases = Phrases.in(language);
        List<Member> living = household.members().stream()
                .filter(member -> !Boolean.TRUE.equals(member.deceased()))
                .toList();
        this.head = living.stream()
                .filter(member -> member.relation().equals("head"))
                .findFirst()
                .orElse(living.isEmpty() ? household.members().getFirst() : living.getFirst());
    }

    String greeting() {
        String name = written(head);
        if (isMinor(head)) {
            return phrases.say("greeting.child", name == null ? phrases.say("family.minor") : name);
        }
        return name == null ? phrases.say("greeting.nobody") : phrases.say("greeting", name);
    }

    boolean isAlone() {
        return household.members().size() == 1;
    }

    /** What a sentence calls a member: you, a name, or the relation to the one whom the letter is to. */
    String name(String id) {
        Member member = household.members().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(head);
        String name = written(member);
        if (member == head && !isMinor(head)) {
            return language == Language.ZH ? phrases.say("you") : name == null ? phrases.say("you") : name;
        }
        return name == null ? described(member) : name;
    }

    private String described(Member member) {
        if (member == head) {
            return phrases.say("family.minor");
        }
        String key = "family." + member.relation();
        String what = phrases.say(phrases.has(key) ? key : key + "." + member.sex());
        List<LocalDate> alike = household.members().stream()
                .filter(one ->
                        one.relation().equals(member.relation()) && one.sex().equals(member.sex()))
                .map(Member::born)
                .toList();
        if (alike.size() == 1) {
            return what;
        }
        boolean yearTells = alike.stream().map(LocalDate::getYear).distinct().count() == alike.size();
        return phrases.say("family.one", what, yearTells ? language.year(member.born()) : language.day(member.born()));
    }

    private boolean isMinor(Member member) {
        return Period.between(member.born(), household.on()).getYears() < OF_AGE;
    }

    private static @Nullable String written(Member member) {
        return member.name() == null || member.name().isBlank()
                ? null
                : member.name().strip();
    }
}
