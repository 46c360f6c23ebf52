package org.hearth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hearth.policy.Determination;

/** A determination as a caseworker reads it, Chinese first. */
final class DeterminationText {

    private static final Map<String, String> STRATA = Map.of(
            "tekun", "特困人员",
            "dibao", "最低生活保障",
            "monitored", "防止返贫监测对象",
            "edge", "低保边缘",
            "rigid", "刚性支出困难",
            "other", "其他困难",
            "none", "不符合条件",
            "undetermined", "证据不足，待核实");

    private static final Map<String, String> BENEFITS = Map.of(
            "dibao", "低保金",
            "tekun-basic", "特困基本生活费",
            "tekun-care", "特困照料护理费",
            "temporary-assistance", "临时救助",
            "heating", "取暖救助",
            "festival-subsidy", "一次性生活补助",
            "centralised-care", "集中照护",
            "orphan", "孤儿基本生活费",
            "unattended-child", "事实无人抚养儿童基本生活费");

    private static final Map<String, String> UNITS = Map.of("month", "每月", "once", "一次", "winter", "每个采暖期");

    private DeterminationText() {}

    static String of(Determination decided) {
        var lines = new ArrayList<String>();
        String id = decided.id() == null ? "" : decided.id() + " ";
        lines.add(id + decided.region() + " " + decided.on() + "：" + STRATA.getOrDefault(decided.stratum(), "") + "（"
                + decided.stratum() + "）");
        if (decided.perCapitaIncome() != null) {
            lines.add("  人均月收入 per-capita income: " + decided.perCapitaIncome().toPlainString() + " 元");
        }
        for (Determination.Benefit benefit : decided.benefits()) {
            lines.add("  " + BENEFITS.getOrDefault(benefit.benefit(), "") + " " + benefit.benefit()
                    + (benefit.member() == null ? "" : " [" + benefit.member() + "]") + ": "
                    + UNITS.getOrDefault(benefit.unit(), benefit.unit()) + " "
                    + benefit.amount().toPlainString() + " 元"
                    + (benefit.from() == null ? "" : "，自 " + benefit.from() + " 起"));
        }
        for (Determination.MemberResult member : decided.members()) {
            lines.add("  [" + member.id() + "] " + (member.counted() ? "" : "不计入共同生活成员 not counted · ")
                    + STRATA.getOrDefault(member.stratum(), "") + marks(member.marks()));
        }
        for (Determination.Reason reason : decided.explanation()) {
            if (reason.member() == null) {
                lines.add((reason.result() ? "  依据 because: " : "  差一项 just missed: ")
                        + reason.text().zh());
                lines.add("    " + reason.text().en() + " — " + reason.source());
            }
        }
        for (Determination.Question question : decided.missing()) {
            String member = question.member() == null ? "" : "[" + question.member() + "] ";
            lines.add("  待问 to ask: " + member + question.question().zh());
            lines.add("    " + question.question().en());
        }
        return String.join("\n", lines);
    }

    private static String marks(List<String> marks) {
        return marks.isEmpty() ? "" : "（" + String.join("、", marks) + "）";
    }
}
