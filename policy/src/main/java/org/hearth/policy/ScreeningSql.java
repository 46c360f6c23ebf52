package org.hearth.policy;

import java.util.List;
import java.util.Map;

/**
 * A pack as a script of DuckDB SQL, for one day: the same rules as {@link Pack#decide}, over the tables of
 * docs/facts-layout.md, which have to lie there under the names of their files ({@code households}, {@code persons}, …).
 *
 * <p>A value that is not known is NULL. All numbers are whole: BIGINT, in fen for money.
 *
 * @param preparation makes the views of the facts and the parameters in force
 * @param checks queries that must give no row; a row is {@code (file, household_id, person_id, problem)}
 * @param steps the decisions, one temporary table after another
 * @param results by name ({@code households}, {@code persons}, {@code indicators}), the queries of what was decided
 */
public record ScreeningSql(List<Step> preparation, List<Step> checks, List<Step> steps, Map<String, String> results) {

    /** A statement, and the table or file it is about. */
    public record Step(String about, String sql) {}
}
