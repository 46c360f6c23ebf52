package org.hearth.policy;

import java.util.Set;

/** How columns and tables are called in SQL. */
final class SqlNames {

    /** The words that DuckDB reserves; as a column's name they need quotes. */
    private static final Set<String> RESERVED = Set.of(
            "all",
            "analyse",
            "analyze",
            "and",
            "any",
            "array",
            "as",
            "asc",
            "asymmetric",
            "both",
            "case",
            "cast",
            "check",
            "collate",
            "column",
            "constraint",
            "create",
            "default",
            "deferrable",
            "desc",
            "describe",
            "distinct",
            "do",
            "else",
            "end",
            "except",
            "false",
            "fetch",
            "for",
            "foreign",
            "from",
            "group",
            "having",
            "in",
            "initially",
            "intersect",
            "into",
            "lambda",
            "lateral",
            "leading",
            "limit",
            "not",
            "null",
            "offset",
            "on",
            "only",
            "or",
            "order",
            "pivot",
            "placing",
            "primary",
            "qualify",
            "references",
            "returning",
            "select",
            "show",
            "some",
            "summarize",
            "symmetric",
            "table",
            "then",
            "to",
            "trailing",
            "true",
            "union",
            "unique",
            "unpivot",
            "using",
            "variadic",
            "when",
            "where",
            "window",
            "with");

    private SqlNames() {}

    /** {@code perCapitaIncome} as {@code per_capita_income}; what has no place in a plain name is quoted. */
    static String of(Slot slot) {
        return of(slot.name());
    }

    static String of(String name) {
        var snake = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        String text = snake.toString();
        return text.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(text) ? text : quoted(text);
    }

    /** A column of a row around the one in hand, such as {@code "household.stratum"}. */
    static String outer(String owner, Slot slot) {
        return quoted(owner + "." + of(slot).replace("\"", ""));
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Whole years, counted as a birthday is: on 28 February nobody born on the 29th is a year older. */
    static String wholeYears(String from, String to) {
        return "year(" + to + ") - year(" + from + ") - case when month(" + from + ") * 100 + day(" + from
                + ") > month(" + to + ") * 100 + day(" + to + ") then 1 else 0 end";
    }

    /** What identifies the row that rows of this kind are joined to and counted by. */
    static String key(Entity owner) {
        return owner == Entity.MEMBER ? "household_id, person_id" : "household_id";
    }

    static boolean hasPerson(Entity entity) {
        return entity == Entity.MEMBER || entity == Entity.INCOME || entity.belongsToMember();
    }
}
