package org.hearth.screening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hearth.policy.Determination;
import org.hearth.policy.Pack;
import org.hearth.policy.ParameterChange;
import org.hearth.policy.Parameters;
import org.hearth.policy.ScreeningSql;
import org.hearth.policy.ScreeningSql.Result;
import org.jspecify.annotations.Nullable;

/**
 * What if: the same facts screened by the pack as it is and by a changed one, and compared household by household. Who
 * gains, who loses, who changes stratum and why, and what it costs.
 *
 * <p>Money is whole fen. A monthly benefit is counted for twelve months of a year; one paid once, or once a winter, once.
 */
public final class Simulation {

    /**
     * What to simulate.
     *
     * @param pack the pack as it is
     * @param other another pack to compare it with; null to change parameters of the same one
     * @param changes parameters to change, the later on top of the earlier
     * @param facts the population (docs/facts-layout.md)
     * @param on the day whose rules and values count
     */
    public record Request(Pack pack, @Nullable Pack other, List<ParameterChange> changes, Path facts, LocalDate on) {

        /**
         * The pack after the change.
         *
         * @throws IllegalArgumentException in one line, when a parameter is not known or cannot take its value
         */
        public Pack after() {
            return (other == null ? pack : other).with(changes, on);
        }
    }

    /** Money of a year: each month's, and what is paid once. {@code year} is twelve months and what is paid once. */
    public record Cost(long month, long oneOff, long year) {

        static Cost of(long month, long oneOff) {
            return new Cost(month, oneOff, 12 * month + oneOff);
        }

        Cost minus(Cost other) {
            return of(month - other.month, oneOff - other.oneOff);
        }
    }

    /** How many stood in one stratum before and in another (or the same) after, and what that changes. */
    public record Move(String before, String after, long households, long persons, Cost difference) {}

    /**
     * Some households. Each is exactly one of: a gainer or a loser by the money of a year; moved (its stratum or a
     * member's differs, its money does not); unchanged; or undetermined, where a missing fact leaves its stratum or an
     * amount open before or after, so that nobody can say whether it gains.
     *
     * @param dimension {@code nation}, {@code province}, {@code prefecture}, {@code county}, {@code township}, or a kind:
     *     {@code residence}, {@code size}, {@code children}, {@code elders}, {@code disability}, {@code single-parent},
     *     {@code stratum-before}. The groups of a dimension make up the whole
     * @param code the division's digits, or the kind's code
     * @param before the amounts that are known
     * @param gained what the gainers gain
     * @param lost what the losers lose, negative
     * @param undeterminedDifference what the known amounts of the undetermined differ by
     * @param moves the strata before and after, those who stay included
     */
    public record Group(
            String dimension,
            String code,
            Determination.Text name,
            long households,
            long persons,
            long gainers,
            long losers,
            long moved,
            long unchanged,
            long undetermined,
            Cost before,
            Cost after,
            Cost difference,
            Cost gained,
            Cost lost,
            Cost undeterminedDifference,
            List<Move> moves) {}

    /**
     * A benefit, over the nation.
     *
     * @param column its column in a screening's result
     * @param ofMember whether the recipients are persons, else households
     * @param unit {@code month}, {@code once} or {@code winter}
     * @param before in fen, a {@code unit}
     */
    public record Benefit(
            String benefit,
            String column,
            boolean ofMember,
            String unit,
            Determination.Text name,
            long recipientsBefore,
            long recipientsAfter,
            long before,
            long after,
            long difference) {}

    /** A parameter value that differs where households of the facts live; a side is null that has no value there. */
    public record Changed(
            String name,
            Determination.Text label,
            String region,
            Determination.Text place,
            @Nullable String residence,
            Parameters.@Nullable Value before,
            Parameters.@Nullable Value after) {}

    /**
     * A changed household with its reasons, in the words of the packs.
     *
     * @param change {@code gain}, {@code loss}, {@code moved}, {@code reason} or {@code undetermined}
     * @param movedBy what made the difference: changes that alone have the same effect; where none has, all of them
     */
    public record Sample(
            String household,
            String region,
            Determination.Text place,
            String residence,
            String change,
            String stratumBefore,
            String stratumAfter,
            @Nullable String decidedByBefore,
            @Nullable String decidedByAfter,
            Determination.Text reasonBefore,
            Determination.Text reasonAfter,
            List<String> movedBy,
            Cost before,
            Cost after) {}

    /**
     * What a simulation found.
     *
     * @param changes what was changed, as written
     * @param withoutEffect those of them on which neither a stratum nor an amount depends
     * @param parameters the values that differ
     * @param illustrative the values in use, before or after, that stand in for a local value that is not known
     * @param total the whole population
     * @param regions from the provinces to the townships, each level ordered by code
     * @param kinds the kinds of households
     * @param personMoves persons by their own stratum before and after; the cost is that of the benefits of persons
     * @param benefits in the order of the pack
     * @param changedHouseholds the rows of {@code changes.parquet}
     * @param changedPersons the rows of {@code persons.parquet}
     * @param samples some changed households of each way of changing
     */
    public record Summary(
            LocalDate on,
            Determination.PackName before,
            Determination.PackName after,
            List<String> changes,
            List<String> withoutEffect,
            List<Changed> parameters,
            List<Parameters.Value> illustrative,
            Group total,
            List<Group> regions,
            List<Group> kinds,
            List<Move> personMoves,
            List<Benefit> benefits,
            long changedHouseholds,
            long changedPersons,
            List<Sample> samples) {}

    /** A part of what is changed, and the pack with that part alone. */
    record Cause(String name, Pack alone) {}

    private static final Set<Result> DECIDED = EnumSet.of(Result.HOUSEHOLDS, Result.PERSONS);

    private final Request request;
    private final Pack after;
    private final Path work;
    private final Progress progress;

    private Simulation(Request request, Path work, Progress progress) {
        this.request = request;
        this.after = request.after();
        this.work = work;
        this.progress = progress;
    }

    /**
     * Simulates, and writes {@code changes.parquet}, {@code persons.parquet}, {@code summary.csv}, {@code summary.json},
     * {@code simulation.xlsx} and {@code simulation.html} into {@code out}, all of them or none.
     *
     * @param cancelled asked at each step; true ends the simulation
     * @throws IllegalArgumentException in one line: a change that the pack does not allow, or a row of the facts that
     *     cannot be read
     * @throws CancellationException when {@code cancelled}; nothing is then written
     */
    public static Summary run(Request request, Path out, Progress progress, BooleanSupplier cancelled) {
        Progress watched = (step, fraction) -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("the simulation was cancelled");
            }
            progress.at(step, fraction);
        };
        try {
            request.after();
            Files.createDirectories(out);
            Path work = Files.createTempDirectory(out, ".simulation");
            try {
                return new Simulation(request, work, watched).run(out);
            } finally {
                delete(work);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the simulation failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Summary run(Path out) throws SQLException, IOException {
        List<Place> places = new ArrayList<>();
        ScreeningSql before = request.pack().screening(request.on(), DECIDED);
        ScreeningSql changed = after.screening(request.on(), DECIDED);
        screen(before, "before", 0, 0.38, places);
        screen(changed, "after", 0.38, 0.76, places);
        Summary summary;
        Path written = Files.createDirectories(work.resolve("written"));
        try (Duck duck = new Duck(work)) {
            progress.at(Progress.Step.COMPARING, 0.76);
            duck.read(request.facts());
            var comparison = new Comparison(duck, work, request.pack().benefits(), after.benefits(), request.on());
            boolean differs = comparison.compare() > 0;
            progress.at(Progress.Step.EXPLAINING, 0.84);
            List<Cause> causes = causes();
            if (differs) {
                explain(causes);
                comparison.explain(causes);
            } else {
                comparison.explainNothing();
            }
            progress.at(Progress.Step.WRITING, 0.94);
            long households = comparison.writeChanges(written);
            long persons = comparison.writePersons(written);
            summary = new Summaries(request, after, comparison, places, before.parameters(), changed.parameters())
                    .of(causes.stream().map(Cause::name).toList(), households, persons);
        }
        SimulationFiles.write(summary, written);
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : files.toList()) {
                Files.move(file, out.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        progress.at(Progress.Step.DONE, 1);
        return summary;
    }

    /** A place whose parameters hold for some household of the facts. */
    record Place(String prefix, String residence) {}

    private void screen(ScreeningSql sql, String name, double from, double to, List<Place> places)
            throws SQLException, IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        try (Duck duck = new Duck(work)) {
            duck.read(request.facts());
            Screening.write(
                    duck,
                    sql,
                    folder,
                    (step, share) -> progress.at(
                            step == Progress.Step.WRITING ? Progress.Step.DECIDING : step, from + (to - from) * share));
            try (var statement = duck.connection().createStatement();
                    var row = statement.executeQuery("""
                            select distinct prefix, parameters.residence
                            from parameters
                            semi join place_of using (place)
                            order by all""")) {
                while (row.next()) {
                    var place = new Place(row.getString(1), row.getString(2));
                    if (!places.contains(place)) {
                        places.add(place);
                    }
                }
            }
        }
    }

    private List<Cause> causes() {
        var causes = new ArrayList<Cause>();
        Pack other = request.other();
        if (other != null) {
            causes.add(new Cause(other.name().name() + " " + other.name().version(), other));
        }
        for (ParameterChange change : request.changes()) {
            boolean known = request.pack().parameters().names().contains(change.name());
            Pack base = other == null || known ? request.pack() : other;
            causes.add(new Cause(change.toString(), base.with(List.of(change), request.on())));
        }
        return causes;
    }

    /** Screens the changed households alone once more: for the rules' words, and for each cause by itself. */
    private void explain(List<Cause> causes) throws SQLException, IOException {
        again(request.pack(), Set.of(Result.REASONS), "why-before");
        again(after, Set.of(Result.REASONS), "why-after");
        if (causes.size() > 1) {
            for (int i = 0; i < causes.size(); i++) {
                again(causes.get(i).alone(), DECIDED, "alone-" + i);
            }
        }
    }

    private void again(Pack pack, Set<Result> wanted, String name) throws SQLException, IOException {
        progress.at(Progress.Step.EXPLAINING, 0.88);
        Path folder = Files.createDirectories(work.resolve(name));
        try (Duck duck = new Duck(work)) {
            duck.read(request.facts(), work.resolve("changed.parquet"));
            ScreeningSql sql = pack.screening(request.on(), wanted);
            var checked = new ScreeningSql(sql.preparation(), List.of(), sql.steps(), sql.results(), sql.parameters());
            Screening.write(duck, checked, folder, (step, share) -> progress.at(Progress.Step.EXPLAINING, 0.88));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
