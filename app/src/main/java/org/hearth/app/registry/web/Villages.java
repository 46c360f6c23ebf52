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

    /** A village by its twelve digits; empty where there is none. */
    Optional<Region> village(String code) {
        return code.matches("[0-9]{12}") ? regions.find(new RegionCode(code)) : Optional.empty();
    }
}
