package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hearth.app.platform.Text;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the rows of a file as its contract says, or says in a clerk's words why a row cannot be used. */
final class RowReader {

    /** What a row turned out to be. */
    sealed interface Reading {

        int number();

        /**
         * A row that can be used.
         *
         * @param identityNumber absent where it is known otherwise whom the row is about
         * @param cells as they were written, by column
         */
        record Good(
                int number,
                @Nullable IdentityNumber identityNumber,
                String name,
                List<Stated> facts,
                Map<String, String> cells,
                Map<String, LocalDate> dates,
                Map<String, BigDecimal> amounts)
                implements Reading {}

        /**
         * A row that waits for a person.
         *
         * @param column that it is about; empty where it is about the whole row
         */
        record Bad(int number, List<String> cells, Reason kind, String column, Text reason) implements Reading {}

        /**
         * A row of an errors workbook, which belongs to a row of an earlier file; what it says is read where that row is.
         *
         * @param ofBatch as written, which batch that was
         * @param ofRow as written, which row of it
         */
        record Mend(TableFile.Row row, String ofBatch, String ofRow) implements Reading {

            @Override
            public int number() {
                return row.number();
            }
        }
    }

    /** A fact as a row states it, before it is known about whom. */
    record Stated(String kind, boolean ofPerson, String key, JsonNode value, LocalDate holdsOn) {}

    // 2023-12-01, 2023/12/1, 2023.12.1, 20231201 and 2023年12月1日, the time of day left alone; and the number of days
    // that
    // Excel keeps, where a date has lost its format.
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4})(?:[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?|(\\d{2})(\\d{2}))(?:T?\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?");
    private static final Pattern SERIAL = Pattern.compile("[1-6]\\d{4}(\\.0*)?");
    private static final LocalDate SERIAL_FROM = LocalDate.of(1899, 12, 30);
    private static final Pattern AMOUNT = Pattern.compile("-?(\\d{1,12}|\\d{1,3}(,\\d{3}){1,3})(\\.\\d{1,2})?0*");
    private static final Pattern IN_TEN_THOUSANDS = Pattern.compile("-?\\d{1,8}(\\.\\d{1,6})?万");
    private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
    private static final Pattern DIGITS_LOST = Pattern.compile("\\d(\\.\\d+)?E\\+?\\d+");
    private static final int LONGEST_TEXT = 1_000;
    private static final Set<String> FORMULA_FAILED =
            Set.of("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!");

    private static final class Fault extends Exception {

        private final Reason kind;
        private final String column;
        private final transient Text reason;

        Fault(Reason kind, String column, String zh, String en) {
            super(en, null, false, false);
            this.kind = kind;
            this.column = column;
            this.reason = new Text(zh, en);
        }
    }

    /** What the cells of one row say, by column: the texts as agreed, and beside them what was read of them. */
    private record Read(
            Map<String, String> cells,
            Map<String, LocalDate> dates,
            Map<String, BigDecimal> amounts,
            Map<String, JsonNode> codes) {}

    private final Contract contract;
    private final List<String> header;
    private final LocalDate today;
    private final int batchAt;
    private final int rowAt;

    /** @param today no record can be of a later day */
    RowReader(Contract contract, List<String> header, LocalDate today) {
        this.contract = contract;
        this.header = header;
        this.today = today;
        this.batchAt = header.indexOf(ErrorWorkbook.BATCH);
        this.rowAt = header.indexOf(ErrorWorkbook.ROW);
    }

    /** Whether the file is an errors workbook, whose rows belong to rows of earlier files. */
    boolean readsMends() {
        return batchAt >= 0 && rowAt >= 0;
    }

    Reading read(TableFile.Row row) {
        if (readsMends() && row.cells().size() == header.size()) {
            String ofBatch = clean(row.cells().get(batchAt));
            String ofRow = clean(row.cells().get(rowAt));
            if (!ofBatch.isEmpty() || !ofRow.isEmpty()) {
                return new Reading.Mend(row, ofBatch, ofRow);
            }
        }
        return read(row, false);
    }

    /** A row of a mended workbook, as the contract's own columns say it: with nothing of what the workbook added. */
    TableFile.Row inContractOrder(int number, TableFile.Row row) {
        List<String> columns = contract.columns();
        Set<Integer> formulas = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (row.formulas().contains(header.indexOf(columns.get(i)))) {
                formulas.add(i);
            }
        }
        return new TableFile.Row(number, inContractOrder(row.cells()), formulas);
    }

    /** Reads a row of which it is known whom it is about: the number that says so may be missing or wrong. */
    Reading readAboutSomebodyKnown(TableFile.Row row) {
        return read(row, true);
    }

    private Reading read(TableFile.Row row, boolean known) {
        try {
            return readGood(row, known);
        } catch (Fault fault) {
            return new Reading.Bad(row.number(), row.cells(), fault.kind, fault.column, fault.reason);
        }
    }

    /** The cells of the contract's columns, in its order; what the row or the file does not have is empty. */
    List<String> inContractOrder(List<String> cells) {
        return contract.columns().stream()
                .map(header::indexOf)
                .map(i -> i >= 0 && i < cells.size() ? cells.get(i) : "")
                .toList();
    }

    /** As {@link #inContractOrder}'s answer may be shown: of an identity number, the first six and the last four. */
    List<String> masked(List<String> inOrder) {
        List<String> shown = new ArrayList<>(inOrder);
        for (int i = 0; i < shown.size(); i++) {
            if (contract.fields().get(i).type() == Contract.Type.IDENTITY_NUMBER) {
                shown.set(i, masked(shown.get(i)));
            }
        }
        return shown;
    }

    private static String masked(String written) {
        return written.length() <= 10
                ? "*".repeat(written.length())
                : written.substring(0, 6) + "*".repeat(written.length() - 10) + written.substring(written.length() - 4);
    }

    /** The column for which a row waits; empty where all its cells can be read, or it is not as wide as the header. */
    String columnAtFault(TableFile.Row row) {
        try {
            readGood(row, false);
            return "";
        } catch (Fault fault) {
            return fault.column;
        }
    }

    private Reading.Good readGood(TableFile.Row row, boolean known) throws Fault {
        if (row.cells().size() != header.size()) {
            throw new Fault(
                    Reason.WRONG_SHAPE,
                    "",
                    "这一行有 " + row.cells().size() + " 列，表头有 " + header.size() + " 列",
                    "the row has " + row.cells().size() + " cells, the header " + header.size());
        }
        Read read = new Read(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        @Nullable IdentityNumber identityNumber = null;
        boolean numbered = false;
        String name = "";
        for (Contract.Field field : contract.fields()) {
            int place = header.indexOf(field.name());
            String cell = place < 0 ? "" : clean(row.cells().get(place));
            read.cells.put(field.name(), cell);
            boolean about = !numbered && field.type() == Contract.Type.IDENTITY_NUMBER;
            numbered |= about;
            if (about && known) {
                continue;
            }
            if (cell.isEmpty()) {
                if (field.required() || about) {
                    throw new Fault(
                            Reason.MISSING_VALUE,
                            field.name(),
                            field.name() + "没有填写，请补填",
                            field.name() + " is empty; fill it in");
                }
                continue;
            }
            if (FORMULA_FAILED.contains(cell)) {
                throw new Fault(
                        Reason.BAD_VALUE,
                        field.name(),
                        field.name() + "是出错的公式“" + cell + "”，请改填数值",
                        field.name() + ": the formula failed with " + cell + "; write the value instead");
            }
            switch (field.type()) {
                case PERSON_NAME -> name = name.isEmpty() ? cell : name;
                case IDENTITY_NUMBER -> {
                    IdentityNumber number =
                            identityNumber(field, cell, row.formulas().contains(place));
                    identityNumber = about ? number : identityNumber;
                }
                case STRING -> text(field, cell);
                case DATE -> read.dates.put(field.name(), date(field, cell));
                case AMOUNT -> read.amounts.put(field.name(), amount(field, cell));
                case CODE -> read.codes.put(field.name(), code(field, cell, read));
            }
        }
        for (Contract.AtMost limit : contract.limits()) {
            if (sum(limit.sum(), read).compareTo(sum(List.of(limit.of()), read)) > 0) {
                throw new Fault(
                        Reason.CONTRADICTION,
                        limit.of(),
                        limit.reason().zh(),
                        limit.reason().en());
            }
        }
        List<Stated> facts = new ArrayList<>();
        for (Contract.FactRule rule : contract.facts()) {
            if (rule.isStatedBy(read.cells)) {
                facts.add(new Stated(
                        rule.kind(),
                        rule.about().equals("person"),
                        key(rule, read),
                        Objects.requireNonNullElse(value(rule.value(), read), JsonNodeFactory.instance.nullNode()),
                        Objects.requireNonNull(read.dates.get(rule.holdsOn()))));
            }
        }
        return new Reading.Good(row.number(), identityNumber, name, facts, read.cells, read.dates, read.amounts);
    }

    /** Without what spreadsheets and old systems leave around a cell: spaces of any width, and the mark for text. */
    private static String clean(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && (isAround(cell.charAt(from)) || cell.charAt(from) == '\'' || cell.charAt(from) == '’')) {
            from++;
        }
        while (from < to && isAround(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isAround(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    /** Half-width and without spaces, as everything but names is compared. */
    private static String plain(String cell) {
        return Normalizer.normalize(cell, Normalizer.Form.NFKC).replaceAll("\\s", "");
    }

    private static IdentityNumber identityNumber(Contract.Field field, String cell, boolean formula) throws Fault {
        if (formula) {
            throw new Fault(
                    Reason.FORMULA,
                    field.name(),
                    field.name() + "是公式算出的，不能作为身份依据。请复制后“选择性粘贴—值”，再导入",
                    field.name() + " is worked out by a formula and cannot stand for a person; paste it as a value");
        }
        String plain = plain(cell).toUpperCase(Locale.ROOT);
        if (DIGITS_LOST.matcher(plain).matches()) {
            throw new Fault(
                    Reason.BAD_NUMBER,
                    field.name(),
                    field.name() + "“" + cell + "”被 Excel 当成数字，后几位已丢失。请把这一列的单元格格式设为“文本”，重新填写号码",
                    field.name() + ": Excel took " + cell
                            + " for a number and its last digits are lost; format the column as text and enter the number again");
        }
        return switch (IdentityNumber.read(cell)) {
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> number;
            case IdentityNumber.Reading.Invalid(IdentityNumber.Fault fault) ->
                throw new Fault(
                        Reason.BAD_NUMBER,
                        field.name(),
                        field.name() + "“" + masked(plain) + "”：" + fault.zh() + "，请与证件核对",
                        field.name() + " " + masked(plain) + ": " + fault.en() + "; compare it with the card");
        };
    }

    private static void text(Contract.Field field, String cell) throws Fault {
        String pattern =
                field.constraints() == null ? null : field.constraints().pattern();
        if (cell.length() > LONGEST_TEXT) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "超过 " + LONGEST_TEXT + " 字，请缩短",
                    field.name() + " has more than " + LONGEST_TEXT + " characters; shorten it");
        }
        if (pattern != null && !plain(cell).matches(pattern)) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”写法不对，应像“" + field.example() + "”",
                    field.name() + ": " + cell + " is not written like " + field.example());
        }
    }

    private LocalDate date(Contract.Field field, String cell) throws Fault {
        String plain = plain(cell);
        Matcher matcher = DATE.matcher(plain);
        LocalDate date;
        try {
            if (matcher.matches()) {
                boolean parted = matcher.group(2) != null;
                date = LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(parted ? 2 : 4)),
                        Integer.parseInt(matcher.group(parted ? 3 : 5)));
            } else if (SERIAL.matcher(plain).matches()) {
                date = SERIAL_FROM.plusDays(new BigDecimal(plain).longValue());
            } else {
                throw new DateTimeException("unread");
            }
        } catch (DateTimeException e) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不是日期，应写成 2023-12-01 的样子",
                    field.name() + ": " + cell + " is no date; write it like 2023-12-01");
        }
        boolean future = field.constraints() != null && field.constraints().future();
        if (!future && date.isAfter(today)) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + " " + date + " 晚于今天",
                    field.name() + ": " + date + " has not come yet");
        }
        return date;
    }

    private static BigDecimal amount(Contract.Field field, String cell) throws Fault {
        String text = plain(cell).replaceAll("^¥", "").replaceAll("元$", "");
        BigDecimal amount;
        if (IN_TEN_THOUSANDS.matcher(text).matches()) {
            amount = new BigDecimal(text.substring(0, text.length() - 1)).multiply(TEN_THOUSAND);
        } else if (AMOUNT.matcher(text).matches()) {
            amount = new BigDecimal(text.replace(",", ""));
        } else {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不是金额，应写成 1234.50 的样子",
                    field.name() + ": " + cell + " is no amount of money; write it like 1234.50");
        }
        if (amount.signum() < 0) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "是负数：" + cell,
                    field.name() + " is negative: " + cell);
        }
        Contract.Constraints limits = field.constraints();
        if (limits != null && limits.minimum() != null && amount.compareTo(limits.minimum()) < 0) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”低于 " + limits.minimum() + "，请核对单位和数值",
                    field.name() + ": " + cell + " is below " + limits.minimum() + "; check the unit and the value");
        }
        if (limits != null && limits.maximum() != null && amount.compareTo(limits.maximum()) > 0) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”超过 " + limits.maximum() + "，请核对单位和数值",
                    field.name() + ": " + cell + " is above " + limits.maximum() + "; check the unit and the value");
        }
        return amount;
    }

    private static JsonNode code(Contract.Field field, String cell, Read read) throws Fault {
        Map<String, JsonNode> codes = Objects.requireNonNull(field.codes());
        String word = codes.containsKey(cell) ? cell : plain(cell);
        JsonNode code = codes.get(word);
        if (code == null) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不在约定的写法中：" + String.join("、", codes.keySet()),
                    field.name() + ": " + cell + " is none of the agreed words: " + String.join(", ", codes.keySet()));
        }
        read.cells.put(field.name(), word);
        return code;
    }

    // A date or an amount that is written in two ways is the same bill, so keys take what was read, not what was
    // written.
    private static String key(Contract.FactRule rule, Read read) {
        List<String> parts = new ArrayList<>();
        for (String part : rule.key() == null ? List.<String>of() : rule.key()) {
            parts.add(Optional.<Object>ofNullable(read.dates.get(part))
                    .or(() -> Optional.ofNullable(read.amounts.get(part)).map(RowReader::plain))
                    .or(() -> Optional.ofNullable(read.codes.get(part)).map(JsonNode::asString))
                    .or(() -> Optional.ofNullable(read.cells.get(part)).map(RowReader::plain))
                    .orElse(part)
                    .toString());
        }
        return String.join("/", parts);
    }

    /** What a pattern comes to for the row; null where it is of a field that is empty. */
    private static @Nullable JsonNode value(JsonNode pattern, Read read) {
        if (pattern.has("constant")) {
            return pattern.get("constant");
        }
        if (pattern.has("field")) {
            String field = pattern.get("field").asString();
            LocalDate date = read.dates.get(field);
            BigDecimal amount = read.amounts.get(field);
            String cell = Objects.requireNonNullElse(read.cells.get(field), "");
            if (read.codes.containsKey(field)) {
                return read.codes.get(field);
            }
            if (amount != null) {
                return JsonNodeFactory.instance.numberNode(plain(amount));
            }
            return cell.isEmpty() ? null : JsonNodeFactory.instance.stringNode(date != null ? date.toString() : cell);
        }
        if (pattern.has("sum")) {
            List<String> fields =
                    pattern.get("sum").valueStream().map(JsonNode::asString).toList();
            return JsonNodeFactory.instance.numberNode(plain(sum(fields, read)));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        pattern.properties().forEach(part -> {
            JsonNode value = value(part.getValue(), read);
            if (value != null) {
                object.set(part.getKey(), value);
            }
        });
        return object;
    }

    private static BigDecimal sum(List<String> fields, Read read) {
        return fields.stream()
                .map(field -> Objects.requireNonNullElse(read.amounts.get(field), BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
