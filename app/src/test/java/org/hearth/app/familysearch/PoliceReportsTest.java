package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.exchange.BatchResult;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.familysearch.FamilySearch.Reported;
import org.hearth.app.familysearch.FamilySearch.Suggestion;
import org.hearth.app.familysearch.Files.Report;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the police send about missing people reaches the family search, whether the register knows them or not. */
@HearthTest
class PoliceReportsTest {

    private static final RegionCode JISHISHAN = RegionCode.parse("622927");
    private static final LocalDate BORN = LocalDate.of(1950, 6, 1);
    private static final String SHORT = "姓名,身份证号,走失日期,查找状态,登记日期,体貌特征";
    private static final String LONG = SHORT + ",身高,口音,走失地点,走失地区划代码,走失时间,报案单位,报案联系电话";
    private static int sequence = 100;

    @Autowired
    Exchange exchange;

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Autowired
    Registry registry;

    @Autowired
    Regions regions;

    @BeforeEach
    void the_divisions_are_known() {
        Scopes.run(Scope.system("test"), () -> regions.loadIfEmpty(Progress.SILENT));
    }

    @Test
    void a_row_about_somebody_in_the_register_is_a_report_with_what_the_register_knows() {
        NewPerson lost = lost("马寻英", Sex.F);
        assertThat(bring(LONG, row(lost, "查找中", "2024-01-03", ",约158厘米,临夏口音,东乡族自治县汽车站,,傍晚,县公安局,0930-110"))
                        .applied())
                .isEqualTo(1);
        Report report = only("马寻英");
        assertThat(report.source()).isEqualTo(ReportSource.POLICE);
        assertThat(report.personId()).isEqualTo(lost.id());
        assertThat(report.region()).isEqualTo(JISHISHAN);
        assertThat(report.home()).isEqualTo(JISHISHAN);
        assertThat(report.contact()).isEqualTo("县公安局 0930-110");
        // Born on 1950-06-01 and lost on 2024-01-02: 73 years old.
        assertThat(report.appearance())
                .isEqualTo(new Appearance(
                        "马寻英",
                        Sex.F,
                        73,
                        73,
                        158,
                        "左手有疤",
                        "临夏口音",
                        RegionCode.parse("622926"),
                        "东乡族自治县汽车站 傍晚",
                        LocalDate.of(2024, 1, 2)));
    }

    @Test
    void a_row_about_somebody_whom_the_register_lacks_is_a_report_while_it_waits() {
        IdentityNumber number = number("513424", Sex.M);
        BatchResult result = bring(LONG, row("罗寻川", number, "查找中", "2024-01-03", ",170,四川话,四川省德昌县农贸市场,,,,"));
        assertThat(result.applied()).isZero();
        assertThat(result.quarantined()).isEqualTo(1);
        Report report = only("罗寻川");
        assertThat(report.personId()).isNull();
        assertThat(report.home()).isEqualTo(RegionCode.parse("513424"));
        assertThat(report.contact()).isEqualTo("公安部门");
        assertThat(report.appearance().sex()).isEqualTo(Sex.M);
        assertThat(report.appearance().ageFrom()).isEqualTo(73);
        assertThat(report.appearance().place()).isEqualTo(RegionCode.parse("513424"));
    }

    @Test
    void a_file_from_before_the_new_columns_is_taken_as_it_was() {
        NewPerson lost = lost("马寻旧", Sex.M);
        assertThat(bring(SHORT, row(lost, "查找中", "2024-01-03", "")).applied()).isEqualTo(1);
        Report report = only("马寻旧");
        assertThat(report.appearance().height()).isNull();
        assertThat(report.appearance().place()).isEqualTo(JISHISHAN);
    }

    @Test
    void the_same_row_twice_is_one_report_and_so_is_a_later_row_about_the_same_person() {
        NewPerson lost = lost("马寻同", Sex.M);
        bring(SHORT, row(lost, "查找中", "2024-01-03", ""));
        bring(SHORT + ",备注", row(lost, "查找中", "2024-01-03", ",再发一次"));
        Report first = only("马寻同");
        bring(LONG, row(lost, "查找中", "2024-01-05", ",171,,,,,,"));
        assertThat(only("马寻同").id()).isEqualTo(first.id());
        assertThat(only("马寻同").appearance().height()).isEqualTo(171);
    }

    @Test
    void who_is_found_again_is_not_sought_whichever_row_comes_first() {
        NewPerson lost = lost("马寻归", Sex.M);
        String missing = row(lost, "查找中", "2024-01-03", "");
        bring(SHORT, missing);
        bring(SHORT, row(lost, "已找回", "2024-01-20", ""));
        assertThat(only("马寻归").endedWhy()).isEqualTo("公安部门：已找回（2024-01-20）");
        bring(SHORT + ",备注", missing + ",迟到的旧行");
        assertThat(only("马寻归").open()).isFalse();

        IdentityNumber other = number("513424", Sex.F);
        bring(SHORT, row("罗寻先", other, "撤销报案", "2024-01-20", ""));
        bring(SHORT, row("罗寻先", other, "查找中", "2024-01-03", ""));
        assertThat(only("罗寻先").open()).isFalse();
        bring(SHORT, row("罗寻先", other, "查找中", "2024-01-25", ""));
        assertThat(only("罗寻先").open()).isTrue();
    }

    @Test
    void who_is_registered_later_keeps_the_report_and_gains_the_person() {
        Village village = new Village(registry);
        NewPerson lost = village.person("马寻后", Sex.F, BORN, Relation.HEAD);
        bring(SHORT, row(lost, "查找中", "2024-01-03", ""));
        Report before = only("马寻后");
        village.household(List.of(), lost);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(only("马寻后").personId()).isEqualTo(lost.id()));
        assertThat(only("马寻后").id()).isEqualTo(before.id());
    }

    @Test
    void a_number_with_another_name_is_no_report_until_somebody_says_whose_it_is() {
        NewPerson lost = lost("马寻名", Sex.M);
        bring(SHORT, row("王冒用", lost.idNumber(), "查找中", "2024-01-03", ""));
        assertThat(reports("王冒用")).isEmpty();
        assertThat(reports("马寻名")).isEmpty();
    }

    @Test
    void a_report_typed_in_before_is_shown_as_likely_the_same_and_is_one_with_it_once_somebody_says_so() {
        NewPerson lost = lost("马寻重", Sex.M);
        UUID typed = UUID.randomUUID();
        here(() -> search.report(
                typed,
                JISHISHAN,
                ReportSource.FAMILY,
                new Appearance("马寻重", Sex.M, 70, 75, null, "驼背", "", JISHISHAN, "集市", LocalDate.of(2024, 1, 1)),
                "女儿 13800000000",
                ""));
        bring(SHORT, row(lost, "查找中", "2024-01-03", ""));
        List<Report> both = reports("马寻重");
        assertThat(both)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.likelySame()).hasSize(1));

        // Among the candidates they are one, which names the other.
        Files.Unknown unknown = Scopes.within(scope(), () -> {
            UUID id = UUID.randomUUID();
            search.enter(
                    id,
                    JISHISHAN,
                    null,
                    new Appearance("马寻重", Sex.M, 70, 76, null, "驼背", "", JISHISHAN, "", LocalDate.of(2024, 1, 8)),
                    "");
            return files.unknown(id);
        });
        List<Suggestion> shown = Scopes.within(scope(), () -> search.suggestions(unknown)).stream()
                .filter(one -> one.whom() instanceof Reported(Report report)
                        && report.appearance().name().equals("马寻重"))
                .toList();
        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().also()).hasSize(1);

        UUID police = both.stream()
                .filter(one -> !one.id().equals(typed))
                .findFirst()
                .orElseThrow()
                .id();
        here(() -> search.compare(typed, police, true));
        Report kept = Scopes.within(scope(), () -> files.report(typed));
        assertThat(kept.contact()).isEqualTo("女儿 13800000000；公安部门");
        assertThat(kept.appearance().marks()).isEqualTo("驼背；左手有疤");
        assertThat(kept.personId()).isEqualTo(lost.id());
        assertThat(kept.likelySame()).isEmpty();
        assertThat(Scopes.within(scope(), () -> files.report(police)).open()).isFalse();

        // What the police send from now on is about the report that stayed.
        bring(SHORT, row(lost, "已找回", "2024-01-20", ""));
        assertThat(Scopes.within(scope(), () -> files.report(typed)).open()).isFalse();
        assertThat(reports("马寻重")).hasSize(2);
    }

    @Test
    void two_people_of_one_name_are_not_asked_about_again_once_told_apart() {
        NewPerson one = lost("马寻异", Sex.M);
        NewPerson other = lost("马寻异", Sex.M);
        bring(SHORT, row(one, "查找中", "2024-01-03", ""), row(other, "查找中", "2024-01-03", ""));
        List<Report> both = reports("马寻异");
        assertThat(both).hasSize(2);
        here(() -> search.compare(both.getFirst().id(), both.getLast().id(), false));
        assertThat(reports("马寻异"))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.likelySame()).isEmpty());
    }

    @Test
    void the_place_is_read_out_of_its_code_or_its_words_and_is_the_home_where_they_say_nothing() {
        bring(LONG, row(lost("马寻川", Sex.M), "查找中", "2024-01-03", ",,,四川省德昌县汽车站,,,,"));
        assertThat(only("马寻川").appearance().place()).isEqualTo(RegionCode.parse("513424"));
        bring(LONG, row(lost("马寻码", Sex.M), "查找中", "2024-01-03", ",,,汽车站,513424,,,"));
        assertThat(only("马寻码").appearance().place()).isEqualTo(RegionCode.parse("513424"));
        bring(LONG, row(lost("马寻省", Sex.M), "查找中", "2024-01-03", ",,,去四川打工途中,,,,"));
        assertThat(only("马寻省").appearance().place()).isEqualTo(RegionCode.parse("51"));
        bring(LONG, row(lost("马寻家", Sex.M), "查找中", "2024-01-03", ",,,自家门口,,,,"));
        assertThat(only("马寻家").appearance().place()).isEqualTo(JISHISHAN);
    }

    private NewPerson lost(String name, Sex sex) {
        Village village = new Village(registry);
        NewPerson person = village.person(name, sex, BORN, Relation.HEAD);
        village.household(List.of(), person);
        return person;
    }

    private static IdentityNumber number(String county, Sex sex) {
        sequence += 2;
        return IdentityNumber.synthetic(RegionCode.parse(county), BORN, sequence + (sex == Sex.M ? 1 : 0));
    }

    private static String row(NewPerson who, String state, String on, String further) {
        return row(who.name(), who.idNumber(), state, on, further);
    }

    private static String row(String name, IdentityNumber number, String state, String on, String further) {
        return name + "," + number.digits() + ",2024-01-02," + state + "," + on + ",左手有疤" + further;
    }

    private BatchResult bring(String header, String... rows) {
        String file = header + "\n" + String.join("\n", rows) + "\n";
        return Scopes.within(
                scope(),
                () -> exchange.importFile(
                        "missing-persons", "公安.csv", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))));
    }

    private List<Report> reports(String name) {
        return Scopes.within(scope(), () -> files.reports(name, 0)).rows();
    }

    private Report only(String name) {
        assertThat(reports(name)).hasSize(1);
        return reports(name).getFirst();
    }

    private static Scope scope() {
        return new Scope(JISHISHAN, "county." + JISHISHAN);
    }

    private static void here(Runnable work) {
        Scopes.run(scope(), work);
    }
}
