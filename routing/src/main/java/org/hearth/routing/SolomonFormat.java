package org.hearth.routing;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.routing.Instance.Point;
import org.hearth.routing.Plan.Route;
import org.hearth.routing.Plan.Stop;

/**
 * The text format of M. M. Solomon's instances, and of the solutions that are exchanged for them.
 *
 * <p>An instance is a name, the number and capacity of the vehicles, and one line of seven numbers for each point, the depot
 * first. A solution has a line {@code Route #1: 5 3 7} for each vehicle, and the distance as {@code Cost}; we add the times.
 */
public final class SolomonFormat {

    /** A file that is not an instance, said in one line: which file, which line, what is wrong there. */
    public static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private Unreadable(Path file, int line, String problem) {
            super(file + ", line " + line + ": " + problem);
        }
    }

    private static final int COLUMNS = 7;

    private SolomonFormat() {}

    /**
     * Reads an instance.
     *
     * @throws Unreadable when a line is not what the format wants there
     * @throws IOException when the file cannot be read at all
     */
    public static Instance read(Path file) throws IOException, Unreadable {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new Unreadable(file, 1, "this is not text in UTF-8");
        }
        String name = null;
        int vehicles = 0;
        int capacity = 0;
        List<Point> points = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        for (int line = 1; line <= lines.size(); line++) {
            String text = lines.get(line - 1).strip();
            if (name == null) {
                name = text.isEmpty() ? null : text;
            } else if (!text.isEmpty() && isNumber(text.charAt(0))) {
                String[] words = text.split("\\s+");
                try {
                    if (vehicles == 0) {
                        require(words, 2, "the number of vehicles and their capacity");
                        vehicles = positive(words[0]);
                        capacity = notNegative(words[1]);
                    } else {
                        require(words, COLUMNS, "number, x, y, demand, opens, closes, service time");
                        Point point = point(words);
                        if (!numbers.add(point.number())) {
                            throw new IllegalArgumentException("point " + point.number() + " comes twice");
                        }
                        points.add(point);
                    }
                } catch (NumberFormatException e) {
                    throw new Unreadable(file, line, "not a number as it should be here: " + shown(text));
                } catch (IllegalArgumentException e) {
                    throw new Unreadable(file, line, String.valueOf(e.getMessage()));
                }
            } else if (!text.isEmpty() && !isHeading(text)) {
                throw new Unreadable(file, line, "neither a heading nor a line of numbers: " + shown(text));
            }
        }
        if (name == null || points.isEmpty()) {
            throw new Unreadable(file, Math.max(1, lines.size()), "the file ends before there is a depot");
        }
        return new Instance(name, vehicles, capacity, points.getFirst(), points.subList(1, points.size()));
    }

    /**
     * Writes a plan, with distances and times to two decimals.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Plan plan, Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Instance ").append(plan.instance().name()).append('\n');
        int number = 0;
        for (Route route : plan.routes()) {
            number++;
            text.append("Route #%d: %s\n"
                    .formatted(
                            number,
                            numbers(route.stops().stream().map(Stop::point).toList())));
            text.append("Arrivals #%d: %s\n".formatted(number, arrivals(route)));
        }
        if (!plan.unserved().isEmpty()) {
            text.append("Unserved: %s\n".formatted(numbers(plan.unserved())));
        }
        text.append("Vehicles %d\n".formatted(plan.vehicles()));
        text.append(String.format(Locale.ROOT, "Cost %.2f\n", plan.distance()));
        Files.writeString(file, text);
    }

    private static String numbers(List<Point> points) {
        return points.stream().map(point -> Integer.toString(point.number())).collect(Collectors.joining(" "));
    }

    private static String arrivals(Route route) {
        return route.stops().stream()
                .map(stop -> String.format(Locale.ROOT, "%.2f", stop.arrives()))
                .collect(Collectors.joining(" "));
    }

    private static Point point(String[] words) {
        return new Point(
                Integer.parseInt(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Integer.parseInt(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]));
    }

    private static int positive(String word) {
        int number = Integer.parseInt(word);
        if (number < 1) {
            throw new IllegalArgumentException("at least one vehicle is needed, not " + number);
        }
        return number;
    }

    private static int notNegative(String word) {
        int number = Integer.parseInt(word);
        if (number < 0) {
            throw new IllegalArgumentException("a vehicle cannot carry " + number);
        }
        return number;
    }

    private static void require(String[] words, int count, String what) {
        if (words.length != count) {
            throw new IllegalArgumentException(
                    "%d numbers are wanted here (%s), not %d".formatted(count, what, words.length));
        }
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static boolean isNumber(char first) {
        return Character.isDigit(first) || first == '-' || first == '+' || first == '.';
    }

    private static boolean isHeading(String text) {
        return List.of("VEHICLE", "NUMBER", "CUSTOMER", "CUST")
                .contains(text.split("\\s+")[0].toUpperCase(Locale.ROOT));
    }
}
