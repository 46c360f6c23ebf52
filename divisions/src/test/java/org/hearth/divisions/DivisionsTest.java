package org.hearth.divisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DivisionsTest {

    @Test
    void the_divisions_of_mid_2023_are_all_there() {
        Map<DivisionLevel, Integer> count = new EnumMap<>(DivisionLevel.class);
        Map<String, String> names = new HashMap<>();
        Divisions.forEach(division -> {
            count.merge(division.code().level(), 1, Integer::sum);
            if (division.code().level() != DivisionLevel.VILLAGE) {
                names.put(division.code().digits(), division.name());
            }
        });

        assertThat(count)
                .containsEntry(DivisionLevel.PROVINCE, 31)
                .containsEntry(DivisionLevel.PREFECTURE, 342)
                .containsEntry(DivisionLevel.COUNTY, 2_978)
                .containsEntry(DivisionLevel.TOWNSHIP, 41_352)
                .containsEntry(DivisionLevel.VILLAGE, 620_573);
        assertThat(names).containsEntry("622927", "积石山保安族东乡族撒拉族自治县").containsEntry("630222", "民和回族土族自治县");
    }

    @Test
    void a_code_is_read_as_people_write_it_and_knows_what_it_lies_in() {
        RegionCode linxia = RegionCode.parse("622900");

        assertThat(linxia).isEqualTo(RegionCode.parse("6229"));
        assertThat(linxia.level()).isEqualTo(DivisionLevel.PREFECTURE);
        assertThat(linxia.printed()).isEqualTo("622900");
        assertThat(RegionCode.parse("620000").digits()).isEqualTo("62");
        assertThat(linxia.contains(RegionCode.parse("622927"))).isTrue();
        assertThat(linxia.contains(RegionCode.parse("630222"))).isFalse();
        assertThat(RegionCode.NATION.contains(linxia)).isTrue();
        assertThat(RegionCode.parse("622927101202").at(DivisionLevel.COUNTY)).isEqualTo(RegionCode.parse("622927"));
    }

    @Test
    void what_is_no_code_is_refused() {
        assertThatThrownBy(() -> RegionCode.parse("62292")).hasMessageContaining("0, 2, 4, 6, 9 or 12 digits");
        assertThatThrownBy(() -> RegionCode.parse("62292X")).hasMessageContaining("digits only");
    }
}
