package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry.Account;
import org.hearth.app.registry.Registry.AccountUse;
import org.hearth.app.registry.Registry.NewAccount;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The bank accounts that households' money goes to: sealed, found by their blind index, and each with its time. */
@Component
class BankAccounts {

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;

    BankAccounts(JdbcClient db, Vault vault, Audit audit, HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    Optional<Account> of(UUID household) {
        return db.sql("""
                        select id, bank, holder, account_masked as masked, holder_kind, holder_reason
                        from registry.bank_account
                        where household_id = ?
                          and valid_to is null
                        """)
                .param(household)
                .query((row, n) -> new Account(
                        row.getObject("id", UUID.class),
                        row.getString("bank"),
                        row.getString("holder"),
                        row.getString("masked"),
                        AccountHolder.of(row.getString("holder_kind")),
                        row.getString("holder_reason")))
                .optional();
    }

    /** The other households of one's region that are paid to this account now; looking is an audited act. */
    List<AccountUse> usesOf(UUID household, String account) {
        List<AccountUse> uses = db.sql("""
                        select h.id as household_id, h.number, p.head_name, b.holder
                        from registry.bank_account b
                        join registry.household h on h.id = b.household_id and h.dissolved_on is null
                        join registry.published_household p on p.id = h.id
                        where b.account_index = ?
                          and b.valid_to is null
                          and b.household_id <> ?
                        order by h.number
                        """)
                .params(vault.index(account), household)
                .query(AccountUse.class)
                .list();
        if (!uses.isEmpty()) {
            audit.note(
                    "shared-account-seen", household.toString(), masked(account) + ": " + uses.size() + " households");
        }
        return uses;
    }

    boolean replace(UUID household, NewAccount account, String reason, LocalDate on) {
        byte[] index = vault.index(account.account());
        boolean sameAsNow =
                db.sql("""
                        select exists (
                            select
                            from registry.bank_account
                            where household_id = ?
                              and valid_to is null
                              and account_index = ?)
                        """).params(household, index).query(Boolean.class).single();
        if (sameAsNow) {
            return false;
        }
        db.sql("""
                update registry.bank_account
                set valid_to = greatest(:on, valid_from)
                where household_id = :household
                  and valid_to is null
                """).param("on", on).param("household", household).update();
        db.sql("""
                insert into registry.bank_account
                    (id, region, household_id, bank, holder, holder_kind, holder_reason, account, account_index, account_masked,
                     valid_from, recorded_at)
                select :id, region, id, :bank, :holder, :kind, :why, :account, :index, :masked, :on, :now
                from registry.household
                where id = :household
                """)
                .param("id", Ids.next())
                .param("bank", account.bank())
                .param("holder", account.holder())
                .param("kind", account.kind().code())
                .param("why", account.kind() == AccountHolder.MEMBER ? "" : reason)
                .param("account", vault.encrypt(account.account()))
                .param("index", index)
                .param("masked", masked(account.account()))
                .param("on", on)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("household", household)
                .update();
        audit.note("account-replaced", household.toString(), masked(account.account()), reason);
        return true;
    }

    Map<UUID, String> numbers(Collection<UUID> accounts) {
        Map<UUID, String> numbers = new HashMap<>();
        db.sql("select id, account from registry.bank_account where id = any (?)")
                .param(accounts.toArray(UUID[]::new))
                .query(row -> {
                    numbers.put(row.getObject("id", UUID.class), vault.decrypt(row.getBytes("account")));
                });
        return numbers;
    }

    static String masked(String account) {
        int shown = Math.min(4, account.length());
        return "*".repeat(account.length() - shown) + account.substring(account.length() - shown);
    }
}
