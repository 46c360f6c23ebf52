package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
         * @param cells as they were written, by column
         */
        record Good(
                int number,
                IdentityNumber identityNumber,
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
    }

    /** A fact as a row states it, before it is known about whom. */
    record Stated(String kind, boolean ofPerson, String key, JsonNode value, LocalDate holdsOn) {}

    // 2023-12-01, 2023/12/1, 2023.12.1, 20231201 and 2023年12月1日.
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})(?:[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?|(\\d{2})(\\d{2}))");
    private static final Pattern AMOUNT = Pattern.compile("-?(\\d{1,12}|\\d{1,3}(,\\d{3}){1,3})(\\.\\d{1,2})?0*");

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

    private final Contract contract;
    private final List<String> header;
    private final LocalDate today;

    /** @param today no record can be of a later day */
    RowReader(Contract contract, List<String> header, LocalDate today) {
        this.contract = contract;
        this.header = header;
        this.today = today;
    }

    Reading read(TableFile.Row row) {
        try {
            return readGood(row);
        } catch (Fault fault) {
            return new Reading.Bad(row.number(), row.cells(), fault.kind, fault.column, fault.reason);
        }
    }

    /** The cells of the contract's columns, in its order; what the row does not have is empty. */
    List<String> inContractOrder(List<String> cells) {
        return contract.columns().stream()
                .map(header::indexOf)
                .map(i -> i < cells.size() ? cells.get(i) : "")
                .toList();
    }

    /** As {@link #inContractOrder}'s answer may be shown: of the identity number, the first six and the last four. */
    List<String> masked(List<String> inOrder) {
        int number = contract.columns().indexOf(contract.column(Contract.Type.IDENTITY_NUMBER));
        List<String> shown = new ArrayList<>(inOrder);
        String written = inOrder.get(number);
        shown.set(
                number,
                written.length() <= 10
                        ? "*".repeat(written.length())
                        : written.substring(0, 6)
                                + "*".repeat(written.length() - 10)
                                + written.substring(written.length() - 4));
        return shown;
    }

    private Reading.Good readGood(TableFile.Row row) throws Fault {
        if (row.cells().size() != header.size()) {
            throw new Fault(
                    Reason.WRONG_SHAPE,
                    "",
                    "这一行有 " + row.cells().size() + " 列，表头有 " + header.size() + " 列",
                    "the row has " + row.cells().size() + " cells, the header " + header.size());
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            cells.put(header.get(i), row.cells().get(i).strip());
        }
        Map<String, LocalDate> dates = new HashMap<>();
        Map<String, BigDecimal> amounts = new HashMap<>();
        Map<String, JsonNode> codes = new HashMap<>();
        @Nullable IdentityNumber identityNumber = null;
        String name = "";
        for (Contract.Field field : contract.fields()) {
            String cell = Objects.requireNonNullElse(cells.get(field.name()), "");
            if (cell.isEmpty() && field.required()) {
                throw new Fault(Reason.MISSING_VALUE, field.name(), field.name() + "没有填写", field.name() + " is empty");
            }
            switch (field.type()) {
                case PERSON_NAME -> name = cell;
                case IDENTITY_NUMBER -> identityNumber = identityNumber(field, cell);
                case STRING -> {}
                case DATE -> {
                    if (!cell.isEmpty()) {
                        dates.put(field.name(), date(field, cell));
                    }
                }
                case AMOUNT -> amounts.put(field.name(), cell.isEmpty() ? BigDecimal.ZERO : amount(field, cell));
                case CODE -> {
                    if (!cell.isEmpty()) {
                        codes.put(field.name(), code(field, cell));
                    }
                }
            }
        }
        for (Contract.AtMost limit : contract.limits()) {
            if (sum(limit.sum(), amounts).compareTo(sum(List.of(limit.of()), amounts)) > 0) {
                throw new Fault(
                        Reason.CONTRADICTION,
                        limit.of(),
                        limit.reason().zh(),
                        limit.reason().en());
            }
        }
        List<Stated> facts = new ArrayList<>();
        for (Contract.FactRule rule : contract.facts()) {
            if (rule.isStatedBy(cells)) {
                facts.add(new Stated(
                        rule.kind(),
                        rule.about().equals("person"),
                        key(rule, cells, dates, amounts),
                        value(rule.value(), cells, dates, amounts, codes),
                        Objects.requireNonNull(dates.get(rule.holdsOn()))));
            }
        }
        return new Reading.Good(
                row.number(), Objects.requireNonNull(identityNumber), name, facts, cells, dates, amounts);
    }

    private IdentityNumber identityNumber(Contract.Field field, String cell) throws Fault {
        if (cell.isEmpty()) {
            throw new Fault(Reason.MISSING_VALUE, field.name(), field.name() + "没有填写", field.name() + " is empty");
        }
        return switch (IdentityNumber.read(cell)) {
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> number;
            case IdentityNumber.Reading.Invalid(IdentityNumber.Fault fault) ->
                throw new Fault(Reason.BAD_NUMBER, field.name(), fault.zh(), fault.en());
        };
    }

    private LocalDate date(Contract.Field field, String cell) throws Fault {
        Matcher matcher =
                DATE.matcher(Normalizer.normalize(cell, Normalizer.Form.NFKC).replaceAll("\\s", ""));
        LocalDate date;
        try {
            if (!matcher.matches()) {
                throw new DateTimeException("unread");
            }
            boolean parted = matcher.group(2) != null;
            date = LocalDate.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(parted ? 2 : 4)),
                    Integer.parseInt(matcher.group(parted ? 3 : 5)));
        } catch (DateTimeException e) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不是日期，应写成 2023-12-01 的样子",
                    field.name() + ": " + cell + " is no date; write it like 2023-12-01");
        }
        if (date.isAfter(today)) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + " " + date + " 晚于今天",
                    field.name() + ": " + date + " has not come yet");
        }
        return date;
    }

    private static BigDecimal amount(Contract.Field field, String cell) throws Fault {
        String text = Normalizer.normalize(cell, Normalizer.Form.NFKC)
                .replaceAll("[\\s¥]", "")
                .replaceAll("元$", "");
        if (!AMOUNT.matcher(text).matches()) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不是金额",
                    field.name() + ": " + cell + " is no amount of money");
        }
        BigDecimal amount = new BigDecimal(text.replace(",", ""));
        if (amount.signum() < 0) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "是负数：" + cell,
                    field.name() + " is negative: " + cell);
        }
        return amount;
    }

    private static JsonNode code(Contract.Field field, String cell) throws Fault {
        Map<String, JsonNode> codes = Objects.requireNonNull(field.codes());
        JsonNode code = codes.get(cell);
        if (code == null) {
            throw new Fault(
                    Reason.BAD_VALUE,
                    field.name(),
                    field.name() + "“" + cell + "”不在约定的写法中：" + String.join("、", codes.keySet()),
                    field.name() + ": " + cell + " is none of the agreed words: " + String.join(", ", codes.keySet()));
        }
        return code;
    }

    // A date or an amount that is written in two ways is the same bill, so keys take what was read, not what was
    // written.
    private static String key(
            Contract.FactRule rule,
            Map<String, String> cells,
            Map<String, LocalDate> dates,
            Map<String, BigDecimal> amounts) {
        List<String> parts = new ArrayList<>();
        for (String part : rule.key() == null ? List.<String>of() : rule.key()) {
            parts.add(Optional.<Object>ofNullable(dates.get(part))
                    .or(() -> Optional.ofNullable(amounts.get(part)).map(RowReader::plain))
                    .or(() -> Optional.ofNullable(cells.get(part)))
                    .orElse(part)
                    .toString());
        }
        return String.join("/", parts);
    }

    private static JsonNode value(
            JsonNode pattern,
            Map<String, String> cells,
            Map<String, LocalDate> dates,
            Map<String, BigDecimal> amounts,
            Map<String, JsonNode> codes) {
        if (pattern.has("constant")) {
            return pattern.get("constant");
        }
        if (pattern.has("field")) {
            String field = pattern.get("field").asString();
            LocalDate date = dates.get(field);
            return Objects.requireNonNullElseGet(
                    codes.get(field),
                    () -> JsonNodeFactory.instance.stringNode(
                            date != null ? date.toString() : Objects.requireNonNullElse(cells.get(field), "")));
        }
        if (pattern.has("sum")) {
            List<String> fields =
                    pattern.get("sum").valueStream().map(JsonNode::asString).toList();
            return JsonNodeFactory.instance.numberNode(plain(sum(fields, amounts)));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        pattern.properties()
                .forEach(part -> object.set(part.getKey(), value(part.getValue(), cells, dates, amounts, codes)));
        return object;
    }

    private static BigDecimal sum(List<String> fields, Map<String, BigDecimal> amounts) {
        return fields.stream()
                .map(field -> Objects.requireNonNullElse(amounts.get(field), BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
