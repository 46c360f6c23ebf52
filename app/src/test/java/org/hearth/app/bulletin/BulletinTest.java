package org.hearth.app.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.winter.PlayedWinter;
import org.hearth.app.winter.WinterPlay;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

@PlayedWinter
class BulletinTest {

    private static final int ALL = Integer.MAX_VALUE;

    @Autowired
    Bulletin bulletin;

    @Autowired
    Regions regions;

    @Autowired
    MessageSource words;

    @Test
    void each_figure_is_what_the_rows_behind_it_add_up_to() {
        Scopes.run(Scope.system("test"), () -> {
            for (Bulletin.Reading figure : figures(RegionCode.NATION)) {
                Bulletin.Rows rows =
                        bulletin.rows(figure.id(), RegionCode.NATION, WinterPlay.FIRST, WinterPlay.LAST, ALL);

                assertThat(rows.rows()).as(figure.id()).hasSize(Math.toIntExact(rows.count()));
                assertThat(figure.value()).as(figure.id()).isEqualByComparingTo(addedUp(figure.id(), rows));
            }
        });
    }

    @Test
    void each_figure_of_the_whole_is_the_sum_of_its_counties() {
        Scopes.run(Scope.system("test"), () -> {
            for (Bulletin.Reading figure : figures(RegionCode.NATION)) {
                if (figure.id().equals("visit-rate")) {
                    continue;
                }
                BigDecimal counties = List.of("622900", "630200").stream()
                        .map(RegionCode::parse)
                        .flatMap(place ->
                                bulletin.byDivision(figure.id(), place, WinterPlay.FIRST, WinterPlay.LAST).stream())
                        .map(Bulletin.Part::value)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);

                assertThat(counties).as(figure.id()).isEqualByComparingTo(figure.value());
            }
        });
    }

    @Test
    void the_winter_leaves_no_point_of_the_briefing_without_a_figure() {
        Scopes.run(
                Scope.system("test"),
                () -> assertThat(figures(RegionCode.NATION))
                        .allSatisfy(figure ->
                                assertThat(figure.value()).as(figure.id()).isPositive()));
    }

    @Test
    void a_county_officer_reads_the_figures_of_the_county_whatever_is_asked() {
        RegionCode county = RegionCode.parse("622927");
        List<Bulletin.Reading> asked = Scopes.within(new Scope(county, "test"), () -> figures(RegionCode.NATION));
        List<Bulletin.Reading> own = Scopes.within(Scope.system("test"), () -> figures(county));

        assertThat(asked).isEqualTo(own);
    }

    @Test
    void the_printed_bulletin_names_every_figure_in_both_languages() {
        String text = Scopes.within(
                Scope.system("test"),
                () -> bulletin.text(List.of(RegionCode.parse("622900")), WinterPlay.FIRST, WinterPlay.LAST));

        Scopes.run(
                Scope.system("test"),
                () -> assertThat(figures(RegionCode.NATION))
                        .allSatisfy(figure -> assertThat(text)
                                .contains(figure.title().zh(), figure.title().en(), figure.printed())));
    }

    @Test
    void the_rows_behind_every_figure_read_in_words_in_both_languages() {
        Scopes.run(Scope.system("test"), () -> {
            for (Bulletin.Reading figure : figures(RegionCode.NATION)) {
                Bulletin.Rows rows =
                        bulletin.rows(figure.id(), RegionCode.NATION, WinterPlay.FIRST, WinterPlay.LAST, ALL);
                for (Locale language : List.of(Locale.CHINESE, Locale.ENGLISH)) {
                    RowsOnScreen shown = RowsOnScreen.of(rows, bulletin.link(figure.id()), regions, words, language);

                    assertThat(shown.columns())
                            .as(figure.id())
                            .isNotEmpty()
                            .allSatisfy(column -> words.getMessage("bulletin.column." + column, null, language));
                    assertThat(shown.lines())
                            .as("%s in %s", figure.id(), language)
                            .hasSize(rows.rows().size())
                            .allSatisfy(line -> assertThat(line.cells())
                                    .extracting(RowsOnScreen.Cell::text)
                                    .noneMatch(text -> text.matches("true|false|[0-9a-f]{8}-[0-9a-f-]{27}|\\{.*}"))
                                    .noneMatch(
                                            text -> language == Locale.CHINESE && text.matches("[A-Za-z][A-Za-z_-]+")));
                }
            }
        });
    }

    @Test
    void a_row_leads_to_the_household_that_was_paid() {
        Scopes.run(Scope.system("test"), () -> {
            Bulletin.Rows rows = bulletin.rows("heating-paid", RegionCode.NATION, WinterPlay.FIRST, WinterPlay.LAST, 1);
            RowsOnScreen shown = RowsOnScreen.of(rows, bulletin.link("heating-paid"), regions, words, Locale.CHINESE);

            assertThat(shown.lines().getFirst().link())
                    .isEqualTo("/households/"
                            + rows.rows().getFirst().get(rows.columns().indexOf("household_id")));
        });
    }

    private List<Bulletin.Reading> figures(RegionCode region) {
        return bulletin.figures(region, WinterPlay.FIRST, WinterPlay.LAST);
    }

    /** The figure worked out once more from its rows, outside the database. */
    private static BigDecimal addedUp(String figure, Bulletin.Rows rows) {
        return switch (figure) {
            case "basic-living-paid", "advance-paid", "temporary-paid", "heating-paid", "disaster-paid" ->
                sum(rows, "amount");
            case "heating-goods", "street-items" -> sum(rows, "quantity");
            case "patrol-people" -> sum(rows, "people");
            case "patrol-vehicles" -> sum(rows, "vehicles");
            case "dibao-persons" -> sum(rows, "persons");
            case "advance-households", "heating-households", "disaster-households", "disaster-still" ->
                distinct(rows, "household_id");
            case "elders", "children" -> distinct(rows, "person_id");
            case "visit-rate" -> {
                long paid = column(rows, "visited_on").stream()
                        .filter(day -> !day.isEmpty())
                        .count();
                yield BigDecimal.valueOf(100L * paid)
                        .divide(BigDecimal.valueOf(Math.max(1, rows.count())), 1, java.math.RoundingMode.HALF_UP);
            }
            default -> BigDecimal.valueOf(rows.count());
        };
    }

    private static BigDecimal sum(Bulletin.Rows rows, String column) {
        return column(rows, column).stream()
                .filter(amount -> !amount.isEmpty())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal distinct(Bulletin.Rows rows, String column) {
        return BigDecimal.valueOf(column(rows, column).stream().distinct().count());
    }

    private static List<String> column(Bulletin.Rows rows, String name) {
        int place = rows.columns().indexOf(name);
        Function<List<String>, String> value = row -> row.get(place);
        return rows.rows().stream().map(value).toList();
    }
}
