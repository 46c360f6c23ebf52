package org.hearth.linkage;

/** Told how far a linkage has come. */
@FunctionalInterface
public interface Progress {

    /** Nobody is told. */
    Progress NONE = (step, fraction) -> {};

    /**
     * Called when a piece of work begins, and with {@link Step#DONE} at the end.
     *
     * @param fraction of this step, 0 to 1
     */
    void at(Step step, double fraction);

    /** What is being done. */
    enum Step {
        READING("读取记录", "Reading records"),
        CHANCE("统计偶然相符", "Counting chance agreement"),
        TRAINING("训练模型", "Training the model"),
        COMPARING("比较记录", "Comparing records"),
        DECIDING("得出结论", "Deciding"),
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
