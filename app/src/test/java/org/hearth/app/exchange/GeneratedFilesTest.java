package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.population.GenerateRequest;
import org.hearth.population.Population;
import org.hearth.population.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFilesTest {

    @TempDir
    private Path folder;

    @Test
    void of_the_generated_files_each_is_of_a_kind_of_its_own_and_the_rows_with_an_error_and_no_others_wait()
            throws IOException, SQLException {
        Population.generate(GenerateRequest.ofDemo(5_000, 3, folder), Progress.NONE);
        Contracts contracts = new Contracts();
        Set<String> kinds = new HashSet<>();
        Set<String> waiting = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder.resolve("departments"))) {
            for (Path path : files.toList()) {
                String name = path.getFileName().toString();
                try (InputStream content = Files.newInputStream(path);
                        TableFile file = Tables.table(name, content)) {
                    Contract contract = contracts.detect(name, file.header());
                    kinds.add(contract.kind());
                    RowReader reader = new RowReader(contract, file.header(), LocalDate.of(2024, 3, 16));
                    file.forEachChunk(rows -> rows.stream()
                            .map(reader::read)
                            .filter(Reading.Bad.class::isInstance)
                            .forEach(bad -> waiting.add(name + " " + bad.number())));
                }
            }
        }

        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(
                        contracts.all().stream().map(Contract::kind).toList());
        assertThat(waiting).isEqualTo(wrong());
    }

    /** The rows that nobody could read; a name that is another's is for the import to notice, which knows the persons. */
    private Set<String> wrong() throws SQLException {
        Set<String> wrong = new TreeSet<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select file, row from '" + folder + "/truth/records.parquet' "
                        + "where error in ('check-digit', 'number-missing', 'amount-malformed', 'date-impossible')")) {
            while (row.next()) {
                wrong.add(row.getString("file") + " " + row.getInt("row"));
            }
        }
        return wrong;
    }
}
