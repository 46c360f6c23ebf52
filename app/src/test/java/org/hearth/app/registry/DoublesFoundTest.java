package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.ChineseName;
import org.hearth.linkage.IdentityNumber;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many of the doubles in a register are proposed, and how many pairs that are none. The figures of
 * docs/adr/0016-doubles.md come from {@code -Dhearth.doubles.households=10000}.
 */
@HearthTest
class DoublesFoundTest {

    private static final RegionCode COUNTY = RegionCode.parse("620422");
    private static final int HOUSEHOLDS = Integer.getInteger("hearth.doubles.households", 1_000);
    private static final long SEED = Long.getLong("hearth.doubles.seed", 11L);

    /** What is wrong in the second record of a person, beside its number, which is missing or wrong. */
    private enum Slip {
        NOTHING,
        HOMOPHONE,
        OTHER_NAME,
        DATE_MISTYPED,
        ONLY_A_YEAR,
        WRONG_NUMBER
    }

    private record Registered(UUID id, String name, Sex sex, LocalDate born, String region) {}

    private record Planted(UUID first, UUID second, Slip slip) {}

    @Autowired
    Exchange exchange;

    @Autowired
    Registry registry;

    @Autowired
    Doubles doubles;

    @Autowired
    JdbcClient db;

    private final Random chance = new Random(SEED);
    private final Map<String, Set<String>> charactersBySound = new HashMap<>();

    @Test
    void most_doubles_are_proposed_and_hardly_anybody_who_is_none(@TempDir Path folder) {
        Population.generate(
                new GenerateRequest(HOUSEHOLDS, SEED, List.of(COUNTY), LocalDate.of(2023, 10, 31), folder),
                (step, share) -> {});
        exchange.takeOver(folder, (what, share) -> {});
        List<Registered> register =
                here(() -> db.sql("""
                        select id, name, sex, born, region
                        from registry.person
                        where region like '620422%' and died_on is null
                        order by id_number_masked, name, id
                        """).query(Registered.class).list());
        register.forEach(person -> ChineseName.read(person.name())
                .filter(name -> name.given().length() == 1 || name.given().length() == 2)
                .ifPresent(name -> name.given()
                        .chars()
                        .mapToObj(Character::toString)
                        .forEach(character -> charactersBySound
                                .computeIfAbsent(soundOf(character), sound -> new TreeSet<>())
                                .add(character))));
        List<Planted> planted = plant(register);

        long began = System.nanoTime();
        Scopes.run(Scope.system("registry"), doubles::look);
        double seconds = (System.nanoTime() - began) / 1e9;

        Set<Set<UUID>> proposed = new HashSet<>(here(() -> db.sql("select one, other from registry.likely_double")
                .query((row, n) -> Set.of(row.getObject("one", UUID.class), row.getObject("other", UUID.class)))
                .list()));
        Map<Slip, int[]> found = new EnumMap<>(Slip.class);
        planted.forEach(pair -> {
            int[] counts = found.computeIfAbsent(pair.slip(), slip -> new int[2]);
            counts[0]++;
            counts[1] += proposed.contains(Set.of(pair.first(), pair.second())) ? 1 : 0;
        });
        long all = planted.size();
        long hits = found.values().stream().mapToInt(counts -> counts[1]).sum();
        long wrong = proposed.size() - hits;
        found.forEach((slip, counts) -> System.out.println(slip + ": " + counts[1] + " of " + counts[0]));
        System.out.printf(
                "%d persons, %d doubles, %d proposed, %d wrong, %.1f s%n", register.size(), all, hits, wrong, seconds);

        assertThat(hits).as("doubles proposed of %d", all).isGreaterThan(all * 8 / 10);
        assertThat(wrong)
                .as("pairs proposed that are none, of %d persons", register.size())
                .isLessThan(all / 10);
    }

    /** Of a hundred persons, one is registered again alone, three in ten in their own village, the rest in another. */
    private List<Planted> plant(List<Registered> register) {
        List<Planted> planted = new ArrayList<>();
        List<NewHousehold> households = new ArrayList<>();
        for (int i = 0; i < register.size() / 100; i++) {
            Registered person = register.get(chance.nextInt(register.size()));
            Slip slip = Slip.values()[chance.nextInt(Slip.values().length)];
            NewPerson again = again(person, slip);
            String village = chance.nextInt(10) < 3
                    ? person.region()
                    : register.get(chance.nextInt(register.size())).region();
            households.add(new NewHousehold(
                    UUID.randomUUID(),
                    "D" + SEED + "-" + i,
                    RegionCode.parse(village),
                    Residence.RURAL,
                    "",
                    null,
                    null,
                    List.of(again),
                    List.of(),
                    null));
            planted.add(new Planted(person.id(), again.id(), slip));
        }
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(households, LocalDate.of(2023, 11, 1), "registered again"));
        return planted;
    }

    private NewPerson again(Registered person, Slip slip) {
        String name = switch (slip) {
            case HOMOPHONE -> homophone(person.name());
            case OTHER_NAME ->
                person.name().substring(0, 1) + "阿"
                        + person.name().substring(person.name().length() - 1);
            case NOTHING, DATE_MISTYPED, ONLY_A_YEAR, WRONG_NUMBER -> person.name();
        };
        LocalDate born = switch (slip) {
            case DATE_MISTYPED -> person.born().plusDays(person.born().getDayOfMonth() > 10 ? -10 : 10);
            case ONLY_A_YEAR -> LocalDate.of(person.born().getYear() + chance.nextInt(3) - 1, 1, 1);
            case NOTHING, HOMOPHONE, OTHER_NAME, WRONG_NUMBER -> person.born();
        };
        IdentityNumber number = slip == Slip.WRONG_NUMBER
                ? IdentityNumber.synthetic(COUNTY, born, 900 + 2 * chance.nextInt(40) + (person.sex() == Sex.M ? 1 : 0))
                : null;
        return new NewPerson(
                UUID.randomUUID(), name, person.sex(), born, slip == Slip.ONLY_A_YEAR, number, Relation.HEAD);
    }

    private String homophone(String name) {
        String last = name.substring(name.length() - 1);
        return charactersBySound.getOrDefault(soundOf(last), Set.of()).stream()
                .filter(character -> !character.equals(last))
                .findFirst()
                .map(character -> name.substring(0, name.length() - 1) + character)
                .orElse(name);
    }

    private static String soundOf(String character) {
        return ChineseName.read("马" + character).map(ChineseName::sound).orElse("");
    }

    private <T extends @Nullable Object> T here(Supplier<T> work) {
        return Scopes.within(new Scope(COUNTY, "test"), work);
    }
}
