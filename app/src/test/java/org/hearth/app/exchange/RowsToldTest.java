package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.hearth.app.HearthTest;
import org.hearth.app.Village;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What other rooms are told of the rows of a long file, and the identity of rows from before a column was agreed upon. */
@HearthTest
class RowsToldTest {

    @Autowired
    private Exchange exchange;

    @Autowired
    private Contracts contracts;

    @Autowired
    private Registry registry;

    @Autowired
    private JdbcClient db;

    @TempDir
    private Path folder;

    @Test
    void a_long_file_tells_of_its_rows_once_it_is_in_force() throws IOException {
        Village village = new Village(registry);
        NewPerson man = village.person("鲁长告", Sex.M, LocalDate.of(1956, 3, 4), Relation.HEAD);
        village.household(List.of(), man);
        String other = IdentityNumber.synthetic(RegionCode.parse("622927"), LocalDate.of(1950, 1, 2), 777)
                .digits();
        Path file = Files.writeString(
                folder.resolve("公安.csv"),
                "姓名,身份证号,走失日期,查找状态,登记日期,体貌特征\n"
                        + "鲁长告," + Objects.requireNonNull(man.idNumber()).digits() + ",2024-01-02,查找中,2024-01-03,左手有疤\n"
                        + "鲁未见," + other + ",2024-01-02,查找中,2024-01-03,驼背\n");
        village.as("county", () -> exchange.keep("missing-persons", "公安.csv", file));
        await().untilAsserted(() -> village.as(
                "county",
                () -> assertThat(db.sql(
                                        "select name from familysearch.missing_report where name in ('鲁长告', '鲁未见') order by name")
                                .query(String.class)
                                .list())
                        .containsExactly("鲁未见", "鲁长告")));
    }

    @Test
    void a_row_is_the_same_row_with_and_without_columns_that_came_later() {
        Contract contract = contracts.of("missing-persons");
        List<String> before = List.of("马建国", "622927195603041234", "2024-01-02", "查找中", "2024-01-03", "左手有疤");
        assertThat(RowIdentity.of(contract, contract.inFull(before))).isEqualTo(RowIdentity.of(contract, before));
        assertThat(contract.inFull(before)).hasSize(contract.columns().size());
    }
}
