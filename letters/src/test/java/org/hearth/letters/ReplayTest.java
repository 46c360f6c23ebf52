package org.hearth.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    /** A man in Yinchuan, where no regional pack lies over the national one. */
    private static final HouseholdDocument MAN = HouseholdDocument.parse("""
            {"region":"640104","residence":"urban","on":"2023-12-20","assets":{},
             "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head","income":[{"kind":"wage","monthly":500}]}]}
            """);

    @TempDir
    Path folder;

    private Path later(String file, String from, String to) throws IOException {
        Path copy = folder.resolve("cn");
        if (!Files.exists(copy)) {
            try (var files = Files.walk(WorkedCases.NATIONAL)) {
                for (Path each : files.toList()) {
                    Files.copy(
                            each,
                            copy.resolve(WorkedCases.NATIONAL.relativize(each).toString()));
                }
            }
        }
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(copy.resolve(file), text.replace(from, to));
        return copy;
    }

    private static Determination then() {
        return Pack.load(WorkedCases.NATIONAL).decide(MAN).by(new Determination.PackName("cn", "2023.11"));
    }

    /** The standard rises from July 2024, and the pack gets a new edition. */
    private Pack withLaterValues() throws IOException {
        later(
                "parameters/dibao.csv",
                "dibao.standard,,urban,2023-01-01,,785.9,",
                "dibao.standard,,urban,2024-07-01,,830,yuan/month,a later notice,false\n"
                        + "dibao.standard,,urban,2023-01-01,2024-06-30,785.9,");
        return Pack.load(later("pack.yaml", "version: \"2023.11\"", "version: \"2024.07\""));
    }

    @Test
    void a_letter_of_december_2023_is_the_same_after_later_values_came() throws IOException {
        Pack pack = withLaterValues();
        assertThat(Replay.of(pack, MAN, then().toJson())).isInstanceOfSatisfying(Replay.Same.class, same -> {
            assertThat(same.now().toJson()).isEqualTo(then().toJson());
            assertThat(same.editionNow()).isEqualTo("cn 2024.07");
        });
        assertThat(Replay.of(pack, MAN, CheckCode.of(then()), "2023.11")).isInstanceOf(Replay.Same.class);
    }

    @Test
    void the_same_household_half_a_year_later_gets_the_later_value() throws IOException {
        var july = HouseholdDocument.parse(MAN.toJson().replace("2023-12-20", "2024-07-20"));
        assertThat(withLaterValues().decide(july).benefits().getFirst().amount())
                .isEqualByComparingTo("330");
    }

    @Test
    void a_value_changed_behind_the_letter_s_back_is_found_and_named() throws IOException {
        Pack pack = Pack.load(later("parameters/dibao.csv", ",,785.9,", ",,785.8,"));
        assertThat(Replay.of(pack, MAN, then().toJson()))
                .isEqualTo(new Replay.Different("benefits[0].amount", "285.9", "285.8"));
        assertThat(Replay.of(pack, MAN, CheckCode.of(then()), "2023.11")).isInstanceOf(Replay.Different.class);
    }

    @Test
    void a_determination_that_somebody_edited_is_found_and_named() {
        String edited = then().toJson().replaceFirst("\"amount\":285.9", "\"amount\":985.9");
        assertThat(Replay.of(WorkedCases.PACK, MAN, edited)).isInstanceOfSatisfying(Replay.Different.class, found -> {
            assertThat(found.field()).isEqualTo("benefits[0].amount");
            assertThat(found.then()).isEqualTo("985.9");
        });
        String more = then().toJson().replaceFirst("\\{", "{\"bonus\":1,");
        assertThat(Replay.of(WorkedCases.PACK, MAN, more)).isEqualTo(new Replay.Different("bonus", "1", "—"));
    }

    @Test
    void a_check_code_is_sixty_four_digits() {
        assertThat(new CheckCode(CheckCode.of(then()).grouped())).isEqualTo(CheckCode.of(then()));
        assertThatThrownBy(() -> new CheckCode("36add3b0")).hasMessageContaining("64 digits");
    }
}
