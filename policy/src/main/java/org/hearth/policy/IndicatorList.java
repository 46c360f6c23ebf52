package org.hearth.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The early-warning indicators of a pack as a page to read, in Markdown: docs/indicators.md is the national pack's. */
public final class IndicatorList {

    private static final Map<String, Determination.Text> CATEGORIES = Map.of(
            "proactive-discovery", new Determination.Text("主动发现", "Proactive discovery"),
            "unmet-need", new Determination.Text("困难未解决", "Unmet need"),
            "change-of-circumstances", new Determination.Text("情况变化", "Change of circumstances"),
            "policy-delivery", new Determination.Text("政策落实", "Policy delivery"));

    private static final Map<String, Determination.Text> LEVELS = Map.of(
            "red", new Determination.Text("红", "red"),
            "orange", new Determination.Text("橙", "orange"),
            "yellow", new Determination.Text("黄", "yellow"),
            "blue", new Determination.Text("蓝", "blue"));

    private IndicatorList() {}

    /** The page: the categories in the order of the pack, and in each its indicators. */
    public static String of(Pack pack) {
        var indicators = pack.indicators();
        var page = new StringBuilder("""
                # 预警指标 Early-warning indicators
                政策包 %1$s 的 %2$d 项预警指标。同一户（人）同一主题有几项时，收件箱只提最重的一项；缺少事实的指标不触发。
                `hearth check-pack DIR --list` 写出本页，要改请改政策包。

                The %2$d early-warning indicators of the pack %1$s. Of several on one topic about one household or person, the inbox asks
                the gravest; one whose facts are missing does not fire. `hearth check-pack DIR --list` writes this page: mend the pack,
                not the page.
                """.formatted(pack.name().name(), indicators.size()));
        indicators.stream().map(Indicator::category).distinct().forEach(category -> {
            List<Indicator> own = indicators.stream()
                    .filter(indicator -> indicator.category().equals(category))
                    .toList();
            Determination.Text title = CATEGORIES.getOrDefault(category, new Determination.Text(category, category));
            page.append("\n## ")
                    .append(title.zh())
                    .append(' ')
                    .append(title.en())
                    .append(" (")
                    .append(own.size())
                    .append(")\n\n| 指标 indicator | 对象 of | 级别 level | 天 days | 核查 check | 主题 topic | 依据 source |\n")
                    .append("|---|---|---|---|---|---|---|\n")
                    .append(own.stream().map(IndicatorList::row).collect(Collectors.joining()));
        });
        return page.toString();
    }

    private static String row(Indicator indicator) {
        Determination.Text level =
                LEVELS.getOrDefault(indicator.level(), new Determination.Text(indicator.level(), indicator.level()));
        return "| " + indicator.name().zh() + "<br>" + indicator.name().en() + "<br>`" + indicator.id() + "` | "
                + (indicator.ofMember() ? "人 person" : "户 household") + " | " + level.zh() + " " + level.en() + " | "
                + indicator.dueDays() + " | " + indicator.check().zh() + "<br>"
                + indicator.check().en() + " | " + indicator.topic() + " | " + indicator.source() + " |\n";
    }
}
