package org.hearth.app.casework;

import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.policy.Parameters;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Small-amount help first, paperwork afterwards (先行救助). */
@Component
class EmergencyHelp {

    private final JdbcClient db;
    private final CaseFiles files;
    private final Clocks clocks;
    private final CarryOut carryOut;
    private final Registry registry;
    private final Chain chain;
    private final PolicyPack policy;
    private final ApplicationEventPublisher events;

    EmergencyHelp(
            JdbcClient db,
            CaseFiles files,
            Clocks clocks,
            CarryOut carryOut,
            Registry registry,
            Chain chain,
            PolicyPack policy,
            ApplicationEventPublisher events) {
        this.db = db;
        this.files = files;
        this.clocks = clocks;
        this.carryOut = carryOut;
        this.registry = registry;
        this.chain = chain;
        this.policy = policy;
        this.events = events;
    }

    EmergencyCeiling ceiling(String region, LocalDate on) {
        Parameters.Value multiple =
                policy.packOn(on).parameters().value("temporary.township-ceiling", region, "urban", on);
        Parameters.Value standard = policy.packOn(on).parameters().value("dibao.standard", region, "urban", on);
        return new EmergencyCeiling(
                new Yuan(multiple.number().multiply(standard.number()).setScale(2, RoundingMode.DOWN)),
                multiple.number(),
                new Yuan(standard.number()),
                multiple.source() + "；" + standard.source(),
                multiple.illustrative() || standard.illustrative());
    }

    CaseFile helpFirst(Emergency emergency, LocalDate on) {
        Optional<CaseFile> sentBefore = files.find(emergency.id());
        if (sentBefore.isPresent()) {
            return sentBefore.get();
        }
        if (emergency.account().isBlank()) {
            throw Problem.at("text", "请写明发生了什么。", "Say what happened.");
        }
        if (!emergency.amount().isPositive()) {
            throw Problem.at("amount", "请填写救助金额。", "Give the amount.");
        }
        Household household =
                registry.household(emergency.householdId()).orElseThrow(() -> new Missing("户家庭", "household"));
        String region = household.region().digits();
        EmergencyCeiling ceiling = ceiling(region, on);
        if (emergency.amount().compareTo(ceiling.most()) > 0) {
            throw Problem.at(
                    "amount",
                    "超过乡镇先行救助上限 " + ceiling.most() + " 元。请先在上限内救助，差额按支出型临时救助受理，报县级审核确认。",
                    "This is above what a township may give first, " + ceiling.most()
                            + " yuan. Give up to that now, and accept a case of temporary assistance for the rest, which the county decides.");
        }
        LocalDate paperworkDueOn = clocks.paperworkDueOn(region, on);
        int added = db.sql("""
                insert into casework.case_file
                    (id, number, region, household_id, person_id, kind, state, request, accepted_on, accepted_by,
                     agreed, proposed, reviewed_on, decided_on, decided_by, outcome, amount, reason_zh, reason_en,
                     whole_due_on, next_duty, next_due_on, advance, cause, once_per_cause, paperwork_due_on, public_notice)
                values (:id, :number || lpad(nextval('casework.case_number')::text, 6, '0'), :region, :household, :person,
                        'temporary-emergency', 'decided', :account, :on, :actor,
                        true, :amount, :on, :on, :actor, 'approved', :amount, :zh, :en,
                        :due, 'paperwork', :due, true, :cause, :once, :due, false)
                on conflict (household_id, cause, cause_year) where once_per_cause do nothing
                """)
                .param("id", emergency.id())
                .param("number", Casework.numberPrefix(household, on))
                .param("region", region)
                .param("household", emergency.householdId())
                .param("person", emergency.personId())
                .param("account", emergency.account().strip())
                .param("on", on)
                .param("actor", Scopes.actor())
                .param("amount", emergency.amount().amount())
                .param("zh", emergency.cause().title().zh() + "，先行救助。")
                .param("en", emergency.cause().title().en() + ", helped first.")
                .param("due", paperworkDueOn)
                .param("cause", emergency.cause().code())
                .param("once", isOncePerCause(region, on))
                .update();
        if (added == 0) {
            throw Problem.at(
                    "cause",
                    "这户家庭今年已因“" + emergency.cause().title().zh() + "”得到过救助，同一事由一年内一次。如仍有困难，请受理支出型临时救助或低保申请。",
                    "This household was helped for the same cause ("
                            + emergency.cause().title().en()
                            + ") this calendar year. If the need remains, accept a case of temporary assistance for spending, or of dibao.");
        }
        CaseFile file = files.find(emergency.id()).orElseThrow();
        files.log(file, "paid-first", on, file.request());
        carryOut.payFirst(file, emergency.amount(), on);
        chain.record(Casework.entry(
                file,
                ChainKind.DECISION,
                on,
                new Text(
                        "先行救助（" + file.number() + "）："
                                + emergency.cause().title().zh() + "。" + file.request() + "手续于 " + paperworkDueOn
                                + " 前补办。",
                        "Helped first (" + file.number() + "): "
                                + emergency.cause().title().en() + ". " + file.request() + " Paperwork is due by "
                                + paperworkDueOn + "."),
                emergency.amount()));
        events.publishEvent(new DecisionMade(file));
        return file;
    }

    private boolean isOncePerCause(String region, LocalDate on) {
        return Boolean.parseBoolean(policy.packOn(on)
                .parameters()
                .value("temporary.once-per-cause", region, "urban", on)
                .value());
    }
}
