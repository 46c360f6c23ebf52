package org.hearth.app.benefit;

/** What goods were given for, as the bulletin counts them. */
public enum Purpose {
    HEATING("heating"),
    STREET("street"),
    DISASTER("disaster");

    private final String code;

    Purpose(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
