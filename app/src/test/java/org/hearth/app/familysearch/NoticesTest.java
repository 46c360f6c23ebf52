package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.familysearch.Notices.Duty;
import org.hearth.app.familysearch.Notices.Standing;
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.Duties;
import org.hearth.app.outreach.Duties.Towards;
import org.hearth.app.outreach.Outcome;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.letters.Language;
import org.hearth.letters.Letter;
import org.hearth.letters.PdfLetter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The notice, the request for DNA and the photographs of an unknown person. */
@HearthTest
class NoticesTest {

    private static final RegionCode JISHISHAN = RegionCode.parse("622927");
    private static final RegionCode DECHANG = RegionCode.parse("513424");

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Autowired
    Photographs photographs;

    @Autowired
    Notices notices;

    @Autowired
    Duties duties;

    @Autowired
    Outreach outreach;

    @Autowired
    PolicyPack policy;

    @Autowired
    HearthClock clock;

    @Autowired
    Vault vault;

    @Autowired
    JdbcClient db;

    @Autowired
    WebApplicationContext context;

    private MockMvc pages;

    @BeforeEach
    void the_pages() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void a_notice_is_owed_within_24_hours_and_the_dna_request_within_seven_working_days() {
        Unknown unknown = found(null);
        Standing notice = duty(unknown, Duty.NOTICE);
        assertThat(notice.dueAt()).isEqualTo(unknown.recordedAt().plusHours(24));
        assertThat(notice.doneAt()).isNull();
        assertThat(notice.overdue()).isFalse();
        Standing dna = duty(unknown, Duty.DNA);
        assertThat(dna.dueAt().toLocalDate().minusDays(1))
                .isEqualTo(policy.workingDays().plus(unknown.recordedAt().toLocalDate(), 7));
        assertThat(dna.source()).contains("7 个工作日");
    }

    @Test
    void publishing_settles_the_notice_and_noting_the_request_settles_that_also_with_the_patrol() {
        UUID encounter = UUID.randomUUID();
        here(() -> {
            UUID patrol = outreach.startPatrol(JISHISHAN, "一队", "县城", 2, 1);
            outreach.recordEncounter(new NewEncounter(
                    encounter,
                    patrol,
                    null,
                    null,
                    Sex.M,
                    50,
                    "",
                    null,
                    Condition.values()[0],
                    Outcome.SHELTER,
                    Map.of(),
                    null,
                    ""));
        });
        Unknown unknown = found(encounter);
        here(() -> notices.publish(unknown, "积石山县救助站", "0930-1", "左臂烫伤疤", null, ""));
        here(() -> notices.noteDnaRequest(unknown, clock.today(), "积石山县公安局"));
        assertThat(duty(unknown, Duty.NOTICE).doneAt()).isNotNull();
        assertThat(duty(unknown, Duty.DNA).doneAt()).isEqualTo(clock.today().atStartOfDay());
        for (Towards what : Towards.values()) {
            assertThat(Scopes.within(scope(), () -> duties.owed(encounter, what)))
                    .hasValueSatisfying(owed -> assertThat(owed.doneAt()).isNotNull());
        }
        assertThat(Scopes.within(scope(), () -> files.unknown(unknown.id())).noticed())
                .isTrue();
    }

    @Test
    void a_notice_says_what_is_known_whom_to_call_and_its_number_in_both_languages() {
        Unknown unknown = found(null);
        here(() -> notices.publish(unknown, "积石山县救助站", "0930-7722110", "左臂烫伤疤，穿蓝棉衣", null, ""));
        Notices.Notice notice =
                Scopes.within(scope(), () -> notices.latest(unknown)).orElseThrow();
        assertThat(notice.number()).matches("622927-\\d{4}-\\d{4}");
        Letter zh = letter(unknown, notice, Language.ZH);
        assertThat(zh.title()).isEqualTo("寻亲公告");
        assertThat(String.join("\n", zh.lines()))
                .contains(notice.number(), "约 48 至 54 岁", "男", "约 168 厘米", "左臂烫伤疤，穿蓝棉衣", "0930-7722110", "积石山县救助站")
                .doesNotContain("癫痫");
        Letter en = letter(unknown, notice, Language.EN);
        assertThat(String.join("\n", en.lines())).contains("Family sought", "about 48 to 54", "about 168 cm");
        assertThat(new String(PdfLetter.bytes(zh), java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("%PDF");

        here(() -> notices.publish(unknown, "积石山县救助站", "0930-7722110", "又：缺门牙", null, ""));
        Notices.Notice later =
                Scopes.within(scope(), () -> notices.latest(unknown)).orElseThrow();
        assertThat(later.features()).isEqualTo("又：缺门牙");
        assertThat(later.number()).isNotEqualTo(notice.number());
    }

    @Test
    void a_notice_with_a_diagnosis_or_without_a_telephone_is_not_published() {
        Unknown unknown = found(null);
        here(() -> assertThatThrownBy(() -> notices.publish(unknown, "站", "", "有精神病史，左臂有疤", null, ""))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.parts())
                                .extracting(Problem::field)
                                .containsExactlyInAnyOrder("phone", "features")));
        assertThat(Scopes.within(scope(), () -> notices.latest(unknown))).isEmpty();
    }

    @Test
    void a_photograph_is_on_the_notice_only_when_chosen_and_for_a_reason() throws IOException {
        Unknown unknown = found(null);
        UUID photo = photo(unknown);
        here(() -> assertThatThrownBy(() -> notices.publish(unknown, "站", "110", "左臂有疤", photo, " "))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("cannot consent"));
        here(() -> notices.publish(unknown, "站", "110", "左臂有疤", null, ""));
        assertThat(pictures(unknown)).isZero();
        here(() -> notices.publish(unknown, "站", "110", "左臂有疤", photo, "本人昏迷，公开照片有利于尽快找到家人"));
        assertThat(pictures(unknown)).isEqualTo(1);
        UUID ofAnother = photo(found(null));
        here(() -> assertThatThrownBy(() -> notices.publish(unknown, "站", "110", "左臂有疤", ofAnother, "理由"))
                .isInstanceOf(Missing.class));
    }

    @Test
    void a_photograph_is_sealed_and_each_look_at_it_is_audited() throws IOException {
        Unknown unknown = found(null);
        UUID photo = photo(unknown);
        byte[] sealed = Scopes.within(
                scope(),
                () -> db.sql("select sealed from familysearch.photograph where id = ?")
                        .param(photo)
                        .query(byte[].class)
                        .single());
        // Sealed bytes begin with a random nonce: a plain JPEG of this picture is not among them.
        assertThat(sealed).isNotEqualTo(vault.open(sealed)).hasSizeGreaterThan(vault.open(sealed).length);
        assertThat(vault.open(sealed)).startsWith(0xFF, 0xD8, 0xFF);
        assertThat(looks(photo)).isZero();
        here(() -> photographs.look(photo));
        here(() -> photographs.look(photo));
        assertThat(looks(photo)).isEqualTo(2);
    }

    @Test
    void a_photograph_is_not_seen_by_another_county_unless_it_is_a_reports_and_published() throws IOException {
        UUID ofUnknown = photo(found(null));
        Scope elsewhere = new Scope(DECHANG, "duty." + DECHANG);
        Scopes.run(
                elsewhere,
                () -> assertThatThrownBy(() -> photographs.look(ofUnknown)).isInstanceOf(Missing.class));
        here(() ->
                assertThatThrownBy(() -> photographs.publish(ofUnknown, "理由")).isInstanceOf(Missing.class));

        UUID report = UUID.randomUUID();
        here(() -> search.report(report, JISHISHAN, ReportSource.FAMILY, appearance("周照", 50, 50), "家属 138", ""));
        byte[] file = PhotographTest.file("jpeg", 300, 400);
        UUID photo =
                Scopes.within(scope(), () -> photographs.add(files.report(report), new ByteArrayInputStream(file)));
        Scopes.run(
                elsewhere,
                () -> assertThat(photographs.ofReports(List.of(report))).isEmpty());
        Scopes.run(
                elsewhere,
                () -> assertThatThrownBy(() -> photographs.look(photo)).isInstanceOf(Missing.class));
        here(() -> assertThat(photographs.ofReports(List.of(report))).containsEntry(report, photo));
        here(() -> assertThatThrownBy(() -> photographs.publish(photo, "")).isInstanceOf(Problem.class));
        here(() -> photographs.publish(photo, "家属书面同意"));
        Scopes.run(
                elsewhere,
                () -> assertThat(photographs.ofReports(List.of(report))).containsEntry(report, photo));
        Scopes.run(elsewhere, () -> assertThat(photographs.look(photo)).startsWith(0xFF, 0xD8, 0xFF));
        here(() -> photographs.unpublish(photo));
        Scopes.run(
                elsewhere,
                () -> assertThatThrownBy(() -> photographs.look(photo)).isInstanceOf(Missing.class));
    }

    @Test
    void a_removed_photograph_is_destroyed_and_that_it_was_there_stays() throws IOException {
        Unknown unknown = found(null);
        UUID photo = photo(unknown);
        here(() -> photographs.remove(photo, "拍错人"));
        here(() -> assertThatThrownBy(() -> photographs.look(photo)).isInstanceOf(Missing.class));
        assertThat(Scopes.within(
                        scope(),
                        () -> db.sql(
                                        "select sealed is null and removed_why = '拍错人' from familysearch.photograph where id = ?")
                                .param(photo)
                                .query(Boolean.class)
                                .single()))
                .isTrue();
    }

    @Test
    void the_pages_take_a_photograph_refuse_another_file_and_keep_what_was_typed() throws Exception {
        Unknown unknown = found(null);
        String page = "/unknown/" + unknown.id();
        pages.perform(multipart(page + "/photos")
                        .file(new MockMultipartFile(
                                "photo", "a.jpg", "image/jpeg", PhotographTest.file("jpeg", 60, 80)))
                        .with(csrf())
                        .with(desk()))
                .andExpect(status().is3xxRedirection())
                .andExpect(flash().attributeExists("done"));
        pages.perform(multipart(page + "/photos")
                        .file(new MockMultipartFile("photo", "a.jpg", "image/jpeg", "MZ".getBytes()))
                        .with(csrf())
                        .with(desk()))
                .andExpect(status().is3xxRedirection())
                .andExpect(flash().attributeExists("refused"));
        UUID photo =
                Scopes.within(scope(), () -> photographs.of(unknown)).getFirst().id();
        pages.perform(get(page).with(desk()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("/unknown/photos/" + photo)))
                .andExpect(content().string(not(containsString("familysearch."))));
        pages.perform(get("/unknown/photos/" + photo).with(desk()))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", containsString("no-store")))
                .andExpect(header().string("Content-Type", "image/jpeg"));
        pages.perform(get("/unknown/photos/" + photo)
                        .with(user(new SignedIn(
                                UUID.randomUUID(), "t", "t", Role.TOWNSHIP_OFFICER, "622927100", "", false, true))))
                .andExpect(status().isForbidden());
        pages.perform(get(page + "/notice/new").with(desk())).andExpect(status().isOk());
        pages.perform(post(page + "/notice")
                        .with(csrf())
                        .with(desk())
                        .param("station", "积石山县救助站")
                        .param("phone", "")
                        .param("features", "缺门牙"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("缺门牙")))
                .andExpect(content().string(containsString("请填写联系电话")));
        pages.perform(post(page + "/notice")
                        .with(csrf())
                        .with(desk())
                        .param("station", "积石山县救助站")
                        .param("phone", "110")
                        .param("features", "缺门牙")
                        .param("photograph", photo.toString())
                        .param("photographWhy", "有利于找到家人"))
                .andExpect(status().is3xxRedirection());
        pages.perform(get(page + "/notice").with(desk()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("data:image/jpeg;base64,")));
        pages.perform(get(page + "/notice.pdf").with(desk()))
                .andExpect(status().isOk())
                .andExpect(content().contentType("application/pdf"));
        UUID report = UUID.randomUUID();
        here(() -> search.report(report, JISHISHAN, ReportSource.FAMILY, appearance("周页", 50, 50), "家属 138", ""));
        pages.perform(get("/unknown/reports/" + report).with(desk()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("周页")))
                .andExpect(content().string(not(containsString("familysearch."))));
    }

    private long pictures(Unknown unknown) {
        Notices.Notice notice =
                Scopes.within(scope(), () -> notices.latest(unknown)).orElseThrow();
        return letter(unknown, notice, Language.ZH).sections().stream()
                .flatMap(section -> section.parts().stream())
                .filter(Letter.Picture.class::isInstance)
                .count();
    }

    private Letter letter(Unknown unknown, Notices.Notice notice, Language language) {
        return Scopes.within(scope(), () -> notices.letter(unknown, notice, language));
    }

    private long looks(UUID photo) {
        return Scopes.within(
                scope(),
                () -> db.sql("select count(*) from platform.audit where action = 'photograph-seen' and subject = ?")
                        .param(photo.toString())
                        .query(Long.class)
                        .single());
    }

    private UUID photo(Unknown unknown) throws IOException {
        byte[] file = PhotographTest.file("jpeg", 300, 400);
        return Scopes.within(scope(), () -> photographs.add(unknown, new ByteArrayInputStream(file)));
    }

    private Unknown found(UUID encounter) {
        UUID id = UUID.randomUUID();
        return Scopes.within(scope(), () -> {
            search.enter(id, JISHISHAN, encounter, appearance("", 48, 54), "癫痫发作后送医");
            return files.unknown(id);
        });
    }

    private Appearance appearance(String name, int from, int to) {
        return new Appearance(name, Sex.M, from, to, 168, "鼻梁有旧伤", "", JISHISHAN, "汽车站", clock.today());
    }

    private Standing duty(Unknown unknown, Duty duty) {
        return Scopes.within(scope(), () -> notices.duties(unknown)).stream()
                .filter(standing -> standing.duty() == duty)
                .findFirst()
                .orElseThrow();
    }

    private static RequestPostProcessor desk() {
        return user(new SignedIn(
                UUID.randomUUID(), "duty.622927", "值班", Role.DUTY_DESK, JISHISHAN.digits(), "", false, true));
    }

    private static Scope scope() {
        return new Scope(JISHISHAN, "duty." + JISHISHAN);
    }

    private static void here(Runnable work) {
        Scopes.run(scope(), work);
    }
}
