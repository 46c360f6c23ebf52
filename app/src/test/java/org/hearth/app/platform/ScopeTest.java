package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Residence;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HearthTest
class ScopeTest {

    @Autowired
    Registry registry;

    @Test
    void a_township_sees_its_own_households_and_no_others_even_if_the_application_forgets_to_ask() {
        UUID here = household("622927100201");
        UUID elsewhere = household("622926100201");
        Scope township = new Scope(RegionCode.parse("622927100"), "test");

        Scopes.run(township, () -> {
            assertThat(registry.household(here)).isPresent();
            assertThat(registry.household(elsewhere)).isEmpty();
        });
        assertThat(registry.household(here))
                .as("without a scope nothing is seen")
                .isEmpty();
    }

    @Test
    void a_household_cannot_be_written_into_another_county() {
        Scope county = new Scope(RegionCode.parse("622927"), "test");

        assertThatThrownBy(() -> Scopes.run(county, () -> register(UUID.randomUUID(), "622926100202")))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    private UUID household(String village) {
        UUID id = UUID.randomUUID();
        Scopes.run(Scope.system("test"), () -> register(id, village));
        return id;
    }

    private void register(UUID id, String village) {
        registry.registerAll(
                List.of(new Registry.NewHousehold(
                        id,
                        id.toString(),
                        RegionCode.parse(village),
                        Residence.RURAL,
                        "",
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null)),
                LocalDate.of(2023, 11, 1),
                "test");
    }
}
