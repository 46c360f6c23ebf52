package org.hearth.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClosenessTest {

    private static final int PAIRS = 4_000;

    static Stream<Closeness> every_way_to_agree() {
        return Stream.of(
                new Closeness.Same(),
                new Closeness.Mistyped(),
                new Closeness.Swapped(),
                new Closeness.Edits(1),
                new Closeness.Edits(2),
                new Closeness.Similar(0.8),
                new Closeness.Similar(0.92),
                new Closeness.SharesCharacter(),
                new Closeness.Begins(),
                new Closeness.Prefix(2),
                new Closeness.DayAndMonthSwapped(),
                new Closeness.Within(3));
    }

    @ParameterizedTest
    @MethodSource("every_way_to_agree")
    void java_and_sql_say_the_same_of_the_same_two_values(Closeness closeness) throws SQLException {
        Random random = new Random(7);
        int agreeing = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement statement = duckdb.prepareStatement(
                        "select " + closeness.sql("l", "r") + " from (select ?::varchar as l, ?::varchar as r)")) {
            for (int i = 0; i < PAIRS; i++) {
                List<String> pair = pair(random, closeness.needsPlain());
                statement.setString(1, pair.get(0));
                statement.setString(2, pair.get(1));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getBoolean(1))
                            .as("%s of %s", closeness, pair)
                            .isEqualTo(closeness.holds(pair.get(0), pair.get(1)));
                }
                agreeing += closeness.holds(pair.get(0), pair.get(1)) ? 1 : 0;
            }
        }
        assertThat(agreeing).isBetween(1, PAIRS - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "110105, 101105, true, false",
        "110105, 110106, false, true",
        "110105, 110105, false, false",
        "110105, 110150, true, false",
        "110105, 511001, false, false",
        "110105, 11010, false, false"
    })
    void two_neighbours_swapped_is_not_one_digit_mistyped(
            String left, String right, boolean swapped, boolean mistyped) {
        assertThat(new Closeness.Swapped().holds(left, right)).isEqualTo(swapped);
        assertThat(new Closeness.Mistyped().holds(left, right)).isEqualTo(mistyped);
    }

    /** Values that are often close: one is the other with something done to it. */
    private static List<String> pair(Random random, boolean plain) {
        if (random.nextInt(4) == 0) {
            String year = "19" + random.nextInt(10) + random.nextInt(10);
            String month = "%02d".formatted(1 + random.nextInt(12));
            String day = "%02d".formatted(1 + random.nextInt(12));
            return List.of(year + month + day, year + day + month);
        }
        if (random.nextInt(4) == 0) {
            return List.of(String.valueOf(random.nextInt(12)), String.valueOf(random.nextInt(12)));
        }
        String alphabet = plain ? "abcdmartx0123" : "建国军小花明𠀀";
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder left = new StringBuilder();
        for (int i = 1 + random.nextInt(plain ? 12 : 3); i > 0; i--) {
            left.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        List<Integer> right =
                new ArrayList<>(left.toString().codePoints().boxed().toList());
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(right.size());
            switch (random.nextInt(4)) {
                case 0 -> right.set(at, letters[random.nextInt(letters.length)]);
                case 1 -> right.add(at, letters[random.nextInt(letters.length)]);
                case 2 -> right.add(right.remove(at));
                default -> {
                    if (right.size() > 1) {
                        right.remove(at);
                    }
                }
            }
        }
        StringBuilder other = new StringBuilder();
        right.forEach(other::appendCodePoint);
        return List.of(left.toString(), other.toString());
    }
}
