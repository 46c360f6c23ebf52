package org.hearth.app.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.LocalDate;
import org.hearth.app.platform.PackFiles;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static final PackFiles INSTALLED = PackFiles.read(Path.of("../packs"));
    private static final LocalDate APRIL = LocalDate.of(2024, 4, 1);
    private static final String HOUSEHOLD = "cn/decisions/household.dmn";

    private static PackFiles with(String region, LocalDate from, String value) {
        return ValueRow.add(
                INSTALLED,
                new ValueRow("", "dibao.standard", region, "rural", from, null, value, "yuan/month", "某县民政局文件", false));
    }

    @Test
    void a_new_value_ends_the_one_before_on_the_day_before_it() {
        PackFiles raised = ValueRow.add(
                with("622927", APRIL, "700"),
                new ValueRow(
                        "",
                        "dibao.standard",
                        "622927",
                        "rural",
                        APRIL.plusYears(1),
                        null,
                        "750",
                        "yuan/month",
                        "某县民政局文件",
                        false));

        assertThat(ValueRow.of(raised))
                .filteredOn(row -> row.region().equals("622927"))
                .extracting(ValueRow::value, ValueRow::from, ValueRow::to)
                .containsExactly(
                        tuple("700", APRIL, LocalDate.of(2025, 3, 31)), tuple("750", APRIL.plusYears(1), null));
    }

    @Test
    void a_value_for_a_place_with_a_regional_pack_goes_into_that_pack() {
        Changes changes = Changes.between(INSTALLED, with("622927", APRIL, "700"));

        assertThat(changes.values())
                .singleElement()
                .satisfies(value -> assertThat(value.either().path()).startsWith("cn-62-gansu/parameters/"));
        assertThat(changes.isOfValuesOnly()).isTrue();
        assertThat(changes.firstDayOfValues()).contains(APRIL);
        assertThat(with("622927", APRIL, "700")
                        .load()
                        .parameters()
                        .value("dibao.standard", "622927", "rural", APRIL)
                        .value())
                .isEqualTo("700");
    }

    @Test
    void a_county_changes_its_own_values_and_no_others() {
        PackFiles own = with("622927", APRIL, "700");
        PackFiles neighbour = with("622926", APRIL, "700");

        assertThat(Changes.between(INSTALLED, own).firstOutside("622927", own)).isEmpty();
        assertThat(Changes.between(INSTALLED, neighbour).firstOutside("622927", neighbour))
                .contains("dibao.standard @622926");
    }

    @Test
    void a_changed_cell_is_shown_with_its_table_row_and_column_and_is_no_mere_value() {
        String table = INSTALLED.texts().get(HOUSEHOLD);
        String row = table.substring(table.indexOf("<rule "));
        String cell = row.substring(row.indexOf("<text>") + 6, row.indexOf("</text>"));
        int at = table.indexOf("<rule ") + row.indexOf("<text>") + 6;
        PackFiles changed =
                INSTALLED.with(HOUSEHOLD, table.substring(0, at) + "false" + table.substring(at + cell.length()));

        Changes changes = Changes.between(INSTALLED, changed);

        assertThat(changes.rows()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Changes.Kind.CHANGED);
            assertThat(difference.cells())
                    .singleElement()
                    .satisfies(one -> assertThat(one.after()).isEqualTo("false"));
        });
        assertThat(changes.isOfValuesOnly()).isFalse();
        assertThat(changes.firstOutside("62", changed)).contains(HOUSEHOLD);
    }

    @Test
    void the_default_of_a_table_counts_as_a_rule() {
        String table = INSTALLED.texts().get(HOUSEHOLD);
        int at = table.indexOf("<defaultOutputEntry");
        int end = table.indexOf("</text>", at);
        PackFiles changed = INSTALLED.with(HOUSEHOLD, table.substring(0, end) + " " + "+ 1" + table.substring(end));

        assertThat(Changes.between(INSTALLED, changed).isOfValuesOnly()).isFalse();
    }
}
