package org.hearth.app.winter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.hearth.app.familysearch.FamilySearch;
import org.hearth.app.familysearch.FamilySearch.Suggestion;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who could not say who they were, in a played winter. */
@PlayedWinter
class PlayedFamilySearchTest {

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Test
    void whoever_was_taken_in_has_a_notice_and_whom_the_police_looked_for_is_known_again() {
        List<Unknown> all = Scopes.within(
                new Scope(RegionCode.NATION, "statistician.cn"),
                () -> files.unknown("", false, 0).rows());

        LocalDate last = all.stream()
                .map(one -> one.appearance().on())
                .max(LocalDate::compareTo)
                .orElseThrow();
        assertThat(all.stream().filter(one -> one.appearance().on().isBefore(last)))
                .isNotEmpty()
                .allMatch(Unknown::noticed);
        assertThat(all.stream().filter(Unknown::identified)).isNotEmpty();
        for (Unknown unknown : all) {
            List<Suggestion> likely = Scopes.within(
                    new Scope(unknown.region(), "duty." + unknown.region().digits()),
                    () -> search.suggestions(unknown));
            assertThat(likely.stream()
                            .anyMatch(one ->
                                    one.settled() != null && one.settled().same()))
                    .as("the report that the DNA confirmed is among those shown, for whoever was known again")
                    .isEqualTo(unknown.identified());
        }
    }
}
