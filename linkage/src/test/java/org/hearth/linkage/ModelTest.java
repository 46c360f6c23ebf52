package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model for persons on one person at a time; in a register of a million, as it was trained for. */
class ModelTest {

    private static final Model MODEL = Model.ofPersons();
    private static final String NUMBER = number("622927", LocalDate.of(1938, 2, 3), 123);
    private static final LinkRecord PERSON = person("P1", "马小花", NUMBER, "1938-02-03", "622927101201", "13800138000");

    @TempDir
    Path folder;

    @Test
    void the_model_that_is_shipped_was_trained_with_the_config_that_is_shipped() throws IOException {
        assertThat(MODEL.config().text()).isEqualTo(Files.readString(Path.of("configs", "persons.yaml")));
    }

    @Test
    void a_model_written_and_read_again_gives_the_same_scores() throws IOException {
        Path file = folder.resolve("model.json");
        MODEL.write(file);

        LinkRecord record = person("R1", "马晓花", "", "1938年2月3日", "622927", "");
        assertThat(Model.read(file).score(record, PERSON)).isEqualTo(MODEL.score(record, PERSON));
    }

    @Test
    void what_is_no_model_is_refused_in_one_line() throws IOException {
        Path file = Files.writeString(
                folder.resolve("model.json"), "{\"version\": 99, \"config\": \"\", \"learned\": null}");
        Path other = Files.writeString(folder.resolve("other.json"), "hello");

        assertThatThrownBy(() -> Model.read(file))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> Model.read(other))
                .isInstanceOf(LinkageFailure.class)
                .hasMessageContaining("is no model");
    }

    @Test
    void the_prior_and_the_parts_of_an_explanation_add_up_to_the_weight() {
        Score score = MODEL.score(person("R1", "馬曉花", "", "19380203", "622927101201", "13800138001"), PERSON);

        double sum = score.prior()
                + score.parts().stream().mapToDouble(Score.Part::weight).sum();
        assertThat(score.weight()).isCloseTo(sum, within(1e-9));
        assertThat(score.probability()).isCloseTo(1 / (1 + Math.pow(2, -score.weight())), within(1e-12));
        assertThat(part(score, "sound").outcome()).isEqualTo("same");
        assertThat(part(score, "sound").level()).isEqualTo(new Words("相同", "the same"));
        assertThat(part(score, "given").left()).isEqualTo("馬曉花");
        assertThat(part(score, "number").outcome()).isEqualTo("missing");
        assertThat(part(score, "number").weight()).isZero();
        assertThat(part(score, "phone").outcome()).isEqualTo("mistyped");
    }

    @Test
    void agreement_in_a_rare_surname_says_more_than_in_a_common_one() {
        Score common = MODEL.score(named("马小花"), named("马小花"));
        Score rare = MODEL.score(named("缑小花"), named("缑小花"));

        assertThat(part(rare, "surname").frequencyWeight())
                .isGreaterThan(part(common, "surname").frequencyWeight() + 3);
    }

    @ParameterizedTest
    @CsvSource({
        "13, 0, mistyped",
        "14, 0, swapped",
        "0, 0, same",
    })
    void one_digit_mistyped_and_two_swapped_are_levels_of_the_number(int at, int unused, String outcome) {
        String number = switch (outcome) {
            case "mistyped" -> NUMBER.substring(0, at) + (NUMBER.charAt(at) - '0' + 1) % 10 + NUMBER.substring(at + 1);
            case "swapped" ->
                NUMBER.substring(0, at) + NUMBER.charAt(at + 1) + NUMBER.charAt(at) + NUMBER.substring(at + 2);
            default -> NUMBER;
        };
        LinkRecord record = person("R1", "马小花", number, "1938-02-03", "622927101201", "");

        assertThat(part(MODEL.score(record, PERSON), "number").outcome()).isEqualTo(outcome);
        assertThat(MODEL.find(record, List.of(PERSON)).decision()).isEqualTo(new Decision.Link());
    }

    @Test
    void a_legacy_number_is_the_number() {
        LinkRecord record = person("R1", "马小花", NUMBER.substring(0, 6) + NUMBER.substring(8, 17), "", "", "");

        assertThat(part(MODEL.score(record, PERSON), "number").outcome()).isEqualTo("same");
        assertThat(MODEL.find(record, List.of(PERSON)).decision()).isEqualTo(new Decision.Link());
    }

    @Test
    void without_a_number_name_birth_date_and_village_carry() {
        LinkRecord record = person("R1", "馬小花", "", "1938年2月3日", "622927101201", "");

        assertThat(MODEL.find(record, List.of(PERSON)).decision()).isEqualTo(new Decision.Link());
    }

    @Test
    void a_common_name_alone_is_nobody() {
        assertThat(MODEL.find(named("马小花"), List.of(PERSON)).decision()).isEqualTo(new Decision.None());
    }

    @Test
    void the_same_number_with_another_name_is_for_people_to_decide() {
        LinkRecord borrower = person("R1", "王建国", NUMBER, "1950-05-05", "622927101201", "");

        assertThat(code(MODEL.find(borrower, List.of(PERSON)))).isEqualTo("number-of-another");
    }

    @Test
    void the_same_number_with_another_birth_date_is_for_people_to_decide() {
        LinkRecord record = person("R1", "马小花", NUMBER, "1950-05-05", "622927101201", "13800138000");

        assertThat(code(MODEL.find(record, List.of(PERSON)))).isEqualTo("birth-date-differs");
    }

    @Test
    void a_borrowed_number_is_told_even_where_the_right_person_is_found_by_the_other_fields() {
        String own = number("622927", LocalDate.of(1950, 5, 5), 321);
        LinkRecord right = person("P2", "王建国", own, "1950-05-05", "622927101201", "13900139000");
        LinkRecord record = person("R1", "王建国", NUMBER, "1950-05-05", "622927101201", "13900139000");

        Finding finding = MODEL.find(record, List.of(PERSON, right));

        assertThat(code(finding)).isEqualTo("number-of-another");
        assertThat(finding.candidates())
                .extracting(candidate -> candidate.record().id())
                .containsExactly("P2", "P1");
    }

    @Test
    void two_persons_about_as_likely_as_each_other_are_for_people_to_decide() {
        LinkRecord namesake =
                person("P2", "马小花", number("622927", LocalDate.of(1938, 2, 3), 125), "1938-02-03", "622927101201", "");

        assertThat(code(MODEL.find(
                        person("R1", "马小花", "", "1938-02-03", "622927101201", ""), List.of(PERSON, namesake))))
                .isEqualTo("ambiguous");
    }

    @Test
    void a_twin_is_not_taken_for_the_other_when_no_number_tells_them_apart() {
        LinkRecord twin = person("R1", "马小兰", "", "1938-02-03", "622927101201", "13800138000");

        assertThat(code(MODEL.find(twin, List.of(PERSON)))).isEqualTo("given-name-differs");
    }

    @Test
    void a_former_name_counts_as_the_name() {
        Map<String, String> values = new HashMap<>(PERSON.values());
        values.put("former_name", "马招弟");
        LinkRecord renamed = new LinkRecord("P1", values);
        LinkRecord record = person("R1", "马招弟", "", "1938-02-03", "622927101201", "");

        assertThat(MODEL.find(record, List.of(PERSON)).decision()).isNotEqualTo(new Decision.Link());
        assertThat(MODEL.find(record, List.of(renamed)).decision()).isEqualTo(new Decision.Link());
        assertThat(MODEL.blockingKeys(record)).containsAnyElementsOf(MODEL.blockingKeys(renamed));
    }

    @Test
    void a_birth_date_taken_from_the_number_is_not_counted_a_second_time() {
        LinkRecord numberOnly = person("R1", "马小花", NUMBER, "", "", "");
        LinkRecord noNumber = person("P1", "马小花", "", "1938-02-03", "", "");

        assertThat(part(MODEL.score(numberOnly, PERSON), "born").outcome()).isEqualTo("missing");
        assertThat(part(MODEL.score(numberOnly, noNumber), "born").outcome()).isEqualTo("same");
    }

    @Test
    void in_a_register_ten_times_as_large_the_same_agreement_weighs_as_much_less() {
        long persons = MODEL.learned().rightRecords();
        LinkRecord record = person("R1", "马小花", "", "1938-02-03", "", "");

        double here = MODEL.score(record, PERSON).weight();
        double there = MODEL.forRegisterOf(persons * 10).score(record, PERSON).weight();
        assertThat(here - there).isCloseTo(Math.log(10) / Math.log(2), within(0.001));
    }

    @Test
    void records_without_a_key_in_common_are_not_compared() {
        LinkRecord other =
                person("P2", "王建国", number("110105", LocalDate.of(1960, 1, 1), 321), "1960-01-01", "110105001001", "");

        assertThat(MODEL.blockingKeys(PERSON))
                .hasSizeGreaterThan(4)
                .doesNotContainAnyElementsOf(MODEL.blockingKeys(other));
        assertThat(MODEL.blockingKeys(person("R1", "", NUMBER, "", "", "")))
                .containsAnyElementsOf(MODEL.blockingKeys(PERSON));
        assertThat(MODEL.blockingKeys(PERSON)).noneMatch(key -> key.contains(NUMBER) || key.contains("马小花"));
    }

    @Test
    void a_register_in_memory_finds_the_person() {
        List<LinkRecord> register = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            LocalDate born = LocalDate.of(1940, 1, 1).plusDays(i * 7L);
            register.add(person(
                    "P" + i,
                    "马" + (char) ('一' + i),
                    number("622927", born, i % 1000),
                    born.toString(),
                    "622927101201",
                    ""));
        }
        LinkageIndex index = new LinkageIndex(MODEL.forRegisterOf(register.size()), register);
        LocalDate born = LocalDate.of(1940, 1, 1).plusDays(77 * 7L);

        Finding finding = index.find(person("R1", "马" + (char) ('一' + 77), "", born.toString(), "622927", ""));

        assertThat(finding.decision()).isEqualTo(new Decision.Link());
        assertThat(finding.candidates().getFirst().record().id()).isEqualTo("P77");
        assertThat(index.find(named("欧阳锋")).decision()).isEqualTo(new Decision.None());
    }

    private static String code(Finding finding) {
        return finding.decision() instanceof Decision.Review(Reason reason)
                ? reason.code()
                : finding.decision().toString();
    }

    private static Score.Part part(Score score, String comparison) {
        return score.parts().stream()
                .filter(part -> part.comparison().equals(comparison))
                .findFirst()
                .orElseThrow();
    }

    private static LinkRecord named(String name) {
        return new LinkRecord("N", Map.of("name", name));
    }

    private static String number(String county, LocalDate born, int sequence) {
        return IdentityNumber.synthetic(RegionCode.parse(county), born, sequence)
                .digits();
    }

    static LinkRecord person(String id, String name, String number, String born, String region, String phone) {
        return new LinkRecord(
                id, Map.of("name", name, "id_number", number, "born", born, "region", region, "phone", phone));
    }
}
