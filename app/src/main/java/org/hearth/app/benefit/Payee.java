package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.AccountHolder;
import org.hearth.app.registry.AccountNumber;
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

    /** Money goes to a living member, or to an agent who is named with a reason: a guardian, an institution, the village. */
    private static NewAccount checked(Household household, NewAccount entered, String reason) {
        List<Problem> faults = new ArrayList<>();
        String bank = entered.bank().strip();
        String holder = entered.holder().strip();
        String number = AccountNumber.plain(entered.account());
        if (bank.isEmpty()) {
            faults.add(Problem.at("bank", "请填写开户银行。", "Give the bank."));
        }
        AccountNumber.fault(number).ifPresent(fault -> faults.add(Problem.at("account", fault.zh(), fault.en())));
        if (holder.isEmpty()) {
            faults.add(Problem.at("holder", "请填写户名。", "Give the holder's name."));
        } else {
            holder(household, holder, entered.kind(), reason).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            throw Problem.all(faults);
        }
        return new NewAccount(bank, number, holder, entered.kind());
    }

    private static Optional<Problem> holder(Household household, String holder, AccountHolder kind, String reason) {
        if (kind != AccountHolder.MEMBER) {
            return reason.isBlank()
                    ? Optional.of(Problem.at(
                            "reason",
                            "户名不是家庭成员的，请写明由其代领的理由。",
                            "Where the holder is no member of the household, say why they receive the money."))
                    : Optional.empty();
        }
        List<Person> named = named(household, holder);
        if (named.isEmpty()) {
            return Optional.of(
                    Problem.at(
                            "kind",
                            "户名“" + holder + "”不是这户家庭的成员。请核对户名；确由监护人、供养机构等代领的，请选明户名是谁，并写明理由。",
                            "\"" + holder
                                    + "\" is no member of the household. Check the name; where a guardian or an institution receives the money, choose who holds it and say why."));
        }
        return named.stream().anyMatch(Person::isAlive)
                ? Optional.empty()
                : Optional.of(Problem.at(
                        "holder",
                        holder + "已去世，请登记在世成员或监护人的账户。",
                        holder + " has died; register the account of a living member or a guardian."));
    }

    private static List<Person> named(Household household, String holder) {
        return household.members().stream()
                .map(Household.Member::person)
                .filter(person -> NameAgreement.of(person.name(), holder) != NameAgreement.DIFFERENT)
                .toList();
    }
}
