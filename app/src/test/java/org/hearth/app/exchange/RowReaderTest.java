package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.Test;

class RowReaderTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 3, 1);
    private static final String NUMBER = IdentityNumber.synthetic(
                    RegionCode.parse("622927"), LocalDate.of(1956, 3, 4), 11)
            .digits();

    private final Contract bills = new Contracts().of("medical-expenses");

    private Reading read(Contract contract, String... cells) {
        return new RowReader(contract, contract.columns(), TODAY).read(new TableFile.Row(1, List.of(cells)));
    }

    private Reading bill(String number, String on, String total) {
        return read(bills, "马建国", number, "县医院", on, total, "", "");
    }

    private String reason(Reading reading) {
        return ((Reading.Bad) reading).reason().zh();
    }

    private LocalDate day(String written) {
        return ((Reading.Good) bill(NUMBER, written, "1")).dates().get("结算日期");
    }

    private BigDecimal total(String written) {
        return ((Reading.Good) bill(NUMBER, "2024-01-08", written)).amounts().get("总费用");
    }

    @Test
    void a_date_is_read_in_every_way_of_writing_that_occurs() {
        for (String written : List.of(
                "2024-01-08",
                "2024/1/8",
                "20240108",
                "2024年1月8日",
                "45299",
                "2024.1.8",
                "２０２４－０１－０８",
                "2024-01-08 00:00:00",
                "2024/1/8 9:05",
                "'2024-01-08",
                "　2024-01-08　")) {
            assertThat(day(written)).as(written).isEqualTo(LocalDate.of(2024, 1, 8));
        }
        assertThat(reason(bill(NUMBER, "24.1.8", "1"))).isEqualTo("结算日期“24.1.8”不是日期，应写成 2023-12-01 的样子");
        assertThat(reason(bill(NUMBER, "2024-02-30", "1"))).contains("“2024-02-30”不是日期");
        assertThat(reason(bill(NUMBER, "2024-03-02", "1"))).isEqualTo("结算日期 2024-03-02 晚于今天");
    }

    @Test
    void an_amount_is_read_in_yuan_and_in_ten_thousands_whatever_stands_around_it() {
        assertThat(total("1200.50")).isEqualByComparingTo("1200.5");
        assertThat(total("1,200.50")).isEqualByComparingTo("1200.5");
        assertThat(total("￥1，200.50元")).isEqualByComparingTo("1200.5");
        assertThat(total("１２００．５０")).isEqualByComparingTo("1200.5");
        assertThat(total("¥1200.5")).isEqualByComparingTo("1200.5");
        assertThat(total("1.2万元")).isEqualByComparingTo("12000");
        assertThat(total("0.12005 万")).isEqualByComparingTo("1200.5");
        assertThat(reason(bill(NUMBER, "2024-01-08", "约100"))).isEqualTo("总费用“约100”不是金额，应写成 1234.50 的样子");
        assertThat(reason(bill(NUMBER, "2024-01-08", "-5"))).isEqualTo("总费用是负数：-5");
        assertThat(reason(bill(NUMBER, "2024-01-08", "1.205"))).contains("不是金额");
        assertThat(reason(bill(NUMBER, "2024-01-08", "1,20.5"))).contains("不是金额");
    }

    @Test
    void a_number_is_read_in_any_width_and_case_and_lost_digits_are_never_guessed() {
        String wide = NUMBER.chars()
                .mapToObj(c -> String.valueOf((char) (c + 0xFEE0)))
                .reduce("", String::concat);
        for (String written :
                List.of(NUMBER, "'" + NUMBER, " " + NUMBER + "\t", wide, NUMBER.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(bill(written, "2024-01-08", "1")).as(written).isInstanceOf(Reading.Good.class);
        }
        assertThat(reason(bill("6.2292E+17", "2024-01-08", "1")))
                .isEqualTo("身份证号“6.2292E+17”被 Excel 当成数字，后几位已丢失。请把这一列的单元格格式设为“文本”，重新填写号码");
        assertThat(reason(bill("", "2024-01-08", "1"))).isEqualTo("身份证号没有填写，请补填");
    }

    @Test
    void a_reason_never_shows_a_whole_identity_number() {
        String wrong = NUMBER.substring(0, 17) + (NUMBER.endsWith("0") ? "1" : "0");
        Reading.Bad bad = (Reading.Bad) bill(wrong, "2024-01-08", "1");

        assertThat(bad.reason().zh())
                .contains(NUMBER.substring(0, 6) + "********")
                .doesNotContain(wrong);
        assertThat(bad.reason().en()).doesNotContain(wrong);
    }

    @Test
    void a_code_a_pattern_and_a_failed_formula_say_the_column_the_value_and_what_to_write() {
        Contract vehicles = new Contracts().of("vehicles");
        assertThat(reason(read(vehicles, "马建国", NUMBER, "甘N12345", "轿 车", "注册登记", "2024-01-08", "")))
                .startsWith("车辆类型“轿 车”不在约定的写法中：小型轿车、");
        assertThat(reason(read(vehicles, "马建国", NUMBER, "12345", "小型轿车", "注册登记", "2024-01-08", "")))
                .isEqualTo("号牌号码“12345”写法不对，应像“甘N12345”");
        assertThat(reason(read(vehicles, "马建国", NUMBER, "甘N12345", "小型轿车", "注册登记", "2024-01-08", "#REF!")))
                .isEqualTo("购置价格是出错的公式“#REF!”，请改填数值");
        Reading.Good good = (Reading.Good) read(vehicles, "马建国", NUMBER, "甘N12345", " 小型 轿车", "注册登记", "2024-01-08", "");
        assertThat(good.facts().getFirst().value().toString()).isEqualTo("{\"kind\":\"car\",\"ended\":false}");
    }

    @Test
    void a_formula_may_work_out_an_amount_and_never_a_number() {
        RowReader reader = new RowReader(bills, bills.columns(), TODAY);
        List<String> cells = List.of("马建国", NUMBER, "县医院", "2024-01-08", "100", "", "");
        assertThat(reader.read(new TableFile.Row(1, cells, Set.of(4)))).isInstanceOf(Reading.Good.class);
        assertThat(reason(reader.read(new TableFile.Row(1, cells, Set.of(1))))).startsWith("身份证号是公式算出的");
        assertThat(reader.columnAtFault(new TableFile.Row(1, cells, Set.of(1)))).isEqualTo("身份证号");
        assertThat(reader.columnAtFault(new TableFile.Row(1, cells))).isEmpty();
    }

    @Test
    void numbers_of_spouses_are_masked_like_those_of_the_persons() {
        Contract marriages = new Contracts().of("marriages");
        RowReader reader = new RowReader(marriages, marriages.columns(), TODAY);
        assertThat(reader.masked(List.of("马秀英", NUMBER, "J1", "2024-01-08", "马建国", NUMBER)))
                .noneMatch(NUMBER::equals);
    }

    @Test
    void columns_that_were_not_read_are_told_and_one_that_may_be_an_optional_one_mistyped_is_told_as_that() {
        List<String> header = List.of("姓名", "身份证号", "医疗机构", "结算日期", "总费用", "医保支", "救助支付", "联系电话", "备注", "");

        assertThat(Contracts.notes(bills, header))
                .containsExactly(
                        Note.leftOut(
                                "列“医保支”不在约定中，没有读取；与约定的“医保支付”相近，如是笔误，请改正列名后重新上传。",
                                "The column 医保支 is not agreed upon and was not read; it is near to 医保支付. If it is that one mistyped, mend the name and upload the file again."),
                        Note.leftOut("列“联系电话”“备注”不在约定中，没有读取。", "Not agreed upon, and not read: 联系电话, 备注."),
                        Note.leftOut("第 10 列没有列名，没有读取。", "Column 10 has no name and was not read."),
                        Note.readSo(
                                "文件中没有选填列：医保支付。", "The file does not have these columns, which may be missing: 医保支付."));
        assertThat(Contracts.notes(bills, bills.columns())).isEmpty();
        assertThat(Contracts.lacking(bills, List.of("总费用"), List.of("姓名", "总费月"))
                        .text()
                        .zh())
                .isEqualTo("文件缺少列：总费用。整个文件没有导入。文件中的“总费月”是否就是“总费用”？请改正列名。");
        assertThat(Header.isNear("配偶姓名", "偶配姓名")).isTrue();
        assertThat(Header.isNear("配偶姓名", "姓名")).isFalse();
    }

    @Test
    void of_kinds_with_the_same_columns_the_file_name_decides_and_a_near_one_is_named() {
        Contracts contracts = new Contracts();
        assertThat(contracts
                        .detect("民政-殡葬.csv", List.of("姓名", "身份证号", "死亡日期", "备注"))
                        .kind())
                .isEqualTo("deaths-funeral");
        assertThat(contracts.detect("x.csv", bills.columns()).kind()).isEqualTo("medical-expenses");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> contracts.detect("x.csv", List.of("姓名", "身份证号", "医疗机构", "总费用", "医保支付")))
                .hasMessageContaining("The nearest is Medical bills settled, which also has: 结算日期 (");
    }
}
