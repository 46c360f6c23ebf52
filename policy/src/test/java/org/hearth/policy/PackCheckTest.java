package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(check.cases()).isGreaterThanOrEqualTo(12);
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
