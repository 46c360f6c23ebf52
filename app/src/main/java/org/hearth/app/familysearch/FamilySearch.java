package org.hearth.app.familysearch;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.familysearch.Files.Registered;
import org.hearth.app.familysearch.Files.Report;
import org.hearth.app.familysearch.Files.Standing;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.unknown.Description;
import org.hearth.linkage.unknown.Likeness;
import org.hearth.linkage.unknown.UnknownPersons;
import org.hearth.linkage.unknown.UnknownPersons.Candidate;
import org.hearth.linkage.unknown.UnknownPersons.Source;
import org.hearth.linkage.unknown.Weights;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door of the room: who is missing, who was found, and who may be whom. */
@Component
public class FamilySearch {

    /** How many candidates are shown: what a person can look through. */
    public static final int MOST = 20;

    /** Whoever is that many years off an estimate is not looked at: estimates are wrong by 4 years, not by 15. */
    private static final int YEARS_OFF = 15;

    /** Somebody whom an unknown person may be. */
    public sealed interface Whom {

        /** That of the report, or of the person. */
        UUID id();
    }

    /** Somebody reported missing, wherever that was. */
    public record Reported(Report report) implements Whom {
        @Override
        public UUID id() {
            return report.id();
        }
    }

    /** Somebody in the register of one's own region. */
    public record Listed(Registered person) implements Whom {
        @Override
        public UUID id() {
            return person.id();
        }
    }

    /**
     * A candidate, and what speaks for and against.
     *
     * @param settled what people decided of the two; null where nobody has yet
     * @param also further reports that are likely about the same person and are not shown by themselves
     */
    public record Suggestion(
            Whom whom, Likeness likeness, @Nullable Standing settled, List<Report> also) {}

    private final Files files;
    private final Chain chain;
    private final Audit audit;
    private final HearthClock clock;
    private final UnknownPersons ranking = new UnknownPersons(Weights.shipped());

    FamilySearch(Files files, Chain chain, Audit audit, HearthClock clock) {
        this.files = files;
        this.chain = chain;
        this.audit = audit;
        this.clock = clock;
    }

    /** Enters that somebody is missing; the same identifier again changes nothing. */
    @Transactional
    public void report(
            UUID id, RegionCode region, ReportSource source, Appearance appearance, String contact, String note) {
        refuseTheFuture(appearance.on());
        files.add(id, region, source, appearance, contact, note, now(), Scopes.actor());
    }

    /** Ends a report: they came back, or it was made in error. */
    @Transactional
    public void endReport(UUID id, String why) {
        if (why.isBlank()) {
            throw Problem.at("why", "请写明为什么撤销。", "Say why it ends.");
        }
        if (!files.end(id, why.strip(), now(), Scopes.actor())) {
            throw new Missing("份走失报告", "report");
        }
    }

    /**
     * Enters somebody who cannot say who they are; the same identifier, or the same encounter, again changes nothing.
     *
     * @param encounter the patrol's encounter; null where they came another way
     * @return the identifier that they have
     */
    @Transactional
    public UUID enter(UUID id, RegionCode region, @Nullable UUID encounter, Appearance appearance, String note) {
        refuseTheFuture(appearance.on());
        return files.add(id, region, encounter, appearance, note, now(), Scopes.actor());
    }

    private void refuseTheFuture(LocalDate on) {
        if (on.isAfter(clock.today())) {
            throw Problem.at("on", "日期不能晚于今天。", "The day is not after today.");
        }
    }

    /**
     * The likeliest first. Reports are looked at all over the country, because they are public notices; people in the register
     * in one's own region only. Whoever was decided to be another comes last, with the decision.
     */
    public List<Suggestion> suggestions(Unknown unknown) {
        Map<UUID, Standing> standing =
                files.standing(unknown.id()).stream().collect(Collectors.toMap(Standing::whom, Function.identity()));
        Scope everywhere = Scope.system("familysearch");
        Set<UUID> identified = Scopes.within(everywhere, files::identified);
        List<Report> reports = Scopes.within(everywhere, () -> files.openReportsAnd(standing.keySet()));
        List<Candidate<Whom>> candidates = new ArrayList<>();
        for (Report report : reports) {
            candidates.add(new Candidate<>(
                    new Reported(report),
                    Source.REPORT,
                    reports.size(),
                    report.appearance().description(report.home())));
        }
        long registered = Math.max(1, files.registered());
        for (Registered person : files.registeredLike(unknown.appearance(), YEARS_OFF)) {
            candidates.add(new Candidate<>(
                    new Listed(person),
                    Source.REGISTER,
                    registered,
                    Description.registered(
                            person.name(),
                            Appearance.likewise(person.sex()),
                            person.born(),
                            person.region(),
                            unknown.appearance().on())));
        }
        candidates.removeIf(candidate -> identified.contains(candidate.id().id())
                && !standing.containsKey(candidate.id().id()));
        return ranking.rank(unknown.appearance().description(null), candidates, MOST + standing.size()).stream()
                .map(ranked -> new Suggestion(
                        ranked.candidate().id(),
                        ranked.likeness(),
                        standing.get(ranked.candidate().id().id()),
                        List.of()))
                .sorted(Comparator.comparing(suggestion ->
                        suggestion.settled() != null && !suggestion.settled().same()))
                .collect(Collectors.collectingAndThen(Collectors.toList(), FamilySearch::onePersonOnce));
    }

    /** Of reports that are likely about one person, the first is shown, and names the others; what was decided of is shown anyway. */
    private static List<Suggestion> onePersonOnce(List<Suggestion> suggestions) {
        Map<UUID, List<Report>> beside = new LinkedHashMap<>();
        List<Suggestion> shown = new ArrayList<>();
        for (Suggestion suggestion : suggestions) {
            if (suggestion.settled() == null && suggestion.whom() instanceof Reported(Report report)) {
                Optional<List<Report>> with = report.likelySame().stream()
                        .map(beside::get)
                        .filter(Objects::nonNull)
                        .findFirst();
                if (with.isPresent()) {
                    with.get().add(report);
                    continue;
                }
                beside.put(report.id(), new ArrayList<>());
            }
            shown.add(suggestion);
        }
        return shown.stream()
                .map(suggestion -> new Suggestion(
                        suggestion.whom(),
                        suggestion.likeness(),
                        suggestion.settled(),
                        beside.getOrDefault(suggestion.whom().id(), List.of())))
                .toList();
    }

    /**
     * Somebody looked at two reports and says whether they are about one person. Then the first stays, with what the second says,
     * and the second ends.
     *
     * @throws Missing when one of them is not there for the current scope
     * @throws Problem when one of them has ended
     */
    @Transactional
    public void compare(UUID kept, UUID other, boolean same) {
        Report one = files.report(kept);
        files.report(other);
        if (!same) {
            files.tellApart(one, other, now(), Scopes.actor());
        } else if (!files.join(kept, other, now(), Scopes.actor())) {
            throw new Problem("其中一份报告已经撤销，请刷新后再看。", "One of the two reports has ended; load the page again.");
        }
        audit.note(same ? "reports-joined" : "reports-told-apart", kept.toString(), other.toString());
    }

    /**
     * Somebody decides whether the unknown person is the candidate. The last word holds, and what was said before is kept, so
     * that a mistake can be taken back.
     *
     * @param proof by what; null only where they are two persons
     * @param note how it was found out; required
     * @throws Problem without a proof or a note, or while the unknown person is held to be somebody else
     */
    @Transactional
    public void decide(Unknown unknown, Whom whom, boolean same, @Nullable Proof proof, String note) {
        if (same && proof == null) {
            throw Problem.at("proof", "确认身份要有依据：请选择核实方式。", "Say by what it was proved.");
        }
        if (note.isBlank()) {
            throw Problem.at("note", "请写明核实经过。", "Say how it was found out.");
        }
        Optional<Standing> other = files.standing(unknown.id()).stream()
                .filter(standing -> standing.same() && !standing.whom().equals(whom.id()))
                .findFirst();
        if (same && other.isPresent() && !bothOfOne(other.get(), whom)) {
            throw new Problem(
                    "此人已确认为另一人。如果那是错的，请先撤回那一项确认。",
                    "This person is held to be somebody else. If that is wrong, take that back first.");
        }
        UUID decision = files.decide(unknown, whom, same, proof, note.strip(), now(), Scopes.actor());
        audit.note(
                same ? "unknown-person-identified" : "unknown-person-not-the-same",
                unknown.id().toString(),
                whom.id().toString(),
                note.strip());
        if (same && whom instanceof Listed(Registered person) && person.householdId() != null) {
            chain.record(new ChainEntry(
                    person.householdId(),
                    person.id(),
                    person.region(),
                    clock.today(),
                    ChainKind.RESCUE,
                    new Text(
                            person.name() + "在外流浪或走失，" + unknown.appearance().on() + "被发现，身份已确认（"
                                    + Objects.requireNonNull(proof).title().zh() + "）。",
                            person.name() + " was found away from home on "
                                    + unknown.appearance().on() + " and is now known ("
                                    + Objects.requireNonNull(proof).title().en() + ")."),
                    null,
                    "familysearch.decision",
                    decision,
                    ""));
        }
    }

    // One person may be in a report and in the register: both can be confirmed, one of each.
    private static boolean bothOfOne(Standing other, Whom whom) {
        return switch (whom) {
            case Reported reported -> !other.ofReport();
            case Listed listed -> other.ofReport();
        };
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
