package org.hearth.app.registry;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A household with those who belong to it now.
 *
 * @param number the household's number in the register, for people to say and write
 * @param region its village
 * @param members by relation and age, with those who have died
 * @param strata the strata held now
 */
public record Household(
        UUID id,
        String number,
        RegionCode region,
        Residence residence,
        String address,
        @Nullable BigDecimal longitude,
        @Nullable BigDecimal latitude,
        List<Member> members,
        List<HeldStratum> strata) {

    /**
     * Somebody who belongs to the household.
     *
     * @param since the first day
     */
    public record Member(Person person, Relation relation, LocalDate since) {}

    /**
     * A stratum held.
     *
     * @param personId the one person it was granted to alone; absent where it is the household's
     * @param since the first day
     * @param basis why, e.g. the number of the case
     */
    public record HeldStratum(Stratum stratum, @Nullable UUID personId, LocalDate since, String basis) {}

    /** The head, or the eldest living member where no head is left. */
    public Optional<Member> head() {
        return members.stream()
                .filter(member -> member.person().isAlive())
                .min(Comparator.comparing((Member member) -> member.relation() != Relation.HEAD)
                        .thenComparing(member -> member.person().born()));
    }

    /** The name by which the household goes: that of its head. */
    public String name() {
        return head().map(member -> member.person().name()).orElse(number);
    }

    /** The members' names by their ids as a determination has them. */
    public Map<String, String> names() {
        return members.stream()
                .map(Member::person)
                .collect(Collectors.toMap(person -> person.id().toString(), Person::name));
    }

    /** How many living members there are. */
    public long size() {
        return members.stream().filter(member -> member.person().isAlive()).count();
    }

    public boolean holds(Stratum stratum) {
        return strata.stream().anyMatch(held -> held.stratum() == stratum);
    }
}
