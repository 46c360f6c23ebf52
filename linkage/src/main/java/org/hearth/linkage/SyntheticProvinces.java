package org.hearth.linkage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The province codes reserved for synthetic identity numbers: each of the 31 provinces has one that no edition of GB/T
 * 2260 ever assigned, so a number under it can never be a living person's (docs/adr/0002-synthetic-identity-numbers.md).
 */
public final class SyntheticProvinces {

    private static final Map<String, String> SYNTHETIC_BY_PROVINCE = load();
    private static final Map<String, String> PROVINCE_BY_SYNTHETIC = invert(SYNTHETIC_BY_PROVINCE);

    private SyntheticProvinces() {}

    /** The reserved code of every province, by the province's real two-digit code, in the order of the codes. */
    public static Map<String, String> byProvince() {
        return SYNTHETIC_BY_PROVINCE;
    }

    /** The real province behind every reserved code, by the reserved two-digit code. */
    static Map<String, String> bySynthetic() {
        return PROVINCE_BY_SYNTHETIC;
    }

    private static Map<String, String> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        SyntheticProvinces.class.getResourceAsStream("synthetic-provinces.csv"),
                        "synthetic-provinces.csv"),
                StandardCharsets.UTF_8))) {
            Map<String, String> codes = new TreeMap<>();
            lines.lines().skip(1).map(line -> line.split(",")).forEach(cells -> codes.put(cells[0], cells[1]));
            return Collections.unmodifiableMap(codes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> invert(Map<String, String> map) {
        Map<String, String> inverse = new TreeMap<>();
        map.forEach((province, synthetic) -> inverse.put(synthetic, province));
        return Collections.unmodifiableMap(inverse);
    }
}
