package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.chain.Chain;
import org.hearth.app.familysearch.FamilySearch.Listed;
import org.hearth.app.familysearch.FamilySearch.Reported;
import org.hearth.app.familysearch.FamilySearch.Suggestion;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class FamilySearchTest {

    private static final RegionCode JISHISHAN = RegionCode.parse("622927");
    private static final RegionCode DECHANG = RegionCode.parse("513424");

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Autowired
    Registry registry;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    WebApplicationContext context;

    @Test
    void somebody_found_in_gansu_may_be_the_one_reported_missing_in_sichuan() {
        UUID report = reported("王建国", 52, "左臂烫伤疤，驼背", "四川话");
        reported("李福贵", 51, "额头有痣", "四川话");
        Unknown unknown = found("", 48, 54, "左胳膊烧伤", "四川口音");
        List<Suggestion> suggestions = suggestions(unknown);
        assertThat(suggestions.getFirst().whom().id()).isEqualTo(report);
        assertThat(suggestions.getFirst().likeness().reasons()).isNotEmpty();
        assertThat(suggestions.getFirst().settled()).isNull();
    }

    @Test
    void nobody_is_identified_without_a_proof_and_the_way_it_was_found_out() {
        UUID report = reported("赵文", 30, "右手六指", "");
        Unknown unknown = found("", 28, 33, "右手六指", "");
        var whom = whom(unknown, report);
        here(() -> assertThatThrownBy(() -> search.decide(unknown, whom, true, null, "像"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("proved"));
        here(() -> assertThatThrownBy(() -> search.decide(unknown, whom, true, Proof.DNA, " "))
                .isInstanceOf(Problem.class));
        assertThat(Scopes.within(scope(), () -> files.unknown(unknown.id())).identified())
                .isFalse();
    }

    @Test
    void a_wrong_identification_is_taken_back_and_both_words_are_kept() {
        UUID report = reported("孙海", 61, "右眼失明", "");
        Unknown unknown = found("", 58, 64, "右眼失明", "");
        here(() -> search.decide(unknown, whom(report), true, Proof.FAMILY, "其弟辨认"));
        assertThat(Scopes.within(scope(), () -> files.unknown(unknown.id())).identified())
                .isTrue();
        here(() -> search.decide(unknown, whom(report), false, null, "DNA 比对不符"));
        assertThat(Scopes.within(scope(), () -> files.unknown(unknown.id())).identified())
                .isFalse();
        Suggestion last = suggestions(unknown).getLast();
        assertThat(last.whom().id()).isEqualTo(report);
        assertThat(last.settled()).extracting(Files.Standing::note).isEqualTo("DNA 比对不符");
    }

    @Test
    void who_is_held_to_be_one_person_is_not_made_another_until_that_is_taken_back() {
        UUID one = reported("周平", 40, "缺门牙", "");
        UUID other = reported("吴顺", 40, "缺门牙", "");
        Unknown unknown = found("", 38, 43, "缺门牙", "");
        here(() -> search.decide(unknown, whom(one), true, Proof.POLICE, "户籍地派出所核实"));
        here(() -> assertThatThrownBy(() -> search.decide(unknown, whom(other), true, Proof.POLICE, "另一处核实"))
                .isInstanceOf(Problem.class));
    }

    @Test
    void somebody_of_the_register_who_is_found_stands_in_the_households_chain() {
        Village village = new Village(registry);
        var lost = village.person("马黑娃", Sex.M, LocalDate.of(1950, 5, 1), Relation.HEAD);
        var household = village.household(List.of(), lost);
        Unknown unknown = found("马黑", 71, 76, "", "");
        here(() -> search.decide(
                unknown,
                new Listed(new Files.Registered(
                        lost.id(), village.code(), lost.name(), lost.sex(), lost.born(), household.id())),
                true,
                Proof.FAMILY,
                "村干部带家属到站辨认"));
        assertThat(Scopes.within(scope(), () -> chain.of(household.id())))
                .anySatisfy(entry -> assertThat(entry.summary().zh()).contains("马黑娃", "亲属辨认"));
        assertThat(suggestions(unknown))
                .filteredOn(suggestion -> suggestion.whom().id().equals(lost.id()))
                .singleElement()
                .satisfies(suggestion -> assertThat(suggestion.settled())
                        .extracting(Files.Standing::same)
                        .isEqualTo(true));
    }

    @Test
    void an_encounter_entered_twice_is_one_unknown_person() {
        UUID encounter = UUID.randomUUID();
        Appearance seen = appearance("", Sex.M, 40, 50, "", "", JISHISHAN);
        UUID first = Scopes.within(scope(), () -> search.enter(UUID.randomUUID(), JISHISHAN, encounter, seen, ""));
        UUID second = Scopes.within(scope(), () -> search.enter(UUID.randomUUID(), JISHISHAN, encounter, seen, ""));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void the_pages_show_reasons_keep_what_was_typed_and_let_people_decide() throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        var desk = user(new SignedIn(
                UUID.randomUUID(), "duty.622927", "值班", Role.DUTY_DESK, JISHISHAN.digits(), "", false, true));
        reported("冯喜", 45, "颈部疤痕", "");
        Unknown unknown = found("", 42, 48, "颈部疤痕", "");
        pages.perform(get("/unknown").with(desk))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("颈部疤痕")));
        pages.perform(get("/unknown/new").with(desk)).andExpect(status().isOk());
        pages.perform(get("/unknown/reports").with(desk)).andExpect(status().isOk());
        pages.perform(get("/unknown/reports/new").with(desk)).andExpect(status().isOk());
        pages.perform(get("/unknown/places").param("province", "51").with(desk)).andExpect(status().isOk());
        pages.perform(get("/unknown/{id}", unknown.id()).with(desk))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("冯喜")))
                .andExpect(content().string(containsString("体表特征相同")))
                .andExpect(content().string(not(containsString("familysearch."))));
        pages.perform(post("/unknown")
                        .with(csrf())
                        .with(desk)
                        .param("marks", "左耳缺损")
                        .param("height", "900")
                        .param("on", "2035-01-01"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("左耳缺损")))
                .andExpect(content().string(containsString("请填 30 到 250 之间的整数")))
                .andExpect(content().string(containsString("日期不能晚于今天")))
                .andExpect(content().string(containsString("请选到县")));
        pages.perform(get("/unknown")
                        .with(user(new SignedIn(
                                UUID.randomUUID(), "t", "t", Role.TOWNSHIP_OFFICER, "622927100", "", false, true))))
                .andExpect(status().isForbidden());
    }

    private UUID reported(String name, int age, String marks, String speech) {
        UUID id = UUID.randomUUID();
        Scopes.run(
                new Scope(DECHANG, "duty." + DECHANG),
                () -> search.report(
                        id,
                        DECHANG,
                        ReportSource.FAMILY,
                        appearance(name, Sex.M, age, age, marks, speech, DECHANG),
                        "家属 13800000000",
                        ""));
        return id;
    }

    private Unknown found(String name, int from, int to, String marks, String speech) {
        UUID id = UUID.randomUUID();
        return Scopes.within(scope(), () -> {
            search.enter(id, JISHISHAN, null, appearance(name, Sex.M, from, to, marks, speech, JISHISHAN), "");
            return files.unknown(id);
        });
    }

    private Appearance appearance(
            String name, Sex sex, int from, int to, String marks, String speech, RegionCode place) {
        return new Appearance(name, sex, from, to, 170, marks, speech, place, "", clock.today());
    }

    private List<Suggestion> suggestions(Unknown unknown) {
        return Scopes.within(scope(), () -> search.suggestions(unknown));
    }

    private FamilySearch.Whom whom(Unknown unknown, UUID id) {
        return suggestions(unknown).stream()
                .map(Suggestion::whom)
                .filter(whom -> whom.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Reported whom(UUID report) {
        return Scopes.within(Scope.system("test"), files::openReports).stream()
                .filter(one -> one.id().equals(report))
                .map(Reported::new)
                .findFirst()
                .orElseThrow();
    }

    private static Scope scope() {
        return new Scope(JISHISHAN, "duty." + JISHISHAN);
    }

    private static void here(Runnable work) {
        Scopes.run(scope(), work);
    }
}
