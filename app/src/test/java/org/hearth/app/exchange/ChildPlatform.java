package org.hearth.app.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.hearth.app.HearthApplication;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A platform in a process of its own, for {@link KilledTwiceTest} to kill: where there is nothing yet, it registers some
 * households; it receives a long file of every record kind, and waits until all of them are taken in.
 */
final class ChildPlatform {

    static final Scope COUNTY = new Scope(RegionCode.parse("622927"), "county");
    private static final int HOUSEHOLDS = 400;

    private ChildPlatform() {}

    /** @param arguments the database's address, owner, their password, user, their password; rows of each file; rows in a part */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SpringApplication application = new SpringApplication(HearthApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "child",
                        Map.of(
                                "hearth.db.url", arguments[0],
                                "hearth.db.owner", arguments[1],
                                "hearth.db.owner-password", arguments[2],
                                "hearth.db.user", arguments[3],
                                "hearth.db.password", arguments[4],
                                "hearth.exchange.rows-in-a-part", arguments[6],
                                "hearth.vault.encryption-key", "00112233445566778899aabbccddeeff",
                                "hearth.vault.index-key",
                                        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                                "hearth.packs",
                                        Path.of("../packs").toAbsolutePath().toString()))));
        try (ConfigurableApplicationContext context = application.run()) {
            List<NewHousehold> households = households();
            boolean fresh = Scopes.within(
                    COUNTY,
                    () -> context.getBean(Registry.class)
                            .registered(List.of(households.getFirst().id()))
                            .isEmpty());
            if (fresh) {
                Scopes.run(
                        Scope.system("test"),
                        () -> context.getBean(Registry.class)
                                .registerAll(households, LocalDate.of(2023, 11, 1), "test"));
            }
            receive(context, households, Integer.parseInt(arguments[5]));
            JdbcClient db = context.getBean(JdbcClient.class);
            while (Scopes.within(
                    COUNTY,
                    () -> db.sql("select exists (select from exchange.batch where state <> 'DONE')")
                            .query(Boolean.class)
                            .single())) {
                Thread.sleep(20);
            }
        }
    }

    private static List<NewHousehold> households() {
        List<NewHousehold> households = new ArrayList<>();
        for (int i = 0; i < HOUSEHOLDS; i++) {
            LocalDate born = LocalDate.of(1950, 1, 1).plusDays(i * 37L);
            households.add(new NewHousehold(
                    UUID.nameUUIDFromBytes(("household" + i).getBytes()),
                    "K" + i,
                    RegionCode.parse("622927100201"),
                    Residence.RURAL,
                    "",
                    null,
                    null,
                    List.of(new NewPerson(
                            UUID.nameUUIDFromBytes(("person" + i).getBytes()),
                            "马某" + (char) ('一' + i),
                            Sex.M,
                            born,
                            IdentityNumber.synthetic(RegionCode.parse("622927"), born, 1 + 2 * (i % 400)),
                            Relation.HEAD)),
                    List.of(),
                    null));
        }
        return households;
    }

    /** Whoever sends does so again after an interruption; what came already is known, and changes nothing. */
    private static void receive(ConfigurableApplicationContext context, List<NewHousehold> households, int rows)
            throws IOException {
        Exchange exchange = context.getBean(Exchange.class);
        Random random = new Random(3);
        for (Contract contract : context.getBean(Contracts.class).all()) {
            Path file = Files.createTempFile("hearth-child-", ".csv");
            try {
                write(file, contract, households, rows, random);
                Scopes.run(COUNTY, () -> exchange.keep(contract.kind(), contract.kind() + ".csv", file));
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void write(Path file, Contract contract, List<NewHousehold> households, int rows, Random random)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", contract.columns()) + "\n");
            for (int i = 0; i < rows; i++) {
                NewPerson who = households
                        .get(random.nextInt(households.size()))
                        .members()
                        .getFirst();
                List<String> cells = new ArrayList<>();
                for (Contract.Field field : contract.fields()) {
                    cells.add(cell(field, who, i, random));
                }
                out.write(String.join(",", cells) + "\n");
            }
        }
    }

    /** Of thirty rows one has another name, one a number that is nobody's, one a wrong digit, one a word or a date that is none. */
    private static String cell(Contract.Field field, NewPerson who, int row, Random random) {
        String number = Objects.requireNonNull(who.idNumber()).digits();
        return switch (field.type()) {
            case PERSON_NAME -> row % 30 == 3 ? "李某" : who.name();
            case IDENTITY_NUMBER ->
                row % 30 == 7
                        ? IdentityNumber.synthetic(RegionCode.parse("622927"), who.born(), 901)
                                .digits()
                        : row % 30 == 11 ? number.substring(0, 16) + "00" : number;
            case DATE ->
                row % 30 == 13 ? "2023-02-30" : "" + LocalDate.of(2023, 1, 1).plusDays(random.nextInt(300));
            case AMOUNT -> Integer.toString(random.nextInt(5_000));
            case CODE -> {
                List<String> words =
                        List.copyOf(Objects.requireNonNull(field.codes()).keySet());
                yield row % 30 == 17 ? "不明" : words.stream().sorted().toList().get(random.nextInt(words.size()));
            }
            default -> "第" + random.nextInt(30) + "处";
        };
    }
}
