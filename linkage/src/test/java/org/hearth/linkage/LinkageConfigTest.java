package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkageConfigTest {

    private static final String GOOD = """
            columns:
              name: {kind: chinese-name, also: former_name}
              born: date
            comparisons:
              - compare: name.given
                as: given
                levels: [same, shares-character]
                term-frequency: same
              - compare: born
                levels: [same, prefix 4]
            blocking:
              - [name.full, born.year]
            thresholds: {link: 0.9, review: 0.5}
            review:
              - {code: c, zh: 甲, en: a, when: {given: other}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"febrl1.yaml", "febrl2.yaml", "persons.yaml"})
    void the_configs_that_come_with_it_are_right(String file) throws IOException {
        LinkageConfig config = LinkageConfig.read(Path.of("configs", file));

        assertThat(config.name()).isNotBlank();
        assertThat(config.comparisons()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    born: date                       | born: calendar                 | line 3  | no kind calendar
                    levels: [same, prefix 4]         | levels: [same, nearly]         | line 10 | no level nearly
                    levels: [same, prefix 4]         | levels: [same, prefix]         | line 10 | needs a number
                    compare: born                    | compare: birthday              | line 9  | no column birthday
                    compare: name.given              | compare: name.middle           | line 5  | has no part middle
                    levels: [same, shares-character] | levels: [same, similar 0.9]    | line 7  | may hold Chinese characters
                    term-frequency: same             | term-frequency: begins         | line 8  | there is no level begins
                    [name.full, born.year]           | [name.full, age]               | line 12 | no column age
                    link: 0.9                        | link: 90                       | line 13 | between 0 and 1
                    review: 0.5                      | review: 0.95                   | line 13 | cannot be above
                    given: other                     | given: nearly                  | line 15 | has no level nearly
                    given: other                     | surname: other                 | line 15 | there is no comparison surname
                    blocking:                        | blocks:                        | line 11 | there is no setting blocks
                    columns:                         | columns: [                     | line    | not YAML
                    """)
    void what_is_wrong_is_told_with_its_line(String right, String wrong, String line, String problem) {
        assertThat(GOOD).contains(right);

        assertThatThrownBy(() -> LinkageConfig.parse(GOOD.replace(right, wrong)))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining(line)
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"''", "'thresholds: {link: 0.9, review: 0.5}'"})
    void a_config_without_columns_is_none(String yaml) {
        assertThatThrownBy(() -> LinkageConfig.parse(yaml)).isInstanceOf(LinkageFailure.class);
    }
}
