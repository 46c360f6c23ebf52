package org.hearth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hearth.policy.Determination;
import org.hearth.policy.Determination.Text;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Labels;
import org.hearth.policy.Labels.Kind;
import org.hearth.policy.Pack;
import org.jspecify.annotations.Nullable;

/**
 * A determination as a caseworker reads it, Chinese first: what is decided, then household and members one by one, each with
 * the rules that fired and those that just missed, what they looked at, and where each value comes from.
 */
final class DeterminationText {

    private final Determination decided;
    private final Pack pack;
    private final Map<String, String> names;
    private final List<String> lines = new ArrayList<>();

    private DeterminationText(Determination decided, HouseholdDocument household, Pack pack) {
        this.decided = decided;
        this.pack = pack;
        this.names = household.members().stream()
                .collect(Collectors.toMap(HouseholdDocument.Member::id, DeterminationText::called));
    }

    static String of(Determination decided, HouseholdDocument household, Pack pack) {
        var text = new DeterminationText(decided, household, pack);
        text.write();
        return String.join("\n", text.lines);
    }

    private static String called(HouseholdDocument.Member member) {
        String name = member.name() == null ? "" : " " + member.name();
        return member.id() + name + " " + both(Labels.of(Kind.RELATION, member.relation()));
    }

    private void write() {
        String id = decided.id() == null ? "" : decided.id() + " ";
        lines.add(id + decided.region() + " " + decided.on() + "：" + both(Labels.of(Kind.STRATUM, decided.stratum()))
                + " · " + decided.pack().name() + " " + decided.pack().version());
        if (decided.perCapitaIncome() != null) {
            lines.add("  人均月收入 income a person a month: "
                    + decided.perCapitaIncome().toPlainString() + " 元");
        }
        if (decided.rigidShare() != null) {
            lines.add("  必要支出占收入 necessary spending over income: "
                    + decided.rigidShare().toPlainString());
        }
        about(null);
        for (Determination.MemberResult member : decided.members()) {
            lines.add("[" + names.getOrDefault(member.id(), member.id()) + "] "
                    + (member.counted() ? "" : "不计入共同生活成员 not counted · ")
                    + both(Labels.of(Kind.STRATUM, member.stratum())) + marks(member.marks()));
            about(member.id());
        }
    }

    /** All that the determination says of one member, or of the household. */
    private void about(@Nullable String member) {
        decided.benefits().stream()
                .filter(benefit -> Objects.equals(benefit.member(), member))
                .forEach(this::benefit);
        decided.refused().stream()
                .filter(refusal -> Objects.equals(refusal.member(), member))
                .forEach(this::refusal);
        decided.missing().stream()
                .filter(question -> Objects.equals(question.member(), member))
                .forEach(this::question);
        decided.duties().stream()
                .filter(duty -> Objects.equals(duty.member(), member))
                .forEach(duty -> lines.add("  应办 duty: " + both(Labels.of(Kind.DUTY, duty.duty())) + " · "
                        + (duty.by().equals("at-once") ? "立即 at once" : duty.by())));
        decided.explanation().stream()
                .filter(reason -> Objects.equals(reason.member(), member))
                .forEach(this::reason);
    }

    private void benefit(Determination.Benefit benefit) {
        var terms = new ArrayList<String>();
        if (benefit.from() != null) {
            terms.add("自 from " + benefit.from());
        }
        if (benefit.months() != null) {
            terms.add(benefit.months() + " 个月 months");
        }
        if (benefit.decidedBy() != null) {
            terms.add("由 by " + both(Labels.of(Kind.DECIDED_BY, benefit.decidedBy())));
        }
        if (benefit.procedure() != null) {
            terms.add(both(Labels.of(Kind.PROCEDURE, benefit.procedure())));
        }
        if (benefit.paperworkBy() != null) {
            terms.add("手续期限 paperwork by " + benefit.paperworkBy());
        }
        Text unit = Labels.of(Kind.UNIT, benefit.unit());
        lines.add("  待遇 due: " + both(Labels.of(Kind.BENEFIT, benefit.benefit())) + "：" + unit.zh() + " "
                + benefit.amount().toPlainString() + " 元 yuan " + unit.en());
        if (!terms.isEmpty()) {
            lines.add("    " + String.join(" · ", terms));
        }
    }

    private void refusal(Determination.Refusal refusal) {
        lines.add("  不予 refused: " + both(Labels.of(Kind.BENEFIT, refusal.benefit())) + "："
                + refusal.reason().zh());
        lines.add("    " + refusal.reason().en());
    }

    private void question(Determination.Question question) {
        lines.add("  待问 to ask: " + question.question().zh());
        lines.add("    " + question.question().en());
    }

    private void reason(Determination.Reason reason) {
        lines.add((reason.result() ? "  依据 because: " : "  差一项 just missed: ")
                + reason.text().zh() + " (" + reason.rule() + ")");
        lines.add("    " + reason.text().en() + " — " + reason.source());
        if (!reason.inputs().isEmpty()) {
            lines.add("    看到 saw: "
                    + reason.inputs().entrySet().stream()
                            .filter(input -> input.getKey().indexOf('@') < 0)
                            .map(input -> named(input.getKey()) + " = " + value(input.getValue()))
                            .collect(Collectors.joining("; ")));
        }
        for (Determination.Used used : reason.parameters()) {
            lines.add("    用值 used: " + named(used.name()) + " = " + value(used.value())
                    + (used.validFrom() == null ? "" : " · 自 from " + used.validFrom())
                    + (used.illustrative() ? " · 参考值 illustrative" : "") + " · " + used.source());
        }
    }

    private String named(String name) {
        Text label = pack.label(name);
        return label.zh().equals(name) ? name : label.zh() + " " + name;
    }

    private static String value(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(value);
    }

    private static String marks(List<String> marks) {
        return marks.isEmpty()
                ? ""
                : "（"
                        + marks.stream()
                                .map(mark -> both(Labels.of(Kind.MARK, mark)))
                                .collect(Collectors.joining("；"))
                        + "）";
    }

    private static String both(Text text) {
        return text.zh() + " " + text.en();
    }
}
