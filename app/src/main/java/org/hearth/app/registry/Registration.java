package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.app.registry.Registry.NewHousehold;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts many households into the register at once. */
@Component
class Registration {

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final PersonKeys keys;
    private final Audit audit;
    private final HearthClock clock;

    Registration(JdbcClient db, Bulk bulk, Vault vault, PersonKeys keys, Audit audit, HearthClock clock) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    void of(Collection<NewHousehold> households, LocalDate since, String basis) {
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        bulk.insert(
                "registry.household",
                List.of(
                        "id",
                        "number",
                        "region",
                        "residence",
                        "address",
                        "longitude",
                        "latitude",
                        "recorded_at",
                        "place_since"),
                rows -> households.forEach(h -> rows.add(
                        h.id(),
                        h.number(),
                        h.region().digits(),
                        h.residence().code(),
                        h.address(),
                        h.longitude(),
                        h.latitude(),
                        now,
                        since)));
        bulk.insert(
                "registry.person",
                List.of(
                        "id",
                        "region",
                        "name",
                        "sex",
                        "born",
                        "born_estimated",
                        "id_number",
                        "id_number_index",
                        "id_number_masked",
                        "recorded_at"),
                rows -> households.forEach(h -> h.members().forEach(p -> {
                    String number = p.idNumber() == null ? null : p.idNumber().digits();
                    rows.add(
                            p.id(),
                            h.region().digits(),
                            p.name(),
                            p.sex(),
                            p.born(),
                            p.bornEstimated(),
                            number == null ? null : vault.encrypt(number),
                            number == null ? null : vault.index(number),
                            p.idNumber() == null ? null : p.idNumber().masked(),
                            now);
                })));
        keys.ofNew(households);
        bulk.insert(
                "registry.membership",
                List.of("id", "region", "household_id", "person_id", "relation", "valid_from", "recorded_at"),
                rows -> households.forEach(h -> h.members()
                        .forEach(p -> rows.add(
                                Ids.next(),
                                h.region().digits(),
                                h.id(),
                                p.id(),
                                p.relation().code(),
                                since,
                                now))));
        bulk.insert(
                "registry.stratum",
                List.of("id", "region", "household_id", "stratum", "valid_from", "basis", "recorded_at"),
                rows -> households.forEach(h -> h.strata()
                        .forEach(s -> rows.add(Ids.next(), h.region().digits(), h.id(), s.code(), since, basis, now))));
        bulk.insert(
                "registry.bank_account",
                List.of(
                        "id",
                        "region",
                        "household_id",
                        "bank",
                        "holder",
                        "holder_kind",
                        "account",
                        "account_index",
                        "account_masked",
                        "valid_from",
                        "recorded_at"),
                rows -> households.forEach(h -> {
                    NewAccount account = h.account();
                    if (account != null) {
                        rows.add(
                                Ids.next(),
                                h.region().digits(),
                                h.id(),
                                account.bank(),
                                account.holder(),
                                account.kind().code(),
                                vault.encrypt(account.account()),
                                vault.index(account.account()),
                                BankAccounts.masked(account.account()),
                                since,
                                now);
                    }
                }));
        // Without fresh statistics the planner takes the tables for empty, and reads them whole for every household.
        db.sql(
                        "analyze registry.household, registry.person, registry.person_key, registry.name_key, registry.membership, registry.stratum, registry.bank_account")
                .update();
        audit.note("households-registered", basis, households.size() + " households");
    }
}
