package org.hearth.population;

/** Told how far the making of a population has come. */
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

    /** What is being made. */
    enum Step {
        PLACES("安排住处", "Placing households"),
        HOUSEHOLDS("生成家庭", "Making households"),
        PERSONS("生成人员", "Making persons"),
        EVIDENCE("生成健康与监护情况", "Making health and guardianship"),
        MONEY("生成收支与财产", "Making incomes, spending and assets"),
        RECORDS("生成部门记录", "Making departments' records"),
        FILES("写出文件", "Writing files"),
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
