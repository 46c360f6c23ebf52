package org.hearth.app.exchange;

import org.hearth.app.platform.Text;

/** Why a row waits for a person: what a clerk filters by. The sentence beside each row says what, where and how to mend it. */
enum Reason {
    /** A cell cannot be read, or says a word that was not agreed upon. */
    BAD_VALUE("内容有误", "A value is wrong"),
    /** A cell that must be filled in is empty. */
    MISSING_VALUE("缺少内容", "A value is missing"),
    /** The identity number is not one: its length, date of birth or check digit is wrong. */
    BAD_NUMBER("身份证号有误", "The identity number is wrong"),
    /** The identity number is worked out by a formula: it says what another cell says, and not who somebody is. */
    FORMULA("号码是公式", "The number is a formula"),
    /** Nobody in the register has the number; the row is kept, and taken in by itself when that person is registered. */
    UNKNOWN_PERSON("不在档案中", "Not in the register"),
    /** The number is somebody else's, as far as the names tell. */
    NAME_DIFFERS("姓名不符", "The name differs"),
    /** Two cells of the row contradict each other. */
    CONTRADICTION("前后矛盾", "Cells contradict each other"),
    /** The row has more or fewer cells than the header. */
    WRONG_SHAPE("列数不符", "Too many or too few cells"),
    /** A row of a mended errors workbook whose row in an earlier file is not there, or does not wait any more. */
    ORIGIN("原行对不上", "The row it mends does not wait");

    private final Text title;

    Reason(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    /** Whether the row waits for a clerk, and not merely for the person to be registered. */
    public boolean isForAClerk() {
        return this != UNKNOWN_PERSON;
    }
}
