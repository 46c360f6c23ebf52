package org.hearth.app.benefit;

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
import java.util.UUID;
import java.util.regex.Pattern;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class PaymentPagesTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

    @Test
    void one_officer_prepares_another_releases_and_the_bank_answer_shows_what_to_do() throws Exception {
        MockMvc pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        Village village = new Village(registry);
        NewHousehold household =
                village.household(List.of(), village.person("马得福", Sex.M, LocalDate.of(1961, 3, 1), Relation.HEAD));
        village.as(
                "test",
                () -> benefits.entitle(
                        household.id(), null, Benefit.DIBAO, Yuan.of("512.40"), LocalDate.of(2023, 11, 1), "test"));
        SignedIn preparer = officer("county.one");
        SignedIn releaser = officer("county.two");
        assertThat(page(pages, "/payments", preparer)).contains("编制批次");

        String batch = pages.perform(post("/payments").with(user(preparer)).with(csrf()))
                .andReturn()
                .getResponse()
                .getHeader("Location");
        assertThat(page(pages, batch, preparer)).contains("须由另一位经办人员复核").doesNotContain("pain.001.xml");
        assertThat(page(pages, batch, releaser)).contains("复核并交银行发放");
        pages.perform(post(batch + "/release").with(user(releaser)).with(csrf()));
        String file = page(pages, batch + "/pain.001.xml", releaser);

        var transfers = Pattern.compile("<EndToEndId>([0-9a-f]{32})</EndToEndId>.*?<InstdAmt Ccy=\"CNY\">([0-9.]+)<")
                .matcher(file)
                .results()
                .toList();
        String returned = transfers.stream()
                .filter(transfer -> transfer.group(2).equals("512.40"))
                .findFirst()
                .orElseThrow()
                .group(1);
        String answer = """
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
                <OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId></OrgnlGrpInfAndSts>
                <OrgnlPmtInfAndSts><PmtInfSts>ACSC</PmtInfSts><TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId>
                <TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>
                </CstmrPmtStsRpt></Document>
                """.formatted(batch.substring("/payments/".length()).replace("-", ""), returned);
        pages.perform(multipart("/payments/answer")
                .file(new MockMultipartFile(
                        "file", "answer.xml", "application/xml", answer.getBytes(StandardCharsets.UTF_8)))
                .with(user(releaser))
                .with(csrf()));

        assertThat(page(pages, batch, releaser))
                .contains("退回：账户已销户（AC04）")
                .contains("请户主重新开户并登记新账号")
                .contains("马得福");
        assertThat(page(pages, batch + "/payments.csv", releaser))
                .contains("马得福")
                .contains("512.40");
        SignedIn township = new SignedIn(
                UUID.randomUUID(),
                "township.one",
                "马建国",
                Role.TOWNSHIP_OFFICER,
                village.code().digits().substring(0, 9),
                "",
                false,
                true);
        String account = "/households/" + household.id() + "/account";
        assertThat(page(pages, "/?lang=zh", township)).contains("待更正的收款账户");
        assertThat(page(pages, "/returned", township)).contains("马得福").contains(account);
        assertThat(entered(pages, account, township, "马占海"))
                .contains("data-field=\"kind\"")
                .contains("不是这户家庭的成员");
        assertThat(entered(pages, account, township, "马得福")).isEmpty();
        assertThat(page(pages, account + "?changed=true", township)).contains("退回的 1 笔随县里下一批发放");
        assertThat(page(pages, "/payments?returned=true", releaser)).contains(batch);
        assertThat(page(pages, "/payments?stage=PREPARED&month=1999-01", releaser))
                .contains("没有符合条件的批次");
        assertThat(page(pages, "/households/" + household.id() + "/benefits", releaser))
                .contains("最低生活保障金")
                .contains("银行退回");
        assertThat(page(pages, "/stock", releaser)).contains("物资库存");
        assertThat(page(pages, "/?lang=zh", releaser)).contains("银行退回的付款");
    }

    private static String entered(MockMvc pages, String link, SignedIn who, String holder) throws Exception {
        return pages.perform(post(link)
                        .with(user(who))
                        .with(csrf())
                        .header("HX-Request", "true")
                        .param("bank", "农商银行")
                        .param("account", "6228480012345671")
                        .param("holder", holder))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private static String page(MockMvc pages, String link, SignedIn who) throws Exception {
        var response = pages.perform(get(link).with(user(who))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private static SignedIn officer(String name) {
        return new SignedIn(UUID.randomUUID(), name, name, Role.COUNTY_OFFICER, "622927", "", false, true);
    }
}
