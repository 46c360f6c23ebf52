package org.hearth.oracles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hearth.policy.DecidedRow;
import org.hearth.policy.DecisionFile;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.jspecify.annotations.Nullable;

/** Asks the oracles what they make of a pack: the front door of this library. */
public final class Oracles {

    /** A broken rule differs for thousands of households; the rest is only counted. */
    private static final int KEPT = 100;

    /**
     * A decision in which an engine differs from us.
     *
     * @param engine which one
     * @param decision the file and the decision, such as {@code household.dmn/stratum}
     * @param household the document's id, or its number in the stream, from 1
     * @param ours what we decide
     * @param theirs what the engine decides
     * @param inputs what both were given
     */
    public record Difference(
            String engine, String decision, String household, String ours, String theirs, String inputs) {}

    /**
     * What came out.
     *
     * @param households how many there were
     * @param rows how many rows of them, each counted once for every file that decides about it
     * @param compared how many decisions were compared, those of both engines together
     * @param differences in which an engine differs from us; the first hundred
     * @param differing how many there are in all
     * @param missingEvidence by decision, for how many rows we say that evidence is missing, for all or for a part of it;
     *     there an engine says null, stops with an error, or decides as if the answer were no
     */
    public record Comparison(
            long households,
            long rows,
            long compared,
            List<Difference> differences,
            long differing,
            Map<String, Long> missingEvidence) {}

    private record Oracle(DecisionFile file, Inputs inputs, List<Engine> engines) {}

    private final List<Oracle> oracles = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Map<String, Long> missingEvidence = new TreeMap<>();
    private long households;
    private long rows;
    private long compared;
    private long differing;

    private Oracles(Pack pack) {
        for (DecisionFile file : pack.files()) {
            var inputs = new Inputs(pack, file);
            oracles.add(new Oracle(file, inputs, List.of(Kie.load(file), Jdmn.load(file, inputs.typed()))));
        }
    }

    /**
     * Has every decision about every row of some households made by the oracles too, file by file: an engine is given the
     * inputs of a file as we have them, and has to come to what we come to. Where evidence is missing for a decision, or
     * another pack decides it for the region, what needs it goes on with our value.
     *
     * @throws org.hearth.policy.PackError when an engine cannot use a file of the pack
     * @throws IllegalArgumentException naming the field of a household that the pack does not know
     */
    public static Comparison compare(Pack pack, Stream<HouseholdDocument> households) {
        var oracles = new Oracles(pack);
        households.forEach(household -> oracles.compare(pack, household));
        return new Comparison(
                oracles.households,
                oracles.rows,
                oracles.compared,
                List.copyOf(oracles.differences),
                oracles.differing,
                oracles.missingEvidence);
    }

    private void compare(Pack pack, HouseholdDocument household) {
        households++;
        String id = household.id() == null ? "household " + households : household.id();
        for (DecidedRow row : pack.rows(household).all()) {
            for (Oracle oracle : oracles) {
                if (oracle.file().each().equals(row.each())) {
                    compare(oracle, row, id);
                }
            }
        }
    }

    private void compare(Oracle oracle, DecidedRow row, String household) {
        rows++;
        var ours = new HashMap<String, Object>();
        var settled = new HashMap<String, @Nullable Object>();
        for (String decision : oracle.inputs().decisions()) {
            Object value = row.value(decision);
            boolean here = row.isDecidedIn(oracle.file(), decision);
            if (here && value != null) {
                ours.put(decision, value);
            } else {
                settled.put(decision, value);
            }
            if (here && Agreement.isOpen(value)) {
                missingEvidence.merge(place(oracle, decision), 1L, Long::sum);
            }
        }
        for (Engine engine : oracle.engines()) {
            Map<String, @Nullable Object> given = oracle.inputs().of(row, engine.inputs());
            Map<String, @Nullable Object> theirs = engine.decide(given, settled);
            ours.forEach((decision, value) -> {
                compared++;
                if (!Agreement.between(value, theirs.get(decision)) && differing++ < KEPT) {
                    differences.add(new Difference(
                            engine.name(),
                            place(oracle, decision),
                            household,
                            value.toString(),
                            String.valueOf(theirs.get(decision)),
                            given.toString()));
                }
            });
        }
    }

    private static String place(Oracle oracle, String decision) {
        return oracle.file().name() + "/" + decision;
    }
}
