package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.hearth.app.HearthTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HearthTest
class BulkTest {

    private static final List<String> AWKWARD =
            List.of("马\t秀\n兰", "C:\\N", "\\N", "{a,\"b\"}", "NULL", "it's", "", "积石山");

    @Autowired
    Bulk bulk;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void every_value_comes_back_as_it_went_in_nothing_included() {
        inTable(() -> {
            bulk.insert("written", List.of("number", "words", "sealed", "amount", "day", "named", "said"), rows -> {
                for (int i = 0; i < AWKWARD.size(); i++) {
                    rows.add(
                            i,
                            AWKWARD.get(i),
                            new byte[] {0, (byte) 0xff, '\\'},
                            Yuan.of("1328.50"),
                            LocalDate.of(2023, 12, 18),
                            "{tekun,dibao}",
                            "{\"kind\": \"income\"}");
                }
                rows.add(99, null, null, null, null, null, null);
            });

            assertThat(db.sql("select words from written where number < 99 order by number")
                            .query(String.class)
                            .list())
                    .isEqualTo(AWKWARD);
            record Row(byte[] sealed, BigDecimal amount, LocalDate day, int named, String said) {}
            assertThat(db.sql("""
                            select sealed, amount, day, cardinality(named) as named, said ->> 'kind' as said
                            from written
                            where number = 1
                            """).query(Row.class).single())
                    .usingRecursiveComparison()
                    .isEqualTo(new Row(
                            new byte[] {0, (byte) 0xff, '\\'},
                            new BigDecimal("1328.50"),
                            LocalDate.of(2023, 12, 18),
                            2,
                            "income"));
            assertThat(db.sql(
                                    "select num_nulls(words, sealed, amount, day, named, said) from written where number = 99")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(6);
        });
    }

    @Test
    void twelve_thousand_rows_of_which_two_thousand_are_there_already_are_ten_thousand() {
        inTable(() -> {
            bulk.insert(
                    "written",
                    List.of("number"),
                    rows -> IntStream.range(0, 2_000).forEach(rows::add));

            long written = bulk.insert(
                    "written",
                    List.of("number"),
                    "on conflict do nothing",
                    rows -> IntStream.range(0, 12_000).forEach(rows::add));

            assertThat(written).isEqualTo(10_000);
            assertThat(db.sql("select count(*), max(number) from written")
                            .query()
                            .singleRow())
                    .containsEntry("count", 12_000L)
                    .containsEntry("max", 11_999);
            assertThat(bulk.insert("written", List.of("number"), rows -> {})).isZero();
        });
    }

    @Test
    void a_row_that_the_database_refuses_is_refused_with_its_words() {
        assertThatThrownBy(() -> inTable(
                        () -> bulk.insert("written", List.of("number", "day"), rows -> rows.add(1, "2023-02-30"))))
                .hasMessageContaining("rows could not be written to written")
                .hasMessageContaining("2023-02-30");
    }

    private void inTable(Runnable work) {
        Scopes.run(
                Scope.system("test"),
                () -> transaction.executeWithoutResult(status -> {
                    db.sql("""
                    create temporary table written (
                        number integer primary key,
                        words  text,
                        sealed bytea,
                        amount numeric(12, 2),
                        day    date,
                        named  text[],
                        said   jsonb
                    ) on commit drop
                    """).update();
                    work.run();
                }));
    }
}
