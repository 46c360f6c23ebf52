package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.linkage.NameAgreement;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who a household's money goes to: a new account is entered when the bank returned a payment, or there was none. */
@Component
class Payee {

    // From passbooks of 10 digits and more to the 19 of cards; accounts of firms have up to 32.
    private static final Pattern NUMBER = Pattern.compile("[0-9]{8,32}");

    private final JdbcClient db;
    private final Registry registry;
    private final Chain chain;

    Payee(JdbcClient db, Registry registry, Chain chain) {
        this.db = db;
        this.registry = registry;
        this.chain = chain;
    }

    int change(UUID householdId, NewAccount entered, String reason, LocalDate on) {
        Household household = registry.household(householdId).orElseThrow(() -> new Missing("户家庭", "household"));
        NewAccount account = checked(household, entered, reason);
        if (!registry.replaceAccount(householdId, account, reason.strip(), on)) {
            throw Problem.at(
                    "account",
                    "这就是现在登记的账号，没有改动。请核对存折或银行卡。",
                    "This is the account registered now; nothing was changed.");
        }
        chain.record(new ChainEntry(
                householdId,
                null,
                household.region(),
                on,
                ChainKind.CHANGE,
                new Text(
                        "收款账户更正：" + account.bank() + "，户名" + account.holder()
                                + (reason.isBlank() ? "" : "（" + reason.strip() + "）") + "。",
                        "Account changed: " + account.bank() + ", held by " + account.holder()
                                + (reason.isBlank() ? "" : " (" + reason.strip() + ")") + "."),
                null,
                "benefit.account",
                Ids.next(),
                ""));
        return db.sql("select count(*) from benefit.payment where household_id = ? and state = 'RETURNED'")
                .param(householdId)
                .query(Integer.class)
                .single();
    }

    /** Money goes to a living member, or to whoever the officer names a reason for, as a guardian or an institution. */
    private static NewAccount checked(Household household, NewAccount entered, String reason) {
        String bank = entered.bank().strip();
        String holder = entered.holder().strip();
        String number = entered.account().replaceAll("[\\s-]", "");
        if (bank.isEmpty()) {
            throw Problem.at("bank", "请填写开户银行。", "Give the bank.");
        }
        if (!NUMBER.matcher(number).matches()) {
            throw Problem.at(
                    "account",
                    "账号应为 8 至 32 位数字，请对照存折或银行卡填写。",
                    "An account number has 8 to 32 digits; copy it from the passbook or card.");
        }
        if (holder.isEmpty()) {
            throw Problem.at("holder", "请填写户名。", "Give the holder's name.");
        }
        List<Person> named = household.members().stream()
                .map(Household.Member::person)
                .filter(person -> NameAgreement.of(person.name(), holder) != NameAgreement.DIFFERENT)
                .toList();
        if (!named.isEmpty() && named.stream().noneMatch(Person::isAlive)) {
            throw Problem.at(
                    "holder",
                    holder + "已去世，请登记在世成员或监护人的账户。",
                    holder + " has died; register the account of a living member or a guardian.");
        }
        if (named.isEmpty() && reason.isBlank()) {
            throw Problem.at(
                    "reason",
                    "户名“" + holder + "”不是这户家庭的成员。请核对户名；确由监护人、供养机构等代领的，请写明理由。",
                    "\"" + holder
                            + "\" is no member of the household. Check the name; where a guardian or an institution receives the money, say so.");
        }
        return new NewAccount(bank, number, holder);
    }
}
