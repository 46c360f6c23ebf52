package org.hearth.population;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.hearth.divisions.RegionCode;

/**
 * What population is to be made.
 *
 * @param households how many households, at least one
 * @param seed the same seed gives the same bytes, with the same request otherwise
 * @param regions where they live; {@link RegionCode#NATION} for everywhere
 * @param asOf the day on which the facts hold; the departments' records follow it through the winter, to 15 March
 * @param out the folder to write, made if it is missing; files of an earlier run are replaced
 */
public record GenerateRequest(long households, long seed, List<RegionCode> regions, LocalDate asOf, Path out) {

    /** The prefectures of the demo: Linxia, where the earthquake of December 2023 was, and Haidong beside it. */
    public static final List<RegionCode> DEMO_REGIONS = List.of(RegionCode.parse("622900"), RegionCode.parse("630200"));

    /** The day before the winter of 2023-24. */
    public static final LocalDate DEMO_AS_OF = LocalDate.of(2023, 10, 31);

    /** @throws IllegalArgumentException when there is no household or no region */
    public GenerateRequest {
        if (households < 1) {
            throw new IllegalArgumentException("at least one household is needed, not " + households);
        }
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("at least one region is needed");
        }
        regions = regions.stream().distinct().sorted().toList();
    }

    /** The demo's regions and day. */
    public static GenerateRequest ofDemo(long households, long seed, Path out) {
        return new GenerateRequest(households, seed, DEMO_REGIONS, DEMO_AS_OF, out);
    }
}
