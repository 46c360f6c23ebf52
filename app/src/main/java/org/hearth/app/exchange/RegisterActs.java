package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.exchange.Contract.FactRule;
import org.hearth.app.exchange.Contract.ProposalRule;
import org.hearth.app.exchange.Judging.Usable;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.ProposedAct;
import org.hearth.app.registry.RecordedStratum;
import org.hearth.app.registry.RecordedStratum.Period;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.Match;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Source;
import org.hearth.app.registry.Stratum;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** What rows tell the register, as their contract says: a death is noted, an act proposed, a stratum held by the record. */
@Component
class RegisterActs {

    private record Word(UUID householdId, LocalDate holdsOn, boolean ended, String department) {}

    private final JdbcClient db;
    private final Registry registry;
    private final Proposals proposals;
    private final Contracts contracts;

    RegisterActs(JdbcClient db, Registry registry, Proposals proposals, Contracts contracts) {
        this.db = db;
        this.registry = registry;
        this.proposals = proposals;
        this.contracts = contracts;
    }

    /** Tells the register what these rows of a batch that is in force say. Done again, it changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    void tell(UUID batch, Contract contract, List<Usable> rows) {
        if (rows.isEmpty() || !contract.reachesTheRegister()) {
            return;
        }
        String fileName = db.sql("select file_name from exchange.batch where id = ?")
                .param(batch)
                .query(String.class)
                .single();
        List<Proposals.Told> told = new ArrayList<>();
        for (Usable row : rows) {
            Source source = source(batch, contract, fileName, row.row().number());
            if (contract.death() != null) {
                registry.personDied(
                        row.match().personId(),
                        Objects.requireNonNull(row.row().dates().get(contract.death())),
                        source);
            }
            contract.proposals().stream()
                    .filter(rule -> rule.isMadeBy(row.row().cells()))
                    .forEach(rule -> told.add(new Proposals.Told(event(contract, rule, row), source)));
        }
        if (!told.isEmpty()) {
            proposals.propose(told);
        }
        strata(contract, rows.stream().map(row -> row.match().householdId()).collect(Collectors.toSet()));
    }

    /** Makes strata that departments find what the facts in force say of these households. */
    @Transactional(propagation = Propagation.MANDATORY)
    void strata(Collection<UUID> households) {
        contracts.all().forEach(contract -> strata(contract, households));
    }

    private void strata(Contract contract, Collection<UUID> households) {
        for (FactRule rule : contract.strata()) {
            Map<UUID, List<Word>> words = new HashMap<>();
            households.forEach(household -> words.put(household, new ArrayList<>()));
            db.sql("""
                            select household_id, holds_on, coalesce(cast(value ->> 'ended' as boolean), false) as ended, department
                            from (
                                select distinct on (household_id, holds_on) household_id, holds_on, value, department
                                from exchange.filed_fact
                                where household_id = any (?)
                                  and person_id is null
                                  and kind = ?
                                order by household_id, holds_on, id desc
                            ) last_word
                            order by household_id, holds_on
                            """)
                    .params(households.toArray(UUID[]::new), rule.kind())
                    .query(Word.class)
                    .list()
                    .forEach(word -> Objects.requireNonNull(words.get(word.householdId()))
                            .add(word));
            Map<UUID, RecordedStratum> recorded = new HashMap<>();
            words.forEach((household, said) -> recorded.put(household, recorded(contract, said)));
            registry.recordStratum(Stratum.of(Objects.requireNonNull(rule.stratum())), recorded);
        }
    }

    /** The days on which it holds: from the first word that it does to the day before the next that it is over. */
    private static RecordedStratum recorded(Contract contract, List<Word> words) {
        List<Period> periods = new ArrayList<>();
        LocalDate since = null;
        for (Word word : words) {
            if (word.ended() && since != null) {
                periods.add(new Period(since, word.holdsOn().minusDays(1)));
                since = null;
            } else if (!word.ended() && since == null) {
                since = word.holdsOn();
            }
        }
        if (since != null) {
            periods.add(new Period(since, null));
        }
        return new RecordedStratum(
                periods,
                words.stream().filter(Word::ended).map(Word::holdsOn).toList(),
                contract.department().zh() + "“" + contract.title().zh() + "”");
    }

    private static Source source(UUID batch, Contract contract, String fileName, int row) {
        return new Source(
                "exchange.row",
                ChainLines.idOf(batch, row),
                new Text(
                        contract.department().zh() + "“" + contract.title().zh() + "”，" + fileName + " 第 " + row + " 行",
                        contract.department().en() + ", " + contract.title().en() + ": " + fileName + ", row " + row));
    }

    private static Proposals.Event event(Contract contract, ProposalRule rule, Usable row) {
        Map<String, String> cells = row.row().cells();
        Match match = row.match();
        LocalDate on = Objects.requireNonNull(row.row().dates().get(rule.on()));
        List<String> key = rule.key();
        return new Proposals.Event(
                ProposedAct.of(rule.act()),
                match.personId(),
                match.householdId(),
                match.region(),
                key == null
                        ? match.householdId() + "/" + on
                        : key.stream().map(name -> cell(cells, name)).collect(Collectors.joining("/")),
                on,
                cell(cells, rule.name()),
                sex(contract, rule, cells),
                number(cell(cells, rule.number())),
                cell(cells, rule.place()));
    }

    private static @Nullable Sex sex(Contract contract, ProposalRule rule, Map<String, String> cells) {
        return contract.fields().stream()
                .filter(field -> field.name().equals(rule.sex()))
                .map(field -> Objects.requireNonNull(field.codes()).get(cell(cells, rule.sex())))
                .filter(Objects::nonNull)
                .map(JsonNode::asString)
                .map(Sex::valueOf)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable IdentityNumber number(String cell) {
        return switch (IdentityNumber.read(cell)) {
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> number;
            case IdentityNumber.Reading.Invalid invalid -> null;
        };
    }

    private static String cell(Map<String, String> cells, @Nullable String name) {
        return name == null
                ? ""
                : Objects.requireNonNullElse(cells.get(name), "").strip();
    }

    /** What rows told the register is taken back. @return who is alive by it */
    @Transactional(propagation = Propagation.MANDATORY)
    Set<UUID> takeBack(Collection<UUID> rows) {
        return registry.takeBack(rows);
    }
}
