package org.hearth.app.registry.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into the register's forms, and gathers all that is wrong with it before anything is done. */
final class PersonForm {

    private final Map<String, String> typed;
    private final List<Problem> faults = new ArrayList<>();

    PersonForm(Map<String, String> typed) {
        this.typed = typed;
    }

    String text(String field) {
        return typed.getOrDefault(field, "").strip();
    }

    boolean ticked(String field) {
        return text(field).equals("true");
    }

    String required(String field, String zh, String en) {
        String text = text(field);
        if (text.isEmpty()) {
            faults.add(Problem.at(field, zh, en));
        }
        return text;
    }

    String reason() {
        return required("reason", "请写明办理依据或原因。", "Say why it is done.");
    }

    /** The day from which it holds; the first of all days where it could not be read. */
    LocalDate on() {
        return day("on").orElseGet(() -> {
            faults.add(Problem.at("on", "请填写日期，如 2024-01-08。", "Give the day, as 2024-01-08."));
            return LocalDate.MIN;
        });
    }

    Optional<LocalDate> day(String field) {
        try {
            return text(field).isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text(field)));
        } catch (DateTimeParseException e) {
            faults.add(Problem.at(field, "日期写法不对，请写成 2024-01-08。", "Write the day as 2024-01-08."));
            return Optional.empty();
        }
    }

    Residence residence() {
        return choice("residence", Residence.values(), Residence.RURAL, "请选择城乡类别。", "Choose urban or rural.");
    }

    Relation relation(String field) {
        return choice(field, Relation.values(), Relation.OTHER, "请选择与户主的关系。", "Choose the relation to the head.");
    }

    <E extends Enum<E>> E choice(String field, E[] values, E otherwise, String zh, String en) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(text(field)))
                .findFirst()
                .orElseGet(() -> {
                    faults.add(Problem.at(field, zh, en));
                    return otherwise;
                });
    }

    @Nullable
    IdentityNumber number() {
        if (text("idNumber").isEmpty()) {
            return null;
        }
        return switch (IdentityNumber.read(text("idNumber"))) {
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> number;
            case IdentityNumber.Reading.Invalid(IdentityNumber.Fault fault) -> {
                faults.add(Problem.at("idNumber", fault.zh() + "。", fault.en() + "."));
                yield null;
            }
        };
    }

    /** A person by the number, or without one by name, sex and birth date or an age that somebody estimated. */
    NewPerson person(Relation relation, LocalDate today) {
        String name = required("name", "请填写姓名。", "Give the name.");
        IdentityNumber number = number();
        if (number != null) {
            if (number.born().isAfter(today)) {
                faults.add(Problem.at("idNumber", "号码中的出生日期在今天之后。", "The birth date in the number is in the future."));
            }
            return new NewPerson(UUID.randomUUID(), name, sexOf(number), number.born(), number, relation);
        }
        boolean wrongNumber = !text("idNumber").isEmpty();
        if (wrongNumber) {
            return new NewPerson(UUID.randomUUID(), name, Sex.F, today, null, relation);
        }
        if (text("sex").isEmpty() && text("born").isEmpty() && text("age").isEmpty()) {
            faults.add(Problem.at(
                    "idNumber",
                    "请填写身份证号码；确实没有的，在“没有身份证号码”中填写性别和出生日期。",
                    "Give the identity number; without one, give sex and birth date under \"No identity number\"."));
            return new NewPerson(UUID.randomUUID(), name, Sex.F, today, null, relation);
        }
        Sex sex = choice("sex", Sex.values(), Sex.F, "没有身份证号码时请选择性别。", "Without a number, choose the sex.");
        Optional<LocalDate> born = day("born");
        Optional<Integer> age = age();
        if (born.isEmpty() && age.isEmpty()) {
            faults.add(Problem.at(
                    "born", "没有身份证号码时请填写出生日期，或估计年龄。", "Without a number, give the birth date or an estimated age."));
        }
        if (born.isPresent() && born.get().isAfter(today)) {
            faults.add(Problem.at("born", "出生日期不能晚于今天。", "The birth date cannot be later than today."));
        }
        return new NewPerson(
                UUID.randomUUID(),
                name,
                sex,
                born.orElseGet(() -> today.minusYears(age.orElse(0)).withDayOfYear(1)),
                born.isEmpty(),
                null,
                relation);
    }

    private Optional<Integer> age() {
        String age = text("age");
        if (age.isEmpty()) {
            return Optional.empty();
        }
        if (!age.matches("[0-9]{1,3}") || Integer.parseInt(age) > 130) {
            faults.add(Problem.at("age", "年龄应为 0 至 130 的整数。", "An age is a whole number from 0 to 130."));
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(age));
    }

    static Sex sexOf(IdentityNumber number) {
        return switch (number.sex()) {
            case MALE -> Sex.M;
            case FEMALE -> Sex.F;
        };
    }

    void fault(String field, String zh, String en) {
        faults.add(Problem.at(field, zh, en));
    }

    /** Whether nothing that was asked for is missing or wrong. */
    boolean isComplete() {
        return faults.isEmpty();
    }

    /** @throws Problem with all that is wrong */
    void check() {
        if (!faults.isEmpty()) {
            throw Problem.all(faults);
        }
    }
}
