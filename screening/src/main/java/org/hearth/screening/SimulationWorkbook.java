package org.hearth.screening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hearth.policy.Determination.Text;
import org.hearth.policy.Parameters;
import org.hearth.screening.Simulation.Benefit;
import org.hearth.screening.Simulation.Changed;
import org.hearth.screening.Simulation.Group;
import org.hearth.screening.Simulation.Move;
import org.hearth.screening.Simulation.Sample;
import org.hearth.screening.Simulation.Summary;
import org.jspecify.annotations.Nullable;

/** The workbook of a simulation: numbers as numbers, money in yuan, the heading of every sheet frozen and printed again. */
final class SimulationWorkbook {

    private static final String HEADING_FILL = "E8EEF4";
    private static final String MONEY = "#,##0.00;[Red]-#,##0.00";
    private static final String COUNT = "#,##0";
    private static final double NARROW = 12;
    private static final double MIDDLE = 20;
    private static final double WIDE = 48;

    private static final List<String> GROUP_COLUMNS = List.of(
            "dimension",
            "code",
            "name",
            "households",
            "persons",
            "gainers",
            "losers",
            "moved",
            "unchanged",
            "undetermined",
            "month-before",
            "month-after",
            "month-difference",
            "one-off-before",
            "one-off-after",
            "one-off-difference",
            "year-before",
            "year-after",
            "year-difference",
            "gained",
            "lost",
            "undetermined-difference");

    /** One sheet, written row by row. */
    private static final class Sheet {

        private final Worksheet sheet;
        private int row;
        private int column;

        Sheet(Workbook workbook, String name, List<String> columns, Double... widths) {
            sheet = workbook.newWorksheet(name);
            for (int i = 0; i < columns.size(); i++) {
                sheet.value(0, i, both(Words.of("column." + columns.get(i)), "\n"));
                sheet.width(i, i < widths.length ? widths[i] : MIDDLE);
            }
            if (!columns.isEmpty()) {
                sheet.range(0, 0, 0, columns.size() - 1)
                        .style()
                        .bold()
                        .wrapText(true)
                        .fillColor(HEADING_FILL)
                        .horizontalAlignment("center")
                        .verticalAlignment("center")
                        .set();
            }
            sheet.freezePane(0, 1);
            sheet.repeatRows(0);
            sheet.pageOrientation("landscape");
            sheet.fitToWidth((short) 1);
            sheet.fitToHeight((short) 0);
        }

        void next() {
            row++;
            column = 0;
        }

        Sheet text(@Nullable String text) {
            if (text != null && !text.isEmpty()) {
                sheet.value(row, column, text);
                sheet.style(row, column).wrapText(true).verticalAlignment("top").set();
            }
            column++;
            return this;
        }

        Sheet text(Text text) {
            return text(both(text, " "));
        }

        Sheet heading(Text text) {
            sheet.value(row, column, both(text, " "));
            sheet.style(row, column).bold().set();
            column++;
            return this;
        }

        Sheet count(long count) {
            return number(count, COUNT);
        }

        Sheet money(long fen) {
            return number(SimulationFiles.yuan(fen), MONEY);
        }

        Sheet day(LocalDate day) {
            sheet.value(row, column, day);
            sheet.style(row, column)
                    .format("yyyy-mm-dd")
                    .horizontalAlignment("left")
                    .set();
            column++;
            return this;
        }

        /** A parameter's value as a number where it is one. */
        Sheet value(Parameters.@Nullable Value value) {
            if (value == null || !value.value().matches("[0-9]+(\\.[0-9]+)?")) {
                return text(value == null ? "" : value.value());
            }
            return number(value.number(), "#,##0.####");
        }

        private Sheet number(Number number, String format) {
            sheet.value(row, column, number);
            sheet.style(row, column).format(format).verticalAlignment("top").set();
            column++;
            return this;
        }

        void filter(int columns) {
            if (row > 1) {
                sheet.setAutoFilter(0, 0, row - 1, columns - 1);
            }
        }
    }

    private final Summary summary;
    private final Workbook workbook;

    private SimulationWorkbook(Summary summary, Workbook workbook) {
        this.summary = summary;
        this.workbook = workbook;
    }

    static void write(Summary summary, Path file) throws IOException {
        try (var stream = Files.newOutputStream(file);
                var workbook = new Workbook(stream, "Hearth", "1.0")) {
            workbook.setGlobalDefaultFont("Microsoft YaHei", 10);
            var sheets = new SimulationWorkbook(summary, workbook);
            sheets.facts();
            sheets.strata();
            sheets.groups(
                    "regions",
                    summary.regions().stream()
                            .filter(group -> !group.dimension().equals("township"))
                            .toList());
            sheets.groups(
                    "townships",
                    summary.regions().stream()
                            .filter(group -> group.dimension().equals("township"))
                            .toList());
            sheets.groups("kinds", summary.kinds());
            sheets.benefits();
            sheets.parameters();
            sheets.samples();
        }
    }

    private static String both(Text text, String between) {
        return text.zh().equals(text.en()) ? text.zh() : text.zh() + between + text.en();
    }

    private Sheet sheet(String name, List<String> columns, Double... widths) {
        return new Sheet(workbook, both(Words.of("sheet." + name), " "), columns, widths);
    }

    private void facts() {
        Sheet sheet = sheet("summary", List.of("item", "value"), WIDE, WIDE);
        sheet.next();
        sheet.heading(Words.of("title")).next();
        sheet.text(Words.of("fact.on")).day(summary.on()).next();
        sheet.text(Words.of("fact.pack-before"))
                .text(summary.before().name() + " " + summary.before().version())
                .next();
        sheet.text(Words.of("fact.pack-after"))
                .text(summary.after().name() + " " + summary.after().version())
                .next();
        sheet.text(Words.of("fact.changes"))
                .text(String.join("\n", summary.changes()))
                .next();
        if (!summary.withoutEffect().isEmpty()) {
            sheet.text(Words.of("fact.without-effect"))
                    .text(String.join("\n", summary.withoutEffect()))
                    .next();
        }
        Group total = summary.total();
        count(sheet, "households", total.households());
        count(sheet, "persons", total.persons());
        count(sheet, "gainers", total.gainers());
        count(sheet, "losers", total.losers());
        count(sheet, "moved", total.moved());
        count(sheet, "unchanged", total.unchanged());
        count(sheet, "undetermined", total.undetermined());
        sheet.text(Words.of("fact.movers")).count(SimulationPage.movers(total)).next();
        sheet.text(Words.of("fact.changed-households"))
                .count(summary.changedHouseholds())
                .next();
        sheet.text(Words.of("fact.changed-persons"))
                .count(summary.changedPersons())
                .next();
        money(sheet, "month-before", total.before().month());
        money(sheet, "month-after", total.after().month());
        money(sheet, "month-difference", total.difference().month());
        money(sheet, "one-off-before", total.before().oneOff());
        money(sheet, "one-off-after", total.after().oneOff());
        money(sheet, "one-off-difference", total.difference().oneOff());
        money(sheet, "year-before", total.before().year());
        money(sheet, "year-after", total.after().year());
        money(sheet, "year-difference", total.difference().year());
        money(sheet, "gained", total.gained().year());
        money(sheet, "lost", total.lost().year());
        money(sheet, "undetermined-difference", total.undeterminedDifference().year());
        for (String note : List.of("year", "undetermined", "groups")) {
            sheet.text(Words.of("note." + note)).next();
        }
        if (!summary.illustrative().isEmpty()) {
            sheet.heading(Words.of("fact.illustrative")).next();
            sheet.text(Words.of("fact.illustrative-text")).next();
            for (Parameters.Value value : summary.illustrative()) {
                sheet.text(value.name() + (value.residence() == null ? "" : " " + value.residence()))
                        .text(value.value() + " " + value.unit() + "；" + value.source())
                        .next();
            }
        }
    }

    private static void count(Sheet sheet, String column, long count) {
        sheet.text(Words.of("column." + column)).count(count).next();
    }

    private static void money(Sheet sheet, String column, long fen) {
        sheet.text(Words.of("column." + column)).money(fen).next();
    }

    private void strata() {
        var columns = List.of(
                "stratum-before", "stratum-after", "households", "persons", "month-difference", "year-difference");
        Sheet sheet = sheet("strata", columns, MIDDLE * 2, MIDDLE * 2);
        sheet.next();
        for (Move move : summary.total().moves()) {
            sheet.text(Words.of("stratum." + move.before()))
                    .text(Words.of("stratum." + move.after()))
                    .count(move.households())
                    .count(move.persons())
                    .money(move.difference().month())
                    .money(move.difference().year())
                    .next();
        }
        sheet.filter(columns.size());
        matrix(sheet);
    }

    /** Households by stratum before (down) and after (across). */
    private void matrix(Sheet sheet) {
        List<String> strata = strata(summary.total());
        sheet.next();
        sheet.heading(new Text(
                Words.of("column.stratum-before").zh() + " ↓ "
                        + Words.of("column.stratum-after").zh() + " →",
                Words.of("column.stratum-before").en() + " ↓ "
                        + Words.of("column.stratum-after").en() + " →"));
        strata.forEach(stratum -> sheet.heading(Words.of("stratum." + stratum)));
        sheet.next();
        for (String before : strata) {
            sheet.text(Words.of("stratum." + before));
            for (String after : strata) {
                sheet.count(SimulationPage.households(summary.total(), before, after));
            }
            sheet.next();
        }
    }

    static List<String> strata(Group group) {
        return group.moves().stream()
                .flatMap(move -> Stream.of(move.before(), move.after()))
                .distinct()
                .sorted(Comparator.comparingInt(Words::order).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private void groups(String name, List<Group> groups) {
        Sheet sheet = sheet(name, GROUP_COLUMNS, NARROW, NARROW, MIDDLE);
        sheet.next();
        for (Group group : groups) {
            sheet.text(Words.of("dimension." + group.dimension()))
                    .text(group.code())
                    .text(group.name())
                    .count(group.households())
                    .count(group.persons())
                    .count(group.gainers())
                    .count(group.losers())
                    .count(group.moved())
                    .count(group.unchanged())
                    .count(group.undetermined())
                    .money(group.before().month())
                    .money(group.after().month())
                    .money(group.difference().month())
                    .money(group.before().oneOff())
                    .money(group.after().oneOff())
                    .money(group.difference().oneOff())
                    .money(group.before().year())
                    .money(group.after().year())
                    .money(group.difference().year())
                    .money(group.gained().year())
                    .money(group.lost().year())
                    .money(group.undeterminedDifference().year())
                    .next();
        }
        sheet.filter(GROUP_COLUMNS.size());
    }

    private void benefits() {
        var columns = List.of(
                "benefit",
                "unit",
                "recipients",
                "recipients-before",
                "recipients-after",
                "before",
                "after",
                "difference");
        Sheet sheet = sheet("benefits", columns, WIDE);
        sheet.next();
        for (Benefit benefit : summary.benefits()) {
            sheet.text(benefit.name())
                    .text(Words.of("rhythm." + benefit.unit()))
                    .text(Words.of("recipients." + (benefit.ofMember() ? "person" : "household")))
                    .count(benefit.recipientsBefore())
                    .count(benefit.recipientsAfter())
                    .money(benefit.before())
                    .money(benefit.after())
                    .money(benefit.difference())
                    .next();
        }
        sheet.filter(columns.size());
    }

    private void parameters() {
        var columns = List.of(
                "parameter",
                "name",
                "place",
                "residence",
                "value-before",
                "value-after",
                "value-unit",
                "source-before",
                "source-after",
                "illustrative");
        Sheet sheet =
                sheet("parameters", columns, MIDDLE, WIDE, MIDDLE, NARROW, NARROW, NARROW, NARROW, WIDE, WIDE, NARROW);
        sheet.next();
        for (Changed changed : summary.parameters()) {
            Parameters.Value before = changed.before();
            Parameters.Value after = changed.after();
            String residence = changed.residence() == null ? "" : changed.residence();
            Parameters.Value either = before != null ? before : after;
            sheet.text(changed.name())
                    .text(changed.label())
                    .text(changed.place())
                    .text(Words.of("residence." + residence))
                    .value(before)
                    .value(after)
                    .text(either == null ? "" : both(Words.of("unit." + either.unit()), " "))
                    .text(before == null ? "" : before.source())
                    .text(after == null ? "" : after.source())
                    .text(Words.of(before != null && before.illustrative() ? "yes" : "no"))
                    .next();
        }
        sheet.filter(columns.size());
    }

    private void samples() {
        var columns = List.of(
                "household",
                "place",
                "residence",
                "change",
                "stratum-before",
                "stratum-after",
                "reason-before",
                "reason-after",
                "moved-by",
                "year-before-household",
                "year-after-household",
                "difference",
                "rule-before",
                "rule-after");
        Sheet sheet = sheet(
                "sample", columns, MIDDLE, MIDDLE, NARROW, NARROW, MIDDLE, MIDDLE, WIDE, WIDE, MIDDLE, MIDDLE, MIDDLE);
        sheet.next();
        for (Sample sample : summary.samples()) {
            sheet.text(sample.household())
                    .text(sample.place())
                    .text(Words.of("residence." + sample.residence()))
                    .text(Words.of("change." + sample.change()))
                    .text(Words.of("stratum." + sample.stratumBefore()))
                    .text(Words.of("stratum." + sample.stratumAfter()))
                    .text(both(sample.reasonBefore(), "\n"))
                    .text(both(sample.reasonAfter(), "\n"))
                    .text(String.join("\n", sample.movedBy()))
                    .money(sample.before().year())
                    .money(sample.after().year())
                    .money(sample.after().year() - sample.before().year())
                    .text(sample.decidedByBefore())
                    .text(sample.decidedByAfter())
                    .next();
        }
        sheet.filter(columns.size());
        sheet.next();
        sheet.text(Words.of("note.sample")).next();
        sheet.text(Words.of("note.moved-by")).next();
    }
}
