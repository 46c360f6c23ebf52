package org.hearth.app.packs;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PackFiles;
import org.hearth.app.platform.PackVersion;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** From a draft to a version in force: one officer asks, another approves; and back, before it takes effect. */
@Component
public class Publications {

    /** How a draft stands with its check. */
    public enum Checked {
        NEVER("尚未检查", "Not checked"),
        STALE("检查后又有改动，须重新检查", "Changed since it was checked; check again"),
        RUNNING("正在检查", "Being checked"),
        RED("检查未通过", "The check found something"),
        GREEN("检查全部通过", "The check is green");

        private final Text title;

        Checked(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }
    }

    private final JdbcClient db;
    private final Drafts drafts;
    private final Jobs jobs;
    private final PolicyPack policy;
    private final HearthClock clock;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    Publications(
            JdbcClient db,
            Drafts drafts,
            Jobs jobs,
            PolicyPack policy,
            HearthClock clock,
            Audit audit,
            ApplicationEventPublisher events) {
        this.db = db;
        this.drafts = drafts;
        this.jobs = jobs;
        this.policy = policy;
        this.clock = clock;
        this.audit = audit;
        this.events = events;
    }

    /** How the draft's content as it is now stands with the last check of it. */
    @Transactional(readOnly = true)
    public Checked checked(Draft draft) {
        return checked(draft, drafts.files(draft.id()).hash());
    }

    private Checked checked(Draft draft, String hash) {
        return jobs.last(draft.id(), Job.Kind.CHECK)
                .map(job -> switch (job.state()) {
                    case RUNNING -> Checked.RUNNING;
                    case CANCELLED -> Checked.NEVER;
                    case FAILED -> job.contentHash().equals(hash) ? Checked.RED : Checked.STALE;
                    case DONE ->
                        !job.contentHash().equals(hash)
                                ? Checked.STALE
                                : result(job).isGreen() ? Checked.GREEN : Checked.RED;
                })
                .orElse(Checked.NEVER);
    }

    /** What a check that was done found. */
    public static CheckResult result(Job job) {
        return JsonMapper.shared().readValue(Objects.requireNonNull(job.result()), CheckResult.class);
    }

    /**
     * Asks to publish a draft.
     *
     * @param effectiveFrom the first day on which it is to decide: today or later; earlier only where nothing but values
     *     differs, and none of them from before it
     * @param reason why it reaches back, where it does
     * @throws Problem when something is in the way
     */
    @Transactional
    public void ask(UUID id, LocalDate effectiveFrom, String reason) {
        Draft draft = drafts.held(id);
        if (!draft.isOpen()) {
            throw new Problem("这份草稿已经提交或结束。", "This draft was handed in already, or is over.");
        }
        String hash = requirePublishable(draft, effectiveFrom, reason);
        db.sql("""
                update packs.draft
                set state = 'ASKED', effective_from = ?, reason = ?, asked_by = ?, asked_hash = ?
                where id = ?
                """)
                .params(effectiveFrom, reason.strip(), Scopes.actor(), hash, id)
                .update();
        audit.note("policy-publication-asked", id.toString(), draft.name() + " " + effectiveFrom, reason.strip());
    }

    /** Takes the asking back, so that the draft can be changed again. */
    @Transactional
    public void sendBack(UUID id) {
        Draft draft = drafts.held(id);
        if (draft.state() != Draft.State.ASKED) {
            throw new Problem("这份草稿没有待批准的申请。", "Nobody asks to publish this draft.");
        }
        db.sql("""
                update packs.draft
                set state = 'OPEN', effective_from = null, reason = '', asked_by = null, asked_hash = null
                where id = ?
                """).param(id).update();
        audit.note("policy-publication-sent-back", id.toString(), draft.name());
    }

    /**
     * Publishes a draft on another officer's asking.
     *
     * @return the number of the version
     * @throws Problem when the same person asked, or something has come in the way since
     */
    @Transactional
    public long approve(UUID id) {
        Draft draft = drafts.held(id);
        if (draft.state() != Draft.State.ASKED) {
            throw new Problem("这份草稿没有待批准的申请。", "Nobody asks to publish this draft.");
        }
        String asker = Objects.requireNonNull(draft.askedBy());
        if (asker.equals(Scopes.actor())) {
            throw new Problem("提交人不能批准自己的申请，请由另一位政策管理员批准。", "Who asked cannot approve; ask a colleague.");
        }
        LocalDate effectiveFrom = Objects.requireNonNull(draft.effectiveFrom());
        String hash = requirePublishable(draft, effectiveFrom, draft.reason());
        if (!hash.equals(draft.askedHash())) {
            throw new Problem("提交之后内容有改动，请退回重新提交。", "The content changed since it was handed in; send it back.");
        }
        Changes changes = drafts.changes(draft);
        long number = policy.publish(new PackVersion.New(
                drafts.files(id), changes.isOfValuesOnly(), effectiveFrom, draft.reason(), asker, Scopes.actor()));
        db.sql("update packs.draft set state = 'PUBLISHED', version = ? where id = ?")
                .params(number, id)
                .update();
        audit.note("policy-published", draft.name(), number + " " + effectiveFrom + " " + hash, draft.reason());
        events.publishEvent(new PackPublished(number, effectiveFrom));
        return number;
    }

    /** @return the hash of the content that may be published */
    private String requirePublishable(Draft draft, LocalDate effectiveFrom, String reason) {
        PackFiles files = drafts.files(draft.id());
        Changes changes = Changes.between(drafts.base(draft), files);
        if (changes.isEmpty()) {
            throw new Problem("草稿没有任何改动。", "The draft changes nothing.");
        }
        PackVersion newest = policy.newest().orElse(null);
        if ((newest == null ? 0 : newest.number()) != draft.base()) {
            throw new Problem(
                    "草稿开始之后又发布了新的版本，照发会把那一版的改动改回去。请从新版本重新起草。",
                    "A version was published after this draft was begun, and would be undone by it. Begin anew from that version.");
        }
        if (policy.versions().stream().anyMatch(version -> version.name().equals(draft.name()))) {
            throw new Problem("版本号 " + draft.name() + " 已经用过。", "Version " + draft.name() + " exists.");
        }
        requireDay(changes, newest, effectiveFrom, reason);
        String hash = files.hash();
        Checked checked = checked(draft, hash);
        if (checked != Checked.GREEN) {
            throw new Problem(
                    "不能发布：" + checked.title().zh() + "。",
                    "Not to be published: " + checked.title().en() + ".");
        }
        return hash;
    }

    private void requireDay(Changes changes, @Nullable PackVersion newest, LocalDate day, String reason) {
        if (day.isBefore(clock.today())) {
            if (!changes.isOfValuesOnly()) {
                throw new Problem(
                        "规则有改动，生效日期不能早于今天；只有标准等数值可以追溯。",
                        "Rules changed, so it takes effect today or later; only values may reach back.");
            }
            if (reason.isBlank()) {
                throw new Problem("生效日期早于今天，请写明依据和原因。", "It reaches back: say on what basis and why.");
            }
        }
        changes.firstDayOfValues().filter(first -> first.isBefore(day)).ifPresent(first -> {
            throw new Problem(
                    "有数值自 " + first + " 起适用，早于生效日期。请把生效日期改为这一天，或修改数值的起始日期。",
                    "A value holds from " + first
                            + ", before the version takes effect. Choose that day, or change the value's.");
        });
        if (!changes.isOfValuesOnly() && newest != null && day.isBefore(newest.effectiveFrom())) {
            throw new Problem(
                    "上一版 " + newest.name() + " 自 " + newest.effectiveFrom() + " 起生效，本版包含它，不能更早生效。",
                    "Version " + newest.name() + ", upon which this one stands, takes effect on "
                            + newest.effectiveFrom() + "; this one cannot do so earlier.");
        }
    }

    /** Asks to withdraw a version before it takes effect. */
    @Transactional
    public void askToWithdraw(long number, String reason) {
        PackVersion version = requireWithdrawable(number);
        if (reason.isBlank()) {
            throw new Problem("请写明撤回的原因。", "Say why it is withdrawn.");
        }
        policy.askToWithdraw(number, reason.strip());
        audit.note("policy-withdrawal-asked", version.name(), Long.toString(number), reason.strip());
    }

    /** Withdraws a version on another officer's asking. */
    @Transactional
    public void withdraw(long number) {
        PackVersion version = requireWithdrawable(number);
        if (version.withdrawalAskedBy() == null) {
            throw new Problem("没有人申请撤回这一版。", "Nobody asks to withdraw this version.");
        }
        if (version.withdrawalAskedBy().equals(Scopes.actor())) {
            throw new Problem("申请人不能批准自己的撤回，请由另一位政策管理员批准。", "Who asked cannot approve; ask a colleague.");
        }
        policy.withdraw(number);
        audit.note("policy-withdrawn", version.name(), Long.toString(number), version.withdrawalReason());
    }

    private PackVersion requireWithdrawable(long number) {
        List<PackVersion> versions = policy.versions();
        PackVersion version = versions.stream()
                .filter(candidate -> candidate.number() == number && number > 0)
                .findFirst()
                .orElseThrow(() -> new Missing("个版本", "version"));
        // Held, and of one's own region.
        drafts.held(db.sql("select id from packs.draft where version = ?")
                .param(number)
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> new Missing("个版本", "version")));
        if (version.isWithdrawn()) {
            throw new Problem("这一版已经撤回。", "This version was withdrawn already.");
        }
        if (!version.effectiveFrom().isAfter(clock.today())) {
            throw new Problem("这一版已经生效，不能撤回；请另起草稿修改。", "This version is in force and stays; change it by a new draft.");
        }
        if (versions.stream().anyMatch(later -> later.number() > number && !later.isWithdrawn())) {
            throw new Problem("后面的版本是在它之上起草的，请先撤回后面的版本。", "A later version stands upon it; withdraw that first.");
        }
        return version;
    }
}
