package org.hearth.app.bulletin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The bulletin: at any moment, for any region, the figures that a spokesperson reads, each with the rows behind it. */
@Component
public class Bulletin {

    /**
     * A figure worked out.
     *
     * @param id its name
     * @param point the point of the briefing
     * @param title what was counted
     * @param value how much
     * @param printed the value with thousands separated
     * @param unit in what
     */
    public record Reading(String id, String point, Text title, BigDecimal value, String printed, Text unit) {}

    /** One division's part of a figure. */
    public record Part(RegionCode region, String name, BigDecimal value) {}

    /**
     * The rows behind a figure.
     *
     * @param columns names as the view has them
     * @param rows at most as many as asked for
     * @param count how many there are in all
     */
    public record Rows(List<String> columns, List<List<String>> rows, long count) {}

    /** The sections of the briefing, by the letter and number of their points. */
    private static final Map<String, Text> SECTIONS = Map.of(
            "A", new Text("社会救助", "Social assistance"),
            "B", new Text("“寒冬送温暖”专项救助行动", "“Warmth in cold winter”"),
            "C", new Text("特殊困难老年人探访关爱", "Visits to elderly people with special difficulties"),
            "D", new Text("儿童关爱保护", "Care and protection of children"),
            "E", new Text("应救尽救", "Everyone who meets the conditions"));

    private static final RowMapper<List<String>> CELLS = (row, n) -> {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            Object value = row.getObject(column);
            cells.add(value == null ? "" : value.toString());
        }
        return cells;
    };

    private final List<Figure> figures;
    private final JdbcClient db;
    private final Regions regions;

    Bulletin(JdbcClient db, Regions regions) {
        this.db = db;
        this.regions = regions;
        this.figures = read();
    }

    /** All figures for {@code region} from {@code from} to {@code to}, both days included, in the order of the briefing. */
    @Transactional(readOnly = true)
    public List<Reading> figures(RegionCode region, LocalDate from, LocalDate to) {
        return figures.stream().map(figure -> read(figure, region, from, to)).toList();
    }

    /** The figures by section. */
    @Transactional(readOnly = true)
    public Map<Text, List<Reading>> sections(RegionCode region, LocalDate from, LocalDate to) {
        Map<Text, List<Reading>> sections = new LinkedHashMap<>();
        for (Reading reading : figures(region, from, to)) {
            Text section = Objects.requireNonNull(SECTIONS.get(reading.point().substring(0, 1)));
            sections.computeIfAbsent(section, key -> new ArrayList<>()).add(reading);
        }
        return sections;
    }

    /** One figure. */
    @Transactional(readOnly = true)
    public Reading figure(String id, RegionCode region, LocalDate from, LocalDate to) {
        return read(definition(id), region, from, to);
    }

    /** One figure for each division directly below {@code region} that has rows. */
    @Transactional(readOnly = true)
    public List<Part> byDivision(String id, RegionCode region, LocalDate from, LocalDate to) {
        if (region.level() == DivisionLevel.VILLAGE) {
            return List.of();
        }
        DivisionLevel below = DivisionLevel.values()[region.level().ordinal() + 1];
        return bind(definition(id).valueByDivisionQuery(), region, from, to)
                .param("digits", below.digits())
                .query((row, n) -> {
                    RegionCode code = new RegionCode(row.getString("division"));
                    return new Part(code, regions.name(code), row.getBigDecimal("value"));
                })
                .list();
    }

    /** The rows behind a figure: what {@link #figure} counted or added up, and no others. */
    @Transactional(readOnly = true)
    public Rows rows(String id, RegionCode region, LocalDate from, LocalDate to, int limit) {
        Figure figure = definition(id);
        long count = bind("select count(*) " + figure.fromRows(), region, from, to)
                .query(Long.class)
                .single();
        List<List<String>> rows = rowsOf(figure, "\nlimit :limit", region, from, to)
                .param("limit", limit)
                .query(CELLS)
                .list();
        return new Rows(columns(id), rows, count);
    }

    /** The names of the columns of the rows behind a figure, as the view has them. */
    @Transactional(readOnly = true)
    public List<String> columns(String id) {
        return db.sql("select * from " + definition(id).rows() + " limit 0").query((ResultSet none) -> {
            ResultSetMetaData view = none.getMetaData();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= view.getColumnCount(); column++) {
                names.add(view.getColumnName(column));
            }
            return List.copyOf(names);
        });
    }

    /** All rows behind a figure, one after the other, for a file. */
    @Transactional(readOnly = true)
    public void each(String id, RegionCode region, LocalDate from, LocalDate to, Consumer<List<String>> rows) {
        try (Stream<List<String>> found =
                rowsOf(definition(id), "", region, from, to).withFetchSize(Csv.ROWS_AT_A_TIME).query(CELLS).stream()) {
            found.forEach(rows);
        }
    }

    private JdbcClient.StatementSpec rowsOf(
            Figure figure, String limit, RegionCode region, LocalDate from, LocalDate to) {
        return bind("select * " + figure.fromRows() + limit, region, from, to);
    }

    /** The page that a row of the figure is about, with a column's name in braces; empty where a row has none. */
    String link(String id) {
        return Objects.requireNonNullElse(definition(id).link(), "");
    }

    /** The bulletin as plain text in both languages, for the whole of {@code places} and then for each. */
    @Transactional(readOnly = true)
    public String text(List<RegionCode> places, LocalDate from, LocalDate to) {
        StringBuilder text = new StringBuilder();
        text.append("社会救助和寒冬送温暖情况通报（").append(from).append(" 至 ").append(to).append("）\n");
        text.append("Bulletin on social assistance and warmth in winter, ")
                .append(from)
                .append(" to ")
                .append(to)
                .append('\n');
        List<List<Reading>> columns = new ArrayList<>();
        columns.add(figures(RegionCode.NATION, from, to));
        places.forEach(place -> columns.add(figures(place, from, to)));
        List<String> heads = new ArrayList<>(List.of("合计 All"));
        places.forEach(place -> heads.add(regions.name(place)));
        String section = "";
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            if (!section.equals(figure.point().substring(0, 1))) {
                section = figure.point().substring(0, 1);
                Text title = Objects.requireNonNull(SECTIONS.get(section));
                text.append('\n')
                        .append(title.zh())
                        .append("  ")
                        .append(title.en())
                        .append('\n');
                text.append("  ").append(" ".repeat(TITLE_WIDTH));
                heads.forEach(head -> text.append(padLeft(head, VALUE_WIDTH)));
                text.append('\n');
            }
            String title = figure.title().zh() + "（" + figure.unit().title().zh() + "）";
            text.append("  ").append(title).append(" ".repeat(Math.max(0, TITLE_WIDTH - width(title))));
            for (List<Reading> column : columns) {
                text.append(padLeft(column.get(i).printed(), VALUE_WIDTH));
            }
            text.append("\n    ").append(figure.title().en()).append('\n');
        }
        return text.toString();
    }

    private static final int TITLE_WIDTH = 46;
    private static final int VALUE_WIDTH = 20;

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(1, width - width(text))) + text;
    }

    /** How many columns of a terminal the text takes: a Chinese character takes two. */
    private static int width(String text) {
        return text.codePoints().map(c -> c >= 0x2E80 ? 2 : 1).sum();
    }

    private Reading read(Figure figure, RegionCode region, LocalDate from, LocalDate to) {
        BigDecimal value = bind(figure.valueQuery(), region, from, to)
                .query(BigDecimal.class)
                .single();
        return new Reading(
                figure.id(),
                figure.point(),
                figure.title(),
                value,
                printed(value, figure.unit()),
                figure.unit().title());
    }

    private static String printed(BigDecimal value, Figure.Unit unit) {
        String pattern = switch (unit) {
            case YUAN -> "#,##0.00";
            case PERCENT -> "0.0";
            case PERSON, HOUSEHOLD, ALERT, CASE, CLUE, TIME, PERSON_TIME, VEHICLE_TRIP, ITEM, SITE -> "#,##0";
        };
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(value);
    }

    private JdbcClient.StatementSpec bind(String sql, RegionCode region, LocalDate from, LocalDate to) {
        return db.sql(sql)
                .param("region", region.digits())
                .param("regionEnd", region.digits() + ":")
                .param("from", from)
                .param("to", to);
    }

    private Figure definition(String id) {
        return figures.stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Missing("项指标", "figure"));
    }

    private static List<Figure> read() {
        try (InputStream file = Objects.requireNonNull(
                Bulletin.class.getResourceAsStream("/bulletin/figures.yaml"), "bulletin/figures.yaml")) {
            List<Figure> figures = new ArrayList<>();
            for (JsonNode node : new YAMLMapper().readTree(file)) {
                figures.add(new Figure(
                        node.required("id").asString(),
                        node.required("point").asString(),
                        new Text(
                                node.required("zh").asString(),
                                node.required("en").asString()),
                        Figure.Unit.of(node.required("unit").asString()),
                        node.required("rows").asString(),
                        node.path("link").asString(null),
                        node.path("where").asString(null),
                        node.path("on").asString(null),
                        node.required("value").asString()));
            }
            return List.copyOf(figures);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
