package org.hearth.policy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the subset of FEEL that packs are written in: comparisons, intervals, lists, {@code not()}, {@code in},
 * arithmetic, {@code if}, {@code and}, {@code or}, {@code some}, {@code every}, filters on the household's lists, and the
 * functions that {@link Typing} knows; of a duration only its whole {@code years}. Anything else is refused, with the place
 * where it stands.
 */
final class Feel {

    /** An expression as written. */
    sealed interface Ast {
        record Num(BigDecimal value) implements Ast {}

        record Str(String value) implements Ast {}

        record Truth(boolean value) implements Ast {}

        record Day(LocalDate value) implements Ast {}

        record Name(List<String> path) implements Ast {}

        record Binary(String operator, Ast left, Ast right) implements Ast {}

        record Negative(Ast part) implements Ast {}

        record If(Ast condition, Ast then, Ast otherwise) implements Ast {}

        record Call(String function, List<Ast> arguments) implements Ast {}

        record Filter(
                Ast list, @Nullable Ast condition, @Nullable String field) implements Ast {}

        record Quantified(boolean every, String variable, Ast list, Ast condition) implements Ast {}

        record In(Ast value, Test test) implements Ast {}
    }

    /** A unary test: a cell of a decision table. */
    sealed interface Test {
        record Anything() implements Test {}

        record Compare(String operator, Ast value) implements Test {}

        record Interval(boolean lowClosed, Ast low, Ast high, boolean highClosed) implements Test {}

        record OneOf(List<Test> tests) implements Test {}

        record None(Test test) implements Test {}
    }

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<num>[0-9]+(?:\\.[0-9]+)?(?!\\.[0-9]))|\"(?<str>[^\"]*)\"|(?<word>list contains|years and months duration|[A-Za-z_][A-Za-z0-9_]*)"
                    + "|(?<sign><=|>=|!=|\\.\\.|[-+*/<>=(),\\[\\].]))");
    private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "=", "!=");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private int at;

    private Feel(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            for (String kind : List.of("num", "str", "word", "sign")) {
                String token = matcher.group(kind);
                if (token != null) {
                    tokens.add(token);
                    kinds.add(kind);
                }
            }
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException(
                    "not in the FEEL subset from \"" + text.substring(end).strip() + "\" on");
        }
        tokens.add("");
        kinds.add("end");
    }

    /** Reads an expression. */
    static Ast expression(String text) {
        Feel feel = new Feel(text);
        return feel.finish(feel.or());
    }

    /** Reads the unary tests of a cell; a blank cell or {@code -} lets anything pass. */
    static Test tests(String text) {
        if (text.isBlank() || text.strip().equals("-")) {
            return new Test.Anything();
        }
        Feel feel = new Feel(text);
        return feel.finish(feel.testList());
    }

    private <T> T finish(T result) {
        if (!kinds.get(at).equals("end")) {
            throw unexpected();
        }
        return result;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("\"" + text + "\" is not in the FEEL subset"
                + (kinds.get(at).equals("end") ? ": it ends too early" : " at \"" + tokens.get(at) + "\""));
    }

    private boolean sees(String token) {
        return tokens.get(at).equals(token) && !kinds.get(at).equals("str");
    }

    private boolean take(String token) {
        boolean seen = sees(token);
        if (seen) {
            at++;
        }
        return seen;
    }

    private void need(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    private Ast or() {
        Ast left = and();
        while (take("or")) {
            left = new Ast.Binary("or", left, and());
        }
        return left;
    }

    private Ast and() {
        Ast left = comparison();
        while (take("and")) {
            left = new Ast.Binary("and", left, comparison());
        }
        return left;
    }

    private Ast comparison() {
        Ast left = sum();
        if (take("in")) {
            return new Ast.In(left, inTest());
        }
        if (COMPARISONS.contains(tokens.get(at)) && kinds.get(at).equals("sign")) {
            String operator = tokens.get(at++);
            return new Ast.Binary(operator, left, sum());
        }
        return left;
    }

    private Test inTest() {
        if (sees("(")) {
            at++;
            Test tests = testList();
            need(")");
            return tests;
        }
        return test();
    }

    private Ast sum() {
        Ast left = product();
        while (sees("+") || sees("-")) {
            String operator = tokens.get(at++);
            left = new Ast.Binary(operator, left, product());
        }
        return left;
    }

    private Ast product() {
        Ast left = unary();
        while (sees("*") || sees("/")) {
            String operator = tokens.get(at++);
            left = new Ast.Binary(operator, left, unary());
        }
        return left;
    }

    private Ast unary() {
        return take("-") ? new Ast.Negative(unary()) : primary();
    }

    private Ast primary() {
        String kind = kinds.get(at);
        String token = tokens.get(at);
        switch (kind) {
            case "num" -> {
                at++;
                return new Ast.Num(new BigDecimal(token));
            }
            case "str" -> {
                at++;
                return new Ast.Str(token);
            }
            case "word" -> {
                at++;
                return word(token);
            }
            default -> {
                need("(");
                Ast inner = or();
                need(")");
                return inner;
            }
        }
    }

    private Ast word(String word) {
        return switch (word) {
            case "true" -> new Ast.Truth(true);
            case "false" -> new Ast.Truth(false);
            case "if" -> {
                Ast condition = or();
                need("then");
                Ast then = or();
                need("else");
                yield new Ast.If(condition, then, or());
            }
            case "some", "every" -> {
                String variable = tokens.get(at++);
                need("in");
                Ast list = primary();
                need("satisfies");
                yield new Ast.Quantified(word.equals("every"), variable, list, or());
            }
            default -> sees("(") ? call(word) : name(word);
        };
    }

    private Ast call(String function) {
        need("(");
        var arguments = new ArrayList<Ast>();
        do {
            arguments.add(or());
        } while (take(","));
        need(")");
        if (function.equals("date") && arguments.size() == 1 && arguments.getFirst() instanceof Ast.Str day) {
            try {
                return new Ast.Day(LocalDate.parse(day.value()));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("not a date: " + day.value(), e);
            }
        }
        if (function.equals("years and months duration")) {
            need(".");
            need("years");
        }
        return new Ast.Call(function, List.copyOf(arguments));
    }

    private Ast name(String first) {
        var path = new ArrayList<String>(List.of(first));
        while (take(".")) {
            path.add(tokens.get(at++));
        }
        Ast name = new Ast.Name(List.copyOf(path));
        if (!take("[")) {
            return name;
        }
        Ast condition = or();
        need("]");
        return new Ast.Filter(name, condition, take(".") ? tokens.get(at++) : null);
    }

    private Test testList() {
        if (sees("not") && tokens.get(at + 1).equals("(")) {
            at += 2;
            Test inner = testList();
            need(")");
            return new Test.None(inner);
        }
        var tests = new ArrayList<Test>();
        do {
            tests.add(test());
        } while (take(","));
        return tests.size() == 1 ? tests.getFirst() : new Test.OneOf(List.copyOf(tests));
    }

    private Test test() {
        if (COMPARISONS.contains(tokens.get(at)) && kinds.get(at).equals("sign")) {
            String operator = tokens.get(at++);
            return new Test.Compare(operator, sum());
        }
        boolean open = sees("(") || sees("]");
        if (open || sees("[")) {
            int start = at++;
            Ast low = sum();
            if (take("..")) {
                Ast high = sum();
                boolean closed = sees("]");
                if (!closed && !sees(")") && !sees("[")) {
                    throw unexpected();
                }
                at++;
                return new Test.Interval(!open, low, high, closed);
            }
            at = start;
        }
        return new Test.Compare("=", sum());
    }
}
