package org.hearth.app;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;

/** A village that no other test uses, where a test puts its households. */
public final class Village {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final Set<String> GIVEN = ConcurrentHashMap.newKeySet();

    private final Registry registry;
    private final RegionCode code;

    /** The next free village, in a township of its own in Jishishan. */
    public Village(Registry registry) {
        int n = NEXT.incrementAndGet();
        this.registry = registry;
        this.code = RegionCode.parse(
                "622927" + String.format("%03d", 800 + n / 100) + String.format("%03d", 200 + n % 100));
    }

    public RegionCode code() {
        return code;
    }

    /** Somebody born on {@code born}, with a synthetic number. */
    public NewPerson person(String name, Sex sex, LocalDate born, Relation relation) {
        IdentityNumber number;
        do {
            // A day has a thousand numbers, and the tests of a run have more people than that.
            int sequence = (PEOPLE.incrementAndGet() * 2 + (sex == Sex.M ? 1 : 0)) % 1_000;
            number = IdentityNumber.synthetic(RegionCode.parse("622927"), born, sequence);
        } while (!GIVEN.add(number.digits()));
        return new NewPerson(UUID.randomUUID(), name, sex, born, number, relation);
    }

    /** Puts a rural household with an account into the register, as of 1 November 2023. */
    public NewHousehold household(List<Stratum> strata, NewPerson... members) {
        UUID id = UUID.randomUUID();
        NewHousehold household = new NewHousehold(
                id,
                "T" + id.toString().substring(0, 13),
                code,
                Residence.RURAL,
                "",
                null,
                null,
                List.of(members),
                strata,
                new NewAccount("农商银行", "9" + Math.abs(id.hashCode()), members[0].name()));
        Scopes.run(
                Scope.system("test"),
                () -> registry.registerAll(List.of(household), LocalDate.of(2023, 11, 1), "test"));
        return household;
    }

    /** Does {@code work} as somebody who is responsible for this village's county. */
    public void as(String actor, Runnable work) {
        Scopes.run(new Scope(RegionCode.parse("622927"), actor), work);
    }
}
