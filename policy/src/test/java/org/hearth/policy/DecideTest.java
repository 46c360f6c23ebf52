package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DecideTest {

    private static final Pack PACK = Pack.load(Path.of("../packs/cn"));

    private static Determination decide(String json) {
        return PACK.decide(HouseholdDocument.parse(json));
    }

    /** A wage-earner with a spouse and a child: 1,500 ÷ 3 = 500 < 621.3; (621.3 − 500) × 3 = 363.9 a month. */
    @Test
    void dibao_makes_up_the_difference_to_the_standard() {
        var decided = decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head","employed":true,
                             "income":[{"kind":"wage","monthly":1500}]},
                            {"id":"b","born":"1986-01-01","sex":"F","relation":"spouse"},
                            {"id":"c","born":"2015-01-01","sex":"F","relation":"child"}]}
                """);
        assertThat(decided.stratum()).isEqualTo("dibao");
        assertThat(decided.perCapitaIncome()).isEqualByComparingTo("500");
        assertThat(decided.benefits())
                .extracting(b -> b.benefit() + " " + b.amount() + " " + b.unit())
                .containsExactly("dibao 363.9 month", "heating 518 winter");
        assertThat(decided.missing()).isEmpty();
    }

    @Test
    void a_missing_fact_never_denies_it_is_asked_for() {
        var decided = decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20",
                 "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head",
                             "income":[{"kind":"wage","monthly":300}]}]}
                """);
        assertThat(decided.stratum()).isEqualTo("undetermined");
        assertThat(decided.missing()).extracting(q -> q.fact()).containsExactly("assets");
    }

    @Test
    void a_fact_that_could_not_change_the_outcome_is_not_asked_for() {
        var decided = decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20",
                 "members":[{"id":"a","born":"1950-01-01","sex":"M","relation":"head",
                             "income":[{"kind":"employee-pension","monthly":30000}]}]}
                """);
        assertThat(decided.stratum()).isEqualTo("none");
        assertThat(decided.missing()).isEmpty();
    }

    @Test
    void an_elder_whose_supporters_are_not_known_is_asked_about_them() {
        var decided = decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"a","born":"1950-01-01","sex":"M","relation":"head"}]}
                """);
        assertThat(decided.stratum()).isEqualTo("undetermined");
        assertThat(decided.missing())
                .extracting(q -> q.fact() + " of " + q.member())
                .contains("supporters of a");
    }

    /** 621.3 × 1.3 = 807.69 basic; six items done alone: care at the lowest tier. */
    @Test
    void a_lone_elder_without_supporters_is_tekun_with_basic_and_care_money() {
        var decided = decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20","assets":{},
                 "members":[{"id":"a","born":"1950-01-01","sex":"M","relation":"head","supporters":[],
                             "selfCareFailed":0,"livingArrangement":"alone"}]}
                """);
        assertThat(decided.stratum()).isEqualTo("tekun");
        assertThat(decided.benefits())
                .extracting(b -> b.benefit() + " " + b.amount())
                .containsExactly("tekun-basic 807.69", "tekun-care 188", "heating 518");
        assertThat(decided.members().getFirst().marks())
                .contains("special-elder-alone", "self-care-able", "no-labour-ability");
    }

    @Test
    void a_code_that_the_dictionary_does_not_know_is_refused_where_it_stands() {
        assertThatThrownBy(() -> decide("""
                {"region":"622927","residence":"rural","on":"2023-12-20",
                 "members":[{"id":"a","born":"1950-01-01","sex":"M","relation":"uncle"}]}
                """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("members[0].relation: \"uncle\" is not one of [head");
    }

    @Test
    void what_the_schema_requires_is_named_when_it_is_missing() {
        assertThatThrownBy(() -> HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","members":[]}
                """)).hasMessage("on is missing");
        assertThatThrownBy(() -> HouseholdDocument.parse("""
                {"region":"6229","residence":"rural","on":"2023-12-20"}
                """))
                .hasMessage("region: not a code of 6, 9 or 12 digits: 6229");
        assertThatThrownBy(() -> HouseholdDocument.parse("""
                {"region":"622927","residence":"rural","on":"2023-12-20","members":[null]}
                """)).hasMessageStartingWith("members");
    }
}
