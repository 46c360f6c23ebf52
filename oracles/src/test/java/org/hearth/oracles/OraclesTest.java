package org.hearth.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.hearth.policy.PackCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OraclesTest {

    private static final Path NATIONAL = Path.of("../packs/cn");
    private static final Pack PACK = Pack.load(NATIONAL);

    /** The profile {@code nightly} asks for more than there is time for in an ordinary run. */
    private static final long HOUSEHOLDS = Long.getLong("oracles.households", 1_000);

    @TempDir
    Path folder;

    @Test
    void both_engines_decide_every_worked_case_as_we_do() {
        var comparison = Oracles.compare(PACK, PackCheck.households(NATIONAL).stream());
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.households()).isGreaterThan(80);
    }

    @Test
    void both_engines_decide_odd_households_as_we_do_wherever_evidence_is_not_missing() {
        var comparison = Oracles.compare(PACK, OddHouseholds.of(HOUSEHOLDS, 1));
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.households()).isEqualTo(HOUSEHOLDS);
        if (HOUSEHOLDS > 1_000) {
            System.out.println(figures(comparison));
        }
    }

    @Test
    void where_evidence_is_missing_the_decision_is_listed() {
        var comparison = Oracles.compare(PACK, Stream.of(HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","on":"2023-12-20",
                 "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head"}]}
                """)));
        assertThat(comparison.missingEvidence())
                .containsEntry("household.dmn/assetsWithin", 1L)
                .containsEntry("household.dmn/stratum", 1L)
                .doesNotContainKey("household.dmn/income");
    }

    @Test
    void what_the_national_pack_does_not_use_means_the_same_to_all_too() throws IOException {
        Path copy = copy();
        try (var file = Objects.requireNonNull(OraclesTest.class.getResourceAsStream("constructs.dmn"))) {
            Files.copy(file, copy.resolve("decisions/constructs.dmn"));
        }
        Path head = copy.resolve("pack.yaml");
        Files.writeString(
                head,
                Files.readString(head)
                        .replace("indicators:", "  - {file: decisions/constructs.dmn, each: member}\nindicators:"));
        var comparison = Oracles.compare(Pack.load(copy), OddHouseholds.of(100, 2));
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.missingEvidence())
                .containsKeys("constructs.dmn/firstListed", "constructs.dmn/supported")
                .doesNotContainKeys("constructs.dmn/anyOf", "constructs.dmn/fullYears");
    }

    /** The pack is loaded, and then one of its files says another age: both engines read the file, and differ. */
    @Test
    void a_rule_that_means_something_else_to_an_engine_is_found() throws IOException {
        Path copy = copy();
        Pack pack = Pack.load(copy);
        Path file = copy.resolve("decisions/member.dmn");
        Files.writeString(file, Files.readString(file).replaceFirst("&gt;= 60", "&gt;= 61"));
        var comparison = Oracles.compare(pack, Stream.of(HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"a","born":"1963-12-20","sex":"M","relation":"head","supporters":[]}]}
                """)));
        assertThat(comparison.differences())
                .extracting(d -> d.engine() + ": " + d.decision() + " " + d.ours() + "/" + d.theirs())
                .contains(
                        "Apache KIE: member.dmn/noLabourAbility true/false",
                        "jDMN: member.dmn/noLabourAbility true/false");
    }

    private static String figures(Oracles.Comparison comparison) {
        return comparison.households() + " households, " + comparison.rows() + " rows, " + comparison.compared()
                + " decisions compared, " + comparison.differing() + " differ; evidence is missing for "
                + comparison.missingEvidence();
    }

    private Path copy() throws IOException {
        Path copy = folder.resolve("pack");
        try (var files = Files.walk(NATIONAL)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(NATIONAL.relativize(file).toString()));
            }
        }
        return copy;
    }
}
