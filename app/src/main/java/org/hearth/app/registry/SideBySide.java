package org.hearth.app.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.ChineseName;
import org.hearth.linkage.Finding;
import org.hearth.linkage.NameAgreement;
import org.hearth.linkage.Score;
import org.jspecify.annotations.Nullable;

/**
 * A record and somebody it may be about, field by field, as pages show them: what the record does not say, and what its number
 * or its characters tell already, has no line of its own.
 *
 * @param likelihood in words
 * @param percent of 100, never rounded up to certainty
 * @param objection why the model would not decide this by itself; null where it has none
 * @param byOtherName the former or other name that agrees with the record's; empty where it is the name of today, or none
 */
public record SideBySide(
        UUID person,
        Text likelihood,
        String percent,
        @Nullable Text objection,
        String byOtherName,
        List<Line> lines) {

    /** So much speaks for or against, as far as a bar shows it. */
    private static final double FULL_BAR = 16;

    /**
     * One comparison.
     *
     * @param ours what the record says; null for the number, which is shown by {@code number}
     * @param level how far they agree, in words
     * @param side for, against, or none
     * @param weight how much it says, in words
     * @param bar the same as a share of 100
     */
    public record Line(
            Text label,
            @Nullable String ours,
            @Nullable String theirs,
            @Nullable NumberDifference number,
            Text level,
            Side side,
            Text weight,
            int bar) {}

    /** What a comparison speaks for. */
    public enum Side {
        FOR,
        AGAINST,
        NONE
    }

    /**
     * Sets a record beside a candidate.
     *
     * @param name the record's, as written
     * @param number the record's, in clear; empty where it has none. It is shown masked
     * @param regions by which a division is called by its name
     */
    public static SideBySide of(String name, String number, Finding.Candidate candidate, Regions regions) {
        Score score = candidate.score();
        String former = candidate.record().values().getOrDefault("former_name", "");
        boolean byFormer = !former.isEmpty()
                && NameAgreement.of(former, name) != NameAgreement.DIFFERENT
                && NameAgreement.of(candidate.record().values().getOrDefault("name", ""), name)
                        == NameAgreement.DIFFERENT;
        List<Line> lines = new ArrayList<>();
        for (Score.Part part : score.parts()) {
            boolean counted = part.outcome().equals("missing") && part.left() != null && part.right() != null;
            if (counted || part.left() == null && !part.comparison().equals("number")) {
                continue;
            }
            lines.add(line(name, number, part, byFormer ? former : part.right(), regions));
        }
        return new SideBySide(
                UUID.fromString(candidate.record().id()),
                score.objection().isPresent() ? new Text("存疑", "in doubt") : likelihood(score.probability()),
                Math.min(99.9, Math.floor(1000 * score.probability()) / 10) + "%",
                score.objection()
                        .map(reason -> new Text(reason.zh(), reason.en()))
                        .orElse(null),
                byFormer ? former : "",
                lines);
    }

    private static Line line(
            String name, String number, Score.Part part, @Nullable String nameOrRight, Regions regions) {
        Text label = new Text(part.name().zh(), part.name().en());
        boolean missing = part.outcome().equals("missing");
        Text level = new Text(part.level().zh(), part.level().en());
        Side side = missing || Math.abs(part.weight()) < 0.5 ? Side.NONE : part.weight() > 0 ? Side.FOR : Side.AGAINST;
        int bar = (int) Math.min(100, Math.round(Math.abs(part.weight()) / FULL_BAR * 100));
        Text weight = weight(part.weight(), side);
        return switch (part.comparison()) {
            case "number" -> {
                NumberDifference difference = NumberDifference.of(number, part.right());
                yield new Line(label, null, null, difference, level, side, weight, bar);
            }
            case "surname" -> new Line(label, surname(name), surname(nameOrRight), null, level, side, weight, bar);
            case "given" -> new Line(label, given(name), given(nameOrRight), null, level, side, weight, bar);
            case "sound" -> new Line(label, sound(name), sound(nameOrRight), null, level, side, weight, bar);
            // That the dates agree is enough: beside a masked number they would tell the digits that it hides
            // (docs/adr/0018).
            case "born" ->
                part.outcome().equals("same")
                        ? new Line(label, year(part.left()), year(part.right()), null, level, side, weight, bar)
                        : new Line(label, part.left(), part.right(), null, level, side, weight, bar);
            case "region" ->
                new Line(
                        label,
                        place(part.left(), regions),
                        place(part.right(), regions),
                        null,
                        level,
                        side,
                        weight,
                        bar);
            case "sex" -> new Line(label, sex(part.left()), sex(part.right()), null, level, side, weight, bar);
            default -> new Line(label, part.left(), part.right(), null, level, side, weight, bar);
        };
    }

    /** A division by its name; what is written otherwise, or is none, as it is written. */
    private static @Nullable String place(@Nullable String written, Regions regions) {
        return written != null
                        && written.matches("[0-9]{6}([0-9]{3}([0-9]{3})?)?")
                        && regions.find(new RegionCode(written)).isPresent()
                ? regions.path(new RegionCode(written), DivisionLevel.COUNTY)
                : written;
    }

    private static @Nullable String sex(@Nullable String code) {
        return code != null && (code.equals("F") || code.equals("M"))
                ? Sex.valueOf(code).title().toString()
                : code;
    }

    private static @Nullable String year(@Nullable String date) {
        return date == null || date.length() < 4 ? date : date.substring(0, 4);
    }

    private static String surname(@Nullable String name) {
        return ChineseName.read(Objects.requireNonNullElse(name, ""))
                .map(ChineseName::surname)
                .orElse("");
    }

    private static String given(@Nullable String name) {
        return ChineseName.read(Objects.requireNonNullElse(name, ""))
                .map(ChineseName::given)
                .orElse("");
    }

    private static String sound(@Nullable String name) {
        return ChineseName.read(Objects.requireNonNullElse(name, ""))
                .map(ChineseName::sound)
                .orElse("");
    }

    private static Text weight(double bits, Side side) {
        return switch (side) {
            case NONE -> new Text("不影响判断", "says nothing");
            case FOR -> bits >= 6 ? new Text("＋ 有力支持", "+ speaks strongly for") : new Text("＋ 支持", "+ speaks for");
            case AGAINST ->
                bits <= -6 ? new Text("－ 有力反对", "− speaks strongly against") : new Text("－ 反对", "− speaks against");
        };
    }

    private static Text likelihood(double probability) {
        if (probability >= 0.985) {
            return new Text("几乎可以肯定", "almost certain");
        }
        if (probability >= 0.8) {
            return new Text("很可能", "likely");
        }
        if (probability >= 0.3) {
            return new Text("有可能", "possible");
        }
        return new Text("不大可能", "unlikely");
    }
}
