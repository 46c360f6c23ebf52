package org.hearth.postgres;

/**
 * A database role and its password.
 *
 * @param user the role's name
 * @param password in plain text; kept out of {@link #toString()} so that it cannot reach a log
 */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return user;
    }
}
