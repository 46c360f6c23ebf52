package org.hearth.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hearth.letters.WorkedCases.letter;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static List<Letter.Given> given(Letter letter) {
        return letter.sections().stream()
                .flatMap(section -> section.parts().stream())
                .filter(Letter.Given.class::isInstance)
                .map(Letter.Given.class::cast)
                .toList();
    }

    private static List<String> under(Letter letter, String heading) {
        Optional<Letter.Section> found = letter.sections().stream()
                .filter(section -> section.heading().equals(heading))
                .findFirst();
        return found.stream()
                .flatMap(section -> section.parts().stream())
                .flatMap(part -> part.lines().stream())
                .toList();
    }

    @Test
    void a_family_of_three_on_one_wage_reads_800_times_3_less_1500_is_900() {
        Letter letter = letter("wage-earner-with-child", Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("您家符合低保条件，可以领低保金。");
        assertThat(given(letter))
                .satisfiesExactly(
                        dibao -> {
                            assertThat(dibao.what()).isEqualTo("最低生活保障金");
                            assertThat(dibao.amount()).isEqualTo("每月 900 元");
                            assertThat(dibao.sum()).isEqualTo("算法：800 × 3 − 1,500 = 900");
                            assertThat(dibao.terms()).isEqualTo("低保金补上您家收入和低保标准之间的差额。从 2024 年 1 月起按月发。");
                        },
                        heating -> assertThat(heating.amount()).isEqualTo("这个冬天 800 元"));
        assertThat(under(letter, "为什么"))
                .containsExactly("您家 3 口人，按规定计算，每月收入一共 1,500 元。平均每人 500 元，低于每人 800 元的低保标准。您家的财产也符合规定。");
        assertThat(under(letter, "接下来"))
                .contains("2023 年 12 月 25 日前，工作人员上门了解情况。", "最晚 2024 年 2 月 1 日，作出正式决定。", "2024 年 6 月 20 日前，再核查一次您家的情况。");
        assertThat(under(letter, "没有给的，原因是")).isEmpty();
    }

    @Test
    void the_same_family_reads_the_same_in_english() {
        Letter letter = letter("wage-earner-with-child", Language.EN);
        assertThat(given(letter).getFirst())
                .isEqualTo(new Letter.Given(
                        "Subsistence allowance",
                        "900 yuan a month",
                        "How: 800 × 3 − 1,500 = 900",
                        "The allowance makes up the difference between your income and the standard."
                                + " Paid every month from January 2024."));
        assertThat(under(letter, "What happens next")).contains("By 1 February 2024 at the latest, it is decided.");
    }

    @Test
    void who_refused_work_three_times_is_told_whose_share_is_not_paid() {
        Letter.Given dibao =
                given(letter("refused-work-three-times", Language.ZH)).getFirst();
        assertThat(dibao.sum()).isEqualTo("算法：(800 × 2 − 400) × 1 ÷ 2 = 600");
        assertThat(dibao.terms()).contains("您的妻子连续三次没有正当理由不接受合适的工作，本人那一份这次不发。");
    }

    @Test
    void a_car_and_savings_are_both_named_as_reasons() {
        HouseholdDocument household = HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","on":"2023-12-20","parameters":{"dibao.standard":800},
                 "assets":{"financialPerCapita":60000,"vehicles":[{"kind":"car","value":30000}]},
                 "members":[{"id":"a","name":"马建国","born":"1985-01-01","sex":"M","relation":"head"}]}
                """);
        Letter letter = letter(household, Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("您家现在还不符合救助条件。");
        assertThat(under(letter, "没有给的，原因是"))
                .containsExactly("最低生活保障金：", "人均金融资产 60,000 元，超过 24 个月城市低保标准。", "有机动车 1 辆。", "上面有的数是参考值，以当地公布的标准为准。");
        assertThat(letter.smallPrint()).anyMatch(line -> line.contains("refused-car"));
        assertThat(letter.smallPrint()).anyMatch(line -> line.contains("民发〔2021〕57号第十四条"));
        assertThat(under(letter, "有不同意见")).singleElement().asString().contains("乡镇（街道）民政窗口", "12349");
    }

    @Test
    void an_elder_alone_is_told_both_amounts_and_when_somebody_comes() {
        Letter letter = letter("elder-alone", Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("您家符合特困供养条件，由政府供养。");
        assertThat(given(letter))
                .extracting(Letter.Given::amount)
                .containsExactly("每月 1,040 元", "每月 188 元（参考值）", "这个冬天 1,000 元");
        assertThat(given(letter).getFirst().sum()).isEqualTo("算法：800 × 1.3 = 1,040");
        assertThat(under(letter, "接下来")).contains("2023 年 12 月 27 日前，有人上门看望您。");
    }

    @Test
    void one_disabled_person_alone_is_told_apart_from_the_household() {
        Letter letter = letter("one-disabled-person-alone", Language.ZH);
        assertThat(under(letter, "结果")).first().isEqualTo("您家属于低保边缘家庭。");
        assertThat(under(letter, "结果")).last().asString().endsWith("可以得到最低生活保障金。");
        assertThat(given(letter))
                .singleElement()
                .satisfies(alone -> assertThat(alone.sum()).isEqualTo("算法：800 − 0 = 800"));
        assertThat(under(letter, "没有给的，原因是")).containsExactly("全家一起的最低生活保障金：人均月收入 1,000 元，不低于低保标准 800 元。");
    }

    @Test
    void help_in_advance_comes_first_and_says_by_when_the_paperwork_follows() {
        Letter letter = letter("a-fire-within-the-ceiling", Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("您家可以得到临时救助金。");
        assertThat(given(letter)).singleElement().satisfies(help -> {
            assertThat(help.amount()).startsWith("一次发给 3,200 元");
            assertThat(help.terms()).endsWith("先发钱，后补手续，由乡镇（街道）审批发放。");
        });
        assertThat(under(letter, "接下来")).first().isEqualTo("请在 2024 年 1 月 18 日前补齐手续，工作人员帮您办。");
    }

    @Test
    void what_is_not_known_is_asked_for_and_nothing_is_refused() {
        Letter letter = letter("supporter-not-known", Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("现在还定不下来，有几件事要先问清楚。");
        assertThat(under(letter, "还要问您"))
                .contains("没问清以前，不会拒绝您。知道多少说多少，我们帮您查。", "除了住在一起的家人，还有谁应当赡养或者抚养您？他们过得怎么样，每月给多少钱？");
        assertThat(under(letter, "没有给的，原因是")).isEmpty();
    }

    @Test
    void a_gradual_exit_says_for_how_long_and_why_it_ends() {
        Letter letter = letter("gradual-exit-after-finding-work", Language.ZH);
        assertThat(under(letter, "结果")).containsExactly("您家的收入已经超过低保标准，低保金再发 6 个月。");
        assertThat(given(letter)).singleElement().satisfies(exit -> {
            assertThat(exit.sum()).isEqualTo("算法：800 × 2 − 200 = 1,400");
            assertThat(exit.terms()).contains("从 2024 年 1 月起发 6 个月");
        });
        assertThat(under(letter, "没有给的，原因是")).containsExactly("长期的最低生活保障金：人均月收入 1,400 元，不低于低保标准 800 元。");
    }

    @Test
    void an_orphan_s_letter_goes_to_the_child_and_the_family() {
        HouseholdDocument household = HouseholdDocument.parse("""
                {"region":"630225","residence":"rural","on":"2023-12-20","assets":{},"parameters":{"dibao.standard":800,"orphan.dispersed":1351.1},
                 "members":[{"id":"a","name":"才让卓玛","born":"2012-01-01","sex":"F","relation":"head","supporters":[],"selfCareFailed":0,
                             "livesWith":"other-relatives","parents":[{"status":"dead"},{"status":"dead"}]}]}
                """);
        Letter letter = letter(household, Language.ZH);
        assertThat(letter.greeting()).isEqualTo("才让卓玛和照顾孩子的家人，你们好：");
        assertThat(given(letter)).anySatisfy(orphan -> {
            assertThat(orphan.what()).isEqualTo("孤儿基本生活费");
            assertThat(orphan.amount()).isEqualTo("每月 1,351.10 元");
        });
    }

    @Test
    void a_letter_names_people_as_written_and_no_identity_number() {
        HouseholdDocument household = HouseholdDocument.parse("""
                {"id":"622927198501011234","region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"622927198501011234","name":"阿卜杜热西提·买买提","idNumber":"622927198501011234","born":"1985-01-01","sex":"M","relation":"head"},
                            {"id":"62292719860101123X","born":"1986-01-01","sex":"F","relation":"spouse","refusedWork":3}]}
                """);
        for (Language language : Language.values()) {
            String text = letter(household, language).toText();
            assertThat(text).contains("阿卜杜热西提·买买提").doesNotContain("62292719");
        }
    }

    @Test
    void the_office_s_decision_stands_first_with_its_own_reason() {
        HouseholdDocument household = WorkedCases.household("a-car");
        Determination determined = WorkedCases.PACK.decide(household);
        var decision = new Letter.Decision(
                "积石山县民政局",
                "622927-2024-000001",
                new Determination.Text("最低生活保障", "subsistence allowance"),
                List.of("dibao"),
                false,
                true,
                new Determination.Text("家里有小汽车", "There is a car"),
                LocalDate.of(2024, 1, 22),
                List.of(),
                null);
        Letter letter = Letter.of(determined, household, WorkedCases.PACK.wording(), Language.ZH, decision);
        assertThat(letter.dated()).isEqualTo("2024 年 1 月 22 日 · 编号 622927-2024-000001 · 积石山县民政局");
        assertThat(under(letter, "结果")).containsExactly("您申请的最低生活保障，这次没有批准。");
        assertThat(under(letter, "为什么")).first().asString().startsWith("家里有小汽车。");
        assertThat(under(letter, "接下来")).noneMatch(line -> line.contains("作出正式决定"));
        assertThat(under(letter, "没有给的，原因是")).contains("最低生活保障金：有机动车 1 辆。");
    }

    @Test
    void where_the_office_decided_otherwise_the_rules_reasons_and_sums_are_not_put_into_its_mouth() {
        HouseholdDocument household = WorkedCases.household("wage-earner-with-child");
        Determination determined = WorkedCases.PACK.decide(household);
        Determination.Benefit own = new Determination.Benefit(
                "dibao",
                null,
                new java.math.BigDecimal("500"),
                "month",
                LocalDate.of(2024, 2, 1),
                null,
                null,
                null,
                null);
        var decision = new Letter.Decision(
                "化隆县民政局",
                "630225-2024-000001",
                new Determination.Text("最低生活保障", "subsistence allowance"),
                List.of("dibao"),
                true,
                false,
                new Determination.Text("另有收入", "There is other income"),
                LocalDate.of(2024, 1, 22),
                List.of(own),
                LocalDate.of(2024, 7, 22));
        Letter letter = Letter.of(determined, household, WorkedCases.PACK.wording(), Language.ZH, decision);
        assertThat(under(letter, "结果")).containsExactly("您申请的最低生活保障，批准了。");
        assertThat(given(letter)).containsExactly(new Letter.Given("最低生活保障金", "每月 500 元", null, "从 2024 年 2 月起按月发。"));
        assertThat(under(letter, "为什么")).containsExactly("另有收入。");
        assertThat(under(letter, "接下来")).containsExactly("2024 年 7 月 22 日前，再核查一次您家的情况。", "家里的收入、财产、人口有变化，请早点告诉我们。");
    }
}
