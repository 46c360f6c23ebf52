package org.hearth.screening;

/** Told how far a screening or a simulation has come. */
@FunctionalInterface
public interface Progress {

    /** Nobody is told. */
    Progress NONE = (step, fraction) -> {};

    /**
     * Called when a step begins, and with {@link Step#DONE} at the end.
     *
     * @param fraction of the work done before this step, 0 to 1
     */
    void at(Step step, double fraction);

    /** What is being done. */
    enum Step {
        CHECKING("检查数据", "Checking the facts"),
        DECIDING("逐条套用规则", "Applying the rules"),
        COMPARING("比较前后", "Comparing before and after"),
        EXPLAINING("查明原因", "Finding the reasons"),
        WRITING("写出结果", "Writing the results"),
        DONE("完成", "Done");

        private final String zh;
        private final String en;

        Step(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /** The step in Chinese. */
        public String zh() {
            return zh;
        }

        /** The step in English. */
        public String en() {
            return en;
        }
    }
}
