package org.hearth.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hearth.population.LinkageOfPersons.Measured;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkageOfPersonsTest {

    private static final int PERSONS = 50_000;
    private static final int RECORDS = 20_000;

    @TempDir
    static Path folder;

    private static Measured measured;

    @BeforeAll
    static void link_records_of_which_the_truth_is_known() throws IOException, SQLException {
        measured = LinkageOfPersons.measure(PERSONS, RECORDS, 5, folder);
    }

    @Test
    void links_are_right_and_few_are_missed_though_three_in_ten_have_no_number() {
        assertThat(measured.errors().get("number-missing")).isBetween(5_600, 6_400);
        assertThat(measured.quality().truePairs()).isEqualTo(18_000);
        assertThat(measured.quality().precision()).isGreaterThanOrEqualTo(0.999);
        assertThat(measured.quality().recall()).isGreaterThanOrEqualTo(0.975);
        assertThat(measured.quality().recallWithReview()).isGreaterThanOrEqualTo(0.995);
    }

    @Test
    void nobody_is_taken_for_the_person_whose_number_they_used() {
        assertThat(measured.errors().get("number-of-another")).isGreaterThan(80);
        assertThat(measured.linkedToNumbersOwner()).isLessThanOrEqualTo(RECORDS / 10_000);
    }

    @Test
    void number_and_name_alone_miss_three_in_ten() {
        assertThat(measured.numberAndName().recall()).isLessThan(0.67);
        assertThat(measured.numberAlone().precision())
                .isLessThan(measured.quality().precision());
    }
}
