package org.hearth.population;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.Linkage;
import org.hearth.linkage.LinkageConfig;
import org.hearth.linkage.Quality;

/**
 * The linkage of departments' records to a register of generated persons of Gansu, measured against the truth. As a program
 * it is a benchmark, run by hand (bench/README.md): persons, records, seed and folder are its arguments.
 */
final class LinkageOfPersons {

    static final Path CONFIG = Path.of("../linkage/configs/persons.yaml");
    private static final RegionCode GANSU = RegionCode.parse("62");

    /**
     * What was measured.
     *
     * @param errors how many records have each error
     * @param result what Hearth makes of the records
     * @param linkedToNumbersOwner how many records with someone else's number are linked to whose number it is
     * @param numberAndName what linking by the same number and the same name makes of them, as systems of today do
     * @param numberAlone what linking by the same number makes of them
     */
    record Measured(
            Map<String, Integer> errors,
            Linkage.Result result,
            long linkedToNumbersOwner,
            Quality numberAndName,
            Quality numberAlone) {

        Quality quality() {
            return result.quality().orElseThrow();
        }
    }

    private LinkageOfPersons() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Path.of(arguments[3]);
        Measured measured = measure(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]), folder);
        System.out.println("records with errors: " + new TreeMap<>(measured.errors()));
        System.out.println("%d pairs compared in %.1f s; %s"
                .formatted(
                        measured.result().pairs(),
                        measured.result().took().toMillis() / 1000.0,
                        measured.result().notes()));
        print("Hearth", measured.quality());
        System.out.println("wrongly linked to whose number it is: " + measured.linkedToNumbersOwner());
        print("same number and same name", measured.numberAndName());
        print("same number", measured.numberAlone());
        for (Quality.AtThreshold row : byThreshold(folder, measured.quality().truePairs())) {
            print("weight %+.0f or more, no other rule".formatted(row.weight()), row.quality());
        }
    }

    static Measured measure(int persons, int records, long seed, Path folder) throws IOException, SQLException {
        Path population = Files.createDirectories(folder.resolve("population"));
        // Households of 2.6 are fewer persons than there are, so there are strangers left over.
        Population.generate(
                new GenerateRequest(
                        (long) ((persons * 1.03 + records * 0.1) / 2.6),
                        seed,
                        List.of(GANSU),
                        GenerateRequest.DEMO_AS_OF,
                        population),
                Progress.NONE);
        Map<String, Integer> errors = RecordsWithErrors.write(population, folder, persons, records, seed);
        Linkage.Result result = Linkage.run(
                new Linkage.Request(
                        LinkageConfig.read(CONFIG),
                        folder.resolve("records.csv"),
                        folder.resolve("register.csv"),
                        folder.resolve("decisions.csv"),
                        null,
                        null),
                org.hearth.linkage.Progress.NONE);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            open(statement, folder);
            return new Measured(
                    errors,
                    result,
                    whole(statement, """
                            select count(*)
                            from decisions
                            join records on records.id = left_id
                            join register on register.id = right_id
                            where decision = 'link'
                                and records.person <> register.person
                                and contains(errors, 'number-of-another')
                                and upper(records.身份证号码) = register.身份证号码
                            """),
                    simple(statement, "and records.姓名 = register.姓名"),
                    simple(statement, ""));
        }
    }

    private static Quality simple(Statement statement, String andName) throws SQLException {
        String joined = """
                from records
                join register on upper(records.身份证号码) = register.身份证号码 %s
                """.formatted(andName);
        return new Quality(
                whole(statement, "select count(*) from records join register using (person)"),
                whole(statement, "select count(*) " + joined),
                whole(statement, "select count(*) " + joined + " where records.person = register.person"),
                0);
    }

    /** What each weight would give as the only rule, from +20 down to 0: how the threshold of the config was chosen. */
    private static List<Quality.AtThreshold> byThreshold(Path folder, long truePairs) throws SQLException {
        List<Quality.Labelled> likeliest = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            open(statement, folder);
            try (ResultSet row = statement.executeQuery("""
                    select max(weight), arg_max(records.person = register.person, weight)
                    from decisions
                    join records on records.id = left_id
                    join register on register.id = right_id
                    group by left_id
                    """)) {
                while (row.next()) {
                    likeliest.add(new Quality.Labelled(Math.floor(row.getDouble(1)), row.getBoolean(2)));
                }
            }
        }
        return Quality.byThreshold(likeliest, truePairs).stream()
                .filter(row -> row.weight() >= 0 && row.weight() <= 20)
                .toList();
    }

    private static void open(Statement statement, Path folder) throws SQLException {
        for (String file : List.of("records", "register", "decisions")) {
            statement.execute("create view %s as select * from read_csv('%s', header = true, all_varchar = %s)"
                    .formatted(file, folder.resolve(file + ".csv"), !file.equals("decisions")));
        }
    }

    private static long whole(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void print(String what, Quality quality) {
        System.out.println("%s: precision %.5f, recall %.5f (with review %.5f), F1 %.5f; %d of %d links wrong"
                .formatted(
                        what,
                        quality.precision(),
                        quality.recall(),
                        quality.recallWithReview(),
                        quality.f1(),
                        quality.linked() - quality.linkedRightly(),
                        quality.linked()));
    }
}
