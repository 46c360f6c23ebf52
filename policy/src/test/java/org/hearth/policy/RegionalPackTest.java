package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionalPackTest {

    private static final Path PACKS = Path.of("../packs");

    @TempDir
    Path folder;

    private static Determination decide(Pack pack, String region) {
        return pack.decide(HouseholdDocument.parse("""
                {"region":"%s","residence":"urban","on":"2025-03-01","assets":{},
                 "parameters":{"disposable-income.prior-year":7000},
                 "expenditure":[{"kind":"medical","amount":30000}],
                 "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head",
                             "income":[{"kind":"rent","monthly":4000}]}]}
                """.formatted(region)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-31-shanghai", "cn-62-gansu", "cn-63-qinghai"})
    void every_worked_case_of_a_regional_pack_comes_out_and_reaches_its_rows(String name) {
        PackCheck check = PackCheck.of(PACKS.resolve(name));
        assertThat(check.failures()).isEmpty();
        assertThat(check.unreached()).isEmpty();
        assertThat(check.pack().name()).isEqualTo(name);
    }

    /** 4,000 × 12 − 30,000 = 18,000 < 1,595 × 12 = 19,140 in Shanghai; 30,000 ÷ 48,000 = 0.625 > 0.6 in Gansu. */
    @Test
    void a_regional_table_holds_in_its_region_and_the_national_one_elsewhere() {
        Pack pack = Pack.load(PACKS.resolve("cn"));
        var shanghai = decide(pack, "310101");
        var gansu = decide(pack, "620122");
        assertThat(shanghai.pack().name()).isEqualTo("cn-31-shanghai");
        assertThat(shanghai.explanation())
                .extracting(Determination.Reason::rule)
                .contains("spendingHeavy/shanghai-left-below-the-standard");
        assertThat(gansu.pack().name()).isEqualTo("cn-62-gansu");
        assertThat(gansu.explanation())
                .extracting(Determination.Reason::rule)
                .noneMatch(rule -> rule.contains("shanghai"));
    }

    @Test
    void the_national_pack_with_its_regional_ones_decides_as_the_regional_one_alone() {
        Pack nation = Pack.load(PACKS.resolve("cn"));
        Pack alone = Pack.load(PACKS.resolve("cn-31-shanghai"));
        assertThat(decide(nation, "310101").toJson())
                .isEqualTo(decide(alone, "310101").toJson());
    }

    @Test
    void a_pack_laid_over_one_province_changes_no_word_of_a_determination_in_another() {
        Pack alone = Pack.loadAlone(PACKS.resolve("cn"));
        Pack nation = Pack.load(PACKS.resolve("cn"));
        assertThat(decide(nation, "640104").toJson())
                .isEqualTo(decide(alone, "640104").toJson())
                .doesNotContain("shanghai");
    }

    @Test
    void a_value_that_stands_in_for_a_local_one_is_to_be_confirmed_there_and_not_where_the_local_one_is_known() {
        Parameters parameters = Pack.load(PACKS.resolve("cn")).parameters();
        LocalDate day = LocalDate.of(2024, 11, 20);
        assertThat(parameters.illustrative("622927", day))
                .extracting(Parameters.Value::name)
                .contains("dibao.standard", "heating.rural-dibao");
        assertThat(parameters.illustrative("620122", day))
                .extracting(Parameters.Value::name)
                .contains("dibao.standard")
                .doesNotContain("heating.rural-dibao");
        assertThat(parameters.illustrative("310101", day))
                .extracting(Parameters.Value::name)
                .doesNotContain("dibao.standard");
    }

    @Test
    void a_value_for_a_place_outside_the_region_is_refused() throws IOException {
        copy("cn");
        Path gansu = copy("cn-62-gansu");
        Path heating = gansu.resolve("parameters/heating.csv");
        Files.writeString(heating, Files.readString(heating).replace("620122", "110101"));
        assertThatThrownBy(() -> Pack.load(gansu))
                .hasMessage(
                        "cn-62-gansu: parameter heating.rural-dibao: a value for 110101 does not belong in a pack for 62");
    }

    private Path copy(String name) throws IOException {
        try (var files = Files.walk(PACKS.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(PACKS.relativize(file).toString()));
            }
        }
        return folder.resolve(name);
    }
}
