package org.hearth.app.packs;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.benefit.BackPay;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Routine;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/**
 * What follows for the households on the roll when a version comes into force: monthly money that it raises runs at the new
 * amount, and where it reaches back, the difference for the months already paid is made up. Nothing is taken back from anybody
 * here; money that is no longer due is verified at home first, as the alerts ask.
 */
@Component
public class Raises {

    /** What it came to. */
    public record Done(long households, Yuan backPaid) {}

    private static final int AT_ONCE = 200;

    private final PolicyPack policy;
    private final Exchange exchange;
    private final Benefits benefits;
    private final HearthClock clock;
    private final Audit audit;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Jobs jobs;

    Raises(
            PolicyPack policy,
            Exchange exchange,
            Benefits benefits,
            HearthClock clock,
            Audit audit,
            JdbcClient db,
            TransactionTemplate transaction,
            Jobs jobs) {
        this.policy = policy;
        this.exchange = exchange;
        this.benefits = benefits;
        this.clock = clock;
        this.audit = audit;
        this.db = db;
        this.transaction = transaction;
        this.jobs = jobs;
    }

    @Bean
    static Routine versionsComeIntoForce(Raises raises) {
        return new Routine(
                "packs.in-force", new Text("新版政策生效", "Versions of the policy in force"), "0 10 0 * * *", day -> {
                    Done done = raises.carryOut(day);
                    return new Text(
                            "调整 " + done.households() + " 户，补发 " + done.backPaid() + " 元",
                            done.households() + " households raised, " + done.backPaid() + " yuan of back-pay");
                });
    }

    /** A version that is in force already is carried out at once, others on their day. */
    @TransactionalEventListener
    void published(PackPublished version) {
        if (!version.effectiveFrom().isAfter(clock.today())) {
            jobs.beside(() -> carryOut(clock.today()));
        }
    }

    /** Carries out each version in force on {@code day} that has not been; again, it changes nothing. */
    public Done carryOut(LocalDate day) {
        return Scopes.within(Scope.system("packs"), () -> {
            long households = 0;
            Yuan backPaid = Yuan.ZERO;
            for (PackVersion version : policy.versions()) {
                if (version.number() > 0
                        && !version.isWithdrawn()
                        && !version.effectiveFrom().isAfter(day)) {
                    Optional<Done> done = carryOut(version, day);
                    households += done.map(Done::households).orElse(0L);
                    backPaid = backPaid.plus(done.map(Done::backPaid).orElse(Yuan.ZERO));
                }
            }
            return new Done(households, backPaid);
        });
    }

    /** What a version came to when it was carried out; empty while it was not. */
    public Optional<Done> of(long version) {
        return db.sql("select households, back_paid from packs.carried_out where version = ?")
                .param(version)
                .query((row, n) -> new Done(row.getLong("households"), new Yuan(row.getBigDecimal("back_paid"))))
                .optional();
    }

    private Optional<Done> carryOut(PackVersion version, LocalDate day) {
        boolean isDone = db.sql("select exists (select from packs.carried_out where version = ?)")
                .param(version.number())
                .query(Boolean.class)
                .single();
        if (isDone) {
            return Optional.empty();
        }
        PackFiles after = policy.files(version.number());
        long before = policy.versions().stream()
                .filter(earlier -> earlier.number() < version.number() && !earlier.isWithdrawn())
                .mapToLong(PackVersion::number)
                .max()
                .orElse(0);
        Changes changes = Changes.between(policy.files(before), after);
        long households = 0;
        Yuan backPaid = Yuan.ZERO;
        for (RegionCode region : changes.regions(after)) {
            List<BackPay.Monthly> all = benefits.monthlySince(region, firstMonth(version.effectiveFrom()));
            List<List<BackPay.Monthly>> byHousehold = List.copyOf(all.stream()
                    .collect(Collectors.groupingBy(BackPay.Monthly::household, TreeMap::new, Collectors.toList()))
                    .values());
            for (int from = 0; from < byHousehold.size(); from += AT_ONCE) {
                List<List<BackPay.Monthly>> some =
                        byHousehold.subList(from, Math.min(from + AT_ONCE, byHousehold.size()));
                Done done = Objects.requireNonNull(transaction.execute(status -> some(some, version, before, day)));
                households += done.households();
                backPaid = backPaid.plus(done.backPaid());
            }
        }
        Done done = new Done(households, backPaid);
        transaction.executeWithoutResult(status -> {
            db.sql("""
                    insert into packs.carried_out (version, carried_out_at, households, back_paid)
                    values (?, ?, ?, ?)
                    on conflict do nothing
                    """)
                    .params(
                            version.number(),
                            clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(),
                            done.households(),
                            done.backPaid().amount())
                    .update();
            audit.note(
                    "policy-carried-out",
                    version.name(),
                    done.households() + " households, " + done.backPaid() + " yuan of back-pay");
        });
        return Optional.of(done);
    }

    /** The first month that is wholly within the time from {@code day} on. */
    private static LocalDate firstMonth(LocalDate day) {
        LocalDate month = day.withDayOfMonth(1);
        return month.equals(day) ? month : month.plusMonths(1);
    }

    private Done some(List<List<BackPay.Monthly>> households, PackVersion version, long before, LocalDate day) {
        List<UUID> ids =
                households.stream().map(all -> all.getFirst().household()).toList();
        Map<LocalDate, Map<UUID, ObjectNode>> documents = new HashMap<>();
        long touched = 0;
        var lines = new ArrayList<BackPay.Line>();
        for (List<BackPay.Monthly> household : households) {
            boolean raised = false;
            for (BackPay.Monthly monthly : household) {
                for (BackPay.Paid paid : monthly.paid()) {
                    Optional<Yuan> due = raised(monthly, paid.month(), before, documents, ids);
                    if (due.isPresent() && due.get().compareTo(paid.amount()) > 0) {
                        lines.add(new BackPay.Line(paid.payment(), due.get()));
                        raised = true;
                    }
                }
                if (monthly.running()) {
                    LocalDate next = monthly.next().isBefore(version.effectiveFrom())
                            ? firstMonth(version.effectiveFrom())
                            : monthly.next();
                    Optional<Yuan> due = raised(monthly, next, before, documents, ids);
                    if (due.isPresent() && due.get().compareTo(monthly.amount()) > 0) {
                        benefits.raise(monthly.entitlement(), due.get(), next, "政策 " + version.name());
                        raised = true;
                    }
                }
            }
            touched += raised ? 1 : 0;
        }
        Yuan sum = benefits.backPay(lines, version.number(), day, "政策 " + version.name() + " 补发");
        return new Done(touched, sum);
    }

    /** What is due for a month by the new rules, where they give more than those before; empty where they do not. */
    private Optional<Yuan> raised(
            BackPay.Monthly monthly,
            LocalDate month,
            long before,
            Map<LocalDate, Map<UUID, ObjectNode>> documents,
            List<UUID> households) {
        ObjectNode document = documents
                .computeIfAbsent(month, m -> exchange.documents(households, m))
                .get(monthly.household());
        if (document == null) {
            return Optional.empty();
        }
        HouseholdDocument household = HouseholdDocument.parse(document.toString());
        Optional<Yuan> was = due(policy.packOn(month, before), household, monthly);
        Optional<Yuan> is = due(policy.packOn(month), household, monthly);
        return is.filter(amount -> was.isEmpty() || amount.compareTo(was.get()) > 0);
    }

    private static Optional<Yuan> due(Pack pack, HouseholdDocument household, BackPay.Monthly monthly) {
        String person = monthly.person() == null ? null : monthly.person().toString();
        return pack.decide(household).benefits().stream()
                .filter(benefit -> benefit.unit().equals("month")
                        && benefit.benefit().equals(monthly.benefit().code())
                        && Objects.equals(benefit.member(), person))
                .map(Determination.Benefit::amount)
                .map(Yuan::new)
                .findFirst();
    }
}
