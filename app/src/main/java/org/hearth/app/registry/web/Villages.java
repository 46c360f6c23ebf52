package org.hearth.app.registry.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hearth.app.access.SignedIn;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.springframework.stereotype.Component;

/** The villages that a form lets somebody choose from. */
@Component
class Villages {

    /** A township with its villages, for one group of options. */
    record Township(String name, List<Region> villages) {}

    private final Regions regions;

    Villages(Regions regions) {
        this.regions = regions;
    }

    /** Those of one's own region: one village, a township's, or a county's by township. */
    List<Township> of(SignedIn who) {
        RegionCode region = who.regionCode();
        return switch (region.level()) {
            case VILLAGE ->
                List.of(new Township(
                        regions.name(region.at(DivisionLevel.TOWNSHIP)),
                        regions.find(region).stream().toList()));
            case TOWNSHIP -> List.of(new Township(regions.name(region), regions.within(region)));
            case COUNTY -> ofCounty(region);
            case NATION, PROVINCE, PREFECTURE -> List.of();
        };
    }

    List<Township> ofCounty(RegionCode county) {
        List<Township> townships = new ArrayList<>();
        for (Region township : regions.within(county)) {
            townships.add(new Township(township.name(), regions.within(township.code())));
        }
        return townships;
    }

    /** The village that an address names, as a code; empty where it names none of them, or does not tell several apart. */
    String named(List<Township> townships, String address) {
        List<Region> named = new ArrayList<>();
        List<Region> withTownship = new ArrayList<>();
        for (Township township : townships) {
            for (Region village : township.villages()) {
                if (address.contains(plain(village.name()))) {
                    named.add(village);
                    if (address.contains(township.name())) {
                        withTownship.add(village);
                    }
                }
            }
        }
        List<Region> meant = withTownship.isEmpty() ? named : withTownship;
        return meant.size() == 1 ? meant.getFirst().code().digits() : "";
    }

    /** As addresses write it: 大河村 for 大河村委会. */
    private static String plain(String village) {
        return village.replaceFirst("村民?委员?会$", "村").replaceFirst("(社区)?(居民委员会|居委会)$", "社区");
    }

    /** A village by its twelve digits; empty where there is none. */
    Optional<Region> village(String code) {
        return code.matches("[0-9]{12}") ? regions.find(new RegionCode(code)) : Optional.empty();
    }
}
