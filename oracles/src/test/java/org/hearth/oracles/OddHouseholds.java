package org.hearth.oracles;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.HouseholdDocument.Assets;
import org.hearth.policy.HouseholdDocument.CareHome;
import org.hearth.policy.HouseholdDocument.Disability;
import org.hearth.policy.HouseholdDocument.Event;
import org.hearth.policy.HouseholdDocument.Expenditure;
import org.hearth.policy.HouseholdDocument.Income;
import org.hearth.policy.HouseholdDocument.Member;
import org.hearth.policy.HouseholdDocument.Parent;
import org.hearth.policy.HouseholdDocument.Supporter;
import org.hearth.policy.HouseholdDocument.Vehicle;
import org.jspecify.annotations.Nullable;

/** Households that no census has: every value that a rule turns on, at the line, beside it, at nothing, at the most, and not known. */
final class OddHouseholds {

    private static final List<LocalDate> DAYS = days(
            "1900-02-28",
            "1940-02-29",
            "1953-12-20",
            "1963-12-20",
            "1963-12-21",
            "1980-05-05",
            "1990-05-05",
            "2004-02-29",
            "2005-12-20",
            "2005-12-21",
            "2007-12-20",
            "2007-12-21",
            "2020-01-01",
            "2026-01-01");

    private final SplittableRandom random;

    private OddHouseholds(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** So many of them; the same for the same seed. */
    static Stream<HouseholdDocument> of(long count, long seed) {
        return LongStream.range(0, count).mapToObj(i -> new OddHouseholds(seed + 31 * i).household("H" + (i + 1)));
    }

    private static List<LocalDate> days(String... days) {
        return Stream.of(days).map(LocalDate::parse).toList();
    }

    @SafeVarargs
    private <T> @Nullable T pick(@Nullable T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String code(String... codes) {
        return codes[random.nextInt(codes.length)];
    }

    private <T> List<T> some(int most, IntFunction<T> make) {
        var list = new ArrayList<T>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(make.apply(i));
        }
        return list;
    }

    private BigDecimal money() {
        return new BigDecimal(code(
                "0",
                "0.01",
                "310.65",
                "621.29",
                "621.3",
                "621.31",
                "785.9",
                "931.94",
                "931.95",
                "1040",
                "1178.85",
                "1500.005",
                "3073.58",
                "100000000",
                String.valueOf(random.nextInt(4000)) + ".37"));
    }

    private @Nullable BigDecimal perhaps(String... amounts) {
        int which = random.nextInt(amounts.length + 1);
        return which == amounts.length ? null : new BigDecimal(amounts[which]);
    }

    private HouseholdDocument household(String id) {
        String on = code("2023-10-19", "2023-12-20", "2024-02-29", "2025-02-28");
        return new HouseholdDocument(
                id,
                code("622927", "630203", "310101", "440105", "210102", "500101", "411624"),
                code("urban", "rural"),
                LocalDate.parse(on),
                members(),
                some(1, i -> income()),
                some(3, i -> expenditure()),
                random.nextInt(5) == 0 ? null : assets(),
                one(List.of(
                        List.of(),
                        List.of("dibao"),
                        List.of("edge", "dibao"),
                        List.of("tekun"),
                        List.of("monitored"),
                        List.of("other"),
                        List.of("rigid", "other"))),
                some(3, i -> event()),
                Map.of(),
                pick(null, "none", "C", "D"),
                pick(null, LocalDate.parse("2023-11-20"), LocalDate.parse("2023-11-21")),
                pick(null, LocalDate.parse("2022-11-18"), LocalDate.parse("2023-06-16")),
                pick(null, "usable", "none", "returned"),
                perhaps("0", "1180.00"));
    }

    private List<Member> members() {
        var members = new ArrayList<Member>();
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            members.add(member(i));
        }
        return members;
    }

    private Member member(int i) {
        LocalDate since = pick(
                null,
                null,
                LocalDate.parse("2022-01-01"),
                LocalDate.parse("2023-11-20"),
                LocalDate.parse("2023-11-21"));
        return new Member(
                "m" + i,
                null,
                null,
                one(DAYS),
                code("F", "M"),
                i == 0
                        ? "head"
                        : code("spouse", "child", "child", "parent", "grandparent", "grandchild", "sibling", "other"),
                random.nextInt(3) > 0
                        ? null
                        : new Disability(
                                code("visual", "hearing", "speech", "limb", "intellectual", "mental", "multiple"),
                                1 + random.nextInt(4),
                                pick(null, LocalDate.parse("2023-11-01"), LocalDate.parse("2010-01-01")),
                                pick(null, LocalDate.parse("2023-12-20"), LocalDate.parse("2030-01-01")),
                                pick(null, 1, 2, 3, 4)),
                pick(null, "none", "compulsory", "senior-high", "vocational", "bachelor", "postgraduate"),
                pick(null, false, true),
                pick(null, true, true, false),
                pick(null, false, true),
                pick(null, 0, 2, 3, 1000),
                pick(null, "none", "none", "none", "prison", "drug-isolation", "missing-declared", "clergy", "work"),
                pick(null, false, false, false, true),
                pick(null, 0, 1, 3, 4, 6),
                pick(null, 0, 29, 30, 45, 46, 65, 66, 89, 90),
                one(List.of(
                        List.of(),
                        List.of("dementia"),
                        List.of("coma"),
                        List.of("mental-disorder", "two-risk-events"))),
                since == null ? null : new CareHome(since, new BigDecimal(code("0", "1600", "1648.34", "10000"))),
                random.nextInt(3) == 0 ? null : some(2, n -> supporter()),
                random.nextInt(3) == 0 ? null : some(2, n -> parent()),
                pick(null, "parents", "grandparents", "alone", "institution"),
                pick(null, "alone", "empty-nest", "with-family", "institution"),
                pick(null, false, true),
                some(3, n -> income()),
                pick(null, LocalDate.parse("2023-12-01")),
                pick(null, LocalDate.parse("2023-11-20")),
                pick(null, LocalDate.parse("2023-09-01")),
                pick(null, LocalDate.parse("2023-09-20"), LocalDate.parse("2023-09-21")),
                pick(null, false, true),
                pick(null, "as-due", "without-help", "none"),
                pick(null, LocalDate.parse("2023-11-19"), LocalDate.parse("2023-12-13")),
                pick(null, LocalDate.parse("2023-06-20")),
                pick(null, false, true),
                pick(null, false, true),
                pick(null, true, false),
                pick(null, LocalDate.parse("2023-12-01")),
                pick(null, "none", "deep", "relative", "accident"));
    }

    private Income income() {
        return new Income(
                code(
                        "wage",
                        "wage",
                        "business",
                        "farm",
                        "support",
                        "basic-pension-central",
                        "employee-pension",
                        "scholarship",
                        "social-assistance",
                        "old-age-allowance",
                        "disability-subsidy",
                        "medical-insurance",
                        "other"),
                money());
    }

    private Expenditure expenditure() {
        return new Expenditure(
                code("living", "medical", "education", "rehabilitation", "housing", "employment", "other"),
                money(),
                perhaps("0", "0.01", "621.3", "100000000"),
                perhaps("0", "621.3", "100000000"));
    }

    private Assets assets() {
        return new Assets(
                perhaps("0", "0.01", "18861.6", "18861.61", "100000000"),
                pick(null, 0, 1, 1, 1, 2, 1000),
                pick(null, false, false, false, true),
                some(
                        1,
                        i -> new Vehicle(
                                code("car", "truck", "disabled-scooter", "motorcycle", "e-bike", "farm"), money())),
                pick(null, false, false, false, true));
    }

    private Supporter supporter() {
        return new Supporter(
                code("child", "sibling", "spouse"),
                pick(null, 0, 59, 60, 69, 70, 200),
                pick(null, "able", "tekun", "dibao", "low-income-assets", "severely-disabled", "imprisoned"),
                pick(null, true, false),
                perhaps("0", "0", "100", "621.3", "100000000"));
    }

    private Parent parent() {
        return new Parent(
                code(
                        "present",
                        "away-for-work",
                        "dead",
                        "missing-declared",
                        "severely-disabled",
                        "imprisoned",
                        "detained",
                        "lost-contact"),
                pick(null, 0, 5, 6, 1200),
                pick(null, true, false));
    }

    private Event event() {
        return new Event(
                code("fire", "flood", "death", "job-loss", "sudden-illness", "temporary-assistance-paid"),
                one(days("2023-12-20", "2023-11-20", "2023-11-19", "2024-01-01", "2023-09-20", "1950-01-01")),
                pick(null, "fire", "flood", "the stove", "job-loss"),
                perhaps("0", "1000", "100000000"),
                perhaps("0", "500", "3143.6", "3143.61", "100000000"));
    }
}
