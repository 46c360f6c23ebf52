package org.hearth.app.packs;

import java.util.List;
import org.hearth.app.platform.Text;

/**
 * What a draft's check found.
 *
 * @param parts in the order in which they were done
 */
public record CheckResult(List<Part> parts) {

    /**
     * One part of the check.
     *
     * @param green whether nothing is wrong
     * @param cameTo what was done, in figures
     * @param problems what is wrong, a line each, the first hundred
     */
    public record Part(Text title, boolean green, Text cameTo, List<String> problems) {}

    /** Whether every part is. */
    public boolean isGreen() {
        return parts.stream().allMatch(Part::green);
    }
}
