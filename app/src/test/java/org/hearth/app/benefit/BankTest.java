package org.hearth.app.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.chain.Chain;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.AccountHolder;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Source;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class BankTest {

    private static final RegionCode COUNTY = RegionCode.parse("622927");
    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);

    @Autowired
    Registry registry;

    @Autowired
    Benefits benefits;

    @Autowired
    Chain chain;

    @Autowired
    HearthClock clock;

    @Autowired
    JdbcClient db;

    private Village village;
    private NewHousehold first;
    private NewHousehold second;

    @BeforeEach
    void two_households_on_dibao() {
        village = new Village(registry);
        first = village.household(List.of(), village.person("马建国", Sex.M, LocalDate.of(1965, 3, 1), Relation.HEAD));
        second = village.household(List.of(), village.person("韩<英>", Sex.F, LocalDate.of(1970, 5, 1), Relation.HEAD));
        village.as("county.test", () -> {
            benefits.entitle(first.id(), null, Benefit.DIBAO, Yuan.of("621.30"), NOVEMBER, "test");
            benefits.entitle(second.id(), null, Benefit.DIBAO, Yuan.of("400"), NOVEMBER, "test");
        });
    }

    @Test
    void the_bank_file_follows_the_schema_and_its_control_sum_is_that_of_its_rows() throws Exception {
        String file = file(released(NOVEMBER));
        assertValid("pain.001.001.09.xsd", file);
        List<String> amounts = all(file, "<InstdAmt Ccy=\"CNY\">([0-9.]+)</InstdAmt>");
        BigDecimal sum = amounts.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(all(file, "<CtrlSum>([0-9.]+)</CtrlSum>")).hasSize(2).containsOnly(sum.toPlainString());
        assertThat(all(file, "<NbOfTxs>([0-9]+)</NbOfTxs>")).containsOnly(Integer.toString(amounts.size()));
        assertThat(amounts).contains("621.30", "400.00");
        assertThat(file).contains("9" + Math.abs(first.id().hashCode()), "韩&lt;英&gt;", "2023年11月最低生活保障金");
    }

    @Test
    void a_bank_file_is_made_of_released_batches_only() {
        UUID batch = prepared(NOVEMBER);
        village.as(
                "test",
                () -> assertThatThrownBy(() -> benefits.writeBankFile(batch, new ByteArrayOutputStream()))
                        .isInstanceOf(Problem.class));
    }

    @Test
    void what_came_back_from_a_closed_account_waits_for_another_and_goes_out_again_and_is_paid() throws Exception {
        UUID november = released(NOVEMBER);
        String answer = answer(november, "PART", line(first, "ACSC", ""), line(second, "RJCT", "AC04"));
        assertValid("pain.002.001.10.xsd", answer);
        BankAnswerRead read = read(answer);
        assertThat(List.of(read.paid(), read.returned())).containsExactly(1, 1);
        assertThat(state(first, NOVEMBER)).isEqualTo("PAID");
        assertThat(state(second, NOVEMBER)).isEqualTo("RETURNED");

        prepared(NOVEMBER.plusMonths(2));
        assertThat(value(
                        Long.class,
                        "select count(*) from benefit.instruction where payment_id = ?",
                        payment(second, NOVEMBER)))
                .as("sent once, and not again to the closed account")
                .isEqualTo(1);
        village.as(
                "township.officer",
                () -> assertThat(benefits.changeAccount(
                                second.id(), new NewAccount("农商银行", "6228 4800 1234 567", "韩<英>"), "", clock.today()))
                        .isEqualTo(1));

        UUID december = released(DECEMBER);
        assertThat(file(december)).contains("622848001234567");
        assertThat(state(second, NOVEMBER)).isEqualTo("INSTRUCTED");
        assertThat(read(answer)).as("the old answer, read late").isEqualTo(new BankAnswerRead(november, 0, 0));
        assertThat(state(second, NOVEMBER)).isEqualTo("INSTRUCTED");
        read(answer(december, "ACSC"));
        assertThat(state(second, NOVEMBER)).isEqualTo("PAID");
        assertThat(state(second, DECEMBER)).isEqualTo("PAID");
        village.as(
                "test",
                () -> assertThat(chain.of(second.id()).stream()
                                .map(entry -> entry.summary().zh()))
                        .containsExactlyInAnyOrder(
                                "收款账户更正：农商银行，户名韩<英>。",
                                "2023年11月最低生活保障金被银行退回：账户已销户。",
                                "发放2023年11月最低生活保障金。",
                                "发放2023年12月最低生活保障金。"));
    }

    @Test
    void money_goes_to_a_member_or_for_a_stated_reason_to_somebody_else() {
        village.as("township.officer", () -> {
            NewAccount guardian = new NewAccount("农商银行", "622848001", "马占海", AccountHolder.GUARDIAN);
            assertThat(refused(guardian, "")).isEqualTo("reason");
            assertThat(refused(new NewAccount("农商银行", "622848001", "马占海"), "换卡"))
                    .as("called a member, and is none")
                    .isEqualTo("kind");
            assertThat(refused(new NewAccount("农商银行", "存折", "马建国"), "")).isEqualTo("account");
            assertThat(refused(new NewAccount("农商银行", "9" + Math.abs(first.id().hashCode()), "马建国"), ""))
                    .as("the account of today")
                    .isEqualTo("account");
            benefits.changeAccount(first.id(), guardian, "监护人代领", clock.today());
            assertThat(registry.account(first.id())).hasValueSatisfying(account -> {
                assertThat(account.holder()).isEqualTo("马占海");
                assertThat(account.masked()).isEqualTo("*****8001");
            });
            registry.personDied(
                    first.members().getFirst().id(),
                    NOVEMBER,
                    new Source("test", first.id(), new Text("死亡医学证明", "death certificate")));
            assertThat(refused(new NewAccount("农商银行", "622848002", "马建国"), "本人要求"))
                    .as("who has died")
                    .isEqualTo("holder");
        });
    }

    /** The field at which the account is refused. */
    private String refused(NewAccount account, String reason) {
        try {
            benefits.changeAccount(first.id(), account, reason, clock.today());
            return "";
        } catch (Problem problem) {
            return problem.field();
        }
    }

    @Test
    void the_same_answer_twice_changes_nothing() {
        UUID batch = released(NOVEMBER);
        String answer = answer(batch, "ACSC");
        assertThat(read(answer).paid()).isPositive();
        List<BigDecimal> ledger = ledger(batch);
        assertThat(read(answer)).isEqualTo(new BankAnswerRead(batch, 0, 0));
        assertThat(ledger(batch)).isEqualTo(ledger);
    }

    @Test
    void once_all_is_paid_the_ledger_owes_nothing_and_the_bank_paid_what_the_fund_gave() {
        UUID batch = released(NOVEMBER);
        read(answer(batch, "ACSC"));
        assertThat(balance(batch, "payable")).isEqualByComparingTo("0");
        assertThat(balance(batch, "bank").negate())
                .isEqualByComparingTo(paid(batch))
                .isPositive();
    }

    @Test
    void an_answer_that_names_an_unknown_payment_is_refused_whole_and_names_it() {
        UUID batch = released(NOVEMBER);
        String stranger = "0123456789abcdef0123456789abcdef";
        assertThatThrownBy(() -> read(answer(batch, "PART", line(first, "ACSC", ""), line(stranger, "ACSC", ""))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(stranger);
        assertThat(state(first, NOVEMBER)).isEqualTo("INSTRUCTED");
    }

    @Test
    void an_answer_with_a_document_type_or_entity_is_refused() {
        UUID batch = released(NOVEMBER);
        String attack = answer(batch, "&secret;")
                .replace("?>", "?><!DOCTYPE Document [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>");
        assertThatThrownBy(() -> read(attack)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("no answer at all")).isInstanceOf(Problem.class);
    }

    private UUID prepared(LocalDate month) {
        UUID[] batch = new UUID[1];
        village.as("county.preparer", () -> batch[0] = benefits.prepareBatch(COUNTY, month, false));
        return batch[0];
    }

    private UUID released(LocalDate month) {
        UUID batch = prepared(month);
        village.as("county.releaser", () -> benefits.releaseBatch(batch));
        return batch;
    }

    private String file(UUID batch) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        village.as("test", () -> benefits.writeBankFile(batch, file));
        return file.toString(StandardCharsets.UTF_8);
    }

    private BankAnswerRead read(String answer) {
        List<BankAnswerRead> read = new ArrayList<>();
        village.as(
                "test",
                () -> read.add(
                        benefits.readBankAnswer(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)))));
        return read.getFirst();
    }

    private String line(NewHousehold household, String status, String reason) {
        return line(payment(household, NOVEMBER).toString().replace("-", ""), status, reason);
    }

    private static String line(String endToEndId, String status, String reason) {
        return "<TxInfAndSts><OrgnlEndToEndId>" + endToEndId + "</OrgnlEndToEndId><TxSts>" + status + "</TxSts>"
                + (reason.isEmpty() ? "" : "<StsRsnInf><Rsn><Cd>" + reason + "</Cd></Rsn></StsRsnInf>")
                + "</TxInfAndSts>";
    }

    private static String answer(UUID batch, String status, String... lines) {
        String id = batch.toString().replace("-", "");
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
                <GrpHdr><MsgId>A1</MsgId><CreDtTm>2023-11-11T09:00:00</CreDtTm></GrpHdr>
                <OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>%s</GrpSts></OrgnlGrpInfAndSts>
                <OrgnlPmtInfAndSts><OrgnlPmtInfId>%s</OrgnlPmtInfId>%s</OrgnlPmtInfAndSts>
                </CstmrPmtStsRpt></Document>
                """.formatted(id, status, id, String.join("", lines));
    }

    private UUID payment(NewHousehold household, LocalDate month) {
        return value(
                UUID.class,
                "select id from benefit.payment where household_id = ? and month = ?",
                household.id(),
                month);
    }

    private String state(NewHousehold household, LocalDate month) {
        return value(
                String.class,
                "select state from benefit.payment where household_id = ? and month = ?",
                household.id(),
                month);
    }

    private BigDecimal paid(UUID batch) {
        return value(
                BigDecimal.class,
                "select sum(amount) from benefit.payment where batch_id = ? and state = 'PAID'",
                batch);
    }

    private BigDecimal balance(UUID batch, String account) {
        return value(
                BigDecimal.class,
                "select sum(amount) from benefit.posting where batch_id = ? and account = ?",
                batch,
                account);
    }

    private List<BigDecimal> ledger(UUID batch) {
        List<BigDecimal> amounts = new ArrayList<>();
        village.as(
                "test",
                () -> amounts.addAll(db.sql("select amount from benefit.posting where batch_id = ? order by id")
                        .param(batch)
                        .query(BigDecimal.class)
                        .list()));
        return amounts;
    }

    private <T> T value(Class<T> type, String sql, Object... params) {
        List<T> found = new ArrayList<>();
        village.as(
                "test", () -> found.add(db.sql(sql).params(params).query(type).single()));
        return found.getFirst();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static void assertValid(String schema, String xml) throws Exception {
        var validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(BankTest.class.getResource("/iso20022/" + schema))
                .newValidator();
        assertThatCode(() -> validator.validate(new StreamSource(new StringReader(xml))))
                .doesNotThrowAnyException();
    }
}
