package org.hearth.app.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.policy.Pack;
import org.hearth.screening.Simulation;
import org.springframework.stereotype.Component;

/** What if: a draft and the pack in force over the register that one may see. */
@Component
public class DraftSimulation {

    private static final String WORKBOOK = "simulation.xlsx";

    private final Drafts drafts;
    private final Jobs jobs;
    private final Exchange exchange;
    private final PolicyPack policy;
    private final HearthClock clock;

    DraftSimulation(Drafts drafts, Jobs jobs, Exchange exchange, PolicyPack policy, HearthClock clock) {
        this.drafts = drafts;
        this.jobs = jobs;
        this.exchange = exchange;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Begins a simulation.
     *
     * @param day whose rules and values count, before and after
     */
    public UUID start(UUID draft, LocalDate day) {
        PackFiles files = drafts.files(draft);
        Scope scope = Scopes.current().orElseThrow();
        return jobs.start(
                draft,
                Job.Kind.SIMULATION,
                files.hash(),
                day,
                watch -> run(policy.packOn(day), files, day, scope, watch));
    }

    /** The day that is proposed: that on which the draft's last value holds, today at the earliest. */
    public LocalDate day(Draft draft) {
        LocalDate today = clock.today();
        return drafts.changes(draft)
                .lastBeginning()
                .filter(last -> last.isAfter(today))
                .orElse(today);
    }

    private Jobs.Found run(Pack inForce, PackFiles files, LocalDate day, Scope scope, Jobs.Watch watch) {
        Pack draft = files.load();
        return Folder.temporary(folder -> {
            watch.at(new Text("导出名册和情况", "Exporting the register and the facts"), 0);
            Path facts = folder.resolve("facts");
            Path out = folder.resolve("out");
            exchange.exportFacts(facts, scope);
            try {
                Simulation.Summary summary = Simulation.run(
                        new Simulation.Request(inForce, draft, List.of(), facts, day),
                        out,
                        (step, share) -> watch.at(new Text(step.zh(), step.en()), 0.1 + 0.9 * share),
                        () -> false);
                return new Jobs.Found(summary, Files.readAllBytes(out.resolve(WORKBOOK)));
            } catch (IllegalArgumentException e) {
                throw new Problem("没有算成：" + e.getMessage(), "It could not be simulated: " + e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
