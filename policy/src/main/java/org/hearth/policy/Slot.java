package org.hearth.policy;

import org.jspecify.annotations.Nullable;

/**
 * A column of the rows of one entity: a fact, a parameter value in force at the household's place, or a decision.
 *
 * @param index its place in a row
 * @param question the number of the question that is asked when the value is not known, or -1
 * @param parameter the policy parameter that it holds, or null
 */
record Slot(
        Entity entity,
        String name,
        Type type,
        boolean nullable,
        int index,
        int question,
        @Nullable String parameter) {}
