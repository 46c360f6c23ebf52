package org.hearth.app.benefit;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What households are entitled to, what they are paid each month, and what they are given from stock. */
@Component
public class Benefits {

    /**
     * An entitlement of a roll that is taken over, or of many households at once.
     *
     * @param personId the one person it is for; absent where it is the household's
     * @param amount per month, per winter or once, as the benefit is paid; above zero
     */
    public record Due(UUID householdId, @Nullable UUID personId, RegionCode region, Benefit benefit, Yuan amount) {}

    private final JdbcClient db;
    private final Bulk bulk;
    private final Chain chain;
    private final Stores stores;
    private final Batches batches;
    private final Bank bank;
    private final WinterMoney winterMoney;
    private final BackPay backPay;
    private final Payee payee;

    Benefits(
            JdbcClient db,
            Bulk bulk,
            Chain chain,
            Stores stores,
            Batches batches,
            Bank bank,
            WinterMoney winterMoney,
            BackPay backPay,
            Payee payee) {
        this.db = db;
        this.bulk = bulk;
        this.chain = chain;
        this.stores = stores;
        this.batches = batches;
        this.bank = bank;
        this.winterMoney = winterMoney;
        this.backPay = backPay;
        this.payee = payee;
    }

    /**
     * Entitles a household, or one person of it, from {@code from} on; entitling again while it runs changes nothing.
     *
     * @param basis why, e.g. the number of the case
     * @throws Problem when the amount is not above zero
     */
    @Transactional
    public void entitle(
            UUID householdId, @Nullable UUID personId, Benefit benefit, Yuan amount, LocalDate from, String basis) {
        if (!amount.isPositive()) {
            throw new Problem("核定金额必须大于零。", "The amount must be above zero.");
        }
        entitleRoll(List.of(new Due(householdId, personId, regionOf(householdId), benefit, amount)), from, basis);
    }

    /**
     * Entitles a household to what a decision gives it; what it has already it is not given twice. A winter's sum belongs to the
     * heating season that {@code from} lies in, and outside of one nothing is given: the county's heating batch reaches whoever
     * is on the roll when the next begins.
     *
     * @param basis why, e.g. the number of the case
     * @return whether it is new
     * @throws Problem when the amount is not above zero
     */
    @Transactional
    public boolean grant(UUID householdId, Grant grant, String basis) {
        if (!grant.amount().isPositive()) {
            throw new Problem("核定金额必须大于零。", "The amount must be above zero.");
        }
        RegionCode region = regionOf(householdId);
        Optional<LocalDate> from =
                grant.rhythm() == Rhythm.WINTER ? winterMoney.season(region, grant.from()) : Optional.of(grant.from());
        return from.isPresent()
                && db.sql("""
                        insert into benefit.entitlement
                            (id, region, household_id, person_id, benefit, rhythm, amount, valid_from, valid_to, months, basis)
                        select :id, :region, :household, cast(:person as uuid), :benefit, :rhythm, :amount, :from, cast(:to as date),
                               cast(:months as integer), :basis
                        where not exists (
                            select
                            from benefit.entitlement running
                            where running.household_id = :household
                              and running.person_id is not distinct from :person
                              and running.benefit = :benefit
                              and running.rhythm = 'monthly'
                              and :rhythm = 'monthly'
                              and (running.valid_to is null or running.valid_to >= :from))
                        on conflict do nothing
                        """)
                                .param("id", Ids.next())
                                .param("region", region.digits())
                                .param("household", householdId)
                                .param("person", grant.personId())
                                .param("benefit", grant.benefit().code())
                                .param("rhythm", grant.rhythm().code())
                                .param("amount", grant.amount().amount())
                                .param("from", from.get())
                                .param("to", grant.to())
                                .param("months", grant.months())
                                .param(
                                        "basis",
                                        grant.benefit() == Benefit.FESTIVAL_SUBSIDY ? festival(from.get()) : basis)
                                .update()
                        > 0;
    }

    /** Entitles many at once; those already entitled are left as they are. Returns how many were added. */
    @Transactional
    public long entitleRoll(Collection<Due> roll, LocalDate from, String basis) {
        return bulk.insert(
                "benefit.entitlement",
                List.of(
                        "id",
                        "region",
                        "household_id",
                        "person_id",
                        "benefit",
                        "rhythm",
                        "amount",
                        "valid_from",
                        "basis"),
                "on conflict do nothing",
                rows -> roll.forEach(due -> rows.add(
                        Ids.next(),
                        due.region().digits(),
                        due.householdId(),
                        due.personId(),
                        due.benefit().code(),
                        due.benefit().rhythm().code(),
                        due.amount(),
                        from,
                        basis)));
    }

    /** Ends monthly money that runs beyond {@code lastDay}; ending it twice changes nothing. */
    @Transactional
    public void end(UUID householdId, Benefit benefit, LocalDate lastDay) {
        db.sql("""
                update benefit.entitlement
                set valid_to = greatest(:last, valid_from)
                where household_id = :household
                  and benefit = :benefit
                  and rhythm = 'monthly'
                  and (valid_to is null or valid_to > :last)
                """)
                .param("last", lastDay)
                .param("household", householdId)
                .param("benefit", benefit.code())
                .update();
    }

    /**
     * Entitles a household to a single sum, which goes out with the county's next batch; the same basis counts once.
     *
     * @param basis the decision or the disaster it is paid for
     */
    @Transactional
    public void payOnce(UUID householdId, Benefit benefit, Yuan amount, LocalDate on, String basis) {
        entitle(householdId, null, benefit, amount, on, basis);
    }

    /**
     * Entitles a household to a single sum and pays it the same day in cash from the township's reserve fund (备用金), as when
     * help comes before the paperwork; the same basis counts once.
     *
     * @param basis the decision it is paid on
     */
    @Transactional
    public void payAtOnce(UUID householdId, Benefit benefit, Yuan amount, LocalDate on, String basis) {
        payOnce(householdId, benefit, amount, on, basis);
        UUID payment = Ids.next();
        int paid = db.sql("""
                insert into benefit.payment
                    (id, region, entitlement_id, household_id, benefit, single, month, amount, state, in_advance, paid_on)
                select :id, region, id, household_id, benefit, true, date_trunc('month', :on::date), amount, 'PAID', false, :on
                from benefit.entitlement
                where household_id = :household
                  and benefit = :benefit
                  and basis = :basis
                on conflict do nothing
                """)
                .param("id", payment)
                .param("on", on)
                .param("household", householdId)
                .param("benefit", benefit.code())
                .param("basis", basis)
                .update();
        if (paid == 0) {
            return;
        }
        db.sql("""
                insert into benefit.posting (id, region, entry_id, posted_on, account, amount)
                select uuidv7(), p.region, p.id, :on, side.account, side.sign * p.amount
                from benefit.payment p
                cross join (values ('fund', 1), ('reserve', -1)) side (account, sign)
                where p.id = :id
                """).param("on", on).param("id", payment).update();
        chain.record(new ChainEntry(
                householdId,
                null,
                regionOf(householdId),
                on,
                ChainKind.PAYMENT,
                new Text(
                        "从备用金当日发放" + benefit.title().zh() + "。",
                        benefit.title().en() + " paid the same day from the reserve fund."),
                amount,
                "benefit.payment",
                payment,
                ""));
    }

    /**
     * Entitles the county's households on the roll to this winter's heating assistance, at the local values in force on
     * {@code on}; it goes out with the next batch. Doing it again in the same winter changes nothing.
     *
     * @return how many were added
     */
    @Transactional
    public long entitleHeating(RegionCode county, LocalDate on) {
        LocalDate winter = WinterMoney.beginning(on);
        return entitleRoll(
                winterMoney.heating(county, on), winter, winter.getYear() + "—" + (winter.getYear() + 1) + " 年冬季取暖救助");
    }

    /** Entitles the county's households on the roll to the year's festival subsidy where there is one; as {@link #entitleHeating}. */
    @Transactional
    public long entitleFestivalSubsidy(RegionCode county, LocalDate on) {
        return entitleRoll(winterMoney.festival(county, on), on, festival(on));
    }

    /** The festival subsidy has one basis a year, so that a decision and the county's batch do not both give it. */
    private static String festival(LocalDate on) {
        return on.getYear() + " 年春节一次性生活补助";
    }

    /**
     * The day before which this month's money must be paid, where a notice in force on {@code on} asks for it: February 2024's
     * before Spring Festival.
     */
    public Optional<LocalDate> advanceBefore(RegionCode county, LocalDate on) {
        return winterMoney.advanceBefore(county, on);
    }

    /**
     * Puts all that a county owes for {@code month} and has not yet planned into one batch.
     *
     * @param inAdvance whether it is paid before its month, as February 2024 before Spring Festival
     * @return the batch
     * @throws Problem when nothing is owed
     */
    @Transactional
    public UUID prepareBatch(RegionCode county, LocalDate month, boolean inAdvance) {
        return batches.prepare(county, month.withDayOfMonth(1), inAdvance);
    }

    /** Releases a batch to the bank. @throws Problem when the same person prepared it */
    @Transactional
    public void releaseBatch(UUID batchId) {
        batches.release(batchId);
    }

    /**
     * Writes the instruction of a released batch for the bank (ISO 20022 pain.001.001.09). It holds the full account numbers,
     * so that making it is audited.
     *
     * @throws Problem when the batch has not been released
     */
    @Transactional
    public void writeBankFile(UUID batchId, OutputStream target) {
        bank.writeFile(batchId, target);
    }

    /**
     * Reads the bank's answer (ISO 20022 pain.002.001.10): what was paid, and what came back and why. The same answer again
     * changes nothing.
     *
     * @throws Problem when it is no such answer, or names a payment or a batch that is not ours; then nothing of it is taken
     */
    @Transactional
    public BankAnswerRead readBankAnswer(InputStream answer) {
        return bank.readAnswer(answer);
    }

    /**
     * The monthly money of a region's households that a standard raised from {@code from} on may change: what runs, and what was
     * planned or paid for months from then on.
     */
    @Transactional(readOnly = true)
    public List<BackPay.Monthly> monthlySince(RegionCode region, LocalDate from) {
        return backPay.monthlySince(region, from);
    }

    /**
     * Entitles households to what was paid too little for months gone by, one single sum each, which goes out with the county's
     * next batch. The same payment is made up for once a version of the policy; what earlier versions made up counts as paid.
     *
     * @param version the version of the policy that raised the standard
     * @param basis what the payee is told
     * @return the sum of all of it
     */
    @Transactional
    public Yuan backPay(Collection<BackPay.Line> lines, long version, LocalDate on, String basis) {
        Yuan sum = Yuan.ZERO;
        for (BackPay.Sum household : backPay.note(lines, version, on)) {
            payOnce(household.household(), Benefit.BACK_PAY, household.difference(), on, basis);
            sum = sum.plus(household.difference());
        }
        return sum;
    }

    /**
     * Raises running monthly money to {@code amount} from {@code from} on, or from the first later month that is not planned
     * yet; less changes nothing.
     */
    @Transactional
    public void raise(UUID entitlement, Yuan amount, LocalDate from, String basis) {
        backPay.raise(entitlement, amount, from, basis);
    }

    /**
     * Enters the account that a household's money goes to from {@code on}. What the bank returned because of the account before
     * goes out again with the county's next batch.
     *
     * @param reason why, which must be said where the holder is no member of the household
     * @return how many returned payments it lets go out again
     * @throws Problem when the number is none, it is the account of today, or the holder has died or is a stranger without a reason
     */
    @Transactional
    public int changeAccount(UUID householdId, NewAccount account, String reason, LocalDate on) {
        return payee.change(householdId, account, reason, on);
    }

    /** Puts goods into a store; the same {@code sourceId} counts once. */
    @Transactional
    public void supply(RegionCode store, Item item, int quantity, UUID sourceId, LocalDate on) {
        stores.supply(store, item, quantity, sourceId, on);
    }

    /**
     * Moves goods from a county's store to that of one of its townships, booked at both ends; the same {@code sourceId} counts
     * once.
     *
     * @throws Problem when the county's store holds less than {@code quantity}, or the township is not the county's
     */
    @Transactional
    public void moveToTownship(
            RegionCode county, RegionCode township, Item item, int quantity, UUID sourceId, LocalDate on) {
        stores.moveToTownship(county, township, item, quantity, sourceId, on);
    }

    /** The store that whoever works now gives from: their township's, or the county's for everybody above a township. */
    public RegionCode storeFor(RegionCode household) {
        boolean township = Scopes.current()
                .filter(scope -> scope.region().level().compareTo(DivisionLevel.TOWNSHIP) >= 0)
                .isPresent();
        return household.at(township ? DivisionLevel.TOWNSHIP : DivisionLevel.COUNTY);
    }

    /**
     * Gives goods from a county's or a township's store, to a household or to somebody on the street; the same
     * {@code sourceId} counts once.
     *
     * @throws Problem when the store holds less than {@code quantity}
     */
    @Transactional
    public void giveGoods(
            RegionCode store,
            @Nullable UUID householdId,
            Item item,
            int quantity,
            Purpose purpose,
            UUID sourceId,
            LocalDate on) {
        RegionCode region = householdId == null ? store : regionOf(householdId);
        if (!stores.give(region, store, householdId, item, quantity, purpose, sourceId, on)) {
            return;
        }
        if (householdId != null) {
            chain.record(new ChainEntry(
                    householdId,
                    null,
                    region,
                    on,
                    ChainKind.GOODS,
                    new Text(
                            "发放" + item.title().zh() + " " + quantity + " 件。",
                            quantity + " × " + item.title().en() + " given."),
                    null,
                    "benefit.movement",
                    sourceId,
                    ""));
        }
    }

    private RegionCode regionOf(UUID householdId) {
        return db.sql("select region from registry.published_household where id = ?")
                .param(householdId)
                .query(String.class)
                .optional()
                .map(RegionCode::new)
                .orElseThrow(() -> new Missing("户家庭", "household"));
    }
}
