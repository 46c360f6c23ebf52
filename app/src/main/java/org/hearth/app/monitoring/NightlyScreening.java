package org.hearth.app.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.hearth.screening.Screening;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Screens the whole register by the pack in force, and asks about every household for which rules and register differ: due
 * help and without it, with help and no longer due it, or not to be decided because a fact is missing.
 */
@Component
public class NightlyScreening {

    /**
     * What a night's screening came to.
     *
     * @param signals questions that it led to; those answered lately are not asked again
     */
    public record Run(LocalDate on, long households, long persons, long signals) {}

    private static final String SOURCE = "monitoring.screening";

    /** Strata that follow from income, spending and support; the others are held by other departments' registers. */
    private static final List<Stratum> BY_RULE = List.of(Stratum.TEKUN, Stratum.DIBAO, Stratum.EDGE, Stratum.RIGID);

    /**
     * Topics whose people are asked about in another way: by the comparison of rules and register itself, and on the lists of
     * visits and childcare, with a visit or a check due.
     */
    private static final Set<String> TAKEN_UP_ELSEWHERE = Set.of("coverage", "visits", "childcare");

    /** The topic of the indicators that ask for missing facts: their reason says which. */
    private static final String EVIDENCE = "evidence";

    private record Fired(UUID household, @Nullable UUID person, RegionCode region) {}

    private record Subject(UUID household, @Nullable UUID person, String topic) {}

    private record Asked(UUID household, @Nullable UUID person, String indicator) {}

    private final Monitoring monitoring;
    private final Exchange exchange;
    private final PolicyPack policy;
    private final HearthClock clock;
    private final JdbcClient db;
    private final TransactionTemplate transaction;

    NightlyScreening(
            Monitoring monitoring,
            Exchange exchange,
            PolicyPack policy,
            HearthClock clock,
            JdbcClient db,
            TransactionTemplate transaction) {
        this.monitoring = monitoring;
        this.exchange = exchange;
        this.policy = policy;
        this.clock = clock;
        this.db = db;
        this.transaction = transaction;
    }

    /** Screens everybody by the rules and values in force on {@code on}. To be called outside a transaction. */
    public Run screen(LocalDate on) {
        return Scopes.within(Scope.system("monitoring"), () -> {
            Path folder = temporaryFolder();
            try {
                long began = System.nanoTime();
                Path facts = Files.createDirectory(folder.resolve("facts"));
                Path results = Files.createDirectory(folder.resolve("results"));
                exchange.exportFacts(facts);
                Screening.Run run = Screening.run(policy.packOn(on), facts, on, results, (step, share) -> {});
                List<Signal> signals = unanswered(signals(results, on), on);
                transaction.executeWithoutResult(status -> {
                    monitoring.raiseAll(signals);
                    note(on, run, signals.size(), (System.nanoTime() - began) / 1e9);
                });
                return new Run(on, run.households(), run.persons(), signals.size());
            } catch (IOException e) {
                throw new UncheckedIOException("the screening could not write its files in " + folder, e);
            } finally {
                remove(folder);
            }
        });
    }

    private List<Signal> signals(Path results, LocalDate on) {
        List<Signal> signals = new ArrayList<>();
        try (Connection files = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = files.createStatement()) {
            Map<UUID, Text> missing = households(statement, results, on, signals);
            indicators(statement, results, on, missing, signals);
        } catch (SQLException e) {
            throw new IllegalStateException("the results of the screening cannot be read: " + e.getMessage(), e);
        }
        return signals;
    }

    /** Compares rules and register; returns the facts to ask for where they leave a household open. */
    private Map<UUID, Text> households(Statement statement, Path results, LocalDate on, List<Signal> signals)
            throws SQLException {
        Map<String, Text> questions = new HashMap<>();
        Map<UUID, Text> missing = new HashMap<>();
        try (ResultSet row = statement.executeQuery("""
                select household_id, region, stratum, per_capita_income, holds, missing
                from '%s'
                where stratum in ('tekun', 'dibao', 'edge', 'rigid', 'undetermined')
                   or list_has_any(holds, ['tekun', 'dibao', 'edge', 'rigid'])
                order by household_id
                """.formatted(results.resolve("households.parquet")))) {
            while (row.next()) {
                UUID household = UUID.fromString(row.getString("household_id"));
                RegionCode region = new RegionCode(row.getString("region"));
                List<Stratum> held = strings(row, "holds").stream()
                        .map(Stratum::of)
                        .filter(BY_RULE::contains)
                        .sorted()
                        .toList();
                if (row.getString("stratum").equals("undetermined")) {
                    missing.put(household, missing(household, strings(row, "missing"), on, questions));
                    continue;
                }
                String stratum = row.getString("stratum");
                Optional<Stratum> due = BY_RULE.stream()
                        .filter(rule -> rule.code().equals(stratum))
                        .findFirst();
                String income = Yuan.ofFen(row.getLong("per_capita_income")).toString();
                if (due.isPresent() && held.stream().noneMatch(s -> s.compareTo(due.get()) <= 0)) {
                    signals.add(uncovered(household, region, due.get(), income));
                }
                held.stream()
                        .filter(s -> due.isEmpty() || s.compareTo(due.get()) < 0)
                        .forEach(s -> signals.add(lapsed(household, region, s, income)));
            }
        }
        return missing;
    }

    /** What the pack's indicators ask: of several on one topic about one household or person, the gravest. */
    private void indicators(
            Statement statement, Path results, LocalDate on, Map<UUID, Text> missing, List<Signal> signals)
            throws SQLException {
        Map<String, List<Fired>> fired = new HashMap<>();
        try (ResultSet row = statement.executeQuery("""
                select household_id, person_id, region, indicator
                from '%s'
                order by household_id, person_id
                """.formatted(results.resolve("indicators.parquet")))) {
            while (row.next()) {
                String person = row.getString("person_id");
                fired.computeIfAbsent(row.getString("indicator"), id -> new ArrayList<>())
                        .add(new Fired(
                                UUID.fromString(row.getString("household_id")),
                                person == null ? null : UUID.fromString(person),
                                new RegionCode(row.getString("region"))));
            }
        }
        Map<Subject, Signal> gravest = new LinkedHashMap<>();
        for (org.hearth.policy.Indicator indicator : policy.packOn(on).indicators()) {
            if (TAKEN_UP_ELSEWHERE.contains(indicator.topic())) {
                continue;
            }
            for (Fired one : fired.getOrDefault(indicator.id(), List.of())) {
                Text reason = indicator.topic().equals(EVIDENCE)
                        ? Objects.requireNonNull(missing.get(one.household()))
                        // The alert bears the indicator's name already; the reason says what to look for.
                        : new Text(
                                "请核查：" + indicator.check().zh() + "。",
                                "To check: " + indicator.check().en() + ".");
                gravest.merge(
                        new Subject(one.household(), one.person(), indicator.topic()),
                        signal(indicator, one, reason, on),
                        (before, now) -> now.level().compareTo(before.level()) < 0 ? now : before);
            }
        }
        signals.addAll(gravest.values());
    }

    private static Signal signal(org.hearth.policy.Indicator indicator, Fired fired, Text reason, LocalDate on) {
        return new Signal(
                SOURCE,
                Ids.next(),
                fired.household(),
                fired.person(),
                fired.region(),
                new Indicator(
                        indicator.id(),
                        new Text(indicator.name().zh(), indicator.name().en())),
                reason,
                Level.of(indicator.level()),
                on.plusDays(indicator.dueDays()));
    }

    private Text missing(UUID household, List<String> facts, LocalDate on, Map<String, Text> questions) {
        if (!questions.keySet().containsAll(facts)) {
            for (Determination.Question question :
                    monitoring.determine(household, on).missing()) {
                questions.putIfAbsent(
                        question.fact(),
                        new Text(question.question().zh(), question.question().en()));
            }
        }
        List<Text> asked = facts.stream()
                .map(fact -> questions.getOrDefault(fact, new Text(fact, fact)))
                .distinct()
                .toList();
        return new Text(
                "按现有数据无法核定，不作否定处理。请补充：" + join(asked, Text::zh, ""),
                "The facts at hand decide neither way, and nothing is refused for that. To ask: "
                        + join(asked, Text::en, " "));
    }

    private static Signal uncovered(UUID household, RegionCode region, Stratum due, String income) {
        return signal(
                household,
                null,
                region,
                Indicator.uncovered(due),
                new Text(
                        "人均月收入 " + income + " 元，按现行政策符合“" + due.title().zh() + "”条件，尚未纳入。",
                        "With a counted income of " + income + " yuan a head and month the rules lead to “"
                                + due.title().en() + "”, which the household does not have."),
                due.compareTo(Stratum.DIBAO) <= 0 ? Level.ORANGE : Level.YELLOW);
    }

    private static Signal lapsed(UUID household, RegionCode region, Stratum held, String income) {
        return signal(
                household,
                null,
                region,
                Indicator.lapsed(held),
                new Text(
                        "人均月收入 " + income + " 元，按现行政策已不符合“" + held.title().zh() + "”条件，请核实。",
                        "With a counted income of " + income + " yuan a head and month the rules no longer lead to “"
                                + held.title().en() + "”; verify."),
                Level.YELLOW);
    }

    private static Signal signal(
            UUID household, @Nullable UUID person, RegionCode region, Indicator indicator, Text reason, Level level) {
        return new Signal(SOURCE, Ids.next(), household, person, region, indicator, reason, level, null);
    }

    /** Leaves out what is open already, and what somebody answered within the pack's quiet days. */
    private List<Signal> unanswered(List<Signal> signals, LocalDate on) {
        int quiet = policy.packOn(on)
                .parameters()
                .value("alert.quiet-days", "", "rural", on)
                .number()
                .intValueExact();
        Set<Asked> asked = new HashSet<>(db.sql("""
                        select household_id as household, person_id as person, indicator
                        from monitoring.alert
                        where state <> 'closed'
                           or closed_on > :since
                        """)
                .param("since", on.minusDays(quiet))
                .query((row, n) -> new Asked(
                        row.getObject("household", UUID.class),
                        row.getObject("person", UUID.class),
                        row.getString("indicator")))
                .list());
        return signals.stream()
                .filter(signal -> !asked.contains(new Asked(
                        signal.householdId(),
                        signal.personId(),
                        signal.indicator().code())))
                .toList();
    }

    private void note(LocalDate on, Screening.Run run, int signals, double seconds) {
        Determination.PackName pack = policy.packOn(on).name();
        db.sql("""
                insert into monitoring.screening_run
                    (id, screened_for, pack, households, persons, signals, seconds, run_at)
                values (?, ?, ?, ?, ?, ?, round(?::numeric, 1), ?)
                """)
                .params(
                        Ids.next(),
                        on,
                        pack.name() + " " + pack.version(),
                        run.households(),
                        run.persons(),
                        signals,
                        seconds,
                        clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .update();
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(String::valueOf)
                        .toList();
    }

    private static String join(List<Text> texts, Function<Text, String> language, String between) {
        return texts.stream().map(language).collect(Collectors.joining(between));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("hearth-screening-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
