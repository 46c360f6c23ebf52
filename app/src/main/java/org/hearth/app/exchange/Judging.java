package org.hearth.app.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.Match;
import org.hearth.linkage.IdentityNumber;
import org.hearth.linkage.NameAgreement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whom rows are about, and why a row waits. It writes nothing. */
@Component
class Judging {

    private final Registry registry;
    private final WhoDecisions decisions;
    private final Vault vault;

    Judging(Registry registry, WhoDecisions decisions, Vault vault) {
        this.registry = registry;
        this.decisions = decisions;
        this.vault = vault;
    }

    /** A row about somebody who was found. */
    record Usable(Reading.Good row, Match match, @Nullable UUID decision) {

        Usable(Reading.Good row, Match match) {
            this(row, match, null);
        }
    }

    /** A row that waits. @param cells in the contract's order @param identity the keyed hash of its {@link RowIdentity} */
    record Held(
            int number,
            List<String> cells,
            Reason kind,
            String column,
            Text reason,
            byte @Nullable [] numberIndex,
            byte[] identity) {}

    /** Rows about somebody who was found, rows that wait, and rows that belong to rows of earlier files. */
    record Judged(List<Usable> usable, List<Held> held, List<Reading.Mend> mends) {}

    /**
     * Finds out whom rows are about. Number and name must both point to the same person; where they do not, a person decides,
     * never the machine. What a person decided about a row, or about the same number and name from the same department, holds.
     */
    @Transactional(readOnly = true)
    Judged judge(Contract contract, RowReader reader, List<Reading> readings) {
        return judge(contract, reader, readings, Map.of());
    }

    /** As {@link #judge(Contract, RowReader, List)}, with what a person decided of rows that wait, by the number of the row. */
    @Transactional(readOnly = true)
    Judged judge(
            Contract contract, RowReader reader, List<Reading> readings, Map<Integer, WhoDecisions.Decided> decided) {
        Map<IdentityNumber, Match> matches = registry.matchesOf(readings.stream()
                .map(reading -> reading instanceof Reading.Good good ? good.identityNumber() : null)
                .filter(Objects::nonNull)
                .toList());
        Map<Integer, Held> doubtful = new HashMap<>();
        Map<Integer, Usable> usable = new HashMap<>();
        List<Reading.Mend> mends = new ArrayList<>();
        for (Reading reading : readings) {
            switch (reading) {
                case Reading.Bad bad ->
                    doubtful.put(
                            bad.number(),
                            held(
                                    contract,
                                    bad.number(),
                                    reader.inContractOrder(bad.cells()),
                                    bad.kind(),
                                    bad.column(),
                                    bad.reason(),
                                    null));
                case Reading.Mend mend -> mends.add(mend);
                case Reading.Good good -> {
                    Match match = matches.get(good.identityNumber());
                    if (match != null && NameAgreement.of(good.name(), match.name()) != NameAgreement.DIFFERENT) {
                        usable.put(good.number(), new Usable(good, match));
                    } else {
                        doubtful.put(good.number(), doubt(contract, good, match));
                    }
                }
            }
        }
        usable.putAll(found(contract, reader, readings, doubtful, decided));
        Judged judged = new Judged(new ArrayList<>(), new ArrayList<>(), mends);
        for (Reading reading : readings) {
            Usable row = usable.get(reading.number());
            Held doubt = doubtful.get(reading.number());
            if (row != null) {
                judged.usable().add(row);
            } else if (doubt != null) {
                judged.held().add(doubt);
            }
        }
        return judged;
    }

    private Held doubt(Contract contract, Reading.Good good, @Nullable Match match) {
        return match == null
                ? held(
                        contract,
                        good,
                        Reason.UNKNOWN_PERSON,
                        contract.column(Contract.Type.IDENTITY_NUMBER),
                        new Text("本辖区家庭档案中没有这个身份证号码的人", "nobody in the register of this region has this number"))
                : held(
                        contract,
                        good,
                        Reason.NAME_DIFFERS,
                        contract.column(Contract.Type.PERSON_NAME),
                        new Text(
                                "号码相符但姓名不同：来文写“" + good.name() + "”，档案为“" + match.name() + "”",
                                "the number fits but the name differs: the file says " + good.name() + ", the register "
                                        + match.name()));
    }

    /** Whom doubtful rows are about by decision. One that cannot be used for another reason waits for that reason. */
    private Map<Integer, Usable> found(
            Contract contract,
            RowReader reader,
            List<Reading> readings,
            Map<Integer, Held> doubtful,
            Map<Integer, WhoDecisions.Decided> decided) {
        List<Held> who = doubtful.values().stream()
                .filter(row -> WhoRow.asksWho(contract, row.kind(), row.column()))
                .toList();
        if (who.isEmpty()) {
            return Map.of();
        }
        Map<Integer, WhoDecisions.Decided> remembered = new HashMap<>(decisions.remembered(who.stream()
                .collect(Collectors.toMap(Held::number, row -> WhoRow.of(contract, row.cells())))));
        remembered.putAll(decided);
        Map<UUID, Match> persons = registry.matchesOfPersons(
                remembered.values().stream().map(WhoDecisions.Decided::personId).collect(Collectors.toSet()));
        Map<Integer, Usable> found = new HashMap<>();
        for (Reading reading : readings) {
            int number = reading.number();
            WhoDecisions.Decided decision = remembered.get(number);
            Match match = decision == null ? null : persons.get(decision.personId());
            Held row = doubtful.get(number);
            if (decision == null
                    || match == null
                    || row == null
                    || !WhoRow.asksWho(contract, row.kind(), row.column())) {
                continue;
            }
            switch (aboutSomebodyKnown(reader, reading)) {
                case Reading.Good good -> found.put(number, new Usable(good, match, decision.id()));
                case Reading.Bad bad ->
                    doubtful.put(
                            number, held(contract, number, row.cells(), bad.kind(), bad.column(), bad.reason(), null));
                case Reading.Mend mend ->
                    throw new IllegalStateException("row " + number + " is judged where it belongs");
            }
        }
        return found;
    }

    /** What a row says once it is known whom it is about, whatever its number is. */
    static Reading aboutSomebodyKnown(RowReader reader, Reading reading) {
        return switch (reading) {
            case Reading.Good good -> good;
            case Reading.Bad bad -> reader.readAboutSomebodyKnown(new TableFile.Row(bad.number(), bad.cells()));
            case Reading.Mend mend -> reader.readAboutSomebodyKnown(mend.row());
        };
    }

    /** A row of a mended workbook that has to be looked at. @param cells in the contract's order */
    Held astray(Contract contract, int number, List<String> cells, Text why) {
        return held(contract, number, cells, Reason.ORIGIN, "", why, null);
    }

    private Held held(Contract contract, Reading.Good good, Reason kind, String column, Text reason) {
        List<String> cells = contract.columns().stream()
                .map(name -> Objects.requireNonNullElse(good.cells().get(name), ""))
                .toList();
        return held(contract, good.number(), cells, kind, column, reason, good.identityNumber());
    }

    private Held held(
            Contract contract,
            int number,
            List<String> cells,
            Reason kind,
            String column,
            Text reason,
            @Nullable IdentityNumber identityNumber) {
        return new Held(
                number,
                cells,
                kind,
                column,
                reason,
                identityNumber == null ? null : vault.index(identityNumber.digits()),
                vault.index(RowIdentity.of(contract, cells)));
    }
}
