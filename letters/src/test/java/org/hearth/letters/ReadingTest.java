package org.hearth.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hearth.policy.Determination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every worked case of the pack as a letter: can it be read, is it complete, is its arithmetic right? */
class ReadingTest {

    /** What can be read aloud in one breath. */
    private static final int LONGEST_SENTENCE = 45;

    static Stream<String> cases() {
        return WorkedCases.ALL.keySet().stream();
    }

    private static List<String> body(Letter letter) {
        var lines = new ArrayList<>(letter.lines());
        lines.removeAll(letter.smallPrint());
        return lines;
    }

    private static List<Letter.Given> given(Letter letter) {
        return letter.sections().stream()
                .flatMap(section -> section.parts().stream())
                .filter(Letter.Given.class::isInstance)
                .map(Letter.Given.class::cast)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_chinese_letter_has_no_code_and_no_foreign_word(String name) {
        assertThat(body(WorkedCases.letter(name, Language.ZH))).noneMatch(line -> line.matches(".*[A-Za-z{}_〔〕].*"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_english_letter_has_no_chinese_and_no_blank(String name) {
        assertThat(body(WorkedCases.letter(name, Language.EN)))
                .noneMatch(
                        line -> line.matches(".*[{}_].*") || line.codePoints().anyMatch(Character::isIdeographic));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_sentence_can_be_read_in_one_breath(String name) {
        List<String> sentences = body(WorkedCases.letter(name, Language.ZH)).stream()
                .flatMap(line -> Arrays.stream(line.split("[。！？]")))
                .map(sentence -> sentence.replaceAll("（[^）]*出生）", ""))
                .toList();
        assertThat(sentences).allMatch(sentence -> sentence.length() <= LONGEST_SENTENCE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_amount_is_given_once_and_in_its_rhythm(String name) {
        Determination determined = WorkedCases.PACK.decide(WorkedCases.household(name));
        for (Language language : Language.values()) {
            List<String> amounts = given(WorkedCases.letter(name, language)).stream()
                    .map(Letter.Given::amount)
                    .toList();
            assertThat(amounts).hasSameSizeAs(determined.benefits());
            for (int i = 0; i < amounts.size(); i++) {
                BigDecimal written =
                        new BigDecimal(amounts.get(i).replaceAll(",", "").replaceAll("^[^0-9]*([0-9.]+).*$", "$1"));
                assertThat(written)
                        .isEqualByComparingTo(determined.benefits().get(i).amount());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_reason_for_a_refusal_is_told(String name) {
        String text =
                String.join("", body(WorkedCases.letter(name, Language.ZH))).replace(",", "");
        assertThat(WorkedCases.PACK.decide(WorkedCases.household(name)).refused())
                .allSatisfy(
                        refusal -> assertThat(text).contains(refusal.reason().zh()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_question_is_asked(String name) {
        long asked = WorkedCases.letter(name, Language.ZH).sections().stream()
                .flatMap(section -> section.parts().stream())
                .filter(Letter.Ask.class::isInstance)
                .count();
        assertThat(asked)
                .isEqualTo(WorkedCases.PACK.decide(WorkedCases.household(name)).missing().stream()
                        .map(Determination.Question::fact)
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_arithmetic_comes_out_to_the_fen(String name) {
        for (Letter.Given given : given(WorkedCases.letter(name, Language.ZH))) {
            if (given.sum() == null) {
                continue;
            }
            String[] sides = given.sum().replace("算法：", "").replace(",", "").split(" = ");
            assertThat(worth(sides[0]).setScale(2, RoundingMode.HALF_EVEN))
                    .as(given.sum())
                    .isEqualByComparingTo(new BigDecimal(sides[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_value_that_stands_in_for_a_local_one_is_said_to(String name) {
        String text = String.join("", body(WorkedCases.letter(name, Language.ZH)));
        if (text.contains("（参考值）")) {
            assertThat(text).contains("参考值，以当地公布的标准为准");
        }
    }

    /** The worth of a sum such as {@code (800 × 2 − 400) × 1 ÷ 2}, by the usual precedence. */
    private static BigDecimal worth(String sum) {
        var numbers = new ArrayDeque<BigDecimal>();
        var signs = new ArrayDeque<String>();
        for (String token : sum.replace("(", "( ").replace(")", " )").split(" ")) {
            if (token.matches("[0-9.]+")) {
                numbers.push(new BigDecimal(token));
            } else if (token.equals("(")) {
                signs.push(token);
            } else if (token.equals(")")) {
                while (!signs.peek().equals("(")) {
                    apply(numbers, signs.pop());
                }
                signs.pop();
            } else {
                while (!signs.isEmpty() && rank(signs.peek()) >= rank(token)) {
                    apply(numbers, signs.pop());
                }
                signs.push(token);
            }
        }
        while (!signs.isEmpty()) {
            apply(numbers, signs.pop());
        }
        return numbers.pop();
    }

    private static int rank(String sign) {
        return switch (sign) {
            case "(" -> 0;
            case "+", "−" -> 1;
            default -> 2;
        };
    }

    private static void apply(ArrayDeque<BigDecimal> numbers, String sign) {
        BigDecimal right = numbers.pop();
        BigDecimal left = numbers.pop();
        numbers.push(
                switch (sign) {
                    case "+" -> left.add(right);
                    case "−" -> left.subtract(right);
                    case "×" -> left.multiply(right);
                    case "÷" -> left.divide(right, MathContext.DECIMAL64);
                    default -> throw new IllegalArgumentException(sign);
                });
    }
}
