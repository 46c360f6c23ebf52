package org.hearth.linkage.unknown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber.Sex;
import org.hearth.linkage.unknown.Feature.Level;
import org.hearth.linkage.unknown.UnknownPersons.Candidate;
import org.hearth.linkage.unknown.UnknownPersons.Ranked;
import org.hearth.linkage.unknown.UnknownPersons.Source;
import org.junit.jupiter.api.Test;

class UnknownPersonsTest {

    private static final LocalDate FOUND_ON = LocalDate.of(2024, 1, 8);

    /** More for the figures of bench/README.md, which are of a thousand. */
    private static final int FOUND_PEOPLE = Integer.getInteger("found.people", 250);

    private static final Description FOUND = found("", "左臂有烫伤疤，右手缺小指", "四川口音");

    @Test
    void a_mark_seen_in_the_same_place_says_more_than_the_right_age() {
        var ranked = rank(report(1, "李福贵", 52, 170, "额头有痣", "四川话"), report(2, "王建国", 60, 170, "左胳膊烧伤", "四川话"));
        assertThat(ids(ranked)).containsExactly(2, 1);
        assertThat(ranked.getFirst().likeness().reasons().getFirst().feature()).isEqualTo(Feature.MARKS);
    }

    @Test
    void a_scar_on_the_other_arm_is_close_and_the_same_words_need_not_be_known() {
        assertThat(Marks.read("左臂烫伤疤").like(Marks.read("右臂有烫伤疤"))).contains(Level.CLOSE);
        assertThat(Marks.read("走路外八字").like(Marks.read("走路外八字、驼背"))).contains(Level.SAME);
        assertThat(Marks.read("左臂疤").like(Marks.read("无明显特征"))).isEmpty();
        assertThat(Marks.read("腹部手术刀口").all().getFirst().part()).isEqualTo("belly");
    }

    @Test
    void what_nobody_wrote_down_speaks_neither_for_nor_against() {
        var bare = new Description("", Sex.MALE, 48, 54, null, "", "", null, null, FOUND_ON);
        var candidate = report(1, "王建国", 52, 170, "左臂疤", "四川话").description();
        var likeness = Weights.shipped().like(Traits.read(bare), Traits.read(candidate));
        assertThat(likeness.reasons())
                .extracting(Likeness.Reason::feature)
                .containsExactlyInAnyOrder(Feature.SEX, Feature.AGE, Feature.TIME);
    }

    @Test
    void nobody_is_found_before_they_were_last_seen() {
        var later = new Description(
                "王建国", Sex.MALE, 52, 52, 170, "左臂有烫伤疤", "四川话", place("513425"), null, FOUND_ON.plusDays(30));
        assertThat(Feature.TIME.compare(Traits.read(FOUND), Traits.read(later))).contains(Level.OTHER);
        assertThat(Weights.shipped().of(Feature.TIME, Level.OTHER)).isLessThan(-5);
    }

    @Test
    void a_dialect_is_known_by_the_place_where_somebody_comes_from() {
        Speech sichuan = Speech.read("一口四川话").orElseThrow();
        assertThat(sichuan.spokenIn(place("513425"))).isEqualTo(Level.CLOSE);
        assertThat(sichuan.spokenIn(place("500101"))).isEqualTo(Level.NEAR);
        assertThat(sichuan.spokenIn(place("622927"))).isEqualTo(Level.OTHER);
        assertThat(Speech.read("河州话").orElseThrow().spokenIn(place("622927"))).isEqualTo(Level.SAME);
        assertThat(Speech.read("说普通话")).isEmpty();
    }

    @Test
    void the_surname_that_somebody_says_is_near_and_the_whole_name_the_same() {
        Traits candidate = Traits.read(report(1, "王建国", 52, 170, "", "").description());
        assertThat(Feature.NAME.compare(Traits.read(found("王", "", "")), candidate))
                .contains(Level.NEAR);
        assertThat(Feature.NAME.compare(Traits.read(found("建国", "", "")), candidate))
                .contains(Level.CLOSE);
        assertThat(Feature.NAME.compare(Traits.read(found("王建国", "", "")), candidate))
                .contains(Level.SAME);
        assertThat(Feature.NAME.compare(Traits.read(found("李", "", "")), candidate))
                .contains(Level.OTHER);
    }

    @Test
    void the_weights_that_are_shipped_are_those_counted_on_the_first_seed() {
        var cases = new MadeCases(1, 5_000, 3_000, 3_000);
        Weights counted = Weights.counted(cases.same(), cases.different(60_000));
        StringBuilder file = new StringBuilder();
        for (Feature feature : Feature.values()) {
            for (Level level : Level.values()) {
                file.append("%s,%s,%.2f%n"
                        .formatted(
                                feature.name().toLowerCase(Locale.ROOT),
                                level.name().toLowerCase(Locale.ROOT),
                                counted.of(feature, level)));
            }
        }
        for (Feature feature : Feature.values()) {
            for (Level level : Level.values()) {
                assertThat(Weights.shipped().of(feature, level))
                        .as("what is counted now:%n%s", file)
                        .isCloseTo(counted.of(feature, level), within(0.01));
            }
        }
    }

    /** On a seed that nothing was counted on. Figures in bench/README.md; whoever is in neither pool cannot be found. */
    @Test
    void among_a_register_of_twenty_thousand_and_three_thousand_reports_the_right_one_is_among_the_first() {
        var cases = new MadeCases(2, 20_000, 3_000, 1_000);
        var persons = new UnknownPersons(Weights.shipped());
        int[] reported = new int[3];
        int[] registered = new int[3];
        for (var one : cases.found.subList(0, FOUND_PEOPLE)) {
            if (!one.reported() && !one.registered()) {
                continue;
            }
            int[] hits = one.reported() ? reported : registered;
            List<Integer> first = ids(persons.rank(one.description(), cases.candidates, 10));
            hits[0]++;
            hits[1] += first.getFirst() == one.person() ? 1 : 0;
            hits[2] += first.contains(one.person()) ? 1 : 0;
        }
        System.out.printf(
                "reported missing: %d, hit@1 %.3f, hit@10 %.3f; in the register alone: %d, hit@1 %.3f, hit@10 %.3f%n",
                reported[0],
                (double) reported[1] / reported[0],
                (double) reported[2] / reported[0],
                registered[0],
                (double) registered[1] / registered[0],
                (double) registered[2] / registered[0]);
        assertThat((double) reported[1] / reported[0]).isGreaterThan(0.6);
        assertThat((double) reported[2] / reported[0]).isGreaterThan(0.85);
    }

    private static Description found(String name, String marks, String speech) {
        return new Description(name, Sex.MALE, 48, 54, 170, marks, speech, place("510107"), null, FOUND_ON);
    }

    private static Candidate<Integer> report(int id, String name, int age, int height, String marks, String speech) {
        return new Candidate<>(
                id,
                Source.REPORT,
                100,
                new Description(
                        name,
                        Sex.MALE,
                        age,
                        age,
                        height,
                        marks,
                        speech,
                        place("513425"),
                        place("513425"),
                        FOUND_ON.minusDays(20)));
    }

    private static RegionCode place(String digits) {
        return new RegionCode(digits);
    }

    @SafeVarargs
    private static List<Ranked<Integer>> rank(Candidate<Integer>... candidates) {
        return new UnknownPersons(Weights.shipped()).rank(FOUND, List.of(candidates), 10);
    }

    private static List<Integer> ids(List<Ranked<Integer>> ranked) {
        return ranked.stream().map(one -> one.candidate().id()).toList();
    }
}
