package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PackCheckTest {

    private static final Path NATIONAL = Path.of("../packs/cn");

    @TempDir
    Path folder;

    private Path copy() throws IOException {
        Path copy = folder.resolve("pack");
        try (var files = Files.walk(NATIONAL)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(NATIONAL.relativize(file).toString()));
            }
        }
        return copy;
    }

    @Test
    void every_worked_case_of_the_national_pack_comes_out() {
        PackCheck check = PackCheck.of(NATIONAL);
        assertThat(check.failures()).isEmpty();
        assertThat(check.cases()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void every_row_of_the_national_pack_is_reached_by_a_case() {
        assertThat(PackCheck.of(NATIONAL).unreached()).isEmpty();
    }

    @Test
    void a_case_that_does_not_come_out_names_the_field_and_both_values() throws IOException {
        Path pack = copy();
        Path cases = pack.resolve("cases/assets.yaml");
        Files.writeString(
                cases,
                Files.readString(cases).replace("{benefit: dibao, amount: 500}", "{benefit: dibao, amount: 501}"));
        assertThat(PackCheck.of(pack).failures())
                .containsExactly("assets.yaml: case a-car-where-allowed: benefits[0].amount should be 501, and is 500");
    }

    @Test
    void an_indicator_that_does_not_fire_as_a_case_says_is_named() throws IOException {
        Path pack = copy();
        Path cases = pack.resolve("cases/indicators-policy-delivery.yaml");
        Files.writeString(
                cases,
                Files.readString(cases)
                        .replaceFirst("fire: \\{household: \\[account-missing]}", "fire: {household: [money-returned]}")
                        .replaceFirst(
                                "silent: \\{household: \\[money-returned, nothing-paid]}",
                                "silent: {household: [account-missing]}"));
        assertThat(PackCheck.of(pack).failures())
                .containsExactly(
                        "indicators-policy-delivery.yaml: case no-account: indicator money-returned of household should fire, and does not",
                        "indicators-policy-delivery.yaml: case no-account: indicator account-missing of household should not fire, and does");
    }

    @Test
    void an_indicator_that_the_pack_does_not_have_is_refused_in_a_case() throws IOException {
        Path pack = copy();
        Path cases = pack.resolve("cases/indicators-policy-delivery.yaml");
        Files.writeString(cases, Files.readString(cases).replaceFirst("account-missing", "account-mising"));
        assertThatThrownBy(() -> PackCheck.of(pack))
                .hasMessage(
                        "indicators-policy-delivery.yaml: case two-rolls: indicators: the pack has none called account-mising");
    }

    @Test
    void every_indicator_is_seen_to_fire_and_to_keep_silent() throws IOException {
        var fire = new HashSet<String>();
        var silent = new HashSet<String>();
        try (var files = Files.list(NATIONAL.resolve("cases"))) {
            for (Path file : files.toList()) {
                for (JsonNode written : Json.yaml(file).path("cases")) {
                    JsonNode indicators = written.path("expect").path("indicators");
                    indicators.path("fire").forEach(ids -> ids.forEach(id -> fire.add(id.asString())));
                    indicators.path("silent").forEach(ids -> ids.forEach(id -> silent.add(id.asString())));
                }
            }
        }
        var all = Pack.load(NATIONAL).indicators().stream().map(Indicator::id).toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(100);
        assertThat(fire).containsAll(all);
        assertThat(silent).containsAll(all);
    }

    @Test
    void the_page_of_indicators_says_what_the_pack_says() {
        assertThat(Path.of("../docs/indicators.md")).hasContent(IndicatorList.of(Pack.load(NATIONAL)));
    }

    @Test
    void a_row_that_no_case_reaches_is_named() throws IOException {
        Path pack = copy();
        Files.delete(pack.resolve("cases/edge-and-rigid.yaml"));
        assertThat(PackCheck.of(pack).unreached())
                .contains("member-benefits.dmn: table singlePersonDibao, row single-share");
    }

    @Test
    void a_case_without_its_source_is_refused() throws IOException {
        Path pack = copy();
        Path cases = pack.resolve("cases/assets.yaml");
        Files.writeString(cases, Files.readString(cases).replaceFirst(" +source: .*\n", ""));
        assertThatThrownBy(() -> PackCheck.of(pack)).hasMessage("assets.yaml: case a-car: source is missing");
    }
}
