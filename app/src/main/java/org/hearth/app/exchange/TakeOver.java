package org.hearth.app.exchange;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.exchange.Facts.NewFact;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Source;
import org.hearth.app.registry.Stratum;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.hearth.screening.FactsFolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes over an existing roll from files in the layout of docs/facts-layout.md, some thousands of households at a time. */
@Component
class TakeOver {

    private static final int AT_ONCE = 5_000;
    private static final String DEPARTMENT = "民政部门（家庭申报）";
    private static final Text WHAT = new Text("接收家庭档案", "Taking over the roll");

    private final Registry registry;
    private final Facts facts;
    private final FileBatches batches;
    private final HearthClock clock;
    private final TransactionTemplate transaction;

    TakeOver(
            Registry registry,
            Facts facts,
            FileBatches batches,
            HearthClock clock,
            PlatformTransactionManager transactions) {
        this.registry = registry;
        this.facts = facts;
        this.batches = batches;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    void from(Path folder, Progress progress) {
        Scopes.run(Scope.system("exchange"), () -> {
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
                load(duckdb, folder, progress);
            } catch (SQLException e) {
                throw new IllegalStateException("the roll in " + folder + " could not be read: " + e.getMessage(), e);
            }
        });
    }

    private void load(Connection duckdb, Path folder, Progress progress) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            FactsFolder.open(duckdb, folder);
            Path accounts = folder.resolve("accounts.parquet");
            statement.execute(
                    Files.exists(accounts)
                            ? "create view accounts as select * from read_parquet('"
                                    + accounts.toString().replace("'", "''") + "')"
                            : "create table accounts (household_id varchar, account_number varchar, bank varchar, holder varchar)");
            statement.execute("""
                    create table chunk as
                    select household_id, (row_number() over (order by household_id) - 1) // %d as n
                    from households
                    """.formatted(AT_ONCE));
            statement.execute(FactFiles.resource("taken-over.sql"));
        }
        int chunks;
        try (Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(n) + 1, 0) from chunk")) {
            row.next();
            chunks = row.getInt(1);
        }
        for (int n = 0; n < chunks; n++) {
            List<NewHousehold> households = households(duckdb, n);
            Set<UUID> there = registry.registered(
                    households.stream().map(NewHousehold::id).toList());
            List<NewHousehold> fresh = households.stream()
                    .filter(household -> !there.contains(household.id()))
                    .toList();
            if (!fresh.isEmpty()) {
                List<NewFact> stated = facts(duckdb, n, fresh);
                transaction.executeWithoutResult(status -> write(folder, fresh, there.size(), stated));
            }
            progress.at(WHAT, (n + 1.0) / chunks);
        }
        facts.renewStatistics();
    }

    private void write(Path folder, List<NewHousehold> fresh, int there, List<NewFact> stated) {
        registry.registerAll(fresh, clock.today(), "接收原有名册");
        UUID batch = batches.open(
                "",
                "roll",
                DEPARTMENT,
                String.valueOf(folder.getFileName()),
                Ids.next().toString(),
                List.of());
        facts.write(batch, DEPARTMENT, stated);
        batches.close(batch, new FileBatches.Counts(fresh.size(), there, 0, 0));
        for (NewFact fact : stated) {
            if (fact.kind().equals("deceased") && fact.personId() != null) {
                registry.personDied(
                        fact.personId(),
                        fact.holdsOn(),
                        new Source("exchange.roll", batch, new Text("接收的原有名册", "the roll that was taken over")));
            }
        }
    }

    private static List<NewHousehold> households(Connection duckdb, int n) throws SQLException {
        Map<String, List<NewPerson>> members = new HashMap<>();
        each(
                duckdb,
                """
                select household_id, person_id, name, id_number, born, sex, relation
                from persons
                join chunk using (household_id)
                where n = ?
                order by person_id
                """,
                n,
                row -> members.computeIfAbsent(row.getString("household_id"), id -> new ArrayList<>())
                        .add(new NewPerson(
                                idOf("person", row.getString("person_id")),
                                row.getString("name"),
                                Sex.valueOf(row.getString("sex")),
                                row.getObject("born", LocalDate.class),
                                row.getString("id_number") == null
                                        ? null
                                        : IdentityNumber.parse(row.getString("id_number")),
                                Relation.of(row.getString("relation")))));
        List<NewHousehold> households = new ArrayList<>();
        each(duckdb, """
                select household_id, region, residence, array_to_string(holds, ',') as holds,
                       account_number, bank, holder
                from households
                join chunk using (household_id)
                left join accounts using (household_id)
                where n = ?
                order by household_id
                """, n, row -> {
            String id = row.getString("household_id");
            String holds = row.getString("holds");
            String account = row.getString("account_number");
            households.add(new NewHousehold(
                    idOf("household", id),
                    id,
                    RegionCode.parse(row.getString("region")),
                    Residence.of(row.getString("residence")),
                    "",
                    null,
                    null,
                    members.getOrDefault(id, List.of()),
                    holds == null || holds.isEmpty()
                            ? List.of()
                            : List.of(holds.split(",")).stream()
                                    .map(Stratum::of)
                                    .toList(),
                    account == null ? null : new NewAccount(row.getString("bank"), account, row.getString("holder"))));
        });
        return households;
    }

    private List<NewFact> facts(Connection duckdb, int n, List<NewHousehold> fresh) throws SQLException {
        Map<UUID, RegionCode> regions = new HashMap<>();
        fresh.forEach(household -> regions.put(household.id(), household.region()));
        LocalDate today = clock.today();
        List<NewFact> stated = new ArrayList<>();
        each(duckdb, """
                select household_id, person_id, kind, key, value, holds_on
                from taken_over
                join chunk using (household_id)
                where n = ?
                """, n, row -> {
            UUID household = idOf("household", row.getString("household_id"));
            RegionCode region = regions.get(household);
            if (region != null) {
                String person = row.getString("person_id");
                LocalDate holdsOn = row.getObject("holds_on", LocalDate.class);
                stated.add(new NewFact(
                        region,
                        household,
                        person == null ? null : idOf("person", person),
                        person != null,
                        row.getString("kind"),
                        row.getString("key"),
                        row.getString("value"),
                        holdsOn == null ? today : holdsOn,
                        null));
            }
        });
        return stated;
    }

    private interface RowUse {
        void with(ResultSet row) throws SQLException;
    }

    private static void each(Connection duckdb, String sql, int n, RowUse use) throws SQLException {
        try (PreparedStatement statement = duckdb.prepareStatement(sql)) {
            statement.setInt(1, n);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    use.with(rows);
                }
            }
        }
    }

    // The same id gives the same UUID in every replay; an id that is a UUID, as in our own exports, stays what it is.
    private static UUID idOf(String what, String id) {
        return id.length() == 36
                ? UUID.fromString(id)
                : UUID.nameUUIDFromBytes((what + ":" + id).getBytes(StandardCharsets.UTF_8));
    }
}
