package org.hearth.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pack as a script of DuckDB SQL, for one day: the same rules as {@link Pack#decide}, over the tables of
 * docs/facts-layout.md, which have to lie there under the names of their files ({@code households}, {@code persons}, …).
 *
 * <p>A value that is not known is NULL. All numbers are whole: BIGINT, in fen for money.
 *
 * @param preparation makes the views of the facts and the parameters in force
 * @param checks queries that must give no row; a row is {@code (file, household_id, person_id, problem)}
 * @param steps the decisions, one temporary table after another
 * @param results by name (that of {@link Result}, in small letters), the queries of what was decided
 * @param parameters the names of the parameters that what was decided depends on
 */
public record ScreeningSql(
        List<Step> preparation,
        List<Step> checks,
        List<Step> steps,
        Map<String, String> results,
        Set<String> parameters) {

    /** What a screening can tell. */
    public enum Result {
        /** Each household's stratum, deciding rule and amounts. */
        HOUSEHOLDS,
        /** Each member's. */
        PERSONS,
        /** The early-warning indicators that fired. */
        INDICATORS,
        /** The deciding rule's words for each household and member, its blanks filled in: {@code zh} and {@code en}. */
        REASONS
    }

    /** A statement, and the table or file it is about. */
    public record Step(String about, String sql) {}
}
