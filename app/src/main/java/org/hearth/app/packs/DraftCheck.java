package org.hearth.app.packs;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.packs.CheckResult.Part;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.oracles.Oracles;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.hearth.policy.PackCheck;
import org.hearth.policy.PackError;
import org.hearth.screening.Screening;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The check of a draft: it loads, its worked cases come out and reach every row, the screening of the register agrees with
 * deciding household by household, and the two independent engines agree as well.
 */
@Component
public class DraftCheck {

    /** How many households are decided again one by one, in so many runs between which the check can be cancelled. */
    private static final int SAMPLE = 500;

    private static final int RUNS = 4;
    private static final int MOST_PROBLEMS = 100;

    private final Drafts drafts;
    private final Jobs jobs;
    private final Exchange exchange;
    private final HearthClock clock;
    private final JdbcClient db;

    DraftCheck(Drafts drafts, Jobs jobs, Exchange exchange, HearthClock clock, JdbcClient db) {
        this.drafts = drafts;
        this.jobs = jobs;
        this.exchange = exchange;
        this.clock = clock;
        this.db = db;
    }

    /** Begins the check of a draft over the register that one may see. */
    public UUID start(UUID draft) {
        Draft checked = drafts.draft(draft);
        PackFiles files = drafts.files(draft);
        Changes changes = drafts.changes(checked);
        LocalDate day = day(changes);
        Scope scope = Scopes.current().orElseThrow();
        return jobs.start(
                draft,
                Job.Kind.CHECK,
                files.hash(),
                day,
                watch -> new Jobs.Found(run(files, changes, day, scope, watch), null));
    }

    /** The day whose rules and values count: that on which the draft's last value holds, today at the earliest. */
    LocalDate day(Changes changes) {
        return changes.lastBeginning()
                .filter(last -> last.isAfter(clock.today()))
                .orElse(clock.today());
    }

    private CheckResult run(PackFiles files, Changes changes, LocalDate day, Scope scope, Jobs.Watch watch) {
        return files.inFolder(folder -> {
            var parts = new ArrayList<Part>();
            try {
                watch.at(new Text("装载政策包", "Loading the pack"), 0);
                Pack pack = Pack.load(folder.resolve(PackFiles.NATIONAL));
                cases(folder, files, changes, watch, parts);
                screening(pack, day, scope, watch, parts);
                oracles(pack, folder.resolve(PackFiles.NATIONAL), day, watch, parts);
            } catch (PackError e) {
                parts.add(new Part(
                        new Text("装载", "Loading"),
                        false,
                        new Text("政策包不能使用", "The pack cannot be used"),
                        List.of(String.valueOf(e.getMessage()))));
            }
            return new CheckResult(List.copyOf(parts));
        });
    }

    /** Every pack's cases come out; in a pack that the draft changes, they also reach every row. */
    private static void cases(Path folder, PackFiles files, Changes changes, Jobs.Watch watch, List<Part> parts) {
        var changed = new TreeSet<String>();
        changes.rows().forEach(row -> changed.add(PackFiles.packOf(row.path())));
        changes.cases().forEach(path -> changed.add(PackFiles.packOf(path)));
        changes.others().forEach(path -> changed.add(PackFiles.packOf(path)));
        var problems = new ArrayList<String>();
        int cases = 0;
        Collection<String> packs = Regional.regions(files).keySet();
        for (String pack : packs) {
            watch.at(new Text("运行示例：" + pack, "Running the cases of " + pack), 0.1);
            PackCheck check = PackCheck.of(folder.resolve(pack));
            cases += check.cases();
            check.failures().forEach(failure -> problems.add(pack + "/" + failure));
            if (changed.contains(pack)) {
                check.unreached().forEach(row -> problems.add(pack + "/" + row + ": 没有示例用到 no case reaches it"));
            }
        }
        parts.add(new Part(
                new Text("示例", "Worked cases"),
                problems.isEmpty(),
                new Text(packs.size() + " 个政策包的 " + cases + " 个示例", cases + " cases of " + packs.size() + " packs"),
                most(problems)));
    }

    private void screening(Pack pack, LocalDate day, Scope scope, Jobs.Watch watch, List<Part> parts) {
        Folder.temporary(folder -> {
            watch.at(new Text("导出名册和情况", "Exporting the register and the facts"), 0.2);
            Path facts = folder.resolve("facts");
            Path results = folder.resolve("results");
            exchange.exportFacts(facts, scope);
            Screening.Run run = Screening.run(
                    pack,
                    facts,
                    day,
                    results,
                    (step, share) -> watch.at(new Text(step.zh(), step.en()), 0.3 + 0.2 * share));
            var differences = new ArrayList<Screening.Difference>();
            for (int seed = 1; seed <= RUNS; seed++) {
                watch.at(new Text("逐户核对", "Deciding again one by one"), 0.5 + 0.1 * (seed - 1) / RUNS);
                differences.addAll(Screening.verify(pack, facts, day, results, SAMPLE / RUNS, seed));
            }
            long verified = Math.min(run.households(), SAMPLE);
            parts.add(new Part(
                    new Text("筛查与逐户核定一致", "Screening and single decisions agree"),
                    differences.isEmpty(),
                    new Text(
                            "筛查 " + run.households() + " 户，抽 " + verified + " 户逐户核定",
                            run.households() + " households screened, " + verified + " decided again one by one"),
                    most(differences.stream()
                            .map(d -> d.household() + ": " + d.field() + ": " + d.screened() + " ≠ " + d.decided())
                            .toList())));
            return true;
        });
    }

    /** Apache KIE and jDMN decide the worked cases and some households of the register file by file, chosen by their ids. */
    private void oracles(Pack pack, Path national, LocalDate day, Jobs.Watch watch, List<Part> parts) {
        List<UUID> chosen = db.sql("""
                        select id
                        from registry.published_household
                        where dissolved_on is null
                        order by md5(id::text)
                        limit ?
                        """).param(SAMPLE).query(UUID.class).list();
        var households = new ArrayList<>(PackCheck.households(national));
        exchange.documents(chosen, day)
                .values()
                .forEach(document -> households.add(HouseholdDocument.parse(document.toString())));
        var done = new AtomicInteger();
        Oracles.Comparison comparison = Oracles.compare(
                pack,
                households.stream()
                        .peek(household -> watch.at(
                                new Text("两个独立引擎核对", "Two independent engines decide as well"),
                                0.6 + 0.4 * done.getAndIncrement() / households.size())));
        parts.add(new Part(
                new Text("独立引擎 Apache KIE、jDMN 一致", "The independent engines Apache KIE and jDMN agree"),
                comparison.differing() == 0,
                new Text(
                        comparison.households() + " 户，比较 " + comparison.compared() + " 个决策",
                        comparison.households() + " households, " + comparison.compared() + " decisions compared"),
                most(comparison.differences().stream()
                        .map(d -> d.engine() + ": " + d.decision() + ": " + d.household() + ": " + d.ours() + " ≠ "
                                + d.theirs())
                        .toList())));
    }

    private static List<String> most(List<String> problems) {
        return problems.stream().limit(MOST_PROBLEMS).toList();
    }
}
