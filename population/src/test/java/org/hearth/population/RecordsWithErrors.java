package org.hearth.population;

import com.ibm.icu.text.Transliterator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hearth.linkage.ChineseName;
import org.hearth.linkage.IdentityNumber;

/**
 * A register of generated persons, and records of some of them with the errors that departments' files have. The shares are
 * those of {@link #SHARES}; they are assumptions, stated in docs/adr/0010-linkage.md, and each error falls by itself.
 */
final class RecordsWithErrors {

    /** How often each error falls, of all records; what is said of a number is said of those that are not missing. */
    static final Map<String, Double> SHARES = Map.ofEntries(
            Map.entry("stranger", 0.10),
            Map.entry("number-missing", 0.30),
            Map.entry("number-of-another", Double.parseDouble(System.getProperty("number.of.another", "0.01"))),
            Map.entry("number-mistyped", 0.015),
            Map.entry("number-swapped", 0.005),
            Map.entry("number-legacy", 0.02),
            Map.entry("given-homophone", 0.02),
            Map.entry("surname-homophone", 0.003),
            Map.entry("given-wrong-character", 0.005),
            Map.entry("given-character-left-out", 0.003),
            Map.entry("traditional", 0.02),
            Map.entry("former-name", 0.01),
            Map.entry("former-name-known", 0.5),
            Map.entry("space-in-name", 0.01),
            Map.entry("dot-written-otherwise", 0.5),
            Map.entry("born-missing", 0.05),
            Map.entry("born-mistyped", 0.01),
            Map.entry("born-swapped", 0.003),
            Map.entry("sex-missing", 0.02),
            Map.entry("sex-wrong", 0.003),
            Map.entry("moved", 0.08),
            Map.entry("only-county", 0.10),
            Map.entry("region-missing", 0.03),
            Map.entry("phone-missing", 0.40),
            Map.entry("phone-other", 0.15),
            Map.entry("twin", 0.003),
            Map.entry("register-without-phone", 0.30),
            Map.entry("register-without-number", 0.01));

    private static final Transliterator TRADITIONAL = Transliterator.getInstance("Simplified-Traditional");
    private static final String DOTS = "•・‧．.";

    private record Person(
            String id,
            String name,
            String former,
            String number,
            LocalDate born,
            String sex,
            String region,
            String phone) {}

    private final Random chance;
    private final List<String> characters = commonCharacters();
    private final Map<String, List<String>> homophones = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();

    private RecordsWithErrors(long seed) {
        this.chance = new Random(seed);
        for (String character : characters) {
            homophones
                    .computeIfAbsent(soundOf(character), sound -> new ArrayList<>())
                    .add(character);
        }
    }

    /**
     * Writes {@code register.csv} and {@code records.csv}.
     *
     * @param population a folder that {@link Population} wrote
     * @param persons how many persons the register has at least; the rest of the population are strangers to it
     * @param records how many records there are
     * @return how many records have each error
     */
    static Map<String, Integer> write(Path population, Path out, int persons, int records, long seed)
            throws IOException, SQLException {
        RecordsWithErrors writer = new RecordsWithErrors(seed);
        List<List<Person>> households = writer.households(population);
        writer.write(households, out, persons, records);
        return writer.told;
    }

    private List<List<Person>> households(Path population) throws SQLException {
        List<List<Person>> households = new ArrayList<>();
        String last = "";
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(
                        "select person_id, household_id, name, id_number, born::varchar, sex, region from read_parquet('"
                                + population.resolve("persons.parquet") + "') order by person_id")) {
            String phone = "";
            while (row.next()) {
                if (!row.getString(2).equals(last)) {
                    last = row.getString(2);
                    phone = mobile();
                    households.add(new ArrayList<>());
                }
                boolean own = chance.nextDouble() < 0.5;
                String name = row.getString(3);
                Person person = new Person(
                        row.getString(1),
                        name,
                        happens("former-name") ? withOtherGiven(name) : "",
                        row.getString(4),
                        LocalDate.parse(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        own ? mobile() : phone);
                households.getLast().add(person);
                if (happens("twin")) {
                    households.getLast().add(twin(person));
                }
            }
        }
        return households;
    }

    private Person twin(Person person) {
        IdentityNumber number = IdentityNumber.parse(person.number());
        String body = number.digits().substring(0, 14);
        int sequence = Integer.parseInt(number.digits().substring(14, 17));
        String other = "";
        for (int step = 2; other.isEmpty(); step += 2) {
            other = complete(body + "%03d".formatted((sequence + step) % 1000));
        }
        return new Person(
                person.id() + "T",
                withOtherLast(person.name()),
                "",
                other,
                person.born(),
                person.sex(),
                person.region(),
                person.phone());
    }

    private void write(List<List<Person>> households, Path out, int persons, int records) throws IOException {
        List<List<Person>> shuffled = new ArrayList<>(households);
        Collections.shuffle(shuffled, chance);
        List<Person> registered = new ArrayList<>();
        List<Person> strangers = new ArrayList<>();
        int strangersWanted = (int) (records * SHARES.get("stranger"));
        for (List<Person> household : shuffled) {
            // Half of the strangers are relatives of persons in the register: the likeliest to be taken for them.
            if (strangers.size() < strangersWanted && household.size() > 1 && chance.nextDouble() < 0.05) {
                strangers.add(household.getLast());
                registered.addAll(household.subList(0, household.size() - 1));
            } else if (registered.size() < persons) {
                registered.addAll(household);
            } else if (strangers.size() < strangersWanted) {
                strangers.addAll(household);
            }
        }
        if (registered.size() < persons || strangers.size() < strangersWanted) {
            throw new IllegalStateException("the population is too small");
        }
        Map<String, List<Person>> byHousehold = new HashMap<>();
        registered.forEach(person -> byHousehold
                .computeIfAbsent(person.id().substring(0, 11), id -> new ArrayList<>())
                .add(person));
        List<Person> ofRecords = new ArrayList<>(strangers.subList(0, strangersWanted));
        List<Person> present = new ArrayList<>(registered);
        Collections.shuffle(present, chance);
        ofRecords.addAll(present.subList(0, records - strangersWanted));
        Collections.shuffle(ofRecords, chance);
        try (BufferedWriter file = Files.newBufferedWriter(out.resolve("register.csv"))) {
            file.write("id,person,姓名,曾用名,身份证号码,出生日期,性别,行政区划代码,联系电话\n");
            for (Person person : registered) {
                file.write(String.join(
                                ",",
                                person.id(),
                                person.id(),
                                person.name(),
                                chance.nextDouble() < SHARES.get("former-name-known") ? person.former() : "",
                                chance.nextDouble() < SHARES.get("register-without-number") ? "" : person.number(),
                                person.born().toString(),
                                person.sex().equals("M") ? "男" : "女",
                                person.region(),
                                chance.nextDouble() < SHARES.get("register-without-phone") ? "" : person.phone())
                        + "\n");
            }
        }
        try (BufferedWriter file = Files.newBufferedWriter(out.resolve("records.csv"))) {
            file.write("id,person,errors,姓名,身份证号码,出生日期,性别,行政区划代码,联系电话\n");
            for (int i = 0; i < ofRecords.size(); i++) {
                file.write(record("R%07d".formatted(i), ofRecords.get(i), registered, byHousehold) + "\n");
            }
        }
    }

    private String record(String id, Person person, List<Person> registered, Map<String, List<Person>> byHousehold) {
        List<String> errors = new ArrayList<>();
        String name = name(person, errors);
        String number = number(person, registered, byHousehold, errors);
        String born = born(person, errors);
        String sex = sex(person, errors);
        String region = region(person, registered, errors);
        String phone = error("phone-missing", errors) ? "" : error("phone-other", errors) ? mobile() : person.phone();
        errors.forEach(error -> told.merge(error, 1, Integer::sum));
        return String.join(",", id, person.id(), String.join(" ", errors), name, number, born, sex, region, phone);
    }

    private String name(Person person, List<String> errors) {
        String name = person.name();
        if (!person.former().isEmpty()) {
            errors.add("former-name");
            name = person.former();
        }
        boolean han = ChineseName.read(name).orElseThrow().surname().length() == 1 && name.length() > 1;
        if (han && error("given-homophone", errors)) {
            name = replaced(name, 1 + chance.nextInt(name.length() - 1), true);
        } else if (han && error("surname-homophone", errors)) {
            name = replaced(name, 0, true);
        } else if (han && error("given-wrong-character", errors)) {
            name = replaced(name, 1 + chance.nextInt(name.length() - 1), false);
        } else if (name.length() > 2 && error("given-character-left-out", errors)) {
            int at = 1 + chance.nextInt(name.length() - 1);
            name = name.substring(0, at) + name.substring(at + 1);
        }
        if (error("traditional", errors)) {
            name = TRADITIONAL.transliterate(name);
        }
        if (han && name.length() > 1 && error("space-in-name", errors)) {
            name = name.charAt(0) + " " + name.substring(1);
        }
        if (name.contains("·") && error("dot-written-otherwise", errors)) {
            int dot = chance.nextInt(DOTS.length() + 2);
            name = name.replace(
                    "·", dot < DOTS.length() ? DOTS.substring(dot, dot + 1) : dot == DOTS.length() ? " " : "");
        }
        return name;
    }

    private String number(
            Person person, List<Person> registered, Map<String, List<Person>> byHousehold, List<String> errors) {
        if (error("number-missing", errors)) {
            return "";
        }
        if (error("number-of-another", errors)) {
            List<Person> household = byHousehold.getOrDefault(person.id().substring(0, 11), List.of()).stream()
                    .filter(other -> !other.id().equals(person.id()))
                    .toList();
            return household.isEmpty() || chance.nextBoolean()
                    ? registered.get(chance.nextInt(registered.size())).number()
                    : household.get(chance.nextInt(household.size())).number();
        }
        String number = person.number();
        if (error("number-mistyped", errors)) {
            int at = chance.nextInt(17);
            int digit = (number.charAt(at) - '0' + 1 + chance.nextInt(9)) % 10;
            return number.substring(0, at) + digit + number.substring(at + 1);
        }
        if (error("number-swapped", errors)) {
            for (int at = chance.nextInt(16); ; at = (at + 1) % 16) {
                if (number.charAt(at) != number.charAt(at + 1)) {
                    return number.substring(0, at)
                            + number.charAt(at + 1)
                            + number.charAt(at)
                            + number.substring(at + 2);
                }
            }
        }
        if (person.born().getYear() < 1999 && error("number-legacy", errors)) {
            return number.substring(0, 6) + number.substring(8, 17);
        }
        return chance.nextDouble() < 0.05 ? number.toLowerCase() : number;
    }

    private String born(Person person, List<String> errors) {
        if (error("born-missing", errors)) {
            return "";
        }
        LocalDate born = person.born();
        String digits = born.toString().replace("-", "");
        if (error("born-mistyped", errors)) {
            int at = 3 + chance.nextInt(5);
            return digits.substring(0, at)
                    + (digits.charAt(at) - '0' + 1 + chance.nextInt(9)) % 10
                    + digits.substring(at + 1);
        }
        if (error("born-swapped", errors)) {
            return digits.substring(0, 4) + digits.substring(6) + digits.substring(4, 6);
        }
        return switch (chance.nextInt(4)) {
            case 0 -> digits;
            case 1 -> born.getYear() + "/" + born.getMonthValue() + "/" + born.getDayOfMonth();
            case 2 -> born.getYear() + "年" + born.getMonthValue() + "月" + born.getDayOfMonth() + "日";
            default -> born.toString();
        };
    }

    private String sex(Person person, List<String> errors) {
        if (error("sex-missing", errors)) {
            return "";
        }
        boolean male = person.sex().equals("M") != error("sex-wrong", errors);
        return chance.nextBoolean() ? (male ? "男" : "女") : male ? "1" : "2";
    }

    private String region(Person person, List<Person> registered, List<String> errors) {
        if (error("region-missing", errors)) {
            return "";
        }
        String region = error("moved", errors)
                ? registered.get(chance.nextInt(registered.size())).region()
                : person.region();
        return error("only-county", errors) ? region.substring(0, 6) : region;
    }

    private boolean error(String error, List<String> errors) {
        boolean happens = happens(error);
        if (happens) {
            errors.add(error);
        }
        return happens;
    }

    private boolean happens(String error) {
        return chance.nextDouble() < SHARES.get(error);
    }

    private String replaced(String name, int at, boolean bySound) {
        String character = name.substring(at, at + 1);
        List<String> choice = bySound ? homophones.getOrDefault(soundOf(character), List.of()) : characters;
        List<String> others =
                choice.stream().filter(other -> !other.equals(character)).toList();
        return others.isEmpty()
                ? name
                : name.substring(0, at) + others.get(chance.nextInt(others.size())) + name.substring(at + 1);
    }

    private String withOtherGiven(String name) {
        return name.substring(0, 1)
                + characters.get(chance.nextInt(characters.size()))
                + characters.get(chance.nextInt(characters.size()));
    }

    private String withOtherLast(String name) {
        return name.substring(0, name.length() - 1) + characters.get(chance.nextInt(characters.size()));
    }

    private String mobile() {
        return "1" + (30 + chance.nextInt(60)) + "%08d".formatted(chance.nextInt(100_000_000));
    }

    private static String complete(String body) {
        for (char check : "0123456789X".toCharArray()) {
            if (IdentityNumber.read(body + check) instanceof IdentityNumber.Reading.Valid) {
                return body + check;
            }
        }
        return "";
    }

    private static String soundOf(String character) {
        return ChineseName.read(character + "·" + character)
                .orElseThrow()
                .sound()
                .split(" ")[0];
    }

    /** The 3,755 common characters of GB 2312, first level. */
    private static List<String> commonCharacters() {
        List<String> characters = new ArrayList<>();
        Charset gb2312 = Charset.forName("GB2312");
        for (int row = 16; row <= 55; row++) {
            for (int cell = 1; cell <= (row == 55 ? 89 : 94); cell++) {
                characters.add(new String(new byte[] {(byte) (row + 0xA0), (byte) (cell + 0xA0)}, gb2312));
            }
        }
        return List.copyOf(characters);
    }
}
