package org.hearth.screening;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.hearth.screening.Simulation.Group;
import org.hearth.screening.Simulation.Move;
import org.hearth.screening.Simulation.Summary;
import tools.jackson.databind.json.JsonMapper;

/** The summary of a simulation as files for people and for other programs. */
final class SimulationFiles {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SimulationFiles() {}

    static void write(Summary summary, Path out) throws IOException {
        JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValue(out.resolve("summary.json").toFile(), summary);
        csv(summary, out.resolve("summary.csv"));
        SimulationWorkbook.write(summary, out.resolve("simulation.xlsx"));
        SimulationPage.write(summary, out.resolve("simulation.html"));
    }

    /** All groups, the whole first; then the regions from wide to narrow, and the kinds. */
    static List<Group> groups(Summary summary) {
        var groups = new ArrayList<Group>();
        groups.add(summary.total());
        groups.addAll(summary.regions());
        groups.addAll(summary.kinds());
        return groups;
    }

    /** The ways between two strata that any household goes, as {@code before>after}. */
    static Set<String> ways(Summary summary) {
        var ways = new LinkedHashSet<String>();
        summary.total().moves().forEach(move -> ways.add(way(move)));
        return ways;
    }

    static String way(Move move) {
        return move.before() + ">" + move.after();
    }

    static BigDecimal yuan(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }

    /** Columns have the names of summary.json; with a byte order mark, because spreadsheets guess the encoding otherwise. */
    private static void csv(Summary summary, Path file) throws IOException {
        Set<String> ways = ways(summary);
        var header = new ArrayList<String>(List.of(
                "dimension",
                "code",
                "name_zh",
                "name_en",
                "households",
                "persons",
                "gainers",
                "losers",
                "moved",
                "unchanged",
                "undetermined",
                "month_before",
                "month_after",
                "month_difference",
                "one_off_before",
                "one_off_after",
                "one_off_difference",
                "year_before",
                "year_after",
                "year_difference",
                "year_gained",
                "year_lost",
                "year_undetermined_difference"));
        header.addAll(ways);
        try (var writer = Files.newBufferedWriter(file)) {
            writer.write(BYTE_ORDER_MARK);
            CSVPrinter csv = CSVFormat.RFC4180.print(writer);
            csv.printRecord(header);
            for (Group group : groups(summary)) {
                var row = new ArrayList<Object>(List.of(
                        group.dimension(),
                        group.code(),
                        group.name().zh(),
                        group.name().en(),
                        group.households(),
                        group.persons(),
                        group.gainers(),
                        group.losers(),
                        group.moved(),
                        group.unchanged(),
                        group.undetermined(),
                        yuan(group.before().month()),
                        yuan(group.after().month()),
                        yuan(group.difference().month()),
                        yuan(group.before().oneOff()),
                        yuan(group.after().oneOff()),
                        yuan(group.difference().oneOff()),
                        yuan(group.before().year()),
                        yuan(group.after().year()),
                        yuan(group.difference().year()),
                        yuan(group.gained().year()),
                        yuan(group.lost().year()),
                        yuan(group.undeterminedDifference().year())));
                for (String way : ways) {
                    row.add(group.moves().stream()
                            .filter(move -> way(move).equals(way))
                            .mapToLong(Move::households)
                            .sum());
                }
                csv.printRecord(row);
            }
            csv.flush();
        }
    }
}
