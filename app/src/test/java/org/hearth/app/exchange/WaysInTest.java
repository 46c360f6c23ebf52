package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;

/** A department's file by a system with a key, by a watched folder, and several at once by the page. */
@HearthTest
class WaysInTest {

    private static final SignedIn ADMINISTRATOR =
            new SignedIn(UUID.randomUUID(), "admin", "管理员", Role.ADMINISTRATOR, "622927", "", false, true);
    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);
    private static final String BILLS = "姓名,身份证号,医疗机构,结算日期,总费用,医保支付,救助支付\n";

    @Autowired
    private WebApplicationContext context;

    @Autowired
    private Registry registry;

    @Autowired
    private Regions regions;

    @Autowired
    private Exchange exchange;

    @Autowired
    private ReceivedFiles files;

    @Autowired
    private HearthClock clock;

    @Autowired
    private JdbcClient db;

    @TempDir
    Path folder;

    private MockMvc web;
    private String file;

    @BeforeEach
    void a_man_lives_in_the_village() {
        web = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Scopes.run(Scope.system("test"), () -> regions.loadIfEmpty(Progress.SILENT));
        Village village = new Village(registry);
        NewPerson man = village.person("马建国", Sex.M, LocalDate.of(1956, 3, 4), Relation.HEAD);
        village.household(List.of(), man);
        file = BILLS + "马建国," + Objects.requireNonNull(man.idNumber()).digits() + ",县医院,2023-12-01,1200,800,100\n"
                + "马建国,123,医院" + UUID.randomUUID() + ",2023-12-01,1200,800,100\n";
    }

    private MockHttpServletResponse ask(RequestBuilder request) throws Exception {
        return web.perform(request).andReturn().getResponse();
    }

    private static String text(MockHttpServletResponse response) throws IOException {
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(MockHttpServletResponse response) throws IOException {
        return Intake.JSON.readTree(text(response));
    }

    private String key(String... kinds) throws Exception {
        var request = post("/exchange/keys").param("name", "县医保局").param("region", "622927");
        for (String kind : kinds) {
            request = request.param("kinds", kind);
        }
        Matcher key = Pattern.compile("hearth-[A-Za-z0-9_-]{43}")
                .matcher(text(ask(request.with(user(ADMINISTRATOR)).with(csrf()))));
        assertThat(key.find()).isTrue();
        return key.group();
    }

    @Test
    void a_system_sends_a_file_with_its_key_and_learns_what_became_of_each_row() throws Exception {
        String key = key();
        MockHttpServletResponse sent = ask(post("/api/exchange/medical-expenses")
                .header("Authorization", "Bearer " + key)
                .contentType("text/csv")
                .content(file.getBytes(StandardCharsets.UTF_8)));
        assertThat(sent.getStatus()).isEqualTo(200);
        JsonNode first = json(sent);
        assertThat(first.get("state").asString()).isEqualTo("DONE");
        assertThat(List.of(
                        first.get("rows").asInt(),
                        first.get("applied").asInt(),
                        first.get("waiting").asInt()))
                .containsExactly(2, 1, 1);
        assertThat(first.get("reasons").get(0).get("reason").asString()).isEqualTo("BAD_NUMBER");

        // The same content as a form with basic authentication: it is the same batch.
        MockHttpServletResponse again = ask(multipart("/api/exchange/medical-expenses")
                .file(new MockMultipartFile("file", "bills.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                .header(
                        "Authorization",
                        "Basic "
                                + java.util.Base64.getEncoder()
                                        .encodeToString(("any:" + key).getBytes(StandardCharsets.UTF_8))));
        assertThat(json(again).get("receivedBefore").asBoolean()).isTrue();
        assertThat(json(again).get("batch").asString())
                .isEqualTo(first.get("batch").asString());

        MockHttpServletResponse asked =
                ask(get(Objects.requireNonNull(sent.getHeader("Location"))).header("Authorization", "Bearer " + key));
        assertThat(json(asked).get("rows").asInt()).isEqualTo(2);
        assertThat(db.sql("select count(*) from platform.audit where action = 'department-sent' and subject = ?")
                        .param(first.get("batch").asString())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void without_a_key_or_with_one_that_was_revoked_nothing_is_taken() throws Exception {
        String key = key();
        MockHttpServletResponse none = ask(
                post("/api/exchange/medical-expenses").contentType("text/csv").content(file));
        assertThat(none.getStatus()).isEqualTo(401);
        assertThat(json(none).get("zh").asString()).contains("密钥");
        // Neither does a signed-in officer's session open it: another site could send in their name.
        assertThat(ask(post("/api/exchange/medical-expenses")
                                .with(user(OFFICER))
                                .contentType("text/csv")
                                .content(file))
                        .getStatus())
                .isEqualTo(401);

        UUID id = db.sql("select id from exchange.department_key order by created_at desc limit 1")
                .query(UUID.class)
                .single();
        ask(post("/exchange/keys/" + id + "/revoke").with(user(ADMINISTRATOR)).with(csrf()));
        assertThat(ask(post("/api/exchange/medical-expenses")
                                .header("Authorization", "Bearer " + key)
                                .contentType("text/csv")
                                .content(file))
                        .getStatus())
                .isEqualTo(401);
        assertThat(ask(get("/exchange/keys").with(user(OFFICER))).getStatus()).isEqualTo(403);
    }

    @Test
    void a_key_is_made_for_kinds_that_there_are() throws Exception {
        MockHttpServletResponse none = ask(post("/exchange/keys")
                .param("name", "县医保局")
                .param("region", "622927")
                .param("kinds", "medical-expenses", "no-such-kind")
                .with(user(ADMINISTRATOR))
                .with(csrf()));
        assertThat(none.getStatus()).isEqualTo(422);
        assertThat(text(none)).contains("没有“no-such-kind”这种数据").doesNotContain("hearth-");
    }

    @Test
    void what_cannot_be_taken_is_answered_with_one_problem_in_both_languages() throws Exception {
        String key = key("deaths-funeral");
        MockHttpServletResponse otherKind = ask(post("/api/exchange/medical-expenses")
                .header("Authorization", "Bearer " + key)
                .contentType("text/csv")
                .content(file));
        assertThat(otherKind.getStatus()).isEqualTo(403);
        MockHttpServletResponse noKind = ask(post("/api/exchange/no-such-kind")
                .header("Authorization", "Bearer " + key)
                .contentType("text/csv")
                .content(file));
        assertThat(noKind.getStatus()).isEqualTo(422);
        MockHttpServletResponse wrongColumns = ask(post("/api/exchange/deaths-funeral")
                .header("Authorization", "Bearer " + key)
                .contentType("text/csv")
                .content(file));
        assertThat(wrongColumns.getStatus()).isEqualTo(422);
        assertThat(wrongColumns.getContentType()).startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        assertThat(json(wrongColumns).get("zh").asString()).contains("死亡日期");
        assertThat(json(wrongColumns).get("en").asString()).contains("lacks columns");
        MockHttpServletResponse form = ask(post("/api/exchange/deaths-funeral")
                .header("Authorization", "Bearer " + key)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .content("a=b"));
        assertThat(form.getStatus()).isEqualTo(422);
        MockHttpServletResponse others =
                ask(get("/api/exchange/batches/" + UUID.randomUUID()).header("Authorization", "Bearer " + key));
        assertThat(others.getStatus()).isEqualTo(404);
        MockHttpServletResponse asked =
                ask(get("/api/exchange/deaths-funeral").header("Authorization", "Bearer " + key));
        assertThat(asked.getStatus()).isEqualTo(400);
        assertThat(json(asked).get("en").asString()).contains("POST /api/exchange/KIND sends");
    }

    @Test
    void a_file_in_the_watched_folder_is_taken_once_it_has_stopped_growing() throws Exception {
        Inbox inbox = new Inbox(
                exchange, files, regions, clock, new Exchange.Settings(DataSize.ofMegabytes(1), 20_000, folder, null));
        Path county = Files.createDirectories(folder.resolve("622927"));
        Path growing = Files.writeString(county.resolve("医保.csv"), BILLS);
        inbox.look(folder);
        Files.writeString(growing, file);
        inbox.look(folder);
        assertThat(growing).exists();
        inbox.look(folder);
        assertThat(growing).doesNotExist();
        assertThat(folder.resolve("done/622927/医保.csv")).exists();
        assertThat(folder.resolve("done/622927/医保.csv.txt")).content().contains("共 2 行：生效 1，未变 0，待核 1");

        // The same again, and said of which kind it is.
        Path kind = Files.createDirectories(county.resolve("medical-expenses"));
        Files.writeString(kind.resolve("x.csv"), file);
        Files.writeString(folder.resolve("lost.csv"), file);
        Files.writeString(county.resolve("broken.csv"), "姓名\n马建国\n");
        Files.writeString(county.resolve("copying.csv.part"), "姓名");
        inbox.look(folder);
        inbox.look(folder);
        assertThat(folder.resolve("done/622927/medical-expenses/x.csv.txt"))
                .content()
                .contains("以前收到过");
        assertThat(folder.resolve("refused/lost.csv.txt")).content().contains("622927/lost.csv");
        assertThat(folder.resolve("refused/622927/broken.csv.txt")).content().contains("record kind");
        assertThat(county.resolve("copying.csv.part")).exists();
    }

    @Test
    void what_was_not_read_and_how_the_rest_was_is_told_by_every_way_in() throws Exception {
        String with = "医保结算明细,,,,,,,\n"
                + BILLS.replace("\n", ",联系电话\n")
                + file.replace(BILLS, "").lines().map(row -> row + ",139").collect(Collectors.joining("\n"))
                + "\n,,,,,,,\n";
        String left = "列“联系电话”不在约定中，没有读取。";

        JsonNode api = json(ask(post("/api/exchange/medical-expenses")
                .header("Authorization", "Bearer " + key())
                .contentType("text/csv")
                .content(with.getBytes(Charset.forName("GB18030")))));
        assertThat(api.get("notes")
                        .valueStream()
                        .map(note -> note.get("kind").asString() + " "
                                + note.get("text").get("zh").asString()))
                .containsExactly(
                        "LEFT_OUT " + left,
                        "READ_SO 按 GB18030 编码、逗号分隔读取。",
                        "READ_SO 表头在第 2 行，以上 1 行没有读取。",
                        "READ_SO 跳过空行 1 行。");
        assertThat(text(ask(get("/exchange/" + api.get("batch").asString()).with(user(OFFICER)))))
                .contains(left, "按 GB18030 编码、逗号分隔读取。");

        Inbox inbox = new Inbox(
                exchange, files, regions, clock, new Exchange.Settings(DataSize.ofMegabytes(1), 20_000, folder, null));
        Files.writeString(Files.createDirectories(folder.resolve("622927")).resolve("医保.csv"), with);
        inbox.look(folder);
        inbox.look(folder);
        assertThat(folder.resolve("done/622927/医保.csv.txt"))
                .content()
                .contains(left, "Not agreed upon, and not read: 联系电话.", "按 UTF-8 编码、逗号分隔读取。");

        ask(multipart("/exchange")
                .file(new MockMultipartFile(
                        "file", "医保1.csv", "text/csv", (with + ",,\n").getBytes(StandardCharsets.UTF_8)))
                .file(new MockMultipartFile("file", "医保2.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                .with(user(OFFICER))
                .with(csrf()));
        Path kept = Files.writeString(folder.resolve("long.csv"), with + ",,,\n");
        BatchResult batch =
                Scopes.within(new Scope(RegionCode.parse("622927"), "test"), () -> exchange.keep("", "医保3.csv", kept));
        assertThat(batch.notes().getFirst().text().zh()).isEqualTo(left);
    }

    @Test
    void of_several_files_at_once_those_that_can_be_used_are_taken() throws Exception {
        MockHttpServletResponse answer = ask(multipart("/exchange")
                .file(new MockMultipartFile("file", "医保.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                .file(new MockMultipartFile("file", "空.csv", "text/csv", new byte[0]))
                .with(user(OFFICER))
                .with(csrf()));
        assertThat(answer.getRedirectedUrl()).isEqualTo("/exchange");
        assertThat(text(ask(get("/exchange").with(user(OFFICER))))).contains("医保.csv");
        assertThat(text(ask(get("/exchange/totals").with(user(OFFICER)))))
                .contains("平衡")
                .doesNotContain("不平衡");
        assertThat(text(ask(get("/exchange/totals.csv").with(user(OFFICER))))).contains("医疗保障部门");
        assertThat(text(ask(get("/exchange/files.csv").with(user(OFFICER))))).contains("医保.csv");
    }
}
