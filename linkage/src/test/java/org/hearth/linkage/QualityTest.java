package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hearth.linkage.Quality.AtThreshold;
import org.hearth.linkage.Quality.Labelled;
import org.junit.jupiter.api.Test;

class QualityTest {

    @Test
    void precision_is_of_the_links_and_recall_of_the_true_pairs() {
        Quality quality = new Quality(10, 8, 6, 3);

        assertThat(quality.precision()).isEqualTo(6 / 8.0);
        assertThat(quality.recall()).isEqualTo(6 / 10.0);
        assertThat(quality.recallWithReview()).isEqualTo(9 / 10.0);
        assertThat(quality.f1()).isEqualTo(2 * 6 / (8 + 10.0));
    }

    @Test
    void a_lower_threshold_links_more_of_the_true_pairs_and_more_of_the_wrong_ones() {
        List<AtThreshold> table = Quality.byThreshold(
                List.of(
                        new Labelled(12, true),
                        new Labelled(9, true),
                        new Labelled(9, false),
                        new Labelled(3, true),
                        new Labelled(-2, false)),
                4);

        assertThat(table)
                .containsExactly(
                        new AtThreshold(12, new Quality(4, 1, 1, 0)),
                        new AtThreshold(9, new Quality(4, 3, 2, 0)),
                        new AtThreshold(3, new Quality(4, 4, 3, 0)),
                        new AtThreshold(-2, new Quality(4, 5, 3, 0)));
    }
}
