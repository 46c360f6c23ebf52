package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.app.casework.Duty.Name;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.hearth.letters.Language;
import org.hearth.letters.Letter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The procedure of a case: acceptance, investigation, township opinion, public notice, decision, telling the applicant. */
@Component
public class Casework {

    /**
     * Somebody asks, or an alert asks for them.
     *
     * @param id made by the client, so that a form sent twice is one case
     * @param personId the one person it is for, where it is not for the household
     * @param alertId the alert that it follows from
     * @param request what is asked for and why
     * @param nearRelative whether a near relative of staff or of the village committee is concerned
     * @param special whether the longer limit applies: objection, split residence, another place, hard to investigate
     */
    public record Application(
            UUID id,
            UUID householdId,
            @Nullable UUID personId,
            CaseKind kind,
            @Nullable UUID alertId,
            String request,
            boolean nearRelative,
            boolean special) {}

    static final String CHAIN_SOURCE = "casework.case";

    private final JdbcClient db;
    private final CaseFiles files;
    private final Clocks clocks;
    private final Procedures procedures;
    private final Assessor assessor;
    private final Monitoring monitoring;
    private final Registry registry;
    private final Chain chain;
    private final ApplicationEventPublisher events;
    private final EmergencyHelp emergencies;
    private final CarryOut carryOut;
    private final DecisionLetter letters;

    Casework(
            JdbcClient db,
            CaseFiles files,
            Clocks clocks,
            Procedures procedures,
            Assessor assessor,
            Monitoring monitoring,
            Registry registry,
            Chain chain,
            ApplicationEventPublisher events,
            EmergencyHelp emergencies,
            CarryOut carryOut,
            DecisionLetter letters) {
        this.db = db;
        this.files = files;
        this.clocks = clocks;
        this.procedures = procedures;
        this.assessor = assessor;
        this.monitoring = monitoring;
        this.registry = registry;
        this.chain = chain;
        this.events = events;
        this.emergencies = emergencies;
        this.carryOut = carryOut;
        this.letters = letters;
    }

    /** The case, if it lies in the region one may see. */
    @Transactional(readOnly = true)
    public Optional<CaseFile> find(UUID id) {
        return files.find(id);
    }

    /** The cases of these ids that one may see, in the order of the ids. */
    @Transactional(readOnly = true)
    public List<CaseFile> all(List<UUID> ids) {
        Map<UUID, CaseFile> found =
                files.all(ids).stream().collect(Collectors.toMap(CaseFile::id, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /**
     * What the rules make of the case's household: until it is decided as of {@code today}, afterwards as it was kept with the
     * decision.
     */
    @Transactional(readOnly = true)
    public Assessment assess(CaseFile file, LocalDate today) {
        return assessor.of(file, today);
    }

    /**
     * The letter on a decided case, as it stood when it was decided.
     *
     * @throws Problem before the decision
     */
    @Transactional(readOnly = true)
    public Letter letter(CaseFile file, Language language) {
        return letters.of(file, language);
    }

    /** All cases of a household, newest first. */
    @Transactional(readOnly = true)
    public List<CaseFile> of(UUID householdId) {
        return files.ofHousehold(householdId);
    }

    /** The cases that wait for a step in the region one works for, by household. */
    @Transactional(readOnly = true)
    public List<CaseFile> underWay() {
        return files.underWay();
    }

    /** The duties of a case with their time limits, in the order of the procedure. */
    public List<Duty> duties(CaseFile file) {
        return clocks.duties(file);
    }

    /**
     * Accepts an application; the same id again answers with the case that is there.
     *
     * @throws Problem when a case of this kind is under way for the household already
     */
    @Transactional
    public CaseFile accept(Application application, LocalDate on) {
        Optional<CaseFile> sentBefore = files.find(application.id());
        if (sentBefore.isPresent()) {
            return sentBefore.get();
        }
        if (application.request().isBlank()) {
            throw Problem.at("text", "请写明申请事由。", "Say what is asked for, and why.");
        }
        Household household =
                registry.household(application.householdId()).orElseThrow(() -> new Missing("户家庭", "household"));
        String region = household.region().digits();
        CaseKind kind = application.kind();
        UUID person = application.personId();
        boolean isMember = household.members().stream()
                .map(Household.Member::person)
                .anyMatch(member -> member.isAlive() && member.id().equals(person));
        if (person == null ? kind.isOfOneChild() : !isMember) {
            throw Problem.at("person", "请选择为哪一名家庭成员申请。", "Choose the member of the household whom it is for.");
        }
        int added = db.sql("""
                insert into casework.case_file
                    (id, number, region, household_id, person_id, kind, state, alert_id, request, near_relative, special,
                     public_notice, accepted_on, accepted_by, whole_due_on, next_duty, next_due_on)
                values (:id, :number || lpad(nextval('casework.case_number')::text, 6, '0'), :region, :household, :person,
                        :kind, 'accepted', :alert, :request, :nearRelative, :special,
                        :publicNotice, :on, :actor, :whole, 'investigate', :due)
                on conflict (household_id, person_id, kind) where state not in ('decided', 'closed') do nothing
                """)
                .param("id", application.id())
                .param("number", numberPrefix(household, on))
                .param("region", region)
                .param("household", application.householdId())
                .param("person", person)
                .param("kind", kind.code())
                .param("alert", application.alertId())
                .param("request", application.request().strip())
                .param("nearRelative", application.nearRelative())
                .param("special", application.special())
                .param("publicNotice", procedures.isPublic(kind, region, on))
                .param("on", on)
                .param("actor", Scopes.actor())
                .param("whole", clocks.wholeDueOn(kind, region, application.special(), on))
                .param("due", clocks.dueOn(kind, Name.INVESTIGATE, region, on, on))
                .update();
        if (added == 0) {
            throw Problem.at(
                    "kind",
                    "这户家庭的" + kind.title().zh() + "申请正在办理，不重复受理。",
                    "This household's case (" + kind.title().en() + ") is under way; it is not accepted twice.");
        }
        CaseFile file = files.find(application.id()).orElseThrow();
        files.log(file, "accepted", on, file.request());
        chain.record(entry(
                file,
                ChainKind.CASE,
                on,
                new Text(
                        "受理" + kind.title().zh() + "申请（" + file.number() + "）。" + file.request(),
                        "Accepted: " + kind.title().en() + " (" + file.number() + "). " + file.request()),
                null));
        return file;
    }

    /**
     * Records what the investigators found at the household's home.
     *
     * @param investigators the two who were there, and signed
     * @throws Problem when they are not two different people, or the case is past this step
     */
    @Transactional
    public CaseFile recordInvestigation(UUID caseId, List<String> investigators, String finding, LocalDate on) {
        CaseFile file = in(caseId, CaseState.ACCEPTED);
        investigate(file, investigators, finding, on);
        db.sql(
                        "update casework.case_file set state = 'investigated', next_duty = :duty, next_due_on = :due where id = :id")
                .param("duty", file.dataCheckedOn() == null ? "data-check" : "whole")
                .param(
                        "due",
                        file.dataCheckedOn() == null
                                ? clocks.dueOn(
                                        file.kind(),
                                        Name.DATA_CHECK,
                                        file.region().digits(),
                                        file.acceptedOn(),
                                        file.acceptedOn())
                                : file.wholeDueOn())
                .param("id", caseId)
                .update();
        files.log(file, "investigated", on, finding.strip());
        return files.find(caseId).orElseThrow();
    }

    /** Records that the county checked the household's data with the departments. */
    @Transactional
    public CaseFile recordDataCheck(UUID caseId, LocalDate on) {
        CaseFile file = in(caseId, CaseState.ACCEPTED, CaseState.INVESTIGATED);
        db.sql("""
                update casework.case_file
                set data_checked_on = :on,
                    next_duty = case when state = 'accepted' then next_duty else 'whole' end,
                    next_due_on = case when state = 'accepted' then next_due_on else whole_due_on end
                where id = :id
                """).param("on", on).param("id", caseId).update();
        files.log(file, "data-checked", on, "");
        return files.find(caseId).orElseThrow();
    }

    /**
     * Records the township's opinion.
     *
     * @param proposed the amount it proposes; null where the rules give one, or the kind brings no money
     * @throws Problem when it agrees and neither the rules nor the officer gives an amount
     */
    @Transactional
    public CaseFile review(UUID caseId, boolean agreed, @Nullable Yuan proposed, String opinion, LocalDate on) {
        CaseFile file = in(caseId, CaseState.INVESTIGATED);
        if (file.dataCheckedOn() == null) {
            throw new Problem("信息核对尚未完成，不能提出初审意见。", "The data check is not done, so there can be no opinion yet.");
        }
        if (opinion.isBlank()) {
            throw Problem.at("opinion", "请写明初审意见。", "Write down the township's opinion.");
        }
        Yuan amount = agreed ? assessor.amount(file, assessor.of(file, on), proposed, "proposed") : null;
        boolean toCounty = !agreed || !file.publicNotice();
        db.sql("""
                update casework.case_file
                set state = 'reviewed',
                    agreed = :agreed,
                    proposed = :proposed,
                    opinion = :opinion,
                    reviewed_on = :on,
                    next_duty = :duty,
                    next_due_on = :due
                where id = :id
                """)
                .param("agreed", agreed)
                .param("proposed", amount == null ? null : amount.amount())
                .param("opinion", opinion.strip())
                .param("on", on)
                .param("duty", toCounty ? "decide" : "notice")
                .param("due", toCounty ? decisionDueOn(file, on) : file.wholeDueOn())
                .param("id", caseId)
                .update();
        files.log(file, "reviewed", on, (agreed ? "同意。" : "不同意。") + opinion.strip());
        return files.find(caseId).orElseThrow();
    }

    /**
     * Posts the public notice: the applicant's name, how many live in the household and the amount, and nothing else
     * (最低生活保障审核确认办法 Art 19, 24).
     */
    @Transactional
    public CaseFile postNotice(UUID caseId, LocalDate on) {
        CaseFile file = in(caseId, CaseState.REVIEWED);
        if (!file.publicNotice()) {
            throw new Problem("按规定，这类办件不公示。", "By the rules there is no public notice of such a case.");
        }
        if (!Boolean.TRUE.equals(file.agreed())) {
            throw new Problem(
                    "初审不同意的不公示，报县级审核。", "What the township does not support is not posted; it goes to the county.");
        }
        LocalDate lastDay = clocks.dueOn(file.kind(), Name.NOTICE, file.region().digits(), file.acceptedOn(), on);
        db.sql("""
                update casework.case_file
                set state = 'public-notice',
                    notice_from = :from,
                    notice_to = :to,
                    next_duty = 'decide',
                    next_due_on = :due
                where id = :id
                """)
                .param("from", on)
                .param("to", lastDay)
                .param("due", decisionDueOn(file, lastDay))
                .param("id", caseId)
                .update();
        files.log(file, "notice-posted", on, "公示至 " + lastDay);
        return files.find(caseId).orElseThrow();
    }

    /** Takes an objection to the public notice: the case is investigated again. */
    @Transactional
    public CaseFile object(UUID caseId, String objector, String objection, LocalDate on) {
        CaseFile file = in(caseId, CaseState.PUBLIC_NOTICE);
        if (objector.isBlank() || objection.isBlank()) {
            throw Problem.at("objector", "请写明异议人和异议内容。", "Say who objects, and to what.");
        }
        // An objection makes it a special case with the longer limit (最低生活保障审核确认办法 Art 22).
        LocalDate whole = clocks.wholeDueOn(file.kind(), file.region().digits(), true, file.acceptedOn());
        db.sql("""
                update casework.case_file
                set state = 'accepted',
                    round = round + 1,
                    special = true,
                    whole_due_on = :whole,
                    agreed = null, proposed = null, opinion = null, reviewed_on = null,
                    notice_from = null, notice_to = null,
                    next_duty = 'investigate',
                    next_due_on = :due
                where id = :id
                """)
                .param("whole", whole)
                .param(
                        "due",
                        clocks.dueOn(
                                file.kind(), Name.INVESTIGATE, file.region().digits(), file.acceptedOn(), on))
                .param("id", caseId)
                .update();
        files.log(file, "objection", on, objector.strip() + "：" + objection.strip());
        return files.find(caseId).orElseThrow();
    }

    /**
     * Decides in favour: the stratum is confirmed and what the rules give is entitled, both from next month
     * (最低生活保障审核确认办法 Art 21). What the rules made of the household is kept with the decision.
     *
     * @param amount yuan a month or once, as it was seen or, where the rules give none, set; null to take the rules', and where
     *     the kind brings no money
     * @throws Problem before the public notice has ended, or when the rules give another amount
     */
    @Transactional
    public CaseFile approve(UUID caseId, @Nullable Yuan amount, Text reason, LocalDate on) {
        CaseFile file = decidable(caseId, on);
        if (!Boolean.TRUE.equals(file.agreed())) {
            throw new Problem(
                    "乡镇初审不同意，须退回重新调查或不予确认。", "The township did not agree: refuse, or have it investigated again.");
        }
        Assessment assessment = assessor.of(file, on);
        CaseFile decided = decide(
                file, Outcome.APPROVED, assessor.amount(file, assessment, amount, "amount"), reason, assessment, on);
        carryOut.approved(decided, assessor.granted(decided, assessment, on), on);
        return decided;
    }

    /** Decides against, with the reasons that the applicant is told in writing. */
    @Transactional
    public CaseFile refuse(UUID caseId, Text reason, LocalDate on) {
        CaseFile file = in(caseId, CaseState.REVIEWED, CaseState.PUBLIC_NOTICE);
        if (file.state() == CaseState.PUBLIC_NOTICE) {
            decidable(caseId, on);
        }
        return decide(file, Outcome.REFUSED, null, reason, assessor.of(file, on), on);
    }

    /**
     * Records that what was approved was looked at again and nothing has changed; the next time is set. Where something has
     * changed, a new application is accepted or the stratum is ended.
     *
     * @throws Problem when the case is not reviewed
     */
    @Transactional
    public CaseFile recordReview(UUID caseId, String finding, LocalDate on) {
        CaseFile file = in(caseId, CaseState.DECIDED, CaseState.CLOSED);
        if (file.reviewDueOn() == null) {
            throw new Problem("这个办件不需要定期核查。", "This case is not reviewed.");
        }
        if (finding.isBlank()) {
            throw Problem.at("finding", "请写明核查情况。", "Say what was found.");
        }
        db.sql("update casework.case_file set review_due_on = :due where id = :id")
                .param(
                        "due",
                        procedures
                                .reviewDueOn(
                                        file.kind(),
                                        file.region().digits(),
                                        monitoring.determine(file.householdId(), on),
                                        on)
                                .orElse(null))
                .param("id", caseId)
                .update();
        files.log(file, "rechecked", on, finding.strip());
        return files.find(caseId).orElseThrow();
    }

    /** Records that the applicant was told in writing; with it the case is closed. */
    @Transactional
    public CaseFile recordTold(UUID caseId, LocalDate on) {
        CaseFile file = in(caseId, CaseState.DECIDED);
        if (file.advance()) {
            throw new Problem("急难救助须补办手续后办结。", "An emergency is closed by its paperwork.");
        }
        db.sql("""
                update casework.case_file
                set state = 'closed', told_on = :on, next_duty = null, next_due_on = null
                where id = :id
                """).param("on", on).param("id", caseId).update();
        files.log(file, "told", on, "");
        return files.find(caseId).orElseThrow();
    }

    /**
     * Helps first: pays a small sum at once, without means test and public notice, and sets the day for the paperwork.
     * See {@link Emergency} for what is recorded.
     *
     * @throws Problem above what the township may give, or when the same cause was helped this year; it says what to do
     */
    @Transactional
    public CaseFile helpFirst(Emergency emergency, LocalDate on) {
        return emergencies.helpFirst(emergency, on);
    }

    /** The most that a township may give first in {@code household}'s place on {@code on}. */
    public EmergencyCeiling ceiling(Household household, LocalDate on) {
        return emergencies.ceiling(household.region().digits(), on);
    }

    /** Files the paperwork of help that was given first: what two people found, with their signatures. */
    @Transactional
    public CaseFile completePaperwork(UUID caseId, List<String> investigators, String finding, LocalDate on) {
        CaseFile file = in(caseId, CaseState.DECIDED);
        if (!file.advance()) {
            throw new Problem("只有先行救助才补办手续。", "Only help that was given first has paperwork to follow.");
        }
        investigate(file, investigators, finding, on);
        db.sql("""
                update casework.case_file
                set state = 'closed', papered_on = :on, next_duty = null, next_due_on = null
                where id = :id
                """).param("on", on).param("id", caseId).update();
        files.log(file, "papered", on, finding.strip());
        return files.find(caseId).orElseThrow();
    }

    private CaseFile decide(
            CaseFile file, Outcome outcome, @Nullable Yuan amount, Text reason, Assessment assessment, LocalDate on) {
        if (reason.zh().isBlank() || reason.en().isBlank()) {
            throw Problem.at("reason", "请写明理由，理由会书面告知申请人。", "Give the reasons; the applicant is told them in writing.");
        }
        db.sql("""
                update casework.case_file
                set state = 'decided',
                    outcome = :outcome,
                    amount = :amount,
                    reason_zh = :zh,
                    reason_en = :en,
                    determination = :determination::jsonb,
                    decided_on = :on,
                    decided_by = :actor,
                    review_due_on = :review,
                    next_duty = 'tell',
                    next_due_on = :due
                where id = :id
                """)
                .param("outcome", outcome.code())
                .param("amount", amount == null ? null : amount.amount())
                .param("zh", reason.zh().strip())
                .param("en", reason.en().strip())
                .param("determination", assessment.determination().toJson())
                .param(
                        "review",
                        outcome == Outcome.APPROVED
                                ? procedures
                                        .reviewDueOn(
                                                file.kind(), file.region().digits(), assessment.determination(), on)
                                        .orElse(null)
                                : null)
                .param("on", on)
                .param("actor", Scopes.actor())
                .param("due", clocks.dueOn(file.kind(), Name.TELL, file.region().digits(), file.acceptedOn(), on))
                .param("id", file.id())
                .update();
        CaseFile decided = files.find(file.id()).orElseThrow();
        files.log(
                decided, "decided", on, outcome.title().zh() + "。" + reason.zh().strip());
        chain.record(entry(
                decided,
                ChainKind.DECISION,
                on,
                new Text(
                        decided.kind().title().zh() + outcome.title().zh() + "（" + decided.number() + "）。"
                                + reason.zh(),
                        decided.kind().title().en() + ": " + outcome.title().en() + " (" + decided.number() + "). "
                                + reason.en()),
                amount));
        events.publishEvent(new DecisionMade(decided));
        return decided;
    }

    private CaseFile decidable(UUID caseId, LocalDate on) {
        CaseFile file = in(caseId, CaseState.REVIEWED, CaseState.PUBLIC_NOTICE);
        if (!file.canBeDecidedOn(on)) {
            throw new Problem(
                    file.noticeTo() == null ? "公示之前不能审核确认。" : "公示到 " + file.noticeTo() + " 为止，期满后才能审核确认。",
                    file.noticeTo() == null
                            ? "There is no decision before the public notice."
                            : "The public notice runs to " + file.noticeTo() + "; the decision comes after it.");
        }
        return file;
    }

    private void investigate(CaseFile file, List<String> investigators, String finding, LocalDate on) {
        List<String> two = investigators.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (two.size() != 2) {
            throw Problem.at(
                    "second",
                    "调查须由两名以上工作人员进行并签字，请填写两个不同的姓名。",
                    "An investigation is made and signed by two people: give two different names.");
        }
        if (finding.isBlank()) {
            throw Problem.at("finding", "请写明调查情况。", "Say what was found.");
        }
        UUID id = Ids.next();
        db.sql("""
                insert into casework.investigation
                    (id, region, case_id, round, first_name, first_signed, second_name, second_signed, finding,
                     investigated_on, recorded_by)
                values (?, ?, ?, ?, ?, true, ?, true, ?, ?, ?)
                """)
                .params(
                        id,
                        file.region().digits(),
                        file.id(),
                        file.round(),
                        two.getFirst(),
                        two.getLast(),
                        finding.strip(),
                        on,
                        Scopes.actor())
                .update();
        db.sql("update casework.case_file set investigation_id = ? where id = ?")
                .params(id, file.id())
                .update();
    }

    private CaseFile in(UUID caseId, CaseState... states) {
        CaseFile file = files.held(caseId);
        if (!List.of(states).contains(file.state())) {
            throw new Problem(
                    "这个办件现在是“" + file.state().title().zh() + "”，不能办理这一步。",
                    "This case is now \"" + file.state().title().en() + "\"; this step cannot be taken.");
        }
        return file;
    }

    private LocalDate decisionDueOn(CaseFile file, LocalDate received) {
        return clocks.dueOn(file.kind(), Name.DECIDE, file.region().digits(), file.acceptedOn(), received);
    }

    static String numberPrefix(Household household, LocalDate on) {
        return household.region().at(DivisionLevel.COUNTY).digits() + "-" + on.getYear() + "-";
    }

    static ChainEntry entry(CaseFile file, ChainKind kind, LocalDate on, Text summary, @Nullable Yuan amount) {
        return new ChainEntry(
                file.householdId(),
                file.personId(),
                file.region(),
                on,
                kind,
                summary,
                amount,
                CHAIN_SOURCE,
                file.id(),
                file.link());
    }
}
