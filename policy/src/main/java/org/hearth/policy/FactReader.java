package org.hearth.policy;

import static org.hearth.policy.Form.UNKNOWN;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays a household document out as rows of longs, by the fact dictionary. */
final class FactReader {

    private record Reader(
            Dictionary.Fact fact,
            Slot slot,
            List<Method> path,
            @Nullable Slot sibling,
            long absent) {}

    private static final Map<Entity, Class<?>> RECORDS = Map.of(
            Entity.HOUSEHOLD, HouseholdDocument.class,
            Entity.MEMBER, HouseholdDocument.Member.class,
            Entity.INCOME, HouseholdDocument.Income.class,
            Entity.EXPENDITURE, HouseholdDocument.Expenditure.class,
            Entity.VEHICLE, HouseholdDocument.Vehicle.class,
            Entity.EVENT, HouseholdDocument.Event.class,
            Entity.SUPPORTER, HouseholdDocument.Supporter.class,
            Entity.PARENT, HouseholdDocument.Parent.class);

    private final Program program;
    private final Map<Entity, List<Reader>> readers = new EnumMap<>(Entity.class);

    FactReader(Program program) {
        this.program = program;
        for (Entity entity : Entity.values()) {
            readers.put(entity, new ArrayList<>());
        }
        for (var fact : program.dictionary().facts) {
            Slot slot = program.slot(fact.of(), fact.name());
            Slot sibling = sibling(fact);
            long absent = UNKNOWN;
            if (fact.absent() != null && sibling == null) {
                absent = value(slot.type(), fact.absent());
            }
            java.util.Objects.requireNonNull(readers.get(fact.of()))
                    .add(new Reader(fact, slot, path(fact), sibling, absent));
        }
    }

    private @Nullable Slot sibling(Dictionary.Fact fact) {
        if (fact.derived()) {
            String since = fact.yearsSince() != null ? fact.yearsSince() : fact.daysSince();
            return program.slot(fact.of(), java.util.Objects.requireNonNull(since));
        }
        return fact.absent() == null ? null : program.find(fact.of(), fact.absent());
    }

    private static List<Method> path(Dictionary.Fact fact) {
        var path = new ArrayList<Method>();
        if (fact.field() == null) {
            return path;
        }
        Class<?> owner = RECORDS.get(fact.of());
        for (String step : fact.field().split("\\.")) {
            try {
                Method accessor = java.util.Objects.requireNonNull(owner).getMethod(step);
                accessor.setAccessible(true);
                path.add(accessor);
                owner = accessor.getReturnType();
            } catch (NoSuchMethodException e) {
                throw PackError.at("facts.yaml", fact.name(), "field: the household document has no " + fact.field());
            }
        }
        return path;
    }

    /**
     * Fills in all facts of a household; parameters and decisions stay zero.
     *
     * @throws IllegalArgumentException naming the field whose value the dictionary does not allow
     */
    Row read(HouseholdDocument document) {
        Row household = new Row(program.width(Entity.HOUSEHOLD));
        long on = document.on().toEpochDay();
        household.values[program.slot(Entity.HOUSEHOLD, "on").index()] = on;
        fill(Entity.HOUSEHOLD, household, document, document.on(), "");
        var members = new Row[document.members().size()];
        for (int i = 0; i < members.length; i++) {
            var member = document.members().get(i);
            String place = "members[" + i + "].";
            Row row = new Row(program.width(Entity.MEMBER), household, household);
            fill(Entity.MEMBER, row, member, document.on(), place);
            row.lists[Entity.INCOME.ordinal()] =
                    list(Entity.INCOME, household, row, member.income(), document.on(), place + "income");
            row.lists[Entity.SUPPORTER.ordinal()] =
                    list(Entity.SUPPORTER, household, row, member.supporters(), document.on(), place + "supporters");
            row.lists[Entity.PARENT.ordinal()] =
                    list(Entity.PARENT, household, row, member.parents(), document.on(), place + "parents");
            members[i] = row;
        }
        household.lists[Entity.MEMBER.ordinal()] = members;
        household.lists[Entity.INCOME.ordinal()] =
                list(Entity.INCOME, household, household, document.income(), document.on(), "income");
        household.lists[Entity.EXPENDITURE.ordinal()] =
                list(Entity.EXPENDITURE, household, household, document.expenditure(), document.on(), "expenditure");
        household.lists[Entity.EVENT.ordinal()] =
                list(Entity.EVENT, household, household, document.events(), document.on(), "events");
        markAnswered(document, household.lists[Entity.EVENT.ordinal()]);
        var assets = document.assets();
        household.lists[Entity.VEHICLE.ordinal()] = list(
                Entity.VEHICLE,
                household,
                household,
                assets == null ? null : assets.vehicles(),
                document.on(),
                "assets.vehicles");
        return household;
    }

    private Row[] list(Entity entity, Row household, Row member, @Nullable List<?> items, LocalDate on, String place) {
        if (items == null || items.isEmpty()) {
            return Row.NONE;
        }
        if (items.size() > Program.LONGEST_LIST) {
            throw new IllegalArgumentException(place + ": more than " + Program.LONGEST_LIST + " entries");
        }
        var rows = new Row[items.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Row(program.width(entity), household, member);
            fill(entity, rows[i], items.get(i), on, place + "[" + i + "].");
        }
        return rows;
    }

    private void markAnswered(HouseholdDocument document, Row[] events) {
        for (var fact : program.dictionary().facts) {
            if (fact.answeredBy() != null) {
                int index = program.slot(fact.of(), fact.name()).index();
                for (int i = 0; i < events.length; i++) {
                    var event = document.events().get(i);
                    events[i].values[index] = document.events().stream()
                                    .anyMatch(other -> answers(other, event, fact.answeredBy(), document.on()))
                            ? 1
                            : 0;
                }
            }
        }
    }

    private static boolean answers(
            HouseholdDocument.Event answer, HouseholdDocument.Event event, String kind, LocalDate on) {
        return answer.kind().equals(kind)
                && answer.date().getYear() == on.getYear()
                && !answer.date().isAfter(on)
                && answer.cause() != null
                && (answer.cause().equals(event.cause()) || answer.cause().equals(event.kind()));
    }

    private void fill(Entity entity, Row row, Object record, LocalDate on, String place) {
        for (Reader reader : java.util.Objects.requireNonNull(readers.get(entity))) {
            row.values[reader.slot().index()] = read(reader, row, record, on, place);
        }
    }

    private long read(Reader reader, Row row, Object record, LocalDate on, String place) {
        if (reader.fact().answeredBy() != null) {
            return 0;
        }
        if (reader.fact().derived()) {
            LocalDate since = LocalDate.ofEpochDay(row.values[
                    java.util.Objects.requireNonNull(reader.sibling()).index()]);
            long passed = reader.fact().yearsSince() != null
                    ? Period.between(since, on).getYears()
                    : ChronoUnit.DAYS.between(since, on);
            return inRange(reader, Math.max(0, passed), place);
        }
        Object value = record;
        for (Method step : reader.path()) {
            if (value == null) {
                return reader.fact().ask() == null ? reader.absent() : UNKNOWN;
            }
            try {
                value = step.invoke(value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        if (reader.fact().kind() == Dictionary.Kind.LIST) {
            return value == null ? UNKNOWN : 1;
        }
        if (value != null) {
            try {
                return inRange(reader, value(reader.slot().type(), value), place);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException(place + reader.fact().field() + ": " + e.getMessage(), e);
            }
        }
        if (reader.sibling() != null) {
            return row.values[reader.sibling().index()];
        }
        if (reader.absent() == UNKNOWN && reader.fact().ask() == null) {
            throw new IllegalArgumentException(place + reader.fact().field() + " is missing");
        }
        return reader.absent();
    }

    private static long inRange(Reader reader, long value, String place) {
        if (reader.slot().type() instanceof Type.Numeric n
                && (value < n.low().longValue() || value > n.high().longValue())) {
            throw new IllegalArgumentException(
                    "out of range, 0 to " + reader.fact().max());
        }
        return value;
    }

    /** A value as the long of its type. */
    long value(Type type, Object value) {
        return switch (type) {
            case Type.Numeric n ->
                decimal(value)
                        .setScale(n.scale(), RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValueExact();
            case Type.Truth t -> Boolean.parseBoolean(value.toString()) ? 1 : 0;
            case Type.Day d -> LocalDate.parse(value.toString()).toEpochDay();
            case Type.Code c -> {
                if (!c.values().contains(value.toString())) {
                    throw new IllegalArgumentException("\"" + value + "\" is not one of " + c.values());
                }
                yield program.symbols().number(value.toString());
            }
            case Type.Codes c -> {
                long bits = 0;
                for (Object code : (List<?>) (value instanceof List<?> l ? l : List.of())) {
                    int bit = c.values().indexOf(code.toString());
                    if (bit < 0) {
                        throw new IllegalArgumentException("\"" + code + "\" is not one of " + c.values());
                    }
                    bits |= 1L << bit;
                }
                yield bits;
            }
        };
    }

    /** Refuses a changed value that its parameter cannot take, rather than read it as something near. */
    void requireParameter(ParameterChange change, Type type, Parameters.Value value) {
        String wants = switch (type) {
            case Type.Numeric n -> fits(n, value.value()) ? "" : range(n);
            case Type.Truth t -> List.of("true", "false").contains(value.value()) ? "" : "true or false";
            case Type.Code c -> c.values().contains(value.value()) ? "" : "one of " + String.join(", ", c.values());
            case Type.Codes c -> "a list";
            case Type.Day d -> value.value().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? "" : "a date";
        };
        if (!wants.isEmpty()) {
            String place = value.region().isEmpty() ? "" : " in " + value.region();
            throw new IllegalArgumentException(
                    change + ": " + change.name() + place + " would be " + value.value() + ", but has to be " + wants);
        }
    }

    private static boolean fits(Type.Numeric type, String value) {
        if (!value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return false;
        }
        BigDecimal scaled = new BigDecimal(value).movePointRight(type.scale()).stripTrailingZeros();
        return scaled.scale() <= 0
                && scaled.toBigInteger().compareTo(type.low()) >= 0
                && scaled.toBigInteger().compareTo(type.high()) <= 0;
    }

    private static String range(Type.Numeric type) {
        String most =
                new BigDecimal(type.high(), type.scale()).stripTrailingZeros().toPlainString();
        return "a number from 0 to " + most
                + (type.scale() == 0 ? " without a fraction" : " with at most " + type.scale() + " decimals");
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal b ? b : new BigDecimal(value.toString());
    }

    /** A long of a type as the value a reader knows: a decimal, a boolean, a date, a code, a list of codes, or null. */
    @Nullable
    Object readable(Type type, long value) {
        if (value == UNKNOWN) {
            return null;
        }
        return switch (type) {
            case Type.Numeric n -> plain(BigDecimal.valueOf(value, n.scale()));
            case Type.Truth t -> value == 1;
            case Type.Day d -> LocalDate.ofEpochDay(value).toString();
            case Type.Code c -> program.symbols().code(value);
            case Type.Codes c -> {
                var codes = new ArrayList<String>();
                for (int bit = 0; bit < c.values().size(); bit++) {
                    if ((value >> bit & 1) == 1) {
                        codes.add(c.values().get(bit));
                    }
                }
                yield codes;
            }
        };
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
