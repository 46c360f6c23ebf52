package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.hearth.policy.Labels.Kind;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private final Outcome outcome = Pack.load(Path.of("../packs/cn")).outcome();

    @Test
    void every_benefit_and_duty_that_the_pack_decides_has_a_name() {
        outcome.benefits().forEach(benefit -> {
            assertThat(Labels.of(Kind.BENEFIT, benefit.code()).zh()).isNotBlank();
            assertThat(Labels.of(Kind.UNIT, benefit.unit()).en()).isNotBlank();
        });
        outcome.duties()
                .forEach(duty ->
                        assertThat(Labels.of(Kind.DUTY, duty.code()).en()).isNotBlank());
    }

    @Test
    void a_code_of_no_contract_is_refused_not_shown() {
        assertThatThrownBy(() -> Labels.of(Kind.BENEFIT, "dibao-plus")).hasMessage("no benefit dibao-plus");
    }
}
