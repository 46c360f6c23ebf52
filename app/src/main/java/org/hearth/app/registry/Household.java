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
 * @param dissolvedOn its last day, where it was merged into another or taken back
 * @param merged the members that records merged into theirs resolve to, by the ids of those records
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
        List<HeldStratum> strata,
        @Nullable LocalDate dissolvedOn,
        Map<UUID, UUID> merged) {

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

    /** The members' names by their ids as a determination has them, and by the ids of records merged into theirs. */
    public Map<String, String> names() {
        Map<String, String> names = members.stream()
                .map(Member::person)
                .collect(Collectors.toMap(person -> person.id().toString(), Person::name));
        merged.forEach((gone, stays) -> names.put(gone.toString(), names.getOrDefault(stays.toString(), "")));
        return names;
    }

    /** How many living members there are. */
    public long size() {
        return members.stream().filter(member -> member.person().isAlive()).count();
    }

    public boolean holds(Stratum stratum) {
        return strata.stream().anyMatch(held -> held.stratum() == stratum);
    }
}
