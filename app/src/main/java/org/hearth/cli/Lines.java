package org.hearth.cli;

import java.io.PrintStream;
import org.hearth.app.platform.Text;

/** What a command tells while it works: a bar on a terminal, plain lines elsewhere, Chinese first. */
final class Lines {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private String last = "";
    private int lastQuarter = -1;

    Lines(PrintStream out) {
        this.out = out;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    void say(String zh, String en) {
        endBar();
        out.println(zh);
        out.println("  " + en);
    }

    /** How far a piece of work has come. Elsewhere than on a terminal, a line is printed for each quarter of it. */
    void at(Text what, double share) {
        if (terminal) {
            int filled = (int) Math.round(share * WIDTH);
            out.print("\r\u001b[K" + "█".repeat(filled) + "░".repeat(WIDTH - filled) + " "
                    + String.format("%3d%% %s %s", (int) (share * 100), what.zh(), what.en()));
            out.flush();
            last = what.zh();
            if (share >= 1) {
                endBar();
            }
            return;
        }
        int quarter = (int) (share * 4);
        if (!what.zh().equals(last) || quarter > lastQuarter) {
            out.printf("%s %s … %d%%%n", what.zh(), what.en(), quarter * 25);
            last = what.zh();
            lastQuarter = quarter;
        }
    }

    private void endBar() {
        if (terminal && !last.isEmpty()) {
            out.println();
        }
        last = "";
        lastQuarter = -1;
    }
}
