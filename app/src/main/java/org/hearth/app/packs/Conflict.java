package org.hearth.app.packs;

/** Somebody else saved the file since it was opened. Both versions are at hand; neither is lost. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Draft.File saved;
    private final transient String own;

    Conflict(Draft.File saved, String own) {
        super(saved.path() + " was saved by " + saved.changedBy());
        this.saved = saved;
        this.own = own;
    }

    /** The file as it stands now. */
    public Draft.File saved() {
        return saved;
    }

    /** The text that was to be saved. */
    public String own() {
        return own;
    }
}
