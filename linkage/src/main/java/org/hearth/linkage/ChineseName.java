package org.hearth.linkage;

import java.util.Optional;

/**
 * A person's name as records are compared by it: its characters folded (traditional and variant forms as the standard
 * ones), its surname and given name apart, and its sound without tones.
 *
 * <p>A name with a middle dot, one of more than four characters that begins with no compound surname, and one in letters
 * have no surname: {@code 买买提·艾力} and {@code 买买提艾力} are the same given name.
 *
 * @param full the whole name, folded, without spaces and dots; never empty
 * @param surname the surname, empty where the name has none
 * @param given what follows the surname; empty where only a surname is written
 * @param sound how the whole is read, without tones, a space between syllables: {@code shan xiong} of 单雄
 */
public record ChineseName(String full, String surname, String given, String sound) {

    private static final int LONGEST_HAN_NAME = 4;

    /** Reads a name as a record writes it; nothing where no letter or character is in it. */
    public static Optional<ChineseName> read(String text) {
        String folded = Han.folded(text);
        String full = folded.replace("·", "");
        if (full.codePoints().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        int length = Han.surnameLength(full);
        boolean chinese = folded.length() == full.length()
                && full.codePoints().allMatch(Han::isHan)
                && full.codePointCount(0, full.length()) <= LONGEST_HAN_NAME + (length > 2 ? length - 2 : 0);
        int cut = chinese ? full.offsetByCodePoints(0, Math.min(length, full.codePointCount(0, full.length()))) : 0;
        String surname = full.substring(0, cut);
        String given = full.substring(cut);
        String sound = cut == 0 ? Han.reading(full) : (Han.surnameReading(surname) + " " + Han.reading(given)).trim();
        return Optional.of(new ChineseName(full, surname, given, sound));
    }

    /**
     * The sound as it is confused between dialects and by those who write down what they hear: zh, ch and sh as z, c and
     * s, n as l at a beginning, ng as n at an end.
     */
    public String roughSound() {
        return sound.replace("zh", "z")
                .replace("ch", "c")
                .replace("sh", "s")
                .replace("ng", "n")
                .replaceAll("\\bn", "l");
    }
}
