package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class ReceivedFilesTest {

    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    private WebApplicationContext context;

    @Autowired
    private Registry registry;

    @Autowired
    private ReceivedFiles batches;

    @Autowired
    private Quarantine quarantine;

    @Test
    void a_waiting_row_is_shown_masked_and_mended_on_the_page_and_the_totals_still_tie_out() throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Village village = new Village(registry);
        NewPerson woman = village.person("马秀英", Sex.F, LocalDate.of(1960, 5, 6), Relation.HEAD);
        UUID household = village.household(List.of(), woman).id();
        String number = Objects.requireNonNull(woman.idNumber()).digits();
        String file = "姓名,身份证号,残疾类别,残疾等级,发证日期\n马秀华," + number + ",肢体,二级,2023-11-15\n";

        String page = Objects.requireNonNull(pages.perform(multipart("/exchange")
                        .file(new MockMultipartFile(
                                "file", "残联-" + number + ".csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                        .with(user(OFFICER))
                        .with(csrf()))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
        String shown = body(pages, page);
        UUID batch = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        assertThat(shown).contains("号码相符但姓名不同").contains(number.substring(0, 6) + "********");

        UUID[] row = new UUID[1];
        village.as(
                "county",
                () -> row[0] = quarantine
                        .find(Quarantine.Selection.of(batch), 0)
                        .rows()
                        .getFirst()
                        .id());
        assertThat(body(pages, "/exchange/rows/" + row[0] + "?batch=" + batch)).contains(number);
        String answer = pages.perform(post("/exchange/rows/" + row[0])
                        .param("batch", batch.toString())
                        .param("cell", "马秀英", number, "肢体", "二级", "2023-11-15")
                        .with(user(OFFICER))
                        .with(csrf()))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(answer).contains("已改正并导入");
        village.as("county", () -> {
            assertThat(batches.batch(batch).applied()).isEqualTo(1);
            assertThat(batches.batch(batch).quarantined()).isZero();
        });
        assertThat(body(pages, "/exchange/households/" + household))
                .contains("肢体")
                .contains("残疾人联合会");
        assertThat(body(pages, "/exchange?waiting=false")).contains("残联");
        assertThat(body(pages, "/exchange/" + batch + "/waiting.csv")).contains("行号");
    }

    private static String body(MockMvc pages, String address) throws Exception {
        var response =
                pages.perform(get(address).with(user(OFFICER))).andReturn().getResponse();
        assertThat(response.getStatus()).as(address).isEqualTo(200);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }
}
