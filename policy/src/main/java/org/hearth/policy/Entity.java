package org.hearth.policy;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of row that facts and decisions are about, as the household document and the facts layout nest them. */
enum Entity {
    INCOME("income", "incomes"),
    EXPENDITURE("expenditure", "expenditures"),
    VEHICLE("vehicle", "vehicles"),
    EVENT("event", "events"),
    SUPPORTER("supporter", "supporters"),
    PARENT("parent", "parents"),
    MEMBER("member", "members"),
    HOUSEHOLD("household", "households");

    /** As packs write it. */
    final String singular;

    /** The list of such rows in a FEEL expression. */
    final String plural;

    Entity(String singular, String plural) {
        this.singular = singular;
        this.plural = plural;
    }

    /** The file of the facts layout. */
    String table() {
        return this == MEMBER ? "persons" : plural;
    }

    /** Whether a row of {@code this} has a list of {@code child} rows. */
    boolean holds(Entity child) {
        return switch (this) {
            case HOUSEHOLD ->
                child == MEMBER || child == INCOME || child == EXPENDITURE || child == VEHICLE || child == EVENT;
            case MEMBER -> child == INCOME || child == SUPPORTER || child == PARENT;
            case INCOME, EXPENDITURE, VEHICLE, EVENT, SUPPORTER, PARENT -> false;
        };
    }

    /** Whether each row belongs to a member, and is joined by the member's key. */
    boolean belongsToMember() {
        return this == SUPPORTER || this == PARENT;
    }

    static Optional<Entity> named(String singular) {
        return Arrays.stream(values()).filter(e -> e.singular.equals(singular)).findFirst();
    }
}
