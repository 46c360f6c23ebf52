package org.hearth.app.packs.web;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.packs.Job;
import org.hearth.app.platform.Yuan;
import org.hearth.screening.Simulation;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import tools.jackson.databind.json.JsonMapper;

/** What a simulation found, for its page: figures, a chart by region, and names of those households that one may see. */
@Component
class SimulationReading {

    private static final int MOST_BARS = 40;

    private final JdbcClient db;

    SimulationReading(JdbcClient db) {
        this.db = db;
    }

    /** Amounts in whole fen as yuan, for the page. */
    record Money() {

        public String of(long fen) {
            return Yuan.ofFen(fen).toString();
        }

        public String signed(long fen) {
            return (fen > 0 ? "+" : "") + Yuan.ofFen(fen);
        }
    }

    @Transactional(readOnly = true)
    void show(Job job, Model model) {
        if (!job.isDone()) {
            return;
        }
        Simulation.Summary summary =
                JsonMapper.shared().readValue(Objects.requireNonNull(job.result()), Simulation.Summary.class);
        List<Simulation.Group> counties = narrowest(summary);
        model.addAttribute("summary", summary);
        model.addAttribute("regionGroups", counties);
        model.addAttribute("kindGroups", summary.kinds());
        model.addAttribute("money", new Money());
        model.addAttribute("chart", chart(counties));
        model.addAttribute("heads", heads(summary.samples()));
    }

    /** The level that is worth comparing: the narrowest with few enough divisions. */
    private static List<Simulation.Group> narrowest(Simulation.Summary summary) {
        Map<String, List<Simulation.Group>> byLevel =
                summary.regions().stream().collect(Collectors.groupingBy(Simulation.Group::dimension));
        return List.of("township", "county", "prefecture", "province").stream()
                .map(level -> byLevel.getOrDefault(level, List.of()))
                .filter(groups -> !groups.isEmpty() && groups.size() <= MOST_BARS)
                .findFirst()
                .orElse(List.of());
    }

    private static String chart(List<Simulation.Group> groups) {
        List<Simulation.Group> shown = groups.stream()
                .sorted(Comparator.comparingLong(group -> group.difference().year()))
                .toList();
        boolean english = LocaleContextHolder.getLocale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "grid", Map.of("left", 8, "right", 80, "top", 8, "bottom", 8, "containLabel", true),
                        "xAxis", Map.of("type", "value"),
                        "yAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "data",
                                        shown.stream()
                                                .map(group -> english
                                                        ? group.name().en()
                                                        : group.name().zh())
                                                .toList()),
                        "series",
                                List.of(Map.of(
                                        "type", "bar",
                                        "itemStyle", Map.of("color", "#0b6b6b"),
                                        "label", Map.of("show", true, "position", "right"),
                                        "data",
                                                shown.stream()
                                                        .map(group -> BigDecimal.valueOf(
                                                                group.difference()
                                                                        .year(),
                                                                2))
                                                        .toList()))))
                .replace("<", "\\u003c");
    }

    /** The heads of those households that lie in the region one may see; the others have none. */
    private Map<String, String> heads(List<Simulation.Sample> samples) {
        var heads = new HashMap<String, String>();
        db.sql("select id, head_name from registry.published_household where id = any (?)")
                .param(samples.stream()
                        .map(sample -> UUID.fromString(sample.household()))
                        .toArray(UUID[]::new))
                .query(row -> {
                    heads.put(row.getString("id"), String.valueOf(row.getString("head_name")));
                });
        return heads;
    }
}
