package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;

/** The columns of contracts in words: what they are called, what to write in them, and an example. */
final class Columns {

    // Reserved numbers, which are nobody's (docs/adr/0002-synthetic-identity-numbers.md).
    private static final String EXAMPLE_NUMBER = IdentityNumber.synthetic(
                    RegionCode.parse("622927"), LocalDate.of(1968, 5, 6), 122)
            .digits();
    private static final String OTHER_NUMBER = IdentityNumber.synthetic(
                    RegionCode.parse("622927"), LocalDate.of(1966, 3, 4), 123)
            .digits();

    private Columns() {}

    /** The name in English. */
    static String titleOf(Contract.Field field) {
        return switch (field.type()) {
            case PERSON_NAME -> Objects.requireNonNullElse(field.title(), "Name");
            case IDENTITY_NUMBER -> Objects.requireNonNullElse(field.title(), "Identity number");
            case STRING, DATE, AMOUNT, CODE -> Objects.requireNonNullElse(field.title(), field.name());
        };
    }

    /** Whether it may be left empty; the name and the number of the person whom the row is about never may. */
    static boolean isRequired(Contract contract, Contract.Field field) {
        return field.required()
                || field.name().equals(contract.column(Contract.Type.PERSON_NAME))
                || field.name().equals(contract.column(Contract.Type.IDENTITY_NUMBER));
    }

    /** What to write in it. */
    static Text explained(Contract.Field field) {
        Text ofType = switch (field.type()) {
            case PERSON_NAME -> new Text("与身份证一致", "as on the identity card");
            case IDENTITY_NUMBER -> new Text("18 位号码，单元格格式为“文本”", "18 characters; the cell formatted as text");
            case STRING -> new Text("文字，如 " + field.example(), "text, such as " + field.example());
            case DATE -> new Text("日期，如 " + field.example(), "a date, such as " + field.example());
            case AMOUNT -> new Text("金额（元），如 " + field.example(), "an amount in yuan, such as " + field.example());
            case CODE -> {
                List<String> words =
                        List.copyOf(Objects.requireNonNull(field.codes()).keySet());
                yield new Text("从列表选择：" + String.join("、", words), "one of: " + String.join(", ", words));
            }
        };
        return field.description() == null
                ? ofType
                : new Text(
                        ofType.zh() + "；" + field.description().zh(),
                        ofType.en() + "; " + field.description().en());
    }

    /** A cell as it may be written. */
    static String exampleOf(Contract contract, Contract.Field field) {
        return switch (field.type()) {
            case PERSON_NAME -> "马秀英";
            case IDENTITY_NUMBER ->
                field.name().equals(contract.column(Contract.Type.IDENTITY_NUMBER)) ? EXAMPLE_NUMBER : OTHER_NUMBER;
            case STRING, DATE, AMOUNT, CODE -> Objects.requireNonNullElse(field.example(), "");
        };
    }
}
