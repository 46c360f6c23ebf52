package org.hearth.app.platform;

/** Told how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {

    /**
     * @param what is being done, e.g. 装载行政区划
     * @param share how much of it is done, from 0 to 1
     */
    void at(Text what, double share);

    /** Tells nobody. */
    Progress SILENT = (what, share) -> {};
}
