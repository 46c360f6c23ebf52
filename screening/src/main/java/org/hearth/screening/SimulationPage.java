package org.hearth.screening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hearth.policy.Determination.Text;
import org.hearth.policy.Parameters;
import org.hearth.screening.Simulation.Benefit;
import org.hearth.screening.Simulation.Changed;
import org.hearth.screening.Simulation.Group;
import org.hearth.screening.Simulation.Move;
import org.hearth.screening.Simulation.Sample;
import org.hearth.screening.Simulation.Summary;

/**
 * A simulation as one page that needs nothing else: no script, no font, no file beside it. Chinese, with English at a touch;
 * it prints in the language that is shown.
 */
final class SimulationPage {

    /** More rows than these are for the workbook. */
    private static final int MOST_REGIONS = 60;

    private static final int MOST_SAMPLES = 60;

    private final Summary summary;
    private final StringBuilder page = new StringBuilder();

    private SimulationPage(Summary summary) {
        this.summary = summary;
    }

    static void write(Summary summary, Path file) throws IOException {
        try (var styles = Objects.requireNonNull(SimulationPage.class.getResourceAsStream("simulation.css"))) {
            String style = new String(styles.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Files.writeString(file, new SimulationPage(summary).page(style));
        }
    }

    /** The households of a group that stand in another stratum after. */
    static long movers(Group group) {
        return group.moves().stream()
                .filter(move -> !move.before().equals(move.after()))
                .mapToLong(Move::households)
                .sum();
    }

    static long households(Group group, String before, String after) {
        return group.moves().stream()
                .filter(move -> move.before().equals(before) && move.after().equals(after))
                .mapToLong(Move::households)
                .sum();
    }

    private String page(String style) {
        page.append("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(Words.of("title").zh() + " " + String.join(" ", summary.changes())))
                .append("</title>\n<style>\n")
                .append(style)
                .append("</style>\n</head>\n<body>\n");
        page.append("<input type=\"radio\" name=\"language\" id=\"zh\" checked>")
                .append("<input type=\"radio\" name=\"language\" id=\"en\">\n")
                .append("<nav><label for=\"zh\">中文</label><label for=\"en\">English</label></nav>\n<main>\n");
        head();
        figures();
        illustrative();
        section("sheet.strata", this::matrix);
        section("sheet.regions", this::regions);
        section("sheet.kinds", this::kinds);
        section("sheet.benefits", this::benefits);
        section("sheet.parameters", this::parameters);
        section("sheet.sample", this::samples);
        notes();
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String both(Text text) {
        return text.zh().equals(text.en())
                ? escaped(text.zh())
                : "<span lang=\"zh\">" + escaped(text.zh()) + "</span><span lang=\"en\">" + escaped(text.en())
                        + "</span>";
    }

    private static String words(String key) {
        return both(Words.of(key));
    }

    private static String money(long fen) {
        return String.format("%,.2f", SimulationFiles.yuan(fen)).replace("-", "−");
    }

    private static String signed(long fen) {
        return (fen > 0 ? "+" : "") + money(fen);
    }

    private static String count(long count) {
        return String.format("%,d", count);
    }

    private void head() {
        page.append("<h1>").append(words("title")).append("</h1>\n<p class=\"change\">");
        page.append(summary.changes().isEmpty() ? words("fact.none") : escaped(String.join("，", summary.changes())));
        page.append("</p>\n<p>")
                .append(words("fact.on"))
                .append(" ")
                .append(summary.on())
                .append(" · ")
                .append(escaped(summary.before().name() + " " + summary.before().version()))
                .append(
                        summary.before().equals(summary.after())
                                ? ""
                                : escaped(" → " + summary.after().name() + " "
                                        + summary.after().version()))
                .append("</p>\n");
        if (!summary.withoutEffect().isEmpty()) {
            page.append("<p class=\"notice\">")
                    .append(words("fact.without-effect"))
                    .append(" ")
                    .append(escaped(String.join(", ", summary.withoutEffect())))
                    .append("</p>\n");
        }
    }

    private void figures() {
        Group total = summary.total();
        page.append("<dl class=\"figures\">\n");
        figure("column.households", count(total.households()));
        figure("column.gainers", count(total.gainers()));
        figure("column.losers", count(total.losers()));
        figure("fact.movers", count(movers(total)));
        figure("column.undetermined", count(total.undetermined()));
        figure("column.month-difference", signed(total.difference().month()));
        figure("column.one-off-difference", signed(total.difference().oneOff()));
        figure("column.year-difference", signed(total.difference().year()));
        page.append("</dl>\n");
        table(
                List.of("item", "before", "after", "difference"),
                1,
                List.of(
                        List.of(
                                words("rhythm.month"),
                                money(total.before().month()),
                                money(total.after().month()),
                                signed(total.difference().month())),
                        List.of(
                                words("rhythm.once"),
                                money(total.before().oneOff()),
                                money(total.after().oneOff()),
                                signed(total.difference().oneOff())),
                        List.of(
                                words("rhythm.year"),
                                money(total.before().year()),
                                money(total.after().year()),
                                signed(total.difference().year()))));
    }

    private void figure(String key, String value) {
        page.append("<div><dt>")
                .append(words(key))
                .append("</dt><dd>")
                .append(value)
                .append("</dd></div>\n");
    }

    private void illustrative() {
        if (summary.illustrative().isEmpty()) {
            return;
        }
        page.append("<details class=\"notice\"><summary>")
                .append(words("fact.illustrative"))
                .append(" (" + summary.illustrative().size() + ")</summary><p>")
                .append(words("fact.illustrative-text"))
                .append("</p><ul>\n");
        for (Parameters.Value value : summary.illustrative()) {
            page.append("<li><code>")
                    .append(escaped(value.name()))
                    .append("</code> ")
                    .append(value.residence() == null ? "" : words("residence." + value.residence()) + " ")
                    .append(escaped(value.value()))
                    .append(" ")
                    .append(words("unit." + value.unit()))
                    .append(" · ")
                    .append(escaped(value.source()))
                    .append("</li>\n");
        }
        page.append("</ul></details>\n");
    }

    private void section(String title, Runnable content) {
        page.append("<section>\n<h2>").append(words(title)).append("</h2>\n");
        content.run();
        page.append("</section>\n");
    }

    /** A table whose first {@code words} columns are words, and the rest numbers; a row of one cell is a heading. */
    private void table(List<String> columns, int words, List<List<String>> rows) {
        page.append("<div class=\"wide\"><table>\n<thead><tr>");
        for (int i = 0; i < columns.size(); i++) {
            page.append(i < words ? "<th>" : "<th class=\"number\">")
                    .append(words("column." + columns.get(i)))
                    .append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            if (row.size() == 1) {
                page.append("<tr><th class=\"heading\" colspan=\"")
                        .append(columns.size())
                        .append("\">")
                        .append(row.getFirst())
                        .append("</th></tr>\n");
                continue;
            }
            page.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                page.append(i < words ? "<td>" : "<td class=\"number\">")
                        .append(row.get(i))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table></div>\n");
    }

    private void matrix() {
        List<String> strata = SimulationWorkbook.strata(summary.total());
        page.append("<div class=\"wide\"><table class=\"matrix\">\n<thead><tr><th>")
                .append(words("column.stratum-before"))
                .append(" ↓ ")
                .append(words("column.stratum-after"))
                .append(" →</th>");
        strata.forEach(stratum -> page.append("<th class=\"number\">")
                .append(words("stratum." + stratum))
                .append("</th>"));
        page.append("</tr></thead>\n<tbody>\n");
        for (String before : strata) {
            page.append("<tr><th>").append(words("stratum." + before)).append("</th>");
            for (String after : strata) {
                long households = households(summary.total(), before, after);
                String look = before.equals(after) ? "number stays" : households > 0 ? "number moves" : "number none";
                page.append("<td class=\"")
                        .append(look)
                        .append("\">")
                        .append(households == 0 ? "·" : count(households))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table></div>\n");
    }

    /** The narrowest level whose divisions a page can still show. */
    private List<Group> shownRegions() {
        List<Group> shown = List.of();
        for (String level : List.of("province", "prefecture", "county", "township")) {
            List<Group> there = summary.regions().stream()
                    .filter(group -> group.dimension().equals(level))
                    .toList();
            if (there.size() <= MOST_REGIONS || shown.isEmpty()) {
                shown = there;
            }
        }
        return shown;
    }

    private void regions() {
        List<Group> shown = shownRegions();
        chart(shown);
        groups(shown, false);
    }

    private void kinds() {
        groups(summary.kinds(), true);
    }

    private void groups(List<Group> groups, boolean headed) {
        var rows = new ArrayList<List<String>>();
        String dimension = "";
        for (Group group : groups) {
            if (headed && !group.dimension().equals(dimension)) {
                dimension = group.dimension();
                rows.add(List.of(words("dimension." + dimension)));
            }
            rows.add(List.of(
                    both(group.name()),
                    count(group.households()),
                    count(group.gainers()),
                    count(group.losers()),
                    count(movers(group)),
                    count(group.undetermined()),
                    money(group.before().year()),
                    money(group.after().year()),
                    signed(group.difference().year())));
        }
        table(
                List.of(
                        "name",
                        "households",
                        "gainers",
                        "losers",
                        "movers",
                        "undetermined",
                        "year-before",
                        "year-after",
                        "year-difference"),
                1,
                rows);
    }

    /** Bars of the yearly difference from a common middle line; the words beside them say the same. */
    private void chart(List<Group> groups) {
        long most = groups.stream()
                .mapToLong(group -> Math.abs(group.difference().year()))
                .max()
                .orElse(0);
        if (most == 0) {
            return;
        }
        boolean less = groups.stream().anyMatch(group -> group.difference().year() < 0);
        boolean more = groups.stream().anyMatch(group -> group.difference().year() > 0);
        double zero = less && more ? 345 : less ? 470 : 215;
        double span = less && more ? 100 : 260;
        int height = 22 * groups.size() + 8;
        page.append("<h3>")
                .append(words("chart.title"))
                .append("</h3>\n<div class=\"wide\"><svg class=\"chart\" viewBox=\"0 0 640 ")
                .append(height)
                .append("\" role=\"img\" aria-label=\"")
                .append(escaped(Words.of("chart.title").zh()))
                .append("\">\n<line class=\"zero\" x1=\"")
                .append(zero)
                .append("\" x2=\"")
                .append(zero)
                .append("\" y1=\"0\" y2=\"")
                .append(height)
                .append("\"/>\n");
        for (int i = 0; i < groups.size(); i++) {
            long difference = groups.get(i).difference().year();
            double width = span * Math.abs(difference) / most;
            int middle = 22 * i + 15;
            boolean negative = difference < 0;
            page.append(String.format(
                    java.util.Locale.ROOT,
                    "<text x=\"0\" y=\"%d\" dominant-baseline=\"middle\">%s</text>"
                            + "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\"/>"
                            + "<text class=\"value\" x=\"%.1f\" y=\"%d\" dominant-baseline=\"middle\" text-anchor=\"%s\">%s</text>%n",
                    middle,
                    escaped(groups.get(i).name().zh()),
                    negative ? "less" : "more",
                    negative ? zero - width : zero,
                    middle - 7,
                    width,
                    negative ? zero - width - 5 : zero + width + 5,
                    middle,
                    negative ? "end" : "start",
                    signed(difference)));
        }
        page.append("</svg></div>\n");
    }

    private void benefits() {
        var rows = new ArrayList<List<String>>();
        for (Benefit benefit : summary.benefits()) {
            rows.add(List.of(
                    both(benefit.name()),
                    words("rhythm." + benefit.unit()),
                    count(benefit.recipientsBefore()),
                    count(benefit.recipientsAfter()),
                    money(benefit.before()),
                    money(benefit.after()),
                    signed(benefit.difference())));
        }
        table(
                List.of("benefit", "unit", "recipients-before", "recipients-after", "before", "after", "difference"),
                2,
                rows);
    }

    private void parameters() {
        var rows = new ArrayList<List<String>>();
        for (Changed changed : summary.parameters()) {
            Parameters.Value before = changed.before();
            Parameters.Value after = changed.after();
            String residence = changed.residence() == null ? "" : changed.residence();
            rows.add(List.of(
                    both(changed.label()),
                    both(changed.place()),
                    words("residence." + residence),
                    before == null ? "" : escaped(before.source()),
                    after == null ? "" : escaped(after.source()),
                    before == null ? "" : escaped(before.value()),
                    after == null ? "" : escaped(after.value())));
        }
        table(
                List.of(
                        "parameter",
                        "place",
                        "residence",
                        "source-before",
                        "source-after",
                        "value-before",
                        "value-after"),
                5,
                rows);
    }

    private void samples() {
        var rows = new ArrayList<List<String>>();
        for (Sample sample : summary.samples().stream().limit(MOST_SAMPLES).toList()) {
            rows.add(List.of(
                    escaped(sample.household()) + "<br><small>" + both(sample.place()) + "</small>",
                    words("change." + sample.change()),
                    words("stratum." + sample.stratumBefore()) + "<br><small>" + both(sample.reasonBefore())
                            + "</small>",
                    words("stratum." + sample.stratumAfter()) + "<br><small>" + both(sample.reasonAfter()) + "</small>",
                    escaped(String.join(", ", sample.movedBy())),
                    signed(sample.after().year() - sample.before().year())));
        }
        table(
                List.of("household", "change", "stratum-before", "stratum-after", "moved-by", "year-difference"),
                5,
                rows);
    }

    private void notes() {
        page.append("<footer>\n");
        for (String note : List.of("year", "undetermined", "groups", "sample", "moved-by")) {
            page.append("<p>").append(words("note." + note)).append("</p>\n");
        }
        page.append("</footer>\n");
    }
}
