package org.hearth.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hearth.letters.CheckCode;
import org.hearth.letters.Replay;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth replay}: decides a household of then again, and says whether the same comes out; exit 1 where it does not. */
@Command(name = "replay", description = "按当日政策重算，核对是否与当时一致。 Decide again for the day of then, and compare.")
final class ReplayDecision implements Callable<Integer> {

    /** What it is compared with. */
    static final class Then {

        @Option(
                names = "--determination",
                paramLabel = "FILE",
                description = "当时的核定结果（JSON）。 The determination of then (JSON).")
        @Nullable
        String determination;

        @Option(names = "--code", paramLabel = "CODE", description = "信上的校验码。 The check code on the letter.")
        @Nullable
        String code;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    Then then;

    @Option(
            names = "--edition",
            paramLabel = "VERSION",
            description = "信上的政策包版本，用校验码时填（默认现在的版本）。 The pack's version on the letter, with --code (today's).")
    @Nullable
    String edition;

    @Option(names = "--pack", description = "政策包目录（默认全国包）。 Folder of the policy pack (the national one).")
    Path pack = PackFolder.national();

    @Parameters(paramLabel = "FILE|-", description = "当时的家庭文档。 The household document of then.")
    @SuppressWarnings("NullAway.Init")
    String file;

    @Override
    public Integer call() {
        HouseholdDocument household = read(file, HouseholdDocument::parse);
        return switch (replay(PackFolder.load(pack), household)) {
            case Replay.Same same -> {
                new Lines(System.out)
                        .say(
                                household.on() + "：结果一致，逐字节相同（重算用 " + same.editionNow() + " 版政策包）。",
                                "The same, byte for byte, decided again with pack " + same.editionNow() + ".");
                System.out.println("SM3 " + CheckCode.of(same.now()).grouped());
                yield 0;
            }
            case Replay.Different different -> {
                String field = different.field() == null ? "SM3" : different.field();
                throw new Failure(household.on() + "：不一致。 Not the same: " + field + ": " + different.then() + " → "
                        + different.now());
            }
        };
    }

    private Replay replay(Pack policy, HouseholdDocument household) {
        if (then.code != null) {
            try {
                return Replay.of(policy, household, new CheckCode(then.code), edition);
            } catch (IllegalArgumentException e) {
                throw new Failure("--code: " + e.getMessage(), e);
            }
        }
        String determination = java.util.Objects.requireNonNull(then.determination);
        return read(determination, json -> Replay.of(policy, household, json));
    }

    private static <T> T read(String file, java.util.function.Function<String, T> reading) {
        try (Documents documents = Documents.open(file)) {
            Documents.Document document = documents.next();
            if (document == null || documents.hasNext()) {
                throw new Failure(file + "：应有且只有一份。 There has to be exactly one document.");
            }
            return reading.apply(document.json());
        } catch (IOException e) {
            throw new Failure(file + "：读不了。 Cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new Failure(file + ": " + e.getMessage(), e);
        }
    }
}
