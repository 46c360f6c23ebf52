package org.hearth.app.disaster;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A disaster and where it struck.
 *
 * @param name as it is called in documents
 * @param happenedAt when it struck, by China's clock
 * @param magnitude of an earthquake
 * @param source who reported it
 * @param counties where it struck
 * @param stableOn the day on which the situation was declared stable and daily reports ended
 */
public record Disaster(
        UUID id,
        DisasterKind kind,
        Text name,
        LocalDateTime happenedAt,
        @Nullable BigDecimal magnitude,
        String source,
        List<RegionCode> counties,
        @Nullable LocalDate stableOn) {

    /** Whether the place lies in a county that was struck. */
    public boolean struck(RegionCode place) {
        return counties.stream().anyMatch(county -> county.contains(place));
    }

    /** The page where it is worked on. */
    public String link() {
        return "/disasters/" + id;
    }
}
