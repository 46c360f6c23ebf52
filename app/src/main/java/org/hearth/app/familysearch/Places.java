package org.hearth.app.familysearch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the division out of the words for a place. */
@Component
class Places {

    /** 四川 of 四川省; 内蒙古 and 黑龙江 are told apart from all others by two as well. */
    private static final int TELLS_A_PROVINCE = 2;

    private final Regions regions;
    // Asked for with every row of a file, and hardly ever changed.
    private final Map<RegionCode, List<Region>> within = new ConcurrentHashMap<>();

    Places(Regions regions) {
        this.regions = regions;
    }

    /**
     * The division that a code or else the words name, as far down as they do: 四川省德昌县汽车站 is 德昌县. Words that name no
     * province mean that of {@code home}; without any such words it is {@code home} itself.
     *
     * @param code six digits, or empty
     * @return nothing where neither says anything
     */
    Optional<RegionCode> of(String code, String words, @Nullable RegionCode home) {
        if (code.matches("[0-9]{6}") && regions.find(new RegionCode(code)).isPresent()) {
            return Optional.of(new RegionCode(code));
        }
        Optional<RegionCode> province = below(RegionCode.NATION).stream()
                .filter(region -> words.contains(region.name().substring(0, TELLS_A_PROVINCE)))
                .map(Region::code)
                .findFirst();
        RegionCode searched = province.orElse(home == null ? null : home.at(DivisionLevel.PROVINCE));
        if (searched == null) {
            return Optional.empty();
        }
        RegionCode named = null;
        for (Region prefecture : below(searched)) {
            for (Region county : below(prefecture.code())) {
                if (words.contains(county.name())) {
                    return Optional.of(county.code());
                }
            }
            named = words.contains(prefecture.name()) ? prefecture.code() : named;
        }
        return Optional.ofNullable(named).or(() -> province).or(() -> Optional.ofNullable(home));
    }

    private List<Region> below(RegionCode region) {
        List<Region> known = within.getOrDefault(region, List.of());
        if (known.isEmpty()) {
            known = regions.within(region);
            within.put(region, known);
        }
        return known;
    }
}
