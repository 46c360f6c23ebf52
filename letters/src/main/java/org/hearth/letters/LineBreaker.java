package org.hearth.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Breaks Chinese and English text into lines. Chinese may break between any two characters, but no line begins with a closing
 * mark or ends with an opening one; words, numbers and a number with its unit stay whole unless they fill a line alone.
 */
final class LineBreaker {

    private static final String NOT_FIRST = "，。、；：！？）》〕〉」』”’%％,.;:!?)]}…·";
    private static final String NOT_LAST = "（《〔〈「『“‘([{￥¥";

    private final ToDoubleFunction<String> width;

    /** @param width of a piece of text, in the unit of the lines */
    LineBreaker(ToDoubleFunction<String> width) {
        this.width = width;
    }

    List<String> lines(String text, double most) {
        var lines = new ArrayList<String>();
        String line = "";
        for (String piece : pieces(text)) {
            if (line.isEmpty() || width.applyAsDouble((line + piece).stripTrailing()) <= most) {
                line += piece;
            } else {
                lines.add(line.stripTrailing());
                line = piece.stripLeading();
            }
            while (width.applyAsDouble(line.stripTrailing()) > most && line.codePointCount(0, line.length()) > 1) {
                int cut = fitting(line, most);
                lines.add(line.substring(0, cut));
                line = line.substring(cut);
            }
        }
        if (!line.isBlank() || lines.isEmpty()) {
            lines.add(line.stripTrailing());
        }
        return lines;
    }

    /** How much of a piece too long for a line fits on one; at least its first character. */
    private int fitting(String piece, double most) {
        int cut = piece.offsetByCodePoints(0, 1);
        while (cut < piece.length()) {
            int next = piece.offsetByCodePoints(cut, 1);
            if (width.applyAsDouble(piece.substring(0, next)) > most) {
                break;
            }
            cut = next;
        }
        return cut;
    }

    /** The text in pieces between which a line may end. */
    private static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            piece.appendCodePoint(points[i]);
            if (i + 1 < points.length && mayEndBetween(points, i)) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static boolean mayEndBetween(int[] points, int i) {
        int before = points[i];
        int after = points[i + 1];
        if (NOT_FIRST.indexOf(after) >= 0 || NOT_LAST.indexOf(before) >= 0 || after == ' ') {
            return false;
        }
        if (before == ' ') {
            return !(i > 0 && Character.isDigit(points[i - 1]) && Character.isLetter(after));
        }
        return isChinese(before) || isChinese(after);
    }

    private static boolean isChinese(int point) {
        return Character.isIdeographic(point)
                || (point >= 0x3000 && point <= 0x303F)
                || (point >= 0xFF00 && point <= 0xFFEF);
    }
}
