package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

    private final Parameters parameters = Pack.load(Path.of("../packs/cn")).parameters();

    @Test
    void the_narrowest_place_with_a_value_decides_and_the_nation_stands_in_for_the_rest() {
        LocalDate on = LocalDate.parse("2023-12-20");
        assertThat(parameters
                        .value("heating.rural-dibao", "630222", "rural", on)
                        .number())
                .isEqualByComparingTo("800");
        assertThat(parameters.value("dibao.standard", "622927", "rural", on).illustrative())
                .isTrue();
        assertThat(parameters.value("dibao.standard", "310101", "urban", on).value())
                .isEqualTo("1510");
    }

    @Test
    void a_past_day_has_the_value_of_its_day() {
        assertThat(parameters
                        .value("dibao.standard", "310101", "urban", LocalDate.parse("2023-06-30"))
                        .value())
                .isEqualTo("1420");
    }

    @Test
    void two_values_for_one_place_and_day_are_refused_with_file_and_row(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("dibao.csv"), """
                name,region,residence,valid_from,valid_to,value,unit,source,illustrative
                dibao.standard,62,rural,2023-01-01,,500,yuan/month,notice,false
                dibao.standard,620000,rural,2024-01-01,,520,yuan/month,notice,false
                """);
        assertThatThrownBy(() -> Parameters.load(folder))
                .isInstanceOf(PackError.class)
                .hasMessage(
                        "dibao.csv: row 3 (dibao.standard): another value for the same place holds from 2023-01-01");
    }
}
