package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy officer reads when an edit breaks the national pack: one line that says what, where and, mostly, what to do. */
class BrokenPackTest {

    private static final Path NATIONAL = Path.of("../packs/cn");

    @TempDir
    Path folder;

    private Path pack;

    @BeforeEach
    void copy() throws IOException {
        pack = folder.resolve("pack");
        try (var files = Files.walk(NATIONAL)) {
            for (Path file : files.toList()) {
                Files.copy(file, pack.resolve(NATIONAL.relativize(file).toString()));
            }
        }
    }

    private void edit(String file, String written, String instead) throws IOException {
        Path path = pack.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(written);
        Files.writeString(path, text.replace(written, instead));
    }

    private void isRefused(String message) {
        assertThatThrownBy(() -> Pack.load(pack)).isInstanceOf(PackError.class).hasMessage(message);
    }

    @Test
    void a_name_that_nothing_has_is_named_with_its_decision() throws IOException {
        edit("decisions/household.dmn", "count(members[counted])", "count(members[countde])");
        isRefused("household.dmn: decision countedMembers: "
                + "unknown name countde: no fact, parameter or decision of a member is called so");
    }

    @Test
    void a_cell_of_the_wrong_type_is_named_with_table_row_and_column() throws IOException {
        edit("decisions/parent.dmn", "<text>&gt;= 6</text>", "<text>\"six\"</text>");
        isRefused("parent.dmn: table situationOfParent, row parent-six-months, column months: "
                + "a number cannot be compared so with a code");
    }

    @Test
    void a_code_that_the_dictionary_does_not_have_is_named_with_the_codes_there_are() throws IOException {
        edit("decisions/supporter.dmn", "<text>\"tekun\"</text>", "<text>\"tekunn\"</text>");
        assertThatThrownBy(() -> Pack.load(pack))
                .hasMessageStartingWith("supporter.dmn: table unable, row supporter-tekun, column situation: "
                        + "unknown code [tekunn]; there are [able, tekun, dibao,");
    }

    @Test
    void two_rows_of_a_unique_table_that_can_both_hold_are_named() throws IOException {
        edit(
                "decisions/household.dmn",
                "<inputEntry id=\"heating-urban-edge-in-2\"><text>\"edge\"</text>",
                "<inputEntry id=\"heating-urban-edge-in-2\"><text>\"edge\", \"rigid\"</text>");
        isRefused("household.dmn: table heating, rows heating-urban-edge and heating-urban-rigid: "
                + "both can hold, and the table is UNIQUE");
    }

    @Test
    void a_decision_that_needs_itself_by_way_of_another_is_named_with_the_way() throws IOException {
        edit(
                "decisions/household.dmn",
                "<text>dibaoStandard * edgeMultiple</text>",
                "<text>heating * edgeMultiple</text>");
        assertThatThrownBy(() -> Pack.load(pack))
                .isInstanceOf(PackError.class)
                .hasMessageStartingWith("household.dmn: decision ")
                .hasMessageContaining(" decides itself, by way of [")
                .hasMessageContaining("edgeLine");
    }

    @Test
    void days_between_two_values_that_have_none_are_named() throws IOException {
        edit("parameters/dibao.csv", "2023-01-01,2023-12-31", "2023-08-01,2023-12-31");
        isRefused("parameters: disposable-income.prior-year: "
                + "no value for the nation (urban) from 2023-01-01 to 2023-07-31");
    }

    @Test
    void a_parameter_that_only_some_regions_set_is_named_with_what_is_missing_and_from_when() throws IOException {
        Path values = pack.resolve("parameters/dibao.csv");
        Files.writeString(
                values,
                String.join(
                        "\n",
                        Files.readAllLines(values).stream()
                                .filter(line -> !line.startsWith("dibao.standard,,rural"))
                                .toList()));
        isRefused("parameters: dibao.standard: no value for the nation (rural) on 2021-07-01; it is set for 11 only");
    }

    @Test
    void a_parameter_that_is_declared_and_has_no_value_is_named() throws IOException {
        edit("parameters/tekun.csv", "tekun.care-able,", "tekun.care-abel,");
        isRefused("parameters: tekun.care-able: has no value, though facts.yaml declares it");
    }

    @Test
    void a_case_that_is_no_yaml_is_named_with_its_line() throws IOException {
        Files.writeString(pack.resolve("cases/assets.yaml"), "cases:\n  - {name: a\n  - b\n");
        assertThatThrownBy(() -> PackCheck.of(pack))
                .isInstanceOf(PackError.class)
                .hasMessageStartingWith("assets.yaml: line ");
    }

    @Test
    void a_case_whose_household_is_none_is_named_with_its_field() throws IOException {
        edit("cases/assets.yaml", "residence: rural", "residense: rural");
        assertThatThrownBy(() -> PackCheck.of(pack))
                .isInstanceOf(PackError.class)
                .hasMessageStartingWith("assets.yaml: case a-car: residense: ");
    }

    @Test
    void a_decision_file_that_is_no_xml_is_named_with_its_line() throws IOException {
        edit("decisions/event.dmn", "</definitions>", "</definition>");
        assertThatThrownBy(() -> Pack.load(pack))
                .isInstanceOf(PackError.class)
                .hasMessageMatching("event.dmn: line [0-9]+: is no XML: .*");
    }

    @Test
    void a_decision_file_that_draws_in_another_file_is_refused_unread() throws IOException {
        edit(
                "decisions/event.dmn",
                "<definitions ",
                "<!DOCTYPE definitions [<!ENTITY other SYSTEM \"file:///etc/hostname\">]>\n<definitions ");
        isRefused("event.dmn: line 2: has a DOCTYPE, by which a file can draw in others; a decision file has none");
    }

    @Test
    void a_row_id_that_another_row_has_is_named_with_both_tables() throws IOException {
        edit("decisions/parent.dmn", "<rule id=\"parent-gone\">", "<rule id=\"supporter-tekun\">");
        isRefused("parent.dmn: table situationOfParent, row supporter-tekun: "
                + "the id is taken by a row of table unable of supporter.dmn");
    }

    @Test
    void a_decision_that_its_variable_calls_otherwise_is_named_with_both_names() throws IOException {
        edit(
                "decisions/event.dmn",
                "<variable id=\"variable-claim\" name=\"claim\"",
                "<variable id=\"variable-claim\" name=\"claims\"");
        isRefused("event.dmn: decision claim: its variable is called claims; both need one name");
    }

    @Test
    void a_name_that_two_decisions_have_is_named() throws IOException {
        edit("decisions/event.dmn", "name=\"claim\"", "name=\"isEmergency\"");
        isRefused("event.dmn: decision isEmergency: the name is taken");
    }

    @Test
    void a_table_with_a_gap_names_a_case_that_falls_into_it() throws IOException {
        edit("decisions/household.dmn", "<defaultOutputEntry", "<!--<defaultOutputEntry");
        edit("decisions/household.dmn", "</defaultOutputEntry>", "</defaultOutputEntry>-->");
        isRefused(
                "household.dmn: table heating: no row surely holds where residence is urban and stratum is monitored; "
                        + "add a row, a last row of dashes, or a default output");
    }

    @Test
    void a_construct_outside_the_subset_is_named_where_it_stands() throws IOException {
        edit("decisions/event.dmn", "if requested &gt; 0 then requested else loss", "for e in events return e.loss");
        isRefused("event.dmn: decision claim: \"for e in events return e.loss\" is not in the FEEL subset at \"e\"");
    }

    @Test
    void an_aggregated_list_of_findings_is_refused() throws IOException {
        edit("decisions/household.dmn", "hitPolicy=\"COLLECT\"", "hitPolicy=\"COLLECT\" aggregation=\"COUNT\"");
        isRefused("household.dmn: table dibaoRefusals: COLLECT with COUNT is not in the subset");
    }
}
