package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.Judging.Usable;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry.Match;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the chain of a household says of applied rows: a line for each, or one line a household with the amounts added up. */
@Component
class ChainLines {

    private static final int LINES_AT_ONCE = 5_000;
    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]{}]*\\{([^{}]*)}[^\\[\\]{}]*)]");

    private final JdbcClient db;
    private final Chain chain;

    ChainLines(JdbcClient db, Chain chain) {
        this.db = db;
        this.chain = chain;
    }

    private record Sum(UUID householdId, String region, int count, BigDecimal total) {

        Sum plus(Sum other) {
            return new Sum(householdId, region, count + other.count, total.add(other.total));
        }
    }

    /** A line for each row, where rows of the kind have a day of their own. Done again, it changes nothing. */
    void ofRows(UUID batch, Contract contract, List<Usable> applied) {
        if (contract.chain().on() != null) {
            chain.recordAll(
                    applied.stream().map(row -> entry(batch, contract, row)).toList());
        }
    }

    /** One line a household for rows of a kind whose amounts are added up. */
    void sumUp(UUID batch, Contract contract, List<Usable> applied, boolean ofWholeFile, LocalDate day) {
        String summed = contract.chain().summed();
        if (summed == null) {
            return;
        }
        Map<UUID, Sum> sums = new LinkedHashMap<>();
        Map<UUID, Integer> firstRow = new HashMap<>();
        applied.forEach(row -> {
            UUID household = row.match().householdId();
            firstRow.putIfAbsent(household, row.row().number());
            sums.merge(
                    household,
                    new Sum(
                            household,
                            row.match().region().digits(),
                            1,
                            row.row().amounts().getOrDefault(summed, BigDecimal.ZERO)),
                    Sum::plus);
        });
        // Rows that are tried again come after the file's own line: theirs is known by the first of them.
        chain.recordAll(sums.values().stream()
                .map(sum -> sum(
                        contract,
                        sum,
                        ofWholeFile ? batch : idOf(batch, Objects.requireNonNull(firstRow.get(sum.householdId()))),
                        day))
                .toList());
    }

    /** Writes one line a household for a long file of a kind whose amounts are added up. Done again, it changes nothing. */
    @Transactional
    void sumUp(Lot lot, LocalDate day) {
        List<ChainEntry> lines = new ArrayList<>();
        try (Stream<Sum> sums = db.sql("""
                        select household_id, min(region) as region, count(*)::integer as count,
                               coalesce(sum(amount), 0) as total
                        from exchange.row_outcome
                        where batch_id = ?
                          and outcome = 'applied'
                        group by household_id
                        order by household_id
                        """).param(lot.batch()).withFetchSize(LINES_AT_ONCE).query(Sum.class).stream()) {
            sums.forEach(sum -> {
                lines.add(sum(lot.contract(), sum, lot.batch(), day));
                if (lines.size() == LINES_AT_ONCE) {
                    chain.recordAll(lines);
                    lines.clear();
                }
            });
        }
        chain.recordAll(lines);
    }

    private static ChainEntry entry(UUID batch, Contract contract, Usable row) {
        Contract.ChainRule rule = contract.chain();
        Match match = row.match();
        return new ChainEntry(
                match.householdId(),
                match.personId(),
                match.region(),
                Objects.requireNonNull(row.row().dates().get(Objects.requireNonNull(rule.on()))),
                ChainKind.RECORD,
                new Text(
                        filled(rule.zh(), row.row().cells()),
                        filled(rule.en(), row.row().cells())),
                null,
                "exchange.row",
                idOf(batch, row.row().number()),
                "");
    }

    private static ChainEntry sum(Contract contract, Sum sum, UUID source, LocalDate day) {
        Map<String, String> words = Map.of(
                "count", Integer.toString(sum.count()),
                "total", new Yuan(sum.total()).toString());
        return new ChainEntry(
                sum.householdId(),
                null,
                new RegionCode(sum.region()),
                day,
                ChainKind.RECORD,
                new Text(
                        filled(contract.chain().zh(), words),
                        filled(contract.chain().en(), words)),
                null,
                "exchange.batch",
                source,
                "");
    }

    /** By what a row is known to other rooms. */
    static UUID idOf(UUID batch, int rowNumber) {
        return UUID.nameUUIDFromBytes((batch + ":" + rowNumber).getBytes(StandardCharsets.UTF_8));
    }

    private static String filled(String pattern, Map<String, String> words) {
        String text = OPTIONAL.matcher(pattern)
                .replaceAll(part ->
                        words.getOrDefault(part.group(2), "").isEmpty() ? "" : Matcher.quoteReplacement(part.group(1)));
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("{" + word.getKey() + "}", word.getValue());
        }
        return text;
    }
}
