package org.hearth.app.disaster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.app.disaster.AffectedFile.Row;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Vault;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.NameAgreement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes an affected list in: each row is matched with the register, and applied or set aside with a reason. */
@Component
class AffectedImport {

    /** Somebody of the register whom a row names. */
    private record Known(
            UUID personId, String name, @Nullable UUID householdId, RegionCode region) {}

    /** A row that says who was hit. */
    private record Matched(Row.Read row, UUID personId, UUID householdId, RegionCode region) {}

    /** What is known of a person's household in this disaster. */
    private record Stated(Damage damage, boolean died, boolean injured, boolean relocated) {

        boolean saysTheSameAs(Row.Read row) {
            return damage == row.damage()
                    && died == row.died()
                    && injured == row.injured()
                    && relocated == row.relocated();
        }
    }

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final HearthClock clock;
    private final AffectedRoll roll;

    AffectedImport(JdbcClient db, Bulk bulk, Vault vault, HearthClock clock, AffectedRoll roll) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.clock = clock;
        this.roll = roll;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    ImportResult take(Disaster disaster, String fileName, byte[] content) {
        String sm3 = sm3(content);
        Optional<ImportResult> before = received(disaster.id(), sm3);
        if (before.isPresent()) {
            return before.get();
        }
        List<Row> rows = AffectedFile.read(content);
        List<Row.SetAside> aside = new ArrayList<>();
        List<Matched> matched = withoutContradiction(match(disaster, rows, aside), aside);
        Map<UUID, Stated> stated = stated(disaster.id(), matched);
        List<Matched> news = matched.stream()
                .filter(m -> !(stated.get(m.personId()) instanceof Stated known) || !known.saysTheSameAs(m.row()))
                .toList();
        UUID fileId = Ids.next();
        ImportResult result = new ImportResult(
                fileId, fileName, rows.size(), news.size(), matched.size() - news.size(), aside.size(), false);
        keep(disaster.id(), sm3, result, aside);
        Map<UUID, List<Matched>> households = news.stream()
                .collect(Collectors.groupingBy(Matched::householdId, LinkedHashMap::new, Collectors.toList()));
        roll.add(
                disaster,
                households.entrySet().stream()
                        .map(entry -> new AffectedRoll.Listed(
                                Ids.next(),
                                entry.getKey(),
                                entry.getValue().getFirst().region(),
                                entry.getValue().getFirst().row().damage(),
                                entry.getValue().stream()
                                        .map(m -> new AffectedRoll.Hit(
                                                m.personId(),
                                                m.row().died(),
                                                m.row().injured(),
                                                m.row().relocated()))
                                        .toList()))
                        .toList());
        return result;
    }

    private Optional<ImportResult> received(UUID disasterId, String sm3) {
        return db.sql("""
                        select id, file_name, rows, applied, unchanged, set_aside
                        from disaster.list_file
                        where region = ?
                          and disaster_id = ?
                          and sm3 = ?
                        """)
                .params(place().digits(), disasterId, sm3)
                .query((row, n) -> new ImportResult(
                        row.getObject("id", UUID.class),
                        row.getString("file_name"),
                        row.getInt("rows"),
                        row.getInt("applied"),
                        row.getInt("unchanged"),
                        row.getInt("set_aside"),
                        true))
                .optional();
    }

    private List<Matched> match(Disaster disaster, List<Row> rows, List<Row.SetAside> aside) {
        Map<String, Known> known = inRegister(rows);
        List<Matched> matched = new ArrayList<>();
        for (Row row : rows) {
            switch (row) {
                case Row.SetAside unread -> aside.add(unread);
                case Row.Read read -> {
                    Known person = known.get(read.idNumber().digits());
                    if (person == null) {
                        aside.add(
                                read.setAside(
                                        "本地区登记中没有这个身份证号码，请先登记或转当地",
                                        "nobody in the register of this region has this number; register them or pass the row on"));
                    } else if (NameAgreement.of(person.name(), read.name()) == NameAgreement.DIFFERENT) {
                        aside.add(read.setAside(
                                "号码登记在另一个姓名下，请核对", "the number is registered under another name; check it"));
                    } else if (person.householdId() == null) {
                        aside.add(read.setAside(
                                "此人不属于任何家庭，请先登记家庭", "the person belongs to no household; register one first"));
                    } else if (!disaster.struck(person.region())) {
                        aside.add(read.setAside(
                                "家庭不在灾区范围内，请核对", "the household lies outside the area that was struck; check it"));
                    } else {
                        matched.add(new Matched(read, person.personId(), person.householdId(), person.region()));
                    }
                }
            }
        }
        return matched;
    }

    private Map<String, Known> inRegister(List<Row> rows) {
        Map<String, String> byIndex = new HashMap<>();
        for (Row row : rows) {
            if (row instanceof Row.Read read) {
                String digits = read.idNumber().digits();
                byIndex.put(HexFormat.of().formatHex(vault.index(digits)), digits);
            }
        }
        Map<String, Known> known = new HashMap<>();
        db.sql("""
                        select asked.hex, p.id, p.name, p.region, m.household_id
                        from unnest(?::text[]) as asked (hex)
                        join registry.person p on p.id_number_index = decode(asked.hex, 'hex')
                        left join registry.membership m on m.person_id = p.id and m.valid_to is null
                        """).param(byIndex.keySet().toArray(String[]::new)).query(row -> {
            known.put(
                    byIndex.get(row.getString("hex")),
                    new Known(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getObject("household_id", UUID.class),
                            new RegionCode(row.getString("region"))));
        });
        return known;
    }

    /** A person once and a house in one state: the first row counts, one that says the opposite is set aside. */
    private static List<Matched> withoutContradiction(List<Matched> matched, List<Row.SetAside> aside) {
        Map<UUID, Matched> byPerson = new HashMap<>();
        Map<UUID, Matched> byHousehold = new HashMap<>();
        List<Matched> kept = new ArrayList<>();
        for (Matched m : matched) {
            Matched samePerson = byPerson.putIfAbsent(m.personId(), m);
            Matched sameHouse = byHousehold.putIfAbsent(m.householdId(), m);
            if (samePerson != null) {
                aside.add(m.row()
                        .setAside(
                                samePerson.row().saysTheSameAs(m.row())
                                        ? "与第 " + samePerson.row().number() + " 行重复"
                                        : "与第 " + samePerson.row().number() + " 行是同一人，内容不一致",
                                "row " + samePerson.row().number() + " names the same person"));
            } else if (sameHouse != null && sameHouse.row().damage() != m.row().damage()) {
                byPerson.remove(m.personId());
                aside.add(m.row()
                        .setAside(
                                "与第 " + sameHouse.row().number() + " 行同户，房屋受损情况不一致",
                                "row " + sameHouse.row().number() + " of the same household states another damage"));
            } else {
                kept.add(m);
            }
        }
        return kept;
    }

    private Map<UUID, Stated> stated(UUID disasterId, List<Matched> matched) {
        Set<UUID> households = matched.stream().map(Matched::householdId).collect(Collectors.toSet());
        Map<UUID, Stated> stated = new HashMap<>();
        db.sql("""
                        select p.person_id, a.damage, p.died, p.injured, p.relocated
                        from disaster.affected a
                        join disaster.affected_person p on p.affected_id = a.id
                        where a.disaster_id = ?
                          and a.household_id = any (?)
                        """).params(disasterId, households.toArray(UUID[]::new)).query(row -> {
            stated.put(
                    row.getObject("person_id", UUID.class),
                    new Stated(
                            Damage.of(row.getString("damage")),
                            row.getBoolean("died"),
                            row.getBoolean("injured"),
                            row.getBoolean("relocated")));
        });
        return stated;
    }

    private void keep(UUID disasterId, String sm3, ImportResult result, List<Row.SetAside> aside) {
        String region = place().digits();
        db.sql("""
                insert into disaster.list_file
                    (id, region, disaster_id, file_name, sm3, received_at, received_by, rows, applied, unchanged, set_aside)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        result.fileId(),
                        region,
                        disasterId,
                        result.fileName(),
                        sm3,
                        clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(),
                        Scopes.actor(),
                        result.rows(),
                        result.applied(),
                        result.unchanged(),
                        result.setAside())
                .update();
        bulk.insert(
                "disaster.set_aside",
                List.of("file_id", "row_number", "region", "name", "id_number", "reason_zh", "reason_en"),
                rows -> aside.stream()
                        .sorted(Comparator.comparingInt(Row.SetAside::number))
                        .forEach(a -> rows.add(
                                result.fileId(),
                                a.number(),
                                region,
                                a.name(),
                                a.maskedNumber(),
                                a.reason().zh(),
                                a.reason().en())));
    }

    private static RegionCode place() {
        return Scopes.current().map(Scope::region).orElse(RegionCode.NATION);
    }

    private static String sm3(byte[] content) {
        SM3Digest digest = new SM3Digest();
        digest.update(content, 0, content.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }
}
