package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.exchange.Quarantine.Selection;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Templates are filled in, and waiting rows mended, with the library that most programs use in the place of Excel. */
@HearthTest
class TemplatesTest {

    private static final SignedIn OFFICER =
            new SignedIn(UUID.randomUUID(), "county", "马主任", Role.COUNTY_OFFICER, "622927", "", false, true);

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private WebApplicationContext context;

    @Autowired
    private Exchange exchange;

    @Autowired
    private Registry registry;

    @Autowired
    private Contracts contracts;

    @Autowired
    private JdbcClient db;

    private Village village;
    private NewPerson woman;
    private String number;

    @BeforeEach
    void a_woman_lives_in_the_village() {
        village = new Village(registry);
        woman = village.person("马秀英", Sex.F, LocalDate.of(1968, 5, 6), Relation.HEAD);
        number = Objects.requireNonNull(woman.idNumber()).digits();
        village.household(List.of(), woman);
    }

    private MockHttpServletResponse asked(String address) throws Exception {
        MockHttpServletResponse response = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build()
                .perform(get(address).with(user(OFFICER)))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(address).isEqualTo(200);
        return response;
    }

    private BatchResult bring(String fileName, byte[] content) {
        AtomicReference<BatchResult> result = new AtomicReference<>();
        village.as("county", () -> result.set(exchange.importFile("", fileName, new ByteArrayInputStream(content))));
        return result.get();
    }

    private static byte[] bytes(XSSFWorkbook book) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return out.toByteArray();
    }

    private byte[] filled(Contract contract, byte[] template) throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(template))) {
            Sheet sheet = book.getSheetAt(0);
            Row row = sheet.createRow(2);
            List<Contract.Field> fields = contract.fields();
            for (int i = 0; i < fields.size(); i++) {
                Contract.Field field = fields.get(i);
                Cell cell = row.createCell(i);
                cell.setCellStyle(sheet.getColumnStyle(i));
                switch (field.type()) {
                    case DATE -> cell.setCellValue(LocalDate.parse(Objects.requireNonNull(field.example())));
                    case AMOUNT -> cell.setCellValue(Double.parseDouble(Objects.requireNonNull(field.example())));
                    case PERSON_NAME, STRING, CODE -> cell.setCellValue(Columns.exampleOf(contract, field));
                    case IDENTITY_NUMBER -> cell.setCellValue(number);
                }
            }
            return bytes(book);
        }
    }

    @Test
    void every_template_filled_in_is_imported_as_it_is() throws Exception {
        for (Contract contract : contracts.all()) {
            byte[] template =
                    asked("/exchange/templates/" + contract.kind() + ".xlsx").getContentAsByteArray();
            BatchResult result = bring(contract.file() + "-模板.xlsx", filled(contract, template));

            assertThat(result.kind()).isEqualTo(contract.kind());
            assertThat(result.rows()).isEqualTo(1);
            assertThat(result.quarantined()).as(contract.kind()).isZero();
        }
    }

    @Test
    void a_template_has_lists_text_for_numbers_an_example_and_the_columns_in_both_languages() throws Exception {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(
                asked("/exchange/templates/vehicles.xlsx").getContentAsByteArray()))) {
            Sheet data = book.getSheetAt(0);
            assertThat(data.getRow(0).getCell(1).getStringCellValue()).isEqualTo("身份证号");
            assertThat(data.getColumnStyle(1).getDataFormatString()).isEqualTo("@");
            assertThat(data.getColumnStyle(5).getDataFormatString()).isEqualTo("yyyy-mm-dd");
            assertThat(data.getRow(1).getCell(2).getStringCellValue()).startsWith("※必填");
            assertThat(data.getDataValidations())
                    .anySatisfy(
                            list -> assertThat(list.getValidationConstraint().getExplicitListValues())
                                    .contains("小型轿车", "摩托车"));
            assertThat(book.getSheetAt(1).getRow(1).getCell(2).getStringCellValue())
                    .isEqualTo("甘N12345");
            List<String> words = new ArrayList<>();
            book.getSheetAt(2)
                    .forEach(row -> row.forEach(cell -> words.add(new DataFormatter().formatCellValue(cell))));
            assertThat(words).contains("号牌号码", "Plate", "机动车登记 Vehicles registered");
        }
        assertThat(asked("/exchange/templates/vehicles.csv").getContentAsString(StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF姓名,身份证号,号牌号码,车辆类型,登记业务,登记日期,购置价格\r\n");
        assertThat(asked("/exchange/contracts").getContentAsString(StandardCharsets.UTF_8))
                .contains("机动车登记", "/exchange/templates/vehicles.xlsx", "号牌号码*");
    }

    @Test
    void waiting_rows_come_back_with_the_reason_beside_them_are_mended_there_and_sent_again() throws Exception {
        BatchResult first = bring(
                "公安-车辆.csv",
                ("姓名,身份证号,号牌号码,车辆类型,登记业务,登记日期,购置价格\n"
                                + "马秀英," + number + ",甘N00001,小型轿车,注册登记,2023-12-18,86000\n"
                                + "马秀英," + number + ",甘N00002,=1+1,注册登记,2023-12-18,86000\n"
                                + "马秀芳," + number + ",甘N00003,摩托车,注册登记,2023-12-18,\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(first.quarantined()).isEqualTo(2);

        byte[] mended;
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(
                asked("/exchange/" + first.batchId() + "/errors.xlsx").getContentAsByteArray()))) {
            Sheet sheet = book.getSheetAt(0);
            assertThat(sheet.getLastRowNum()).isEqualTo(2);
            Row code = sheet.getRow(1);
            assertThat(code.getCell(1).getStringCellValue()).isEqualTo(number);
            assertThat(code.getCell(3).getCellType()).isEqualTo(CellType.STRING);
            assertThat(code.getCell(3).getStringCellValue()).isEqualTo("=1+1");
            assertThat(code.getCell(3).getCellStyle().getFillPattern()).isEqualTo(FillPatternType.SOLID_FOREGROUND);
            assertThat(code.getCell(2).getCellStyle().getFillPattern()).isEqualTo(FillPatternType.NO_FILL);
            assertThat(code.getCell(7).getStringCellValue()).startsWith("车辆类型“=1+1”不在约定的写法中");
            assertThat(code.getCell(8).getStringCellValue()).startsWith("车辆类型: =1+1 is none of the agreed words");
            assertThat(code.getCell(9).getNumericCellValue()).isEqualTo(2);
            Row name = sheet.getRow(2);
            assertThat(name.getCell(0).getCellStyle().getFillPattern()).isEqualTo(FillPatternType.SOLID_FOREGROUND);
            code.getCell(3).setCellValue("小型轿车");
            name.getCell(0).setCellValue("马秀英");
            mended = bytes(book);
        }
        village.as(
                "county",
                () -> assertThat(db.sql(
                                        "select count(*) from platform.audit where action = 'opened-waiting-rows' and subject = ?")
                                .param(first.batchId().toString())
                                .query(Long.class)
                                .single())
                        .isEqualTo(1));

        BatchResult second = bring("公安-车辆-改正.xlsx", mended);
        assertThat(second.rows()).isEqualTo(2);
        assertThat(second.mended()).isEqualTo(2);
        village.as(
                "county",
                () -> assertThat(db.sql("select applied || ' ' || quarantined from exchange.batch where id = ?")
                                .param(first.batchId())
                                .query(String.class)
                                .single())
                        .isEqualTo("3 0"));
        BatchResult again = bring(
                "公安-车辆-又一次.csv",
                ("姓名,身份证号,号牌号码,车辆类型,登记业务,登记日期,购置价格\n马秀英," + number + ",甘N00002,小型轿车,注册登记,2023-12-18,86000\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(again.unchanged()).isEqualTo(1);
    }

    @Test
    void a_number_worked_out_by_a_formula_or_kept_as_a_number_waits() throws Exception {
        byte[] template = asked("/exchange/templates/heating-arrears.xlsx").getContentAsByteArray();
        byte[] content;
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(template))) {
            for (int i = 2; i < 5; i++) {
                Row row = book.getSheetAt(0).createRow(i);
                row.createCell(0).setCellValue("马秀英");
                row.createCell(2).setCellValue("0100234");
                row.createCell(4).setCellValue(45_270);
            }
            Sheet sheet = book.getSheetAt(0);
            sheet.getRow(2).createCell(1).setCellFormula("\"" + number + "\"");
            sheet.getRow(3).createCell(1).setCellValue(Double.parseDouble(number.substring(0, 17) + "0"));
            sheet.getRow(4).createCell(1).setCellValue("'" + number.toLowerCase(java.util.Locale.ROOT));
            sheet.getRow(2).createCell(3).setCellValue(1);
            sheet.getRow(3).createCell(3).setCellValue(1);
            sheet.getRow(4).createCell(3).setCellFormula("1000+180");
            book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            content = bytes(book);
        }
        BatchResult result = bring("供热.xlsx", content);

        assertThat(result.applied()).isEqualTo(1);
        village.as("county", () -> {
            assertThat(db.sql("select reason_zh from exchange.quarantine where batch_id = ? order by row_number")
                            .param(result.batchId())
                            .query(String.class)
                            .list())
                    .satisfiesExactly(
                            formula -> assertThat(formula).startsWith("身份证号是公式算出的"),
                            digits -> assertThat(digits).contains("后几位已丢失").contains("格式设为“文本”"));
            assertThat(db.sql("select value::text || ' ' || holds_on from exchange.fact where batch_id = ?")
                            .param(result.batchId())
                            .query(String.class)
                            .list())
                    .containsExactly("1180 2023-12-10");
            assertThat(quarantine.again(Selection.of(result.batchId())).settled())
                    .as("what a formula worked out is no number when it is looked at again either")
                    .isZero();
        });
    }
}
