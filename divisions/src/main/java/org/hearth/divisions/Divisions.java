package org.hearth.divisions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The divisions of the mainland as they stood on 30 June 2023: 31 provinces, 342 prefectures, 2,978 counties, 41,352
 * townships and 620,573 villages.
 *
 * <p>The file is an outline: a line a division, indented by a tab a level, with only the digits that its parent does not
 * have. That keeps 665,276 lines under four megabytes and cannot name a division whose parent is missing.
 */
public final class Divisions {

    /** The day on which the shipped divisions were in force. */
    public static final LocalDate AS_OF = LocalDate.of(2023, 6, 30);

    private static final DivisionLevel[] LEVELS = {
        DivisionLevel.PROVINCE,
        DivisionLevel.PREFECTURE,
        DivisionLevel.COUNTY,
        DivisionLevel.TOWNSHIP,
        DivisionLevel.VILLAGE
    };

    private Divisions() {}

    /** Hands every division to {@code reader}, each after the one that it lies in, ordered by code. */
    public static void forEach(Consumer<Division> reader) {
        try (InputStream file = Objects.requireNonNull(
                        Divisions.class.getResourceAsStream("divisions-2023.txt.gz"), "divisions-2023.txt.gz");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(file, 1 << 16), StandardCharsets.UTF_8), 1 << 16)) {
            String[] path = new String[LEVELS.length];
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int depth = 0;
                while (line.charAt(depth) == '\t') {
                    depth++;
                }
                String parent = depth == 0 ? "" : path[depth - 1];
                int name = depth + LEVELS[depth].digits() - parent.length();
                path[depth] = parent + line.substring(depth, name);
                reader.accept(new Division(new RegionCode(path[depth]), line.substring(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
